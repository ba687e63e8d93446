"""A film's run for a caller in Python: nobody is there to be asked, so the call itself agrees."""

from __future__ import annotations

import warnings
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.studio.budget import budget_of, in_python
from hailuo_dsl.studio.film import selected
from hailuo_dsl.studio.forecast import forecast
from hailuo_dsl.studio.loop import begin
from hailuo_dsl.studio.production import known, produced, stands, to_send
from hailuo_dsl.studio.results import Board, Plan, TakesMissing, result_of, takes_of
from hailuo_dsl.studio.shoot import shoot

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Sequence

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.job.terms import Money
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.loop import Underway
    from hailuo_dsl.studio.production import Production
    from hailuo_dsl.studio.results import Result, Takes

    Place = str | os.PathLike[str]
    OnChange = Callable[[Snapshot], None]


class Places(TypedDict, total=False):
    """Where a film's things are, and what may be spent on it; each may be left out.

    Attributes:
        out: the folder of clips and reel; without it `out` beside the script.
        ledger: the file that remembers jobs; without it `.hailuo/ledger.sqlite` beside the script.
        budget: `"5.00 USD"`: the most that all takes of the ledger at this provider may cost,
            those of earlier runs included. What would pass it is not sent.
        allow_unknown_price: under a budget, send takes too whose price nobody knows.
    """

    out: Place | None
    ledger: Place | None
    budget: str | Money | None
    allow_unknown_price: bool


class Way(Places, total=False):
    """How a run is to go; each may be left out.

    Attributes:
        yes: send what costs money.
        resend: shots that are sent again though their outcome is unknown or they have failed; they
            may be paid twice.
        retake: shots whose clips are made once more, though they are there.
        poll: seconds between two queries of a task.
        job_seconds: how long a job takes at `local`.
        on_change: is told each change, on the loop thread; it must be quick.
    """

    yes: bool
    resend: Sequence[str]
    retake: Sequence[str]
    poll: float | None
    job_seconds: float
    on_change: OnChange | None


def production_of(
    film: Film,
    *,
    out: Place | None = None,
    ledger: Place | None = None,
    budget: str | Money | None = None,
    allow_unknown_price: bool = False,
) -> Production:
    """*film* in the making; see `Places`.

    Raises:
        Trouble: the provider cannot be reached as things are set up, or the budget is none.
    """
    if allow_unknown_price and budget is None:
        raise Trouble("`allow_unknown_price` goes with `budget`")
    return produced(
        film,
        out=None if out is None else Path(fspath(out)),
        ledger=None if ledger is None else Path(fspath(ledger)),
        budget=budget_of(budget, film) if isinstance(budget, str) else budget,
        allow_unknown_price=allow_unknown_price,
    )


def planned(film: Film, shots: Sequence[str], **places: Unpack[Places]) -> Plan:
    """What a run of *film* would do; see `Places`.

    Raises:
        Trouble: the provider cannot be reached as things are set up, or there is no such shot.
    """
    production = production_of(film, **places)
    return Plan(forecast(production, known(production.ledger), selected(film, shots)))


def standing(film: Film) -> Takes:
    """How the takes of *film* stand by the ledger beside it."""
    production = produced(film)
    return takes_of(stands(production, known(production.ledger)).takes, production.store)


def boarded(film: Film, shots: Sequence[str]) -> Board:
    """The storyboard of *film*.

    Raises:
        Trouble: there is no such shot.
    """
    return Board(film, selected(film, shots))


def started(
    film: Film,
    shots: Sequence[str],
    *,
    yes: bool = False,
    resend: Sequence[str] = (),
    retake: Sequence[str] = (),
    poll: float | None = None,
    job_seconds: float = 2.0,
    on_change: OnChange | None = None,
    out: Place | None = None,
    ledger: Place | None = None,
    budget: str | Money | None = None,
    allow_unknown_price: bool = False,
) -> Underway[Result]:
    """A run of *film* that has begun on the loop thread; see `Way`.

    Args:
        shots: ids or globs of the shots that are asked for; none for all.

    Raises:
        Trouble: it would cost money and nobody has agreed, or something is set up wrongly. Nothing
            has been sent.
    """
    production = production_of(
        film, out=out, ledger=ledger, budget=budget, allow_unknown_price=allow_unknown_price
    )
    only = selected(film, shots)
    words = {"resend": _named(film, resend), "retake": _named(film, retake)}
    for word, ids in words.items():
        if only is not None and not ids <= only:
            raise Trouble(f"`{min(ids - only)}` of `{word}` is not among the shots asked for")
    agreed = None
    if not (film.provider.free or yes or production.budget):
        _nothing_costs(production, only, **words)
        agreed = frozenset[str]()
    return begin(
        _run(
            production,
            only,
            agreed,
            _Listener(on_change),
            poll=poll,
            job_seconds=job_seconds,
            **words,
        )
    )


async def _run(
    production: Production,
    only: Collection[str] | None,
    agreed: Collection[str] | None,
    listener: _Listener,
    *,
    resend: Collection[str],
    retake: Collection[str],
    poll: float | None,
    job_seconds: float,
) -> Result:
    made = await shoot(
        production,
        only=only,
        resend=resend,
        retake=retake,
        agreed=agreed,
        poll=poll,
        job_seconds=job_seconds,
        on_change=listener,
    )
    result = result_of(made, production.film, production.store)
    if not result.ok:
        warnings.warn(f"not every take was made:\n\n{result.wrong}", TakesMissing, stacklevel=1)
    return result


def _nothing_costs(
    production: Production,
    only: Collection[str] | None,
    resend: Collection[str],
    retake: Collection[str],
) -> None:
    """See that a run would send nothing.

    Raises:
        Trouble: it would; the message names the price.
    """
    steps = to_send(production, only, resend, retake)
    if not steps:
        return
    total = bill(steps, production.film.provider.name).total
    raise Trouble(
        f"this costs money and nobody can be asked here: {total}; `yes=True` sends it to"
        f" {production.profile.base_url}, `{in_python('5.00')}` bounds what is sent"
    )


def _named(film: Film, shots: Sequence[str]) -> frozenset[str]:
    return selected(film, shots) or frozenset()


class _Listener:
    """Tells the caller each change; if that goes wrong, the run goes on without telling."""

    def __init__(self, on_change: OnChange | None) -> None:
        self._on_change = on_change

    def __call__(self, snapshot: Snapshot) -> None:
        if self._on_change is None:
            return
        try:
            self._on_change(snapshot)
        except Exception as error:
            self._on_change = None
            warnings.warn(
                f"`on_change` failed and is called no more; the run goes on: {error!r}",
                RuntimeWarning,
                stacklevel=2,
            )
