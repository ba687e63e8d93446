"""Break long prose where its parts join again letter for letter.

Two lines of a prompt join with one blank, or with nothing between wide letters. So a line may
break at a single blank that would be put back, and between two wide letters; never in brackets or
braces, nor beside a name, because only the shot that says it knows with what letters it begins
and ends.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from hailuo_dsl.ground.render import columns
from hailuo_dsl.syntax.joining import is_wide, parted
from hailuo_dsl.syntax.prose import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNKNOWN = ""
"""The letter that a name begins or ends with."""

WIDE_BRACKET = re.compile("[【［][^】］]{1,80}[】］]")
"""Kept whole, so that a camera move in it is still warned of."""

OPENS = frozenset({"Ps", "Pi"})
CLOSES = frozenset({"Pe", "Pf", "Po"})
CLINGS = frozenset({"Mn", "Mc", "Me", "Sk"})
"""Accents and skin tones, which belong to the letter before them."""


class Atom(NamedTuple):
    """What is never broken: *start* to *end* of its line.

    Attributes:
        letter: what it is in the prompt: one letter, None for a camera's bracket, or `UNKNOWN`.
    """

    start: int
    end: int
    letter: str | None


class Gap(NamedTuple):
    """A place to break: where the line before it ends, and where the one after it begins."""

    end: int
    start: int


def wrapped(prose: str, room: int) -> list[str]:
    """*prose* in lines of at most *room* columns, as far as it can be broken.

    A line in which a bracket or a backslash stands astray stays whole.
    """
    if columns(prose) <= room:
        return [prose]
    lines: list[str] = []
    start = 0
    fits: Gap | None = None
    reach = list(accumulate(map(columns, prose), initial=0))
    for gap in (*_gaps(prose), Gap(len(prose), len(prose))):
        if fits and reach[gap.end] - reach[start] > room:
            lines.append(prose[start : fits.end])
            start = fits.start
        fits = gap
    return [*lines, prose[start:]]


def rejoined(proses: Sequence[str]) -> str:
    """Lines of prose, one after the other, as one text with all that joins them.

    An empty one is a line feed; a joint that only the shot knows is U+0000.
    """
    text = proses[0] or "\n"
    for before, after in pairwise(proses):
        text += f"{_joint(before, after)}{after}" if after else "\n"
    return text


def _joint(before: str, after: str) -> str:
    if not before:
        return ""
    left, right = _atoms(before), _atoms(after)
    if not left or not right or UNKNOWN in {left[-1].letter, right[0].letter}:
        return "\0"
    return " " if parted(left[-1].letter, right[0].letter) else ""


def _atoms(prose: str) -> list[Atom]:
    """*prose* in atoms; none if something in it stands astray."""
    atoms: list[Atom] = []
    for found in TOKEN.finditer(prose):
        start, end = found.span()
        match found.lastgroup:
            case "words":
                atoms += (Atom(at, at + 1, prose[at]) for at in range(start, end))
            case "escaped":
                atoms.append(Atom(start, end, found["escaped"]))
            case "name":
                atoms.append(Atom(start, end, UNKNOWN))
            case "bracket":
                atoms.append(Atom(start, end, None))
            case _:
                return []
    return atoms


def _gaps(prose: str) -> Iterator[Gap]:
    """Where *prose* may break, in order."""
    atoms = _atoms(prose)
    kept = {
        at for found in WIDE_BRACKET.finditer(prose) for at in range(found.start() + 1, found.end())
    }
    for before, here, after in zip(atoms, atoms[1:], [*atoms[2:], None], strict=False):
        if here.letter == " ":
            gap = Gap(here.start, here.end)
            sound = after is not None and _parts_again(before.letter, after.letter)
        else:
            gap = Gap(here.start, here.start)
            sound = _meet_again(before.letter, here.letter)
        if sound and gap.start not in kept:
            yield gap


def _parts_again(before: str | None, after: str | None) -> bool:
    """Whether a blank between the two is put back where a line breaks at it."""
    if before == UNKNOWN or after == UNKNOWN:
        return False
    if (before and before.isspace()) or (after and (after.isspace() or category(after) in CLINGS)):
        return False
    return parted(before, after)


def _meet_again(before: str | None, after: str | None) -> bool:
    """Whether the two, with nothing between them, are wide and look well at a line's ends."""
    if not before or not after or before.isspace() or after.isspace():
        return False
    if category(before) in OPENS or category(after) in CLOSES | CLINGS:
        return False
    return is_wide(before) and is_wide(after)
