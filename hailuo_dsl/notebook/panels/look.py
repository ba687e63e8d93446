"""Look at a film: its script, what the ledger knows of its takes, and what can be done with each.

All of it reads the disk; it is called in a worker thread.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.model import ASKED_AFTER, UNDER_WAY, Stage
from hailuo_dsl.job.store import name_of
from hailuo_dsl.notebook.panels.model import Look, Playable, Row, playable
from hailuo_dsl.notebook.show import report_text
from hailuo_dsl.studio.fate import SENT, Fate
from hailuo_dsl.studio.forecast import forecast
from hailuo_dsl.studio.production import known, produced, stands

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from hailuo_dsl.job.model import Take
    from hailuo_dsl.job.terms import Money
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.forecast import Forecast
    from hailuo_dsl.studio.production import Known, Production

    Kind = tuple[Any, ...]
    Lasts = Callable[[Step], float | None]

SETTLES = ("adopt", "resend", "give_up")
"""What can be done with a take of unknown outcome."""


def look(film: Film, only: Collection[str] | None = None, budget: Money | None = None) -> Look:
    """What is known of *film*, or of its requests *only*.

    Raises:
        Trouble: its ledger cannot be read.
    """
    if not film.compiled.ok:
        return Look(film, wrong=report_text(film.compiled.report))
    try:
        production = produced(film, budget=budget)
    except Trouble as trouble:
        rows = (Row(it.id, Stage.PLANNED) for it in film.requests)
        return Look(film, rows=tuple(rows), wrong=str(trouble))
    knows = known(production.ledger)
    outlook = forecast(production, knows, only)
    lasts = lasting(production, knows)
    under_way = frozenset(
        it.step.id for it in outlook.takes if it.fate is Fate.RESUME and _goes_on(it.take, knows)
    )
    return Look(
        film,
        production,
        tuple(_row(it, production, knows, lasts) for it in outlook.takes),
        outlook.bill,
        under_way,
        stands(production, knows).clips,
        outlook.beside,
        reel=playable(production.reel),
    )


def _goes_on(take: Take, knows: Known) -> bool:
    """Whether a run that submits nothing would go on with *take*; what was cancelled stays so."""
    return knows.book.state(take.key).stage in ASKED_AFTER


def _row(it: Forecast, production: Production, knows: Known, lasts: Lasts) -> Row:
    take, state = it.take, knows.book.state(it.take.key)
    runs = it.fate is Fate.RESUME and state.stage in UNDER_WAY
    stage = Stage.UNKNOWN if it.fate is Fate.UNKNOWN else take.stage
    return Row(
        it.step.id,
        str(stage),
        it.why,
        take.progress,
        (state.submitted or state.since) if runs else None,
        lasts(it.step),
        clip_of(take, production),
        _does(it.fate, runs=runs),
    )


def _does(fate: Fate, *, runs: bool) -> tuple[str, ...]:
    if fate is Fate.UNKNOWN:
        return SETTLES
    if fate is Fate.FAILED:
        return ("retry",)
    if fate in SENT:
        return ("make",)
    return ("cancel",) if runs else ()


def clip_of(take: Take, production: Production) -> Playable | None:
    """The clip that stands for *take*: by its name if it is there, else as the store keeps it."""
    if not take.clip:
        return None
    store = production.store
    return playable(store.out / name_of(take.id)) or playable(store.path(take.clip))


def lasting(production: Production, knows: Known) -> Lasts:
    """What tells how many seconds a step takes: the median of its like, from submit to clip.

    Its like has its model, duration and resolution; where there is none, its model.
    """
    spans: defaultdict[Kind, list[float]] = defaultdict(list)
    for life in knows.book.at(production.terms).values():
        state = life.state
        if state.stage is Stage.DONE and state.submitted:
            kind = _kind(life.asked.data.get("request", {}))
            for some in (kind, kind[:1]):
                spans[some].append(state.since - state.submitted)

    def lasts(step: Step) -> float | None:
        kind = _kind(step.request.body)
        found = spans.get(kind) or spans.get(kind[:1])
        return median(found) if found else None

    return lasts


def _kind(body: Mapping[str, Any]) -> Kind:
    return (body.get("model"), body.get("duration"), body.get("metadata", {}).get("resolution"))
