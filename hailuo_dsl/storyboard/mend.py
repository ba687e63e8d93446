"""What would put a value right: another word in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Edit, Fix

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.value import Value
    from hailuo_dsl.syntax.values import Part


def instead(
    value: Value, word: str | None, part: Part | None = None, *, safe: bool = False
) -> Fix | None:
    """The fix that writes *word* in the place of *value*, or of a *part* of it.

    None without a word, and where the value's letters do not stand in the script as they are.
    """
    if word is None or not value.exact:
        return None
    span = value.part(part.start, part.end) if part else value.span
    return Fix((Edit(span, word),), safe)


def meant(value: Value, near: str | None) -> Fix | None:
    """The word that *value* is close to; without a doubt where only its case is another."""
    same = near is not None and near.casefold() == value.text.casefold()
    return instead(value, near, safe=same)
