"""Camera moves as strokes: each has a shape of its own, and none leans on colour.

A camera that turns in place is an arc with a pivot (pan above, tilt on the right). One that travels
is a straight arrow with what it travels on (truck below, on rails; pedestal on the left, on its
foot). Push and pull are arrows at the corners of a frame, zooms arrows around a ring. Hand-held is
a zigzag at both sides, tracking somebody who is followed, static a finder without arrows.

Which way a move goes is asked of the animatic, so that the two cannot differ.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.animatic.camera import path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


SPREAD = 0.5
"""Radians between an arrow and each side of its head."""


class Point(NamedTuple):
    """A place in the box: shares of its width and height, from its upper left corner."""

    x: float
    y: float


class Box(NamedTuple):
    """A part of the picture, in its pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def short(self) -> float:
        return min(self.width, self.height)


class Sketch:
    """Strokes in a box, as the data of SVG paths.

    Attributes:
        solid: the strokes that are drawn through.
        dashed: the others.
    """

    def __init__(self, box: Box) -> None:
        self.box = box
        self.solid: list[str] = []
        self.dashed: list[str] = []

    def line(self, *points: Point, dashed: bool = False) -> None:
        self._strokes(dashed).append("M" + "L".join(map(self._at, points)))

    def arrow(self, *points: Point, dashed: bool = False) -> None:
        """A line through *points* with a head at its end."""
        self.line(*points, dashed=dashed)
        self._head(points[-2], points[-1])

    def bow(self, start: Point, over: Point, end: Point) -> None:
        """An arrow that curves toward *over* on its way."""
        self.solid.append(f"M{self._at(start)}Q{self._at(over)} {self._at(end)}")
        self._head(over, end)

    def ring(self, middle: Point, radius: float, *, dashed: bool = False) -> None:
        """A circle; *radius* is a share of the box's shorter side."""
        x, y = self._pixels(middle)
        r = radius * self.box.short
        left, right = _said(x - r, y), _said(x + r, y)
        self._strokes(dashed).append(
            f"M{left}A{r:.0f} {r:.0f} 0 1 1 {right}A{r:.0f} {r:.0f} 0 1 1 {left}"
        )

    def _strokes(self, dashed: bool) -> list[str]:
        return self.dashed if dashed else self.solid

    def _head(self, before: Point, tip: Point) -> None:
        (x0, y0), (x, y) = self._pixels(before), self._pixels(tip)
        size = max(6.0, min(13.0, self.box.short * 0.11))
        back = math.atan2(y0 - y, x0 - x)
        one, other = (
            _said(x + size * math.cos(it), y + size * math.sin(it))
            for it in (back + SPREAD, back - SPREAD)
        )
        self.solid.append(f"M{one}L{_said(x, y)}L{other}")

    def _pixels(self, at: Point) -> tuple[float, float]:
        box = self.box
        return box.x + at.x * box.width, box.y + at.y * box.height

    def _at(self, at: Point) -> str:
        return _said(*self._pixels(at))


def sketch_move(move: str, to: Sketch) -> None:
    """Draw the move with the id *move*; of one that leads nowhere known nothing is drawn."""
    standing = _STANDING.get(move)
    if standing:
        standing(to)
        return
    end = path(((move,),), 1, 2)[-1]
    if end != path((), 1, 2)[-1]:
        part = max(_LEADS, key=lambda name: abs(getattr(end, name)))
        _LEADS[part](to, getattr(end, part) > 0)


def _pan(to: Sketch, left: bool) -> None:
    start, end = Point(0.24, 0.18), Point(0.76, 0.18)
    if left:
        start, end = end, start
    to.bow(start, Point(0.5, -0.02), end)
    to.ring(Point(0.5, 0.17), 0.018)


def _tilt(to: Sketch, up: bool) -> None:
    start, end = Point(0.82, 0.24), Point(0.82, 0.76)
    if up:
        start, end = end, start
    to.bow(start, Point(1.0, 0.5), end)
    to.ring(Point(0.82, 0.5), 0.018)


def _truck(to: Sketch, left: bool) -> None:
    start, end = Point(0.22, 0.84), Point(0.78, 0.84)
    if left:
        start, end = end, start
    to.arrow(start, end)
    to.line(Point(0.18, 0.93), Point(0.82, 0.93), dashed=True)


def _pedestal(to: Sketch, up: bool) -> None:
    start, end = Point(0.12, 0.24), Point(0.12, 0.76)
    if up:
        start, end = end, start
    to.arrow(start, end)
    to.line(Point(0.07, start.y), Point(0.17, start.y))


def _dolly(to: Sketch, near: bool) -> None:
    """A frame in the middle, and the way of its corners from the edge or to it."""
    to.line(*(Point(x, y) for x, y in ((0.36, 0.36), (0.64, 0.36), (0.64, 0.64), (0.36, 0.64))))
    to.line(Point(0.36, 0.64), Point(0.36, 0.36))
    for right in (False, True):
        for low in (False, True):
            inner = Point(0.67 if right else 0.33, 0.67 if low else 0.33)
            outer = Point(0.80 if right else 0.20, 0.80 if low else 0.20)
            to.arrow(*((outer, inner) if near else (inner, outer)))


def _zoom(to: Sketch, narrower: bool) -> None:
    """A lens in the middle, and the way of the picture's edge."""
    to.ring(Point(0.5, 0.5), 0.11)
    to.ring(Point(0.5, 0.5), 0.28, dashed=True)
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        outer, inner = (
            Point(
                0.5 + x * it * to.box.short / to.box.width,
                0.5 + y * it * to.box.short / to.box.height,
            )
            for it in (0.28, 0.14)
        )
        to.arrow(*((outer, inner) if narrower else (inner, outer)))


def _shake(to: Sketch) -> None:
    for middle in (0.055, 0.945):
        sides = (middle - 0.025, middle + 0.025)
        to.line(*(Point(sides[number % 2], 0.26 + number * 0.08) for number in range(7)))


def _static(to: Sketch) -> None:
    for x, inward in ((0.28, 0.09), (0.72, -0.09)):
        for y, inner in ((0.26, 0.12), (0.74, -0.12)):
            to.line(Point(x + inward, y), Point(x, y), Point(x, y + inner))
    to.line(Point(0.46, 0.5), Point(0.54, 0.5))
    to.line(Point(0.5, 0.44), Point(0.5, 0.56))


def _tracking(to: Sketch) -> None:
    to.ring(Point(0.72, 0.42), 0.05)
    to.line(Point(0.72, 0.48), Point(0.72, 0.62))
    to.line(Point(0.68, 0.74), Point(0.72, 0.62), Point(0.76, 0.74))
    to.arrow(Point(0.24, 0.58), Point(0.60, 0.58), dashed=True)


_LEADS: Mapping[str, Callable[[Sketch, bool], None]] = {
    "turn": _pan,
    "nod": _tilt,
    "slide": _truck,
    "rise": _pedestal,
    "near": _dolly,
    "lens": _zoom,
}
"""Part of a pose -> what draws a move that leads there, and whether that part grows."""

_STANDING: Mapping[str, Callable[[Sketch], None]] = {
    "shake": _shake,
    "static": _static,
    "tracking": _tracking,
}
"""Moves that are known by what they are like, and not by where they lead."""


def _said(x: float, y: float) -> str:
    return f"{x:.0f} {y:.0f}"
