"""What a film's verbs hand back: objects that a script can ask and a notebook can show."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.render import render, visible
from hailuo_dsl.job.model import UNDER_WAY, Stage
from hailuo_dsl.job.store import name_of
from hailuo_dsl.studio.reprs import diagnostic_html, message_html, plan_html, plan_text, table_text
from hailuo_dsl.studio.reprs_clip import clip_html, relative
from hailuo_dsl.studio.told import SILENT, left_said, told_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from decimal import Decimal

    from hailuo_dsl.ground.model import Diagnostic
    from hailuo_dsl.job.model import Aside
    from hailuo_dsl.job.model import Take as Standing
    from hailuo_dsl.job.store import Store
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.forecast import Forecast, Outlook
    from hailuo_dsl.studio.shoot import Made

MOST_STILLS = 12
"""Clips of a page that have a still; the others have a link."""

HEAD = ("take", "stage", "clip", "message")
UNSETTLED = UNDER_WAY | {Stage.UNKNOWN}
"""What was sent and has no known end."""

Bundle = dict[str, str]


class TakesMissing(UserWarning):
    """A run has ended and some takes were not made; the message tells which and why."""


@dataclass(frozen=True, slots=True)
class Take:
    """One take of a shot, as it stands.

    Attributes:
        id: the request's id.
        stage: where it stands; it is a string: `done`, `failed`, `unknown`.
        clip: sha256 of its clip; empty where there is none.
        path: the clip; None where there is none.
        message: one sentence for the author; empty where the stage says it all.
        task_id: what the service calls it; empty where it has named no task.
    """

    id: str
    stage: Stage | Aside
    clip: str = ""
    path: Path | None = None
    message: str = ""
    task_id: str = ""

    @property
    def is_done(self) -> bool:
        return self.stage is Stage.DONE

    @property
    def is_unsettled(self) -> bool:
        """It was sent and its end is not known; running again goes on with it or tells more."""
        return self.stage in UNSETTLED

    def __str__(self) -> str:
        return "  ".join(filter(None, _cells(self)))

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return {"text/plain": str(self), "text/html": _card(self)}


class Takes(tuple[Take, ...]):
    """Takes in the order of the script."""

    __slots__ = ()

    def __str__(self) -> str:
        return table_text(HEAD, list(map(_cells, self)))

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        """Say so in IPython, which knows tuples by a way of its own."""
        printer.text(str(self))

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        """Players side by side, with stills; the bytes stay where they are."""
        cards = (
            _card(it, inline=False, still=number < MOST_STILLS) for number, it in enumerate(self)
        )
        columns = "".join(f'<div style="flex:0 1 320px">{card}</div>' for card in cards)
        html = f'<div style="display:flex;flex-wrap:wrap;gap:12px">{columns}</div>'
        return {"text/plain": str(self), "text/html": html}


@dataclass(frozen=True, repr=False)
class Plan:
    """What a run would do with each take, why, and what it costs; nothing is sent.

    Attributes:
        outlook: the same with all its reasons.
    """

    outlook: Outlook

    @property
    def takes(self) -> tuple[Forecast, ...]:
        """Each with its `fate`, `why`, `money` and `step`."""
        return self.outlook.takes

    @property
    def total(self) -> str:
        """What would be sent and what it costs, in a sentence."""
        return self.outlook.bill.total

    @property
    def prices(self) -> dict[str, Decimal]:
        """Currency -> the sum of what would be sent, as far as prices are known."""
        return dict(self.outlook.bill.sums)

    @property
    def unknown_prices(self) -> int:
        """How many of those that would be sent have a price that nobody knows."""
        return self.outlook.bill.unknown

    def __str__(self) -> str:
        return plan_text(self.outlook)

    def __repr__(self) -> str:
        return f"Plan({self.total!r})"

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        return {"text/plain": str(self), "text/html": plan_html(self.outlook)}


@dataclass(frozen=True)
class Result:
    """What a run came to.

    Attributes:
        takes: how each take of this run ended.
        reel: the film; None where it was not cut.
        left: what the ledger has beside this run that was sent and has no known end.
        exit_code: as of `hailuo-dsl run`: 0; 3, something went wrong; 4, some end is not known.
        notes: sentences on what else is to be known.
    """

    film: Film
    takes: Takes
    reel: Path | None
    left: Takes
    exit_code: int
    notes: tuple[str, ...] = ()
    told: tuple[Diagnostic, ...] = field(default=(), repr=False)

    @property
    def ok(self) -> bool:
        return not self.exit_code

    @property
    def unknown(self) -> Takes:
        """What was sent, now or before, and has no known end."""
        return Takes(it for it in (*self.takes, *self.left) if it.is_unsettled)

    @property
    def wrong(self) -> str:
        """What was not made, each told at its line of the script; empty where all was."""
        sources = self.film.compiled.report.sources
        return "\n\n".join((*(render(it, sources) for it in self.told), *self.notes))

    def __str__(self) -> str:
        reel = f"the reel: {relative(self.reel)}" if self.reel else ""
        return "\n\n".join(filter(None, (str(self.takes), self.wrong, reel)))

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        report = self.film.compiled.report
        told = "".join(diagnostic_html(it, report) for it in self.told)
        notes = "".join(map(message_html, self.notes))
        cards = self.takes._repr_mimebundle_()["text/html"]
        reel = ""
        if self.reel:
            reel = f"<p><strong>the reel</strong></p>{clip_html(self.reel, inline=False)}"
        return {"text/plain": str(self), "text/html": f"{told}{notes}{cards}{reel}"}


@dataclass(frozen=True)
class Board:
    """A film's storyboard, for the eye; it needs nothing beside itself.

    Attributes:
        only: ids of the requests that are in it; None for all.
    """

    film: Film
    only: frozenset[str] | None = None

    def page(self, at: Path | None = None) -> str:
        """A whole page of HTML.

        Args:
            at: the folder that it is for, which links are relative to; the script's if None.
        """
        from hailuo_dsl.studio.board import page
        from hailuo_dsl.studio.board.made import clips_of

        return page(self.film, only=self.only, clips=clips_of(self.film), at=at)

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to the file *path*, over what is there; return where."""
        from hailuo_dsl.media.appear import appearing

        to = Path(path)
        with appearing(to) as part:
            part.write_text(self.page(to.parent), encoding="utf-8")
        return to

    def _repr_mimebundle_(self, **_: object) -> Bundle:
        from hailuo_dsl.studio.board import fragment
        from hailuo_dsl.studio.board.made import clips_of

        clips = clips_of(self.film)
        html = fragment(self.film, only=self.only, clips=clips, at=Path.cwd())
        return {"text/plain": str(self.film), "text/html": html}


