"""Find the one word that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE = 0.7
"""Similarity (0 to 1) from which a word is worth suggesting."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of *known* that is closest to *word*, or None if none is close."""
    from difflib import get_close_matches

    folded = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=CLOSE)
    return folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """`did you mean X?` with the nearest of *known*, else *otherwise*."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else otherwise
