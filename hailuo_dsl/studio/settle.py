"""The author's word on takes that no run can settle by itself: unknown ones, unwanted ones."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.errors import ApiError, NoSuchTask
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.model import UNDER_WAY, Entry, Event, Stage
from hailuo_dsl.studio.production import opened, stands
from hailuo_dsl.studio.shoot import client_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from hailuo_dsl.job.book import Life
    from hailuo_dsl.job.charge import Charge
    from hailuo_dsl.studio.production import Known, Production

SHORT = 8
"""Letters of a key that name a take."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A take whose outcome nobody knows.

    Attributes:
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
    def request(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.life.asked.data.get("request", {})
        return found


def doubtful(knows: Known) -> tuple[Doubtful, ...]:
    """Every take of a ledger whose outcome nobody knows, whoever was asked for it."""
    found = []
    for key, life in knows.book.lives.items():
        state = life.state
        orphan = state.stage is Stage.INTENDED and not knows.alive(state.run)
        if state.stage is Stage.UNKNOWN or orphan:
            words = state.words or "the run ended before the answer came"
            charge = knows.book.charges.get((key, state.attempt))
            found.append(Doubtful(key, life, charge, words))
    return tuple(found)


def named(name: str, takes: Collection[Doubtful]) -> Doubtful:
    """The one of *takes* that *name*, a shot's id or the beginning of a key, means.

    Raises:
        Trouble: it means none, or several.
    """
    found = [it for it in takes if it.shot == name or (len(name) >= 4 and it.key.startswith(name))]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{it.shot} ({it.name})" for it in takes)
    if not found:
        raise Trouble(
            f"no take of unknown outcome is called `{name}`; there are {known}"
            if known
            else f"the outcome of `{name}` is not unknown, nor is any other"
        )
    raise Trouble(f"`{name}` is {len(found)} takes; name one by its key: {known}")


def give_up(ledger: Path, take: Doubtful) -> None:
    """Write down that *take* is taken for lost; it is not asked after, nor sent, any more.

    Raises:
        Trouble: the ledger cannot be written, or the take is settled by now.
    """
    with opened(ledger) as file, file.turn():
        _still(take, Book().read(file))
        words = "given up: nobody knows whether it was made"
        file.add(_entry(take, Event.GIVEN_UP, words=words))


async def adopt(production: Production, take: Doubtful, task_id: str) -> str:
    """Take *task_id* for the task of *take*, after the service was asked for it; how it stands.

    Raises:
        Trouble: the take was sent to another service, the service does not know the task, or the
            task is another take's.
    """
    terms = production.terms
    asked = take.life.asked.data
    if (asked.get("service"), asked.get("account")) != (terms.service, terms.account):
        raise Trouble(
            f"{take.shot} was sent to {asked.get('service')} (account {asked.get('account')}); "
            "choose that provider with `--provider`"
        )
    async with client_of(production) as client:
        try:
            answer = await client.query(task_id)
        except NoSuchTask as error:
            raise Trouble(f"{terms.service} knows no task `{task_id}`") from error
        except ApiError as error:
            raise Trouble(f"the task `{task_id}` could not be looked up: {error}") from error
    with opened(production.ledger) as file, file.turn():
        book = Book().read(file)
        _still(take, book)
        owner = next((it for it in book.at(terms).values() if it.state.task_id == task_id), None)
        if owner and owner.asked.key != take.key:
            shot = owner.asked.data.get("shot", "")
            raise Trouble(f"the task `{task_id}` is already that of {shot}")
        file.add(_entry(take, Event.SUBMITTED, task_id=task_id, adopted=True))
    return str(answer.status)


def id_of(take: Doubtful, production: Production, knows: Known) -> str:
    """The id in the script of the request that *take* was sent for.

    Raises:
        Trouble: no request of the script is the same job any more.
    """
    found = (it.id for it in stands(production, knows).takes if it.key == take.key)
    if id := next(found, ""):
        return id
    raise Trouble(
        f"{take.shot} has changed since, or is another script's or provider's: give it up, "
        "and `run` sends what the script says now"
    )


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A take that is waited for no longer; without *task_id* its answer is still on its way."""

    shot: str
    task_id: str


def cancel(production: Production, only: Collection[str] | None) -> tuple[Cancelled, ...]:
    """Stop waiting for what is under way; a run that is at it leaves it too.

    The gateway has no way to cancel a task: the clip is made and paid all the same, and its id is
    kept.

    Args:
        only: ids of the requests; None for all of the script, and what is left over of it.

    Raises:
        Trouble: the ledger cannot be read or written.
    """
    if not production.ledger.is_file():
        return ()
    plan, terms = production.film.compiled.plan, production.terms
    cancelled = []
    with opened(production.ledger) as file, file.turn():
        book = Book().read(file)
        for key, life in book.at(terms).items():
            shot = str(life.asked.data.get("shot", ""))
            wanted = shot in only if only is not None else _is_ours(life, production)
            orphan = life.state.stage is Stage.INTENDED and not file.alive(life.state.run)
            if wanted and life.state.stage in UNDER_WAY and not orphan:
                words = "cancelled by you; the clip is still made and paid"
                file.add(
                    Entry(key, life.state.attempt, Event.CANCELLED, time.time(), {"words": words})
                )
                cancelled.append(Cancelled(shot, life.state.task_id))
    order = {step.id: number for number, step in enumerate(plan.steps)}
    return tuple(sorted(cancelled, key=lambda it: order.get(it.shot, len(order))))


def _is_ours(life: Life, production: Production) -> bool:
    return life.asked.data.get("script", "") in {"", production.film.name}


def _still(take: Doubtful, book: Book) -> None:
    """See that nothing has become known of *take* meanwhile.

    Raises:
        Trouble: something has.
    """
    state = book.state(take.key)
    if state != take.life.state:
        raise Trouble(f"{take.shot} is {state.stage} by now; look again")


def _entry(take: Doubtful, event: Event, **data: Any) -> Entry:
    return Entry(take.key, take.life.state.attempt, event, time.time(), data)
