"""Plan to reel, on one page.

plan ─ run ─▶ clips ─ cut ─▶ reel, the ledger asked before (`to_send`) and told all along.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.api.open import open_client
from hailuo_dsl.api.profile import Profile, profile
from hailuo_dsl.job.model import Outcome, Policy, Snapshot, Terms
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.survey import survey
from hailuo_dsl.reel.cut import cut, reel_path
from hailuo_dsl.reel.model import Reel, ReelError
from hailuo_dsl.studio.film import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film


@dataclass(frozen=True)
class Production:
    """A film in the making: who makes its clips, and where its things are.

    Attributes:
        out: the named clips and the reel.
        hidden: clips by their sha256, and the simulator's state.
        ledger: the file that remembers what was asked for.
    """

    film: Film
    profile: Profile
    out: Path
    hidden: Path
    ledger: Path

    @property
    def terms(self) -> Terms:
        row = self.film.provider
        return Terms(
            service=self.profile.base_url,
            account=self.profile.account,
            free=row.free,
            requests_per_minute=row.requests_per_minute,
            jobs_in_flight=row.jobs_in_flight,
        )

    @property
    def store(self) -> Store:
        return Store(self.hidden / "clips", self.out)

    @property
    def reel(self) -> Path:
        """Where the reel goes."""
        return reel_path(self.out, self.film.name, (request.id for request in self.film.requests))


@dataclass(frozen=True)
class Made:
    """What a run came to: how each take ended, and the reel."""

    outcome: Outcome
    reel: Reel
    trouble: str = ""
    """Why there is no reel, where it could not be cut."""


def produced(film: Film, *, out: Path | None = None, ledger: Path | None = None) -> Production:
    """*film* with its provider's profile; its things are beside the script unless said otherwise.

    Raises:
        Trouble: the provider cannot be reached as things are set up.
    """
    hidden = film.folder / HIDDEN
    return Production(
        film,
        profile(film.provider.name),
        out or film.folder / "out",
        hidden,
        ledger or hidden / "ledger.sqlite",
    )


def to_send(
    production: Production, only: Collection[str] | None, resend: Collection[str] = ()
) -> tuple[Step, ...]:
    """The steps that a run would submit, as far as the ledger can tell.

    Raises:
        Trouble: the ledger cannot be read.
    """
    plan = production.film.compiled.plan
    with _ledger(production) as ledger:
        before = survey(plan, ledger, production.terms, only, resend)
    sent = {take.id for take in before.takes if take.sends}
    return tuple(step for step in plan.steps if step.id in sent)


async def shoot(
    production: Production,
    *,
    only: Collection[str] | None = None,
    resend: Collection[str] = (),
    agreed: Collection[str] | None = None,
    poll: float | None = None,
    job_seconds: float = 2.0,
    on_change: Callable[[Snapshot], None] = lambda _: None,
) -> Made:
    """Make the clips that are not there yet, each paid for once, and cut the reel.

    Args:
        only: ids of the requests to make; None for all.
        resend: ids that are sent again although their outcome is unknown or they have failed.
        agreed: ids that may be submitted, as the author agreed to them; None for all.
        poll: seconds between two queries of a task; None follows the published schedule.
        job_seconds: how long a job takes at `local`.
        on_change: is told each change; it must be quick and not raise.

    Raises:
        Trouble: ledger, store or service cannot be used as things are.
    """
    plan, store = production.film.compiled.plan, production.store
    state = production.hidden / "simulator.sqlite"
    with _ledger(production) as ledger:
        async with open_client(
            production.profile, production.film.catalog, state=state, job_seconds=job_seconds
        ) as client:
            outcome = await run(
                plan,
                client,
                ledger,
                store,
                terms=production.terms,
                script=production.film.name,
                root=production.film.folder,
                policy=_policy(production, poll),
                only=only,
                resend=resend,
                agreed=agreed,
                on_change=on_change,
            )
        # The reel shows whatever is there of the whole script, not only what was asked for.
        clips = {**survey(plan, ledger, production.terms).clips, **outcome.clips}
    try:
        reel = await asyncio.to_thread(cut, plan, clips, store, production.reel)
    except ReelError as error:
        # What was paid for is told all the same.
        return Made(outcome, Reel(None), str(error))
    return Made(outcome, reel)


def _policy(production: Production, poll: float | None) -> Policy:
    """A service far away may know a task a while after it has named it; our own knows at once."""
    if production.profile.is_local:
        return Policy(poll=poll, not_yet=0.0)
    return Policy(poll=poll)


@contextmanager
def _ledger(production: Production) -> Iterator[SqliteLedger]:
    ledger = SqliteLedger(production.ledger)
    try:
        yield ledger
    finally:
        ledger.close()
