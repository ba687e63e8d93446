"""Set the blanks inside a value where they carry no meaning; elsewhere the value stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.syntax.values import Unreadable, read_camera, read_choices, read_names
from hailuo_dsl.syntax.words import BLANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.syntax.values import Part

WITHOUT_BLANKS = str.maketrans("", "", BLANKS)
joint = re.compile(rf"[{BLANKS}]*(?:\+|(?P<comma>[,，])[{BLANKS}]*then(?![^{BLANKS}]))[{BLANKS}]*")


def tidy_camera(text: str) -> str:
    """One blank around each `+`; `, then ` between what comes one after the other."""
    try:
        before = read_camera(text)
        tidied = joint.sub(_tidy_joint, text)
        after = read_camera(tidied)
    except Unreadable:
        return text
    # Beside a blank a hash would begin a comment, and a comma alone is a mistake to be shown.
    if (
        "#" in text
        or before.commas
        or list(map(_texts, before.groups)) != list(map(_texts, after.groups))
    ):
        return text
    return tidied


def tidy_looks(text: str) -> str:
    """One blank after each comma."""
    try:
        return _if_blanks(text, ", ".join(_texts(read_names(text))))
    except Unreadable:
        return text


def tidy_choices(text: str) -> str:
    """One blank around each bar that parts two choices."""
    try:
        return _if_blanks(text, " | ".join(_texts(read_choices(text))))
    except Unreadable:
        return text


def _tidy_joint(found: re.Match[str]) -> str:
    comma = found["comma"]
    if comma is None:
        return " + "
    return f"{comma} then " if comma == "," else f"{comma}then "


def _if_blanks(before: str, after: str) -> str:
    """*after* if it differs from *before* in nothing but blanks, else *before*."""
    same = before.translate(WITHOUT_BLANKS) == after.translate(WITHOUT_BLANKS)
    return after if same else before


def _texts(parts: Sequence[Part]) -> list[str]:
    return [part.text for part in parts]
