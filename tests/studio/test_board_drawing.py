"""The arrows on a board's pictures: where they point, that each differs, and what they weigh."""

from __future__ import annotations

import re
from itertools import combinations
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.media.picture import png, read_picture
from hailuo_dsl.studio.board.arrows import Box, Sketch, sketch_move
from hailuo_dsl.studio.board.draw import LIMIT, drawn
from hailuo_dsl.studio.board.model import Bracket, Sight
from hailuo_dsl.studio.board.poster import MOST, poster, poster_of

MOVES = {move.id: move for move in catalog().moves}
SVG = "{http://www.w3.org/2000/svg}"
WORDS_ALONE = Sight("from words alone")


def sketched(move):
    sketch = Sketch(Box(0, 0, 300, 200))
    sketch_move(move, sketch)
    return sketch


def ends(path):
    """The first and the last point of the data of a path without arcs."""
    numbers = [*map(int, re.findall(r"-?\d+", path))]
    return numbers[:2], numbers[-2:]


def brackets(*steps):
    return tuple(Bracket(" + ".join(step), tuple(MOVES[it] for it in step)) for step in steps)


def svg(*arguments):
    """The picture as it is parsed, and all that is written on it."""
    head, _, body = drawn(*arguments).partition(",")
    assert head == "data:image/svg+xml"
    root = ElementTree.fromstring(unquote(body))
    return root, [it.text for it in root.iter(f"{SVG}text")]


def noise(height=400, width=600):
    return np.random.default_rng(7).integers(0, 255, (height, width, 3), np.uint8)


@pytest.mark.parametrize(
    ("move", "axis", "sign"),
    [
        ("pan_left", 0, -1),
        ("pan_right", 0, 1),
        ("truck_left", 0, -1),
        ("truck_right", 0, 1),
        ("tilt_up", 1, -1),
        ("tilt_down", 1, 1),
        ("pedestal_up", 1, -1),
        ("pedestal_down", 1, 1),
    ],
)
def test_an_arrow_points_where_the_camera_goes(move, axis, sign):
    start, end = ends(sketched(move).solid[0])

    assert (end[axis] - start[axis]) * sign > 80
    assert end[1 - axis] == start[1 - axis]


@pytest.mark.parametrize(
    ("move", "nearer"),
    [("push_in", True), ("pull_out", False), ("zoom_in", True), ("zoom_out", False)],
)
def test_arrows_lead_to_the_middle_or_away_from_it(move, nearer):
    arrows = [it for it in sketched(move).solid if re.fullmatch(r"M\d+ \d+L\d+ \d+", it)]
    ways = [
        np.hypot(*np.subtract(end, (150, 100))) - np.hypot(*np.subtract(start, (150, 100)))
        for start, end in map(ends, arrows)
        if start != end
    ]
    moving = [it for it in ways if abs(it) > 10]

    assert len(moving) == 4
    assert all((it < 0) == nearer for it in moving)


def test_every_move_of_the_catalogue_looks_like_no_other():
    drawings = {move: (sketched(move).solid, sketched(move).dashed) for move in MOVES}

    assert all(solid or dashed for solid, dashed in drawings.values())
    for one, other in combinations(drawings, 2):
        assert drawings[one] != drawings[other], (one, other)


def test_a_move_of_the_authors_own_is_said_in_words_alone():
    assert (sketched("orbit").solid, sketched("orbit").dashed) == ([], [])


def test_moves_of_one_bracket_are_drawn_together():
    seen = Sight("first frame", "a.png", picture=poster(noise()), own=True)
    one, words = svg(seen, brackets(["push_in", "pan_left"]))
    path = one.find(f".//{SVG}path").get("d")
    alone = svg(seen, brackets(["push_in"]))[0].find(f".//{SVG}path").get("d")

    assert path.startswith(alone)
    assert len(path) > len(alone)
    assert words == []


def test_a_sequence_is_numbered_from_left_to_right():
    root, words = svg(WORDS_ALONE, brackets(["push_in"], ["tilt_up"], ["static"]))
    middles = [float(it.get("cx")) for it in root.iter(f"{SVG}circle")]

    assert words == ["1", "2", "3", "from words alone"]
    assert middles == sorted(middles)


def test_a_sequence_that_is_too_long_says_how_much_is_left_out():
    _, words = svg(WORDS_ALONE, brackets(*[["shake"]] * 9))

    assert words[-2] == "+6"
    assert words[:3] == ["1", "2", "3"]


def test_a_label_that_is_too_long_keeps_its_end():
    sight = Sight("starts from", "scene/" * 30 + "last-one.last", "(preview)")
    _, (label,) = svg(sight, ())

    assert label.startswith("starts from …")
    assert label.endswith("last-one.last (preview)")
    assert len(label) < 50


def test_names_that_would_break_the_picture_do_not():
    _, (label,) = svg(Sight("starts from", "<a&'\"\x01\ud800\u202e>"), ())

    assert label == "starts from <a&'\"���>"


@pytest.mark.parametrize("size", [(400, 600), (900, 500), (300, 300), (200, 790)])
def test_no_picture_has_more_than_twelve_kilobytes(size):
    busy = brackets(*[["push_in", "pan_left", "tilt_up"]] * 5)
    first = Sight("starts from", "x" * 500, "(preview)", poster(noise(*size)))
    last = Sight("last frame", "灯" * 500, picture=poster(noise(*size)))

    assert len(drawn(first, busy, last)) <= LIMIT == 12_000


@pytest.mark.parametrize("size", [(400, 600), (2000, 500)])
def test_a_poster_is_small_and_keeps_its_shape(size):
    data = poster(noise(*size))
    height, width = read_picture(data).shape[:2]

    assert len(data) <= MOST
    assert height / width == pytest.approx(size[0] / size[1], rel=0.05)


def test_a_poster_of_what_is_no_picture_is_none():
    assert poster_of(b"no picture") is None
    assert poster_of(png(noise()))
