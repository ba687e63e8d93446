"""A film in the making: who makes its clips, where its things are, and what is known of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from hailuo_dsl.api.profile import Profile, profile
from hailuo_dsl.job import runs
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.sqlite import SqliteLedger, history_of, runs_of
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.survey import survey
from hailuo_dsl.job.terms import POLLS, Money, Policy, Polls, Terms
from hailuo_dsl.reel.cut import reel_path
from hailuo_dsl.studio.film import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film


@dataclass(frozen=True)
class Production:
    """A film in the making.

    Attributes:
        out: the named clips and the reel.
        hidden: clips by their sha256, and the simulator's state.
        ledger: the file that remembers what was asked for.
        budget: the most that all takes of the ledger at this provider may cost.
        allow_unknown_price: under a budget, send takes too whose price nobody knows.
    """

    film: Film
    profile: Profile
    out: Path
    hidden: Path
    ledger: Path
    budget: Money | None = None
    allow_unknown_price: bool = False

    @property
    def terms(self) -> Terms:
        row, own = self.film.provider, self.profile
        return Terms(
            service=own.base_url,
            account=own.account,
            free=row.free,
            honours_key=own.honours_idempotency_key,
            refunds=own.refunds,
            requests_per_minute=own.requests_per_minute or row.requests_per_minute,
            jobs_in_flight=own.jobs_in_flight or row.jobs_in_flight,
            budget=self.budget,
            allow_unknown_price=self.allow_unknown_price,
        )

    def policy(self, poll: float | None = None) -> Policy:
        """How patient a run is; *poll*, seconds between two queries, is stronger than the profile.

        A service far away may know a task a while after it has named it; our own knows at once.
        """
        own, usual = self.profile, Policy()
        polls = POLLS if own.polls is None else Polls(*own.polls)
        return Policy(
            polls=polls if poll is None else Polls(poll, poll, poll, poll),
            patience=own.deadline or usual.patience,
            not_yet=0.0 if own.is_local else usual.not_yet,
        )

    @property
    def store(self) -> Store:
        return Store(self.hidden / "clips", self.out)

    @property
    def reel(self) -> Path:
        """Where the reel goes."""
        return reel_path(self.out, self.film.name, (request.id for request in self.film.requests))


@dataclass(frozen=True)
class Known:
    """What a ledger knows.

    Attributes:
        alive: tells whether a run lives.
    """

    book: Book = field(default_factory=Book)
    alive: Callable[[str], bool] = lambda _: False


def produced(
    film: Film,
    *,
    out: Path | None = None,
    ledger: Path | None = None,
    budget: Money | None = None,
    allow_unknown_price: bool = False,
) -> Production:
    """*film* with its provider's profile; its things are beside the script unless said otherwise.

    Raises:
        Trouble: the provider cannot be reached as things are set up.
    """
    return Production(
        film,
        profile(film.provider.name),
        out or film.folder / "out",
        film.folder / HIDDEN,
        ledger or ledger_of(film.folder),
        budget,
        allow_unknown_price,
    )


def ledger_of(folder: Path) -> Path:
    """Where the ledger of the scripts in *folder* is."""
    return folder / HIDDEN / "ledger.sqlite"


def known(ledger: Path) -> Known:
    """What the ledger at *ledger* knows; nothing where there is none. No file is touched.

    Raises:
        Trouble: it cannot be read.
    """
    if not ledger.is_file():
        return Known()
    return Known(Book(history_of(ledger)), partial(runs.alive, runs_of(ledger)))


def stands(
    production: Production,
    knows: Known,
    only: Collection[str] | None = None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
) -> Snapshot:
    """How the takes stand by what is known, and what a run would send; see `job.survey`."""
    plan = production.film.compiled.plan
    return survey(plan, knows.book, knows.alive, production.terms, only, resend, retake)


def to_send(
    production: Production,
    only: Collection[str] | None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
    *,
    knows: Known | None = None,
) -> tuple[Step, ...]:
    """The steps that a run would submit, as far as the ledger can tell.

    Args:
        knows: its ledger, where it was read already.

    Raises:
        Trouble: the ledger cannot be read.
    """
    before = stands(production, knows or known(production.ledger), only, resend, retake)
    sent = {take.id for take in before.takes if take.sends}
    return tuple(step for step in production.film.compiled.plan.steps if step.id in sent)


@contextmanager
def opened(ledger: Path) -> Iterator[SqliteLedger]:
    """The ledger at *ledger*, to be written; it is begun where there is none.

    Raises:
        Trouble: it cannot be opened.
    """
    found = SqliteLedger(ledger)
    try:
        yield found
    finally:
        found.close()
