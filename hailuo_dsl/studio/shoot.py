"""Plan to reel, on one page.

plan ─ run ─▶ clips ─ cut ─▶ reel, the ledger told all along.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.api.open import open_client
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.run import run
from hailuo_dsl.reel.cut import cut
from hailuo_dsl.reel.model import Reel, ReelError
from hailuo_dsl.studio.news import place_of, telling
from hailuo_dsl.studio.production import Known, opened, stands

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractAsyncContextManager

    from hailuo_dsl.api.client import Client
    from hailuo_dsl.job.model import Outcome, Snapshot
    from hailuo_dsl.studio.production import Production


NO_REEL = 3
"""The exit code of a run that made its clips and could not cut the reel."""


@dataclass(frozen=True)
class Made:
    """What a run came to: how each take ended, and the reel."""

    outcome: Outcome
    reel: Reel
    trouble: str = ""
    """Why there is no reel, where it could not be cut."""

    @property
    def exit_code(self) -> int:
        """As of its outcome; 3 too where there is no reel."""
        return self.outcome.exit_code or (NO_REEL if self.trouble else 0)


async def shoot(
    production: Production,
    *,
    only: Collection[str] | None = None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
    agreed: Collection[str] | None = None,
    poll: float | None = None,
    job_seconds: float = 2.0,
    on_change: Callable[[Snapshot], None] = lambda _: None,
) -> Made:
    """Make the clips that are not there yet, each paid for once, and cut the reel.

    Args:
        only: ids of the requests to make; None for all.
        resend: ids that are sent again although their outcome is unknown or they have failed.
        retake: ids whose clips are made once more, though they are there.
        agreed: ids that may be submitted, as the author agreed to them; None for all.
        poll: seconds between two queries of a task; None follows the published schedule.
        job_seconds: how long a job takes at `local`.
        on_change: is told each change; it must be quick and not raise.

    Raises:
        Trouble: ledger, store or service cannot be used as things are.
    """
    film, store = production.film, production.store
    plan = film.compiled.plan
    with telling(place_of(film.folder, film.name)):
        with opened(production.ledger) as ledger:
            async with client_of(production, job_seconds=job_seconds) as client:
                outcome = await run(
                    plan,
                    client,
                    ledger,
                    store,
                    terms=production.terms,
                    script=film.name,
                    root=film.folder,
                    policy=production.policy(poll),
                    only=only,
                    resend=resend,
                    retake=retake,
                    agreed=agreed,
                    on_change=on_change,
                )
            # The reel shows whatever is there of the whole script, not only what was asked for.
            knows = Known(Book().read(ledger), ledger.alive)
            clips = {**stands(production, knows).clips, **outcome.clips}
        try:
            reel = await asyncio.to_thread(cut, plan, clips, store, production.reel)
        except ReelError as error:
            # What was paid for is told all the same.
            return Made(outcome, Reel(None), str(error))
        return Made(outcome, reel)


def client_of(
    production: Production, *, job_seconds: float = 2.0
) -> AbstractAsyncContextManager[Client]:
    """A client of the service that makes the clips; `local` brings its simulator along."""
    return open_client(
        production.profile,
        production.film.catalog,
        state=production.hidden / "simulator.sqlite",
        job_seconds=job_seconds,
    )
