"""Draw a card's picture: the first frame with the camera's moves on it, as one image.

It is an SVG that holds the poster, packed as a data URL: as the source of an image it is let
through where inline SVG is not, nothing in it can run, and nothing in it is fetched.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from hailuo_dsl.ground.render import CUT, columns, visible
from hailuo_dsl.studio.board.arrows import Box, Sketch, sketch_move
from hailuo_dsl.studio.board.poster import MOST, poster_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hailuo_dsl.studio.board.model import Bracket, Sight

LIMIT = 12_000
"""Letters of a picture's data URL."""

ROOMS = (MOST, 6_000, 4_500, 3_000, 1_500)
"""Bytes that the first frame may take, the first that keeps the limit is taken."""

WIDTH, HIGHEST, LOWEST = 320, 240, 134
"""The frame's width, and between which heights it is, in the picture's own pixels."""

FRAME = Box(0, 0, WIDTH, HIGHEST)
"""Where a frame that can be seen may be."""

UNSEEN = Box(8, 8, WIDTH - 16, 164)
"""Where a frame would be that cannot be seen."""

LINE, THUMB = 24, 60
"""The height of a line below the frame, without and with a small picture in it."""

SMALL = 1_400
"""Bytes of such a small picture."""

BAND = 26
"""The height of the numbers of a sequence's steps."""

NARROWEST = 62
"""A sequence has one field a step, each at least so wide."""

TALLEST = 1.5
"""How tall what is drawn in a field may be, in the field's widths."""

LETTER = 6.6
"""The width of a column of letters."""

GROUND, EDGE, CHALK, AMBER = "rgb(28,29,33)", "rgb(130,134,142)", "rgb(240,238,230)", "gold"

RIM, LINES = ("rgba(0,0,0,.75)", 7), (AMBER, 3)
"""The colours and widths of arrows: with a dark rim they stand out from any picture."""

SAFE = " !'()*,-./:;=@_+~"
"""Letters that stand for themselves in a data URL within double quotes."""


@lru_cache(maxsize=512)
def drawn(first: Sight, brackets: tuple[Bracket, ...], last: Sight | None = None) -> str:
    """A card's picture as a data URL of at most 12 kB.

    Args:
        first: the first frame, which is seen at large.
        brackets: the moves, drawn on it.
        last: the last frame if one is asked for, seen below.
    """
    url = ""
    for room in ROOMS:
        url = f"data:image/svg+xml,{quote(_svg(first, brackets, last, room), safe=SAFE)}"
        if len(url) <= LIMIT:
            break
    return url


def _svg(first: Sight, brackets: tuple[Bracket, ...], last: Sight | None, room: int) -> str:
    picture = _fitting(first.picture, room)
    frame = _place(picture) if picture else UNSEEN
    foot = max(LOWEST, frame.y + frame.height) if picture else UNSEEN.height + 16
    layers = [_image(picture, frame) if picture else _empty(first, frame)]
    layers += _moves(brackets, frame)
    for sight, thumb in _below(first, last):
        layers += _line(sight, thumb, foot)
        foot += THUMB if thumb else LINE
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{foot:.0f}' "
        f"viewBox='0 0 {WIDTH} {foot:.0f}'><rect width='100%' height='100%' fill='{GROUND}'/>"
        f"{''.join(layers)}</svg>"
    )


def _fitting(picture: bytes | None, room: int) -> bytes | None:
    return picture if picture is None or len(picture) <= room else poster_of(picture, room)


def _below(first: Sight, last: Sight | None) -> Iterator[tuple[Sight, bytes | None]]:
    """What is said below the frame, each with a small picture if there is one."""
    if not first.own:
        yield first, None
    if last:
        yield last, poster_of(last.picture, SMALL) if last.picture else None


def _place(picture: bytes, within: Box = FRAME) -> Box:
    """Where *picture* stands: as large as it can be, in the middle from left to right."""
    from hailuo_dsl.ground.world import ImageFacts
    from hailuo_dsl.media.facts import facts_of

    facts = facts_of(picture)
    if not isinstance(facts, ImageFacts):
        return within
    share = min(within.width / facts.width, within.height / facts.height)
    width, height = facts.width * share, facts.height * share
    lower = max(0.0, (LOWEST - height) / 2) if within is FRAME else 0.0
    return Box(within.x + (within.width - width) / 2, within.y + lower, width, height)


def _image(picture: bytes, at: Box) -> str:
    url = f"data:image/jpeg;base64,{b64encode(picture).decode('ascii')}"
    return f"<image {_where(at)} preserveAspectRatio='none' href='{url}'/>"


def _where(at: Box) -> str:
    return f"x='{at.x:.0f}' y='{at.y:.0f}' width='{at.width:.0f}' height='{at.height:.0f}'"


