"""Read the camera moves out of a prompt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_BLANKS = re.compile(r" {2,}")
_TOGETHER = re.compile(r"[,，+]")


def brackets_in(prompt: str, catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """Return the moves that *prompt* asks for: a tuple of ids a bracket, in order.

    Any spelling that the catalogue knows counts. Words it does not know are passed over, and so
    is a bracket that holds nothing else.
    """
    brackets = (_moves(inside, catalog) for inside in _BRACKET.findall(prompt))
    return tuple(bracket for bracket in brackets if bracket)


def words_in(prompt: str, catalog: Catalog) -> str:
    """Return *prompt* without the brackets that hold moves, for a slate."""
    parted = _BRACKET.sub(lambda it: " " if _moves(it[1], catalog) else it[0], prompt)
    return _BLANKS.sub(" ", parted).strip()


def _moves(inside: str, catalog: Catalog) -> tuple[str, ...]:
    found = (catalog.move(spelling.strip()) for spelling in _TOGETHER.split(inside))
    return tuple(dict.fromkeys(str(move.id) for move in found if move is not None))