def takes_of(takes: Iterable[Standing], store: Store) -> Takes:
    """*takes* with the places of their clips in *store*."""
    return Takes(
        Take(
            it.id,
            it.stage,
            it.clip,
            it.path or _place(it, store),
            it.message or SILENT.get(it.stage, ""),
            it.task_id,
        )
        for it in takes
    )


def result_of(made: Made, film: Film, store: Store) -> Result:
    """What *made*, a run of *film*, came to."""
    outcome, reel = made.outcome, made.reel
    notes = [left_said(it) for it in outcome.left]
    misplaced = [
        it for it in outcome.takes if it.stage is Stage.DONE and it.message and not it.path
    ]
    notes += [f"{it.id}: {it.message}" for it in misplaced]
    if reel.missing:
        notes.append(f"not in the reel: {', '.join(reel.missing)}")
    if made.trouble:
        notes.append(made.trouble)
    return Result(
        film,
        takes_of(outcome.takes, store),
        reel.path,
        takes_of(outcome.left, store),
        made.exit_code,
        tuple(notes),
        tuple(told_of(outcome.takes, film)),
    )


def _cells(take: Take) -> tuple[str, ...]:
    path = relative(take.path) if take.path else ""
    return take.id, str(take.stage), path, visible(take.message)


def _card(take: Take, *, inline: bool = True, still: bool = True) -> str:
    """What is to be said of *take*, and its player below; see `clip_html`."""
    message = f": {escape(take.message)}" if take.message else ""
    head = f"<div><strong>{escape(take.id)}</strong> {take.stage}{message}</div>"
    return head + (clip_html(take.path, inline=inline, still=still) if take.path else "")


def _place(take: Standing, store: Store) -> Path | None:
    """Where the clip of *take* is: by its name where that is this clip, else by its sha256."""
    if not store.has(take.clip):
        return None
    kept, named = store.path(take.clip), store.out / name_of(take.id)
    if named.is_file() and named.stat().st_size == kept.stat().st_size:
        return named
    return kept
