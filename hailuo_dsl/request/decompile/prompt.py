"""A prompt as the motion and camera lines that say it, letter by letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.catalog.model import Dialect
from hailuo_dsl.ground.model import Span
from hailuo_dsl.request.decompile.frame import letter_problem
from hailuo_dsl.storyboard.join import FEED
from hailuo_dsl.storyboard.model import Kind, Run
from hailuo_dsl.storyboard.resolve import can_be_seen
from hailuo_dsl.syntax.joining import parted
from hailuo_dsl.syntax.values import Unreadable, read_bracket
from hailuo_dsl.syntax.words import BLANKS
from hailuo_dsl.syntax.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.catalog.model import Catalog, Move

WIDTH = 88
"""Columns of a motion line; a longer one goes on in the next where that changes nothing."""

NOWHERE = Span(0, 0, "")
BRACKET = re.compile(r"\[([^\[\]{}\\\n]+)\]")
SPECIAL = re.compile(r"[\[\]{}\\]")
BLANK_AT_END = re.compile(rf"(?:(?<=\n)|\A)[{BLANKS}]|[{BLANKS}](?=\n|\Z)").search


class Bracket(NamedTuple):
    """A bracket at `[start, end)` of a line that the language can say as a tag."""

    start: int
    end: int
    words: str


def prompt_problem(prompt: str) -> str | None:
    """What keeps *prompt* from standing in a script, as a clause, or None."""
    problem = letter_problem(prompt)
    if problem:
        return problem
    blank = BLANK_AT_END(prompt)
    if blank:
        return f"character {blank.start() + 1} is a blank at the end of a line, which is not kept"
    if not can_be_seen(Run(prompt, NOWHERE, Kind.PROSE)):
        return "there is nothing in it that can be seen"
    return None


def dialect_of(prompt: str, catalog: Catalog, usual: Dialect) -> Dialect | None:
    """The dialect that says most brackets of *prompt* as they stand; None if none says any.

    Of two that say as many, *usual* is the one.
    """
    counts = {it: len(brackets_in(prompt, it, catalog)) for it in (usual, *Dialect)}
    best = max(counts, key=lambda it: counts[it])
    return best if counts[best] else None


def brackets_in(text: str, dialect: Dialect, catalog: Catalog) -> tuple[Bracket, ...]:
    """The brackets of *text* that are a tag's letters in *dialect*, exactly."""
    found = []
    for bracket in BRACKET.finditer(text):
        moves = _moves(bracket[1], catalog)
        if moves and ",".join(move.said(dialect) for move in moves) == bracket[1]:
            found.append(Bracket(*bracket.span(), bracket[1]))
    return tuple(found)


def _moves(inside: str, catalog: Catalog) -> tuple[Move, ...]:
    """The moves that *inside* names; none if one of them is unknown."""
    try:
        moves = [catalog.move(part.text) for part in read_bracket(inside)]
    except Unreadable:
        return ()
    return tuple(move for move in moves if move) if all(moves) else ()


def body_lines(prompt: str, dialect: Dialect, catalog: Catalog) -> Iterator[str]:
    """The motion and camera lines whose prompt in *dialect* is *prompt*.

    *prompt* must have no problem.
    """
    for number, line in enumerate(prompt.split(FEED)):
        if number:
            yield ">"
        if line:
            yield from _Line(line, brackets_in(line, dialect, catalog)).said()


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a prompt: no line feed in it, no blank at its ends."""

    text: str
    brackets: tuple[Bracket, ...]

    def said(self) -> Iterator[str]:
        """Brackets at its ends as camera lines, and what is between them as motion."""
        leading = self._leading()
        rest = self.brackets[leading:]
        trailing = self._trailing(rest)
        start, end = 0, len(self.text)
        if leading:
            yield _camera(self.brackets[:leading])
            start = self._after(self.brackets[leading - 1])
        if trailing:
            end = self._before(rest[-trailing])
        if start < end:
            yield from (f"> {part}" for part in wrapped(self._escaped(start, end), WIDTH))
        if trailing:
            yield _camera(rest[-trailing:])

    def _leading(self) -> int:
        """How many brackets at the beginning may stand on a camera line."""
        count, at = 0, 0
        for bracket in self.brackets:
            if bracket.start != at or not self._parts(bracket.end, self._after(bracket)):
                break
            count, at = count + 1, self._after(bracket)
        return count

    def _trailing(self, brackets: tuple[Bracket, ...]) -> int:
        """How many of *brackets* at the end may stand on a camera line."""
        count, at = 0, len(self.text)
        for bracket in reversed(brackets):
            if bracket.end != at or not self._parts(self._before(bracket), bracket.start):
                break
            count, at = count + 1, self._before(bracket)
        return count

    def _after(self, bracket: Bracket) -> int:
        return bracket.end + self.text.startswith(" ", bracket.end)

    def _before(self, bracket: Bracket) -> int:
        return bracket.start - self.text.endswith(" ", 0, bracket.start)

    def _parts(self, end: int, start: int) -> bool:
        """Whether a line that ends at *end* and one that begins at *start* join to this text."""
        if end == 0 or start == len(self.text):
            return True
        if self.text[end - 1] in BLANKS or self.text[start] in BLANKS:
            return False
        return parted(self._letter(end - 1), self._letter(start)) == (start > end)

    def _letter(self, at: int) -> str | None:
        """The letter at *at*, or None for a bracket."""
        inside = any(it.start <= at < it.end for it in self.brackets)
        return None if inside else self.text[at]

    def _escaped(self, start: int, end: int) -> str:
        """`[start, end)` as prose says it."""
        said = []
        for bracket in self.brackets:
            if start <= bracket.start < end:
                said.append(SPECIAL.sub(r"\\\g<0>", self.text[start : bracket.start]))
                said.append(self.text[bracket.start : bracket.end])
                start = bracket.end
        said.append(SPECIAL.sub(r"\\\g<0>", self.text[start:end]))
        return "".join(said)


def _camera(brackets: tuple[Bracket, ...]) -> str:
    groups = (" + ".join(it.words.split(",")) for it in brackets)
    return f"camera: {', then '.join(groups)}"
