"""What a runner shows: as JSON for the page, and as HTML for a page without a kernel."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.render import render
from hailuo_dsl.job.model import UNDER_WAY, Stage
from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.notebook.panels.base import plural, short
from hailuo_dsl.notebook.panels.model import BUSY, playable
from hailuo_dsl.notebook.panels.stills import clips_html
from hailuo_dsl.notebook.show import message_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hailuo_dsl.job.model import Take
    from hailuo_dsl.notebook.panels.model import Order, Row, Running
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.shoot import Made

MOST_ROWS = 100
"""Takes that are shown one by one; of more, those that need an eye come first."""

MOST_LINES = 60
"""Lines of a bill that are shown."""

MOST_TOLD = 6000
"""Letters of what is told of takes that were not made."""

QUIET = frozenset({str(Stage.PLANNED), str(Stage.DONE)})
"""Stages that need no eye."""


def runner_data(state: Running) -> Mapping[str, Any]:
    """*state* as JSON; it stays small however long the film is."""
    rows = rows_of(state)
    seen = _seen(rows)
    idle, sound = state.phase is Phase.IDLE, bool(state.look and state.look.is_sound)
    return {
        "takes": [_row(it, state) for it in seen],
        "more": _rest(rows, seen),
        "run": {"label": _run_label(state), "note": _run_note(state), "on": idle and _sends(state)},
        "preview": {"on": idle and sound},
        "stop": {"on": state.phase in {Phase.PREVIEWING, Phase.SHOOTING}},
        "offer": _offer(state.order) if state.order and state.phase is Phase.ASKING else None,
        "told": short(state.told, MOST_TOLD),
        "player": state.player,
    }


def rows_of(state: Running) -> tuple[Row, ...]:
    """How each take stands: by the ledger, or by the run that is under way."""
    if state.look is None:
        return ()
    return tuple(
        _lively(row, state.live[row.id], state) if row.id in state.live else row
        for row in state.look.rows
    )


def _lively(row: Row, take: Take, state: Running) -> Row:
    """*row* as the run tells of its take."""
    runs = take.stage in UNDER_WAY
    return replace(
        row,
        stage=str(take.stage),
        words=take.message,
        percent=100.0 if take.stage is Stage.DONE else take.progress,
        since=(row.since or state.begun.get(row.id)) if runs else None,
        clip=state.made.get(row.id) or row.clip,
        does=("cancel",) if runs else (),
    )


def _seen(rows: Sequence[Row]) -> list[Row]:
    """The rows that are shown, in the script's order."""
    if len(rows) <= MOST_ROWS:
        return list(rows)
    first = sorted(rows, key=lambda it: it.stage in QUIET)[:MOST_ROWS]
    ids = {it.id for it in first}
    return [it for it in rows if it.id in ids]


def _rest(rows: Sequence[Row], seen: Sequence[Row]) -> str:
    ids = {it.id for it in seen}
    stages = Counter(it.stage for it in rows if it.id not in ids)
    if not stages:
        return ""
    counts = ", ".join(f"{count} {stage}" for stage, count in stages.items())
    return f"and {plural(stages.total(), 'take')} more: {counts}"


def _row(row: Row, state: Running) -> dict[str, Any]:
    draws = row.id in state.drawing
    preview = state.previews.get(row.id)
    # What settles a take is looked up in the ledger; during a run only that can be cancelled.
    does = row.does if state.phase not in BUSY or "cancel" in row.does else ()
    return {
        "id": row.id,
        "stage": "drawing a preview" if draws else row.stage,
        "words": short(row.words),
        "percent": round(row.percent),
        "since": row.since and round(row.since, 1),
        "expected": row.expected and round(row.expected),
        "clip": row.clip.token if row.clip else "",
        "preview": preview.token if preview else "",
        "does": list(does),
    }


def _sends(state: Running) -> bool:
    return bool(state.look and state.look.is_sound and state.look.production)


def _run_label(state: Running) -> str:
    """The button's words: they say the price."""
    bill = state.look.bill if state.look else None
    if bill is None:
        return "Run"
    if not bill.lines:
        return "Run: nothing to send"
    return f"Run: {bill.total.partition(' (')[0].replace(': ', ', ')}"


def _run_note(state: Running) -> str:
    """Whose price it is, and what stands beside the script in the ledger."""
    if state.look is None:
        return ""
    # An offer tells whose price it is itself.
    asks = state.phase is Phase.ASKING
    total = state.look.bill.total if state.look.bill and not asks else ""
    beside = state.look.beside
    lost = (
        f"{plural(beside, 'take')} of unknown outcome, of other scripts or of shots that have"
        " changed: `hailuo-dsl reconcile` settles them."
    )
    return " ".join(filter(None, (total.partition(" (")[2].rstrip(")"), lost * bool(beside))))


def _offer(order: Order) -> dict[str, Any]:
    lines = order.bill.lines
    return {
        "order": order.number,
        "to": order.production.profile.base_url,
        "lines": [list(line) for line in lines[:MOST_LINES]],
        "more": f"and {plural(len(lines) - MOST_LINES, 'clip')} more" * (len(lines) > MOST_LINES),
        "total": order.bill.total,
        "budget": f"The budget is {order.production.budget}; what would pass it is not sent."
        * bool(order.production.budget),
    }


def runner_html(state: Running) -> str:
    """*state* as a table of takes."""
    wrong = state.error or (state.look.wrong if state.look else "")
    parts = [
        message_html(wrong) if wrong else "",
        clips_html((it.id, _said(it), it.clip.path if it.clip else None) for it in rows_of(state)),
        f"<p>{escape(state.says)}</p>" if state.says else "",
        message_html(state.told) if state.told else "",
    ]
    return "".join(parts)


def _said(row: Row) -> str:
    return ": ".join(filter(None, (row.stage, row.words)))


def ended(made: Made, film: Film | None) -> Mapping[str, Any]:
    """What changes in a runner's state when a run of *film* has come to *made*."""
    from hailuo_dsl.studio.told import told_of

    done = [it for it in made.outcome.takes if it.stage is Stage.DONE and it.path]
    first = playable(done[0].path) if done else None
    wrong = " Not every clip is there; each row says why." * bool(made.outcome.exit_code)
    sources = film.compiled.report.sources if film else {}
    told = told_of(made.outcome.takes, film) if film else ()
    return {
        "says": f"{plural(len(done), 'clip')} ready.{wrong}",
        "told": "\n\n".join(render(it, sources) for it in told),
        "error": made.trouble,
        **({"player": first.token} if first else {}),
    }
