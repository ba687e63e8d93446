"""Draw a film slate for a shot that has no start frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from hailuo_dsl.animatic.letters import Colour, Letters, letters_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ROOM = (46, 48, 54)
_BOARD = (24, 25, 29)
_CHALK = (240, 238, 230)
_DUST = (150, 150, 148)
_RULE = (74, 76, 82)
_AMBER = (244, 190, 92)

_FINER = 2
"""Drawn this much larger and scaled down, slanted edges come out smooth."""


def slate(
    words: str, brackets: Sequence[Sequence[str]], width: int, height: int
) -> NDArray[np.uint8]:
    """Return a slate that shows *words* and the moves of *brackets*.

    RGB, uint8, (height, width, 3). Long words are set smaller, and cut with an ellipsis where
    even small type is too long. Letters that no font at hand has show as empty boxes or `?`.
    """
    picture = Image.new("RGB", (width * _FINER, height * _FINER), _ROOM)
    unit = min(width, height) * _FINER / 100
    _board(picture, unit)
    right, foot = picture.width - round(14 * unit), picture.height - round(8 * unit)
    inside = (round(14 * unit), round(33 * unit), right, foot)
    _text(picture, inside, unit, " ".join(words.split()) or "(no words)", _moves(brackets))
    return np.asarray(picture.resize((width, height), Image.Resampling.LANCZOS), np.uint8).copy()


def _moves(brackets: Sequence[Sequence[str]]) -> str:
    said = (" + ".join(move.replace("_", " ") for move in bracket) for bracket in brackets)
    return ", then ".join(said) or "no camera move"


def _board(picture: Image.Image, unit: float) -> None:
    """Draw the board and, above it, the two striped sticks, the upper one a little open."""
    pen = ImageDraw.Draw(picture)
    left, right, foot = 8 * unit, picture.width - 8 * unit, picture.height - 5 * unit
    pen.rounded_rectangle((left, 18 * unit, right, foot), 2 * unit, fill=_BOARD)
    _stick(pen, left, right, 18 * unit, 8 * unit, 0.0, lean=1)
    _stick(pen, left, right, 9.4 * unit, 8 * unit, -0.035, lean=-1)
    pen.ellipse((left + unit, 16.2 * unit, left + 4.6 * unit, 19.8 * unit), fill=_DUST)


def _stick(
    pen: ImageDraw.ImageDraw,
    left: float,
    right: float,
    top: float,
    thick: float,
    slope: float,
    *,
    lean: int,
) -> None:
    """Draw a bar of slanted stripes from *left* to *right*, rising by *slope*."""

    def corner(along: float, down: float) -> tuple[float, float]:
        along = min(max(along, left), right)
        return along, top + down + slope * (along - left)

    def stripe(start: float, end: float, slant: float, colour: Colour) -> None:
        upper = corner(start + slant, 0), corner(end + slant, 0)
        lower = corner(end - slant, thick), corner(start - slant, thick)
        pen.polygon([*upper, *lower], colour)

    stripe(left, right, 0, _BOARD)
    width = thick * 1.5
    start = left
    while start < right - thick:
        stripe(start, start + width, lean * thick / 2, _CHALK)
        start += 2 * width


def _text(
    picture: Image.Image, box: tuple[int, int, int, int], unit: float, words: str, moves: str
) -> None:
    """Write *words* large into *box* and *moves* under a rule at its foot."""
    left, top, right, bottom = box
    labels = letters_for("SHOT CAMERA", round(2.8 * unit))
    rule = bottom - round(17 * unit)
    labels.write(picture, (left, top - round(2 * unit)), "SHOT", _DUST)
    ImageDraw.Draw(picture).line((left, rule, right, rule), fill=_RULE, width=round(0.35 * unit))
    labels.write(picture, (left, rule + round(3 * unit)), "CAMERA", _DUST)
    top += round(3.5 * unit)
    sizes = [round(size * unit) for size in (8.5, 7, 5.8, 4.8, 4)]
    letters, lines = _fitting(words, sizes, right - left, rule - round(2 * unit) - top)
    for number, line in enumerate(lines):
        letters.write(picture, (left, top + number * letters.step), line, _CHALK)
    sizes = [round(size * unit) for size in (5, 4, 3.2)]
    letters, lines = _fitting(moves, sizes, right - left, bottom - rule - round(7 * unit))
    for number, line in enumerate(lines):
        at = (left, rule + round(7.5 * unit) + number * letters.step)
        letters.write(picture, at, line, _AMBER)


def _fitting(words: str, sizes: list[int], width: int, height: int) -> tuple[Letters, list[str]]:
    """Return the largest letters in which *words* fit the box, and the lines; else cut them."""
    for size in sizes:
        letters = letters_for(words, size)
        lines = letters.wrapped(words, width)
        if len(lines) * letters.step <= height:
            return letters, lines
    room = max(1, height // letters.step)
    return letters, [*lines[: room - 1], letters.cut(lines[room - 1], width)]
