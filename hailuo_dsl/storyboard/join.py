"""How the lines of a prompt join: with a blank, or with nothing where wide letters meet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import east_asian_width, name

from hailuo_dsl.ground.model import Span
from hailuo_dsl.storyboard.model import Kind, Run, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.storyboard.model import Beat

CLINGING = frozenset("“”‘’…—")
"""Marks that take no blank beside a wide letter."""


@lru_cache(4096)
def is_wide(letter: str) -> bool:
    """East Asian Width W or F, Hangul excepted: its words are parted by blanks."""
    return east_asian_width(letter) in "WF" and not name(letter, "").startswith("HANGUL")


def joined(beats: Iterable[Beat]) -> list[Run | Tag]:
    """The pieces of *beats* in a row, with what joins them; an empty beat is a line feed."""
    pieces: list[Run | Tag] = []
    broken = True
    for beat in beats:
        if not beat:
            at = pieces[-1].span.end if pieces else 0
            file = pieces[-1].span.file if pieces else ""
            pieces.append(Run("\n", Span(at, at, file), Kind.JOIN))
            broken = True
            continue
        if not broken and _parted(pieces[-1], beat[0]):
            start = beat[0].span.start
            pieces.append(Run(" ", Span(start, start, beat[0].span.file), Kind.JOIN))
        pieces += beat
        broken = False
    return pieces


def _parted(left: Run | Tag, right: Run | Tag) -> bool:
    """Whether a blank stands between two lines that end and begin so."""
    before = None if isinstance(left, Tag) else left.text[-1]
    after = None if isinstance(right, Tag) else right.text[0]
    wide = (before is not None and is_wide(before), after is not None and is_wide(after))
    if all(wide):
        return False
    if any(wide):
        other = after if wide[0] else before
        return other is not None and other not in CLINGING
    return True