def _empty(sight: Sight, at: Box) -> str:
    """What stands for a frame that cannot be seen: its outline, or a slate if there is none."""
    if sight.name:
        return f"<rect {_where(at)} fill='none' stroke='{EDGE}' stroke-dasharray='6 5'/>"
    left, right = at.x, at.x + at.width
    stripes = "".join(
        f"M{x:.0f} {at.y:.0f}h16l-8 12h-16z" for x in range(int(left) + 10, int(right) - 16, 32)
    )
    return f"<path d='{stripes}' fill='{CHALK}'/><rect {_where(at)} fill='none' stroke='{EDGE}'/>"


def _moves(brackets: Sequence[Bracket], frame: Box) -> Iterator[str]:
    """The arrows of each bracket; several have a numbered field each, from left to right."""
    if len(brackets) > 1:
        fields, hidden = _fields(len(brackets), frame)
        yield from _numbers(fields, hidden)
        fields = [_below_band(it) for it in fields]
    else:
        fields = [frame]
    sketches = [Sketch(field) for field in fields]
    for sketch, bracket in zip(sketches, brackets, strict=False):
        for move in bracket.moves:
            sketch_move(move.id, sketch)
    yield from _stroked(sketches)


def _fields(count: int, frame: Box) -> tuple[list[Box], int]:
    """A field for each of *count* steps as far as there is room, and how many have none."""
    room = min(count, max(2, int(frame.width // NARROWEST)))
    width = frame.width / room
    fields = [frame._replace(x=frame.x + number * width, width=width) for number in range(room)]
    return (fields, 0) if room == count else (fields[:-1], count - room + 1)


def _below_band(field: Box) -> Box:
    """Where the arrows of *field* are drawn: below its number, and no thin tall shape."""
    room = field.height - BAND
    height = min(room, field.width * TALLEST)
    return field._replace(y=field.y + BAND + (room - height) / 2, height=height)


def _numbers(fields: Sequence[Box], hidden: int) -> Iterator[str]:
    """`1 → 2` along the top, a line between two fields, and how many steps are not drawn."""
    y, last = fields[0].y + 14, fields[-1]
    ends = [it.x + 14 for it in fields] + ([last.x + last.width + 16] if hidden else [])
    arrows = "".join(
        f"M{a + 12:.0f} {y:.0f}H{b - 13:.0f}m-5 -4l5 4l-5 4" for a, b in pairwise(ends)
    )
    lines = "".join(f"M{it.x:.0f} {it.y:.0f}v{it.height:.0f}" for it in fields[1:])
    path = f"<path d='{arrows}' fill='none' stroke"
    yield f"{path}='black' stroke-width='4'/>{path}='{AMBER}' stroke-width='1.5'/>"
    yield f"<path d='{lines}' stroke='{CHALK}' stroke-dasharray='3 5'/>"
    marks = [*map(str, range(1, len(fields) + 1)), *([f"+{hidden}"] if hidden else [])]
    for x, mark in zip(ends, marks, strict=True):
        yield (
            f"<circle cx='{x:.0f}' cy='{y:.0f}' r='10' fill='{GROUND}' stroke='{AMBER}'/>"
            f"<text x='{x:.0f}' y='{y + 4.5:.0f}' fill='{AMBER}' font-family='sans-serif' "
            f"font-size='13' font-weight='bold' text-anchor='middle'>{mark}</text>"
        )


def _stroked(sketches: Sequence[Sketch]) -> Iterator[str]:
    solid = "".join(it for sketch in sketches for it in sketch.solid)
    dashed = "".join(it for sketch in sketches for it in sketch.dashed)
    if not solid + dashed:
        return
    yield (
        f"<defs><g id='m' fill='none' stroke-linecap='round' stroke-linejoin='round'>"
        f"<path d='{solid}'/><path d='{dashed}' stroke-dasharray='5 9'/></g></defs>"
    )
    for colour, width in RIM, LINES:
        yield f"<use href='#m' stroke='{colour}' stroke-width='{width}'/>"


def _line(sight: Sight, thumb: bytes | None, top: float) -> Iterator[str]:
    """What a frame is, below the picture at *top*."""
    left = 8.0
    if thumb:
        at = _place(thumb, Box(8, top + 4, 88, THUMB - 8))
        yield _image(thumb, at)
        left += 96
    y = top + (THUMB if thumb else LINE) / 2 + 4
    said = escape(_fitted(sight, int((WIDTH - 8 - left) / LETTER)))
    yield (
        f"<text x='{left:.0f}' y='{y:.0f}' fill='{CHALK}' font-family='sans-serif' "
        f"font-size='13'>{said}</text>"
    )


def _fitted(sight: Sight, most: int) -> str:
    """What is said of *sight* in some *most* columns; where a name is longer, its end is kept."""
    name = visible(sight.name)
    kept, room = len(name), most - columns(replace(sight, name="").said) - 2
    while kept and room >= (width := columns(name[kept - 1])):
        kept, room = kept - 1, room - width
    return visible(replace(sight, name=f"{CUT}{name[kept + 1 :]}" if kept else name).said)
