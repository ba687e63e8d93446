"""How two lines of prose join: with a blank, or with nothing where wide letters meet."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width, name

CLINGING = frozenset("“”‘’…—")
"""Marks that take no blank beside a wide letter."""


@lru_cache(4096)
def is_wide(letter: str) -> bool:
    """East Asian Width W or F, Hangul excepted: its words are parted by blanks."""
    return east_asian_width(letter) in "WF" and not name(letter, "").startswith("HANGUL")


def parted(before: str | None, after: str | None) -> bool:
    """Whether a blank stands between a line that ends in *before* and one that begins with *after*.

    Each is one letter; None is a camera's bracket.
    """
    if (before or "").isascii() and (after or "").isascii():
        return True
    wide = (before is not None and is_wide(before), after is not None and is_wide(after))
    if all(wide):
        return False
    if any(wide):
        other = after if wide[0] else before
        return other is not None and other not in CLINGING
    return True
