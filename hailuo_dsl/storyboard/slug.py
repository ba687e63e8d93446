"""Slugs: what a choice, a row or a file is called in an id."""

from __future__ import annotations

from unicodedata import category

from hailuo_dsl.syntax.names import nfc

LONGEST_SLUG = 40
LONGEST = 400
"""Letters of a text that are looked at to make a slug of."""


def slug_of(text: str) -> str:
    """*text* in lower case, each run of anything but letters, marks, digits and `_` made one `-`.

    >>> slug_of("Storm lightning!")
    'storm-lightning'
    """
    kept = (letter if _stays(letter) else " " for letter in nfc(text[:LONGEST]).lower())
    return "-".join("".join(kept).split())


def slug_problem(slug: str, text: str) -> str | None:
    """What keeps *slug*, made of *text*, from naming something, as a clause, or None."""
    if not slug:
        return f"`{text}` has no letter or digit to make a name of"
    if len(slug) > LONGEST_SLUG:
        return (
            f"`{slug[:LONGEST_SLUG]}…` would be its name, and names of variants have at most"
            f" {LONGEST_SLUG} characters"
        )
    return None


def _stays(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum() or letter == "_"
    kind = category(letter)
    return kind[0] in "LM" or kind == "Nd"
