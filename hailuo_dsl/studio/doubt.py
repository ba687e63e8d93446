"""Takes whose outcome nobody knows: sent, and perhaps paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.profile import LOCAL_URL
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.attempts import answerless, is_lost
from hailuo_dsl.plan.diff.ask import plain
from hailuo_dsl.request.schema import DRAFT
from hailuo_dsl.storyboard.model import family_of
from hailuo_dsl.studio.accounts_data import MAYBE, MOMENT, SERVICE, SHA256, TEXT, iso
from hailuo_dsl.studio.costs import price_properties
from hailuo_dsl.syntax.data import record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from hailuo_dsl.job.book import Life
    from hailuo_dsl.job.charge import Charge
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.studio.production import Known

VERSION = 1
SHORT = 8
"""Letters of a key that name a take."""

FEWEST = 4
"""Letters of a key that are taken for one."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A take whose outcome nobody knows.

    Attributes:
        charge: of its latest attempt; None where the ledger has no intention of it.
        words: how that came, a clause.
    """

    key: str
    life: Life
    charge: Charge | None
    words: str

    @property
    def shot(self) -> str:
        """The id that it had when it was sent."""
        return str(self.life.asked.data.get("shot", ""))

    @property
    def name(self) -> str:
        """What names it among takes of one shot."""
        return self.key[:SHORT]

    @property
    def script(self) -> str:
        """The script that it was sent for; empty where nobody knows."""
        return str(self.life.asked.data.get("script", ""))

    @property
    def service(self) -> str:
        return str(self.life.asked.data.get("service", ""))

    @property
    def account(self) -> str:
        return str(self.life.asked.data.get("account", ""))

    @property
    def request(self) -> Mapping[str, Any]:
        """The body, without the bytes of its frames."""
        found: Mapping[str, Any] = self.life.asked.data.get("request", {})
        return found

    def is_at(self, terms: Terms) -> bool:
        """Whether it was sent to the service and on the account of *terms*."""
        return (self.service, self.account) == (terms.service, terms.account)


def doubtful(knows: Known) -> tuple[Doubtful, ...]:
    """Every take of a ledger whose outcome nobody knows, whoever was asked for it.

    The simulator inside this process costs nothing: a run sends to it again by itself, and there
    is nothing to settle.
    """
    return tuple(
        Doubtful(
            key,
            life,
            knows.book.charges.get((key, life.state.attempt)),
            answerless(life.state).words,
        )
        for key, life in knows.book.lives.items()
        if is_lost(life.state, knows.alive) and life.asked.data.get("service") != LOCAL_URL
    )


def named(name: str, takes: Collection[Doubtful]) -> tuple[Doubtful, ...]:
    """Those of *takes* that *name* means: a shot with or without its take, or a key's beginning.

    Raises:
        Trouble: it means none.
    """
    for is_meant in (_is_its_id, _is_its_shot, _begins_its_key):
        found = tuple(it for it in takes if is_meant(name, it))
        if found:
            return found
    if takes:
        raise Trouble(f"no take of unknown outcome is called `{name}`; there are {_names(takes)}")
    raise Trouble(f"the outcome of `{name}` is not unknown, nor is any other")


def the_one(name: str, takes: Collection[Doubtful]) -> Doubtful:
    """The one of *takes* that *name* means.

    Raises:
        Trouble: it means none, or several.
    """
    found = named(name, takes)
    if len(found) > 1:
        raise Trouble(f"`{name}` is {len(found)} takes; name one, or its key: {_names(found)}")
    return found[0]


def _is_its_id(name: str, take: Doubtful) -> bool:
    return take.shot in {name, plain(name)}


def _is_its_shot(name: str, take: Doubtful) -> bool:
    return name in {take.shot.partition("#")[0], family_of(take.shot)}


def _begins_its_key(name: str, take: Doubtful) -> bool:
    return len(name) >= FEWEST and take.key.startswith(name)


def _names(takes: Collection[Doubtful]) -> str:
    return ", ".join(f"{it.shot} ({it.name})" for it in takes)


def document(takes: Collection[Doubtful]) -> dict[str, Any]:
    """*takes* as JSON, as `schema` says."""
    return {"version": VERSION, "unknown": [_data(it) for it in takes]}


def _data(take: Doubtful) -> dict[str, Any]:
    asked, price = take.life.asked, take.charge.price if take.charge else None
    return {
        "shot": take.shot,
        "script": take.script,
        "key": take.key,
        "attempt": asked.attempt,
        "at": iso(asked.at),
        "service": take.service,
        "account": take.account,
        "intention": str(asked.data.get("intention", "")),
        "task_id": take.life.state.task_id or None,
        "price": str(price.amount) if price else None,
        "currency": price.currency if price else None,
        "words": take.words,
        "said": take.life.state.said,
        "request": take.request,
    }


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `document` returns."""
    take = record(
        shot={**TEXT, "description": "the id that it had when it was sent"},
        script={**TEXT, "description": "empty: nobody knows"},
        key={**TEXT, "pattern": SHA256},
        attempt={"type": "integer", "minimum": 1},
        at={**MOMENT, "description": "when it was sent"},
        service=SERVICE,
        account=TEXT,
        intention={**TEXT, "description": "the `Idempotency-Key` that it was sent with"},
        task_id={**MAYBE, "description": "null: the service named none"},
        **price_properties(),
        words={**TEXT, "description": "how that came, a clause"},
        said={**TEXT, "description": "the service's own words"},
        request={"description": "the body, without the bytes of its frames", "type": "object"},
    )
    return {
        "$schema": DRAFT,
        "title": "The takes whose outcome nobody knows",
        **record(version={"const": VERSION}, unknown={"type": "array", "items": take}),
    }
