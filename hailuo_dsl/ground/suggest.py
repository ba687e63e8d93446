"""Find the one word that was probably meant.

A word is close if few slips of the hand part it from a known one: a letter too many, too few or
another, two letters changed about. Two words that are equally close are none: a guess that is wrong
costs more than no guess.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SLIPS = 4
"""Slips that are forgiven in a long word; in a short one it is a third of its letters."""

SHORT = 3
"""Letters up to which an alphabet's word with another letter is another word: `set` is no `let`."""

PART = 3
"""Letters from which a part of a word may stand for the whole: `arrive` for `harbour/arrive`."""

LONGEST = 100
"""Letters up to which a word may be another one, mistyped."""

WORDS = re.compile(r"\w+").findall


class _Meant(NamedTuple):
    """A word, with what is asked of it again for every word that is known."""

    text: str
    letters: frozenset[str]
    words: list[str]
    most: int
    """Slips that are forgiven in it."""


class _Rank(NamedTuple):
    """How close a word is; the least is the closest."""

    slips: int
    unlike_start: int
    unlike_end: int


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of *known* that *word* was probably meant to be.

    None if none is close, or two are equally close.
    """
    text = word.casefold()
    most = min(max(len(text), SHORT) // 3, MOST_SLIPS)
    meant = _Meant(text, frozenset(text), sorted(WORDS(text)), most)
    ranked: dict[str, tuple[_Rank, str]] = {}
    for candidate in known:
        folded = candidate.casefold()
        if folded == text:
            return candidate
        slips = _slips_between(meant, folded) if len(text) <= LONGEST else None
        if slips is not None and folded not in ranked:
            ranked[folded] = (_rank(text, folded, slips), candidate)
    best = sorted(ranked.values())[:2]
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """`did you mean X?` with the nearest of *known*, else *otherwise*."""
    return asked(nearest(word, known), otherwise)


def asked(found: str | None, otherwise: str = "") -> str:
    """`did you mean X?` of what was found, else *otherwise*."""
    return f"did you mean `{found}`?" if found else otherwise


def _rank(meant: str, known: str, slips: int) -> _Rank:
    return _Rank(slips, -_shared(meant, known), -_shared(meant[::-1], known[::-1]))


def _shared(a: str, b: str) -> int:
    """How many letters *a* and *b* begin with alike."""
    differ = (number for number, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    return next(differ, min(len(a), len(b)))


def _slips_between(meant: _Meant, known: str) -> int | None:
    """How many slips make *meant* of *known*; None if they are too many to be slips."""
    text, letters, words, most = meant
    strange = letters.symmetric_difference(known)
    # A slip brings in one letter or makes another of one, so many strange ones are many slips.
    if abs(len(text) - len(known)) <= most and len(strange) <= 2 * most:
        slips = _slips(text, known, most)
        if slips <= most and not _is_another(text, known):
            return slips
    if _is_part(text, known):
        return most
    same_words = words and not any(map(str.isalnum, strange)) and words == sorted(WORDS(known))
    return most if same_words else None


def _is_another(meant: str, known: str) -> bool:
    """Whether two short words differ in a letter; in a script of signs a letter says less."""
    same = len(meant) == len(known) <= SHORT and known.isascii()
    return same and sorted(meant) != sorted(known)


def _is_part(meant: str, known: str) -> bool:
    """Whether *known* begins or ends with the whole words *meant*."""
    if len(meant) < PART or len(known) <= len(meant):
        return False
    begins = known.startswith(meant) and not known[len(meant)].isalnum()
    return begins or (known.endswith(meant) and not known[-len(meant) - 1].isalnum())


def _slips(a: str, b: str, most: int) -> int:
    """Letters put in, left out, replaced, or changed about with the next, from *a* to *b*.

    More than *most* are not counted to the end.
    """
    same = _shared(a, b)
    a, b = a[same:], b[same:]
    same = _shared(a[::-1], b[::-1])
    a, b = a[: len(a) - same], b[: len(b) - same]
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, above, row = row, before, [i]
        for j, right in enumerate(b, 1):
            slips = min(before[j] + 1, row[-1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                slips = min(slips, above[j - 2] + 1)
            row.append(slips)
        if min(row) > most:
            break
    return max(row[-1], min(row))
