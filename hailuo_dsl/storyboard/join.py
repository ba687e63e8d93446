"""How the lines of a prompt join: with a blank, or with nothing where wide letters meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hailuo_dsl.ground.model import Span
from hailuo_dsl.storyboard.model import Kind, Run, Tag
from hailuo_dsl.syntax.joining import is_wide as is_wide
from hailuo_dsl.syntax.joining import parted
from hailuo_dsl.syntax.words import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.syntax.model import Word

FEED = "\n"
Piece = TypeVar("Piece", Run, Run | Tag)


def joined(beats: Iterable[tuple[Piece, ...]]) -> list[Piece]:
    """The pieces of *beats* in a row, with what joins them."""
    pieces: list[Piece] = []
    for beat in beats:
        if not beat:
            continue
        first = beat[0]
        if pieces and _parted(pieces[-1], first):
            start = first.span.start
            pieces.append(Run(" ", Span(start, start, first.span.file), Kind.JOIN))
        pieces += beat
    return pieces


def trimmed(beat: list[Piece]) -> tuple[Piece, ...]:
    """*beat* without the blanks at its ends; an empty cell may bare some."""
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while beat and isinstance(run := beat[end], Run) and run.text[end] in BLANKS:
            text = strip(run.text, BLANKS)
            if text:
                beat[end] = run._replace(text=text, span=_cut(run, text, end))
            else:
                del beat[end]
    return tuple(beat)


def _cut(run: Run, text: str, end: int) -> Span:
    """The place of *text*, which is *run* without the blanks at one *end*."""
    less = len(run.text) - len(text)
    if run.kind is Kind.CELL:  # the place of a cell is its row
        return run.span
    if end:
        return run.span._replace(end=run.span.end - less)
    return run.span._replace(start=run.span.start + less)


def feed(span: Span) -> Run:
    """The line feed that a lone `>` at *span* is."""
    return Run(FEED, span, Kind.JOIN)


def _parted(left: Run | Tag, right: Run | Tag) -> bool:
    """Whether a blank stands between two lines that end and begin so."""
    if left[0] == FEED or right[0] == FEED:
        return False
    return parted(
        None if isinstance(left, Tag) else left.text[-1],
        None if isinstance(right, Tag) else right.text[0],
    )


def mark_of(prose: Word) -> Span:
    """The place of the `>` of a motion line that says nothing."""
    start = prose.span.start
    return prose.span._replace(start=start - 1, end=start)
