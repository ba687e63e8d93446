"""Every camera move is seen in the picture: measured by features that are found again."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from hailuo_dsl.animatic.draw import frames
from hailuo_dsl.animatic.model import Animatic

ASTRONAUT = (Path(__file__).parent.parent / "pictures" / "astronaut.jpg").read_bytes()
SIDE = 256

MOVES = (
    "truck_left",
    "truck_right",
    "pan_left",
    "pan_right",
    "push_in",
    "pull_out",
    "pedestal_up",
    "pedestal_down",
    "tilt_up",
    "tilt_down",
    "zoom_in",
    "zoom_out",
    "shake",
    "tracking",
    "static",
)


class Seen(NamedTuple):
    """What became of the picture: shares of its side, and growth of its parts."""

    right: float
    down: float
    grown: float
    left_to_right: float
    top_to_bottom: float


def drawn(*brackets: tuple[str, ...], seconds: int = 1, fps: int = 24) -> list[np.ndarray]:
    return list(frames(Animatic(ASTRONAUT, brackets, seconds, SIDE, "", fps)))


def seen(before: np.ndarray, after: np.ndarray) -> Seen:
    """Find the same points in two frames and tell how the middle and the edges went."""
    finder = cv2.SIFT_create()
    (points, marks), (others, signs) = (finder.detectAndCompute(it, None) for it in (before, after))
    pairs = cv2.BFMatcher(crossCheck=True).match(marks, signs)
    here = np.float32([points[pair.queryIdx].pt for pair in pairs])
    there = np.float32([others[pair.trainIdx].pt for pair in pairs])
    matrix, _ = cv2.findHomography(here, there, cv2.RANSAC, 1.5)
    half = SIDE / 2

    def at(x: float, y: float) -> np.ndarray:
        return cv2.perspectiveTransform(np.float32([[[x, y]]]), matrix)[0, 0]

    def growth(x: float, y: float) -> float:
        across = np.linalg.norm(at(x + 20, y) - at(x - 20, y)) / 40
        return float(across * np.linalg.norm(at(x, y + 20) - at(x, y - 20)) / 40) ** 0.5

    middle = at(half, half)
    return Seen(
        right=float(middle[0] - half) / SIDE,
        down=float(middle[1] - half) / SIDE,
        grown=growth(half, half),
        left_to_right=growth(SIDE - 30, half) / growth(30, half),
        top_to_bottom=growth(half, SIDE - 30) / growth(half, 30),
    )


@pytest.fixture(scope="module")
def outcome() -> dict[str, Seen]:
    films = {move: drawn((move,)) for move in MOVES}
    return {move: seen(film[0], film[-1]) for move, film in films.items()}


@pytest.mark.parametrize(
    ("move", "right", "down"),
    [
        ("truck_left", 1, 0),
        ("truck_right", -1, 0),
        ("pan_left", 1, 0),
        ("pan_right", -1, 0),
        ("pedestal_up", 0, 1),
        ("pedestal_down", 0, -1),
        ("tilt_up", 0, 1),
        ("tilt_down", 0, -1),
        ("tracking", -1, 0),
    ],
)
def test_the_picture_goes_where_the_camera_does_not(outcome, move, right, down):
    went = outcome[move]

    for measured, wanted in ((went.right, right), (went.down, down)):
        if wanted:
            assert measured * wanted > 0.08
        else:
            assert abs(measured) < 0.02


@pytest.mark.parametrize("move", ["push_in", "zoom_in"])
def test_what_comes_nearer_grows(outcome, move):
    assert outcome[move].grown > 1.25


@pytest.mark.parametrize("move", ["pull_out", "zoom_out"])
def test_what_goes_away_shrinks(outcome, move):
    assert outcome[move].grown < 0.8


def test_only_a_camera_that_turns_sees_a_keystone(outcome):
    assert outcome["pan_left"].left_to_right > 1.1
    assert outcome["pan_right"].left_to_right < 0.9
    assert outcome["tilt_up"].top_to_bottom > 1.1
    assert outcome["tilt_down"].top_to_bottom < 0.9
    for move in ("truck_left", "truck_right", "zoom_in", "zoom_out"):
        assert outcome[move].left_to_right == pytest.approx(1, abs=0.03)
    for move in ("pedestal_up", "pedestal_down", "zoom_in", "zoom_out"):
        assert outcome[move].top_to_bottom == pytest.approx(1, abs=0.03)


def test_a_body_that_comes_nearer_opens_the_ground_and_a_lens_does_not(outcome):
    assert outcome["push_in"].top_to_bottom > 1.05
    assert outcome["pull_out"].top_to_bottom < 0.97


def test_static_is_locked_off():
    film = drawn(("static",))

    assert all((frame == film[0]).all() for frame in film)


def test_shake_trembles_and_comes_home():
    film = drawn(("shake",), seconds=2)
    steps = [seen(film[0], frame) for frame in film[4:-4:4]]

    assert max(step.right for step in steps) - min(step.right for step in steps) > 0.008
    assert max(step.down for step in steps) - min(step.down for step in steps) > 0.008
    assert max(abs(step.right) for step in steps) < 0.05
    assert (film[-1] == film[0]).all()


def test_without_a_move_the_camera_drifts_a_little():
    film = drawn()
    went = seen(film[0], film[-1])

    assert 1.02 < went.grown < 1.1
    assert abs(went.right) < 0.03
    assert (film[1] != film[0]).any()


def test_no_two_moves_look_alike():
    films = {move: drawn((move,)) for move in MOVES}

    for one, other in combinations(MOVES, 2):
        apart = max(
            np.abs(films[one][at].astype(int) - films[other][at]).mean() for at in (8, 12, 16, 23)
        )
        assert apart > 3, f"{one} and {other}"


def test_brackets_follow_one_another_and_go_on_from_where_the_last_one_ended():
    film = drawn(("pan_left",), ("zoom_in",), seconds=2)

    turned, whole = seen(film[0], film[24]), seen(film[0], film[-1])
    later = seen(film[24], film[-1])

    assert turned.right > 0.1
    assert turned.grown == pytest.approx(1, abs=0.06)
    assert later.grown > 1.25
    assert whole.right > 0.1
    assert whole.grown > 1.25


def test_moves_of_one_bracket_act_together():
    film = drawn(("truck_right", "pedestal_up", "zoom_in"))

    for frame in (film[12], film[-1]):
        went = seen(film[0], frame)
        assert went.right < -0.04
        assert went.down > 0.04
        assert went.grown > 1.1


def test_every_bracket_begins_and_ends_gently():
    film = drawn(("truck_left",), ("truck_right",), seconds=2)
    steps = [float(np.abs(b.astype(int) - a).mean()) for a, b in pairwise(film)]

    for slow, quick in ((0, 11), (23, 11), (24, 35), (46, 35)):
        assert steps[slow] < steps[quick] / 2


def test_opposed_moves_bring_the_picture_home():
    film = drawn(("pan_left",), ("pan_right",), seconds=2)

    assert cv2.PSNR(film[0], film[-1]) > 35


def test_a_camera_that_goes_on_and_on_never_loses_the_picture():
    film = drawn(*[("pan_left", "truck_left", "pull_out")] * 8, seconds=2)
    went = seen(film[0], film[-1])

    assert 0.2 < went.right < 0.8
    assert 0.35 < went.grown < 0.8


def test_nothing_jumps_as_the_camera_starts():
    film = drawn(("zoom_in",), seconds=2)
    still, begun = (cv2.cvtColor(it, cv2.COLOR_RGB2GRAY).astype(np.float32) for it in film[:2])

    (right, down), _ = cv2.phaseCorrelate(
        still, begun, cv2.createHanningWindow((SIDE, SIDE), cv2.CV_32F)
    )

    assert abs(right) < 0.05
    assert abs(down) < 0.05
    assert cv2.PSNR(film[0], film[1]) > 38
