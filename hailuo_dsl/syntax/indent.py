"""Warn of lines that stand where they seem to belong elsewhere; the rule is W101."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from hailuo_dsl.ground.model import Label, Report, Source, Span
from hailuo_dsl.syntax import rules
from hailuo_dsl.syntax.model import Bad, Blank, Comment, Let, Motion, Setting, Use, Vary
from hailuo_dsl.syntax.words import BLANKS, Keyword

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.syntax.model import Heading, Script

TAB = 4
"""Columns from one tab stop to the next."""

Standing: TypeAlias = Setting | Motion | Let | Vary | Use
"""A line that has a place; comments may stand anywhere, and bad lines have been reported."""

OFFSET: dict[type[Standing], Callable[[Standing], int]] = {
    Setting: attrgetter("span.start"),
    Motion: attrgetter("prose.span.start"),
    Let: attrgetter("name.span.start"),
    Vary: attrgetter("name.span.start"),
    Use: attrgetter("path.span.start"),
}
"""How an offset somewhere on the line is read; its first letter is found from there."""

HELP = "move it to where it belongs, or let `hailuo-dsl fmt` set every line under its heading"


def warn_of_indents(script: Script, source: Source, report: Report) -> None:
    """Report each run of lines that stand further left than what they belong to."""
    watch = _Watch(source, report)
    shots = _Family("the shots before any scene", "the first of them")
    for block in (script.head, *script.blocks):
        lines = _Family("the file", "its first line")
        if block.heading:
            lines = watch.family(block.heading, "its first line")
            if block.heading.keyword is Keyword.SCENE:
                shots = watch.family(block.heading, "its first shot")
            elif block.heading.keyword is Keyword.SHOT:
                watch.see(shots, block.heading.span.start, f"`{_named(block.heading)}`")
        for line in block.lines:
            if not isinstance(line, Comment | Blank | Bad):
                watch.see(lines, OFFSET[type(line)](line), "this line")


@dataclass(slots=True)
class _Family:
    """What belongs to one heading: its lines, or the shots of a scene.

    Attributes:
        owner: the heading, in words.
        eldest: what stands first in it, in words.
        heading: where the heading is; None if there is none.
        left: the heading's column, from 0.
        first: an offset in what stands first.
        least: the column that nothing in it stands further left than.
        astray: what was seen last is out of place.
    """

    owner: str
    eldest: str
    heading: Span | None = None
    left: int = 0
    first: int | None = None
    least: int = 0
    astray: bool = False


class _Watch:
    """Sees line after line of one source."""

    def __init__(self, source: Source, report: Report) -> None:
        self.text = source.text
        self.source = source
        self.report = report

    def family(self, heading: Heading, eldest: str) -> _Family:
        """The family of *heading*, with nobody in it yet."""
        left = self._column(heading.span.start)
        return _Family(f"`{_named(heading)}`", eldest, heading.span, left)

    def see(self, family: _Family, at: int, what: str) -> None:
        """Hold the line at offset *at* against *family*; only the first of a run is reported."""
        column = self._column(at)
        if family.first is None:
            family.first = at
            family.least = max(family.left, column)
        before, family.astray = family.astray, column < family.least
        if family.astray and not before:
            self._report(family, at, column, what)

    def _column(self, at: int) -> int:
        """The column, from 0, of the first letter of the line at offset *at*."""
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        blanks = before[: len(before) - len(before.lstrip(BLANKS))]
        return len(blanks) if blanks.count(" ") == len(blanks) else _columns(blanks)

    def _report(self, family: _Family, at: int, column: int, what: str) -> None:
        if family.heading and column < family.left:
            than, place, label = "its heading", family.heading, "the heading that it belongs to"
        else:
            than, place, label = family.eldest, self._line(family.first or 0), family.eldest
        self.report.add(
            rules.MISLEADING_INDENT,
            self._line(at),
            f"{what} belongs to {family.owner}, but stands further left than {than}",
            related=(Label(place, label),),
            help=HELP,
        )

    def _line(self, at: int) -> Span:
        """The line at offset *at*, from its first letter to its last."""
        line = self.source.line(self.source.position(at)[0])
        start = at - self.source.position(at)[1] + 1
        letters = line.strip(BLANKS)
        start += line.index(letters)
        return self.source.span(start, start + len(letters))


def _named(heading: Heading) -> str:
    return f"{heading.keyword or ''} {heading.name.text}".strip()


@lru_cache(1024)
def _columns(blanks: str) -> int:
    """How far *blanks* reach from the margin."""
    column = 0
    for blank in blanks:
        if blank == "\t":
            column += TAB - column % TAB
        else:
            column += 2 if blank == "\u3000" else 1
    return column
