"""Turn camera moves into a path of poses, one a frame."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields, replace
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the camera is and where it looks, told by what that does to the picture.

    Poses add up: a move goes on from where the one before it ended.

    Attributes:
        turn: how far the middle moves right as the camera turns left, in widths.
        nod: how far the middle moves down as the camera turns up, in heights.
        roll: radians, clockwise in the picture.
        slide: how far the picture moves right as the camera slides left, in widths.
        rise: how far the picture moves down as the camera rises, in heights.
        near: how much nearer the camera came, the logarithm of the middle's growth.
        lens: how much narrower the lens sees, the logarithm of the picture's growth.
    """

    turn: float = 0.0
    nod: float = 0.0
    roll: float = 0.0
    slide: float = 0.0
    rise: float = 0.0
    near: float = 0.0
    lens: float = 0.0

    def __add__(self, other: Pose) -> Pose:
        return Pose(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    def __mul__(self, share: float) -> Pose:
        return Pose(*(mine * share for mine in astuple(self)))


HOME = Pose()
"""The start frame itself."""

_REACH = {
    "truck_left": Pose(slide=0.17),
    "truck_right": Pose(slide=-0.17),
    "pan_left": Pose(turn=0.19),
    "pan_right": Pose(turn=-0.19),
    "push_in": Pose(near=math.log(1.38), rise=0.02),
    "pull_out": Pose(near=-math.log(1.34), rise=-0.015),
    "pedestal_up": Pose(rise=0.18),
    "pedestal_down": Pose(rise=-0.18),
    "tilt_up": Pose(nod=0.20),
    "tilt_down": Pose(nod=-0.20),
    "zoom_in": Pose(lens=math.log(1.5)),
    "zoom_out": Pose(lens=-math.log(1.45)),
    "shake": HOME,
    "tracking": Pose(slide=-0.10, near=math.log(1.07)),
    "static": HOME,
}
"""Where each move leads when it has a shot to itself."""

_DRIFT = Pose(slide=-0.012, rise=0.008, lens=math.log(1.05))
"""What stands for motion where no move is asked for."""

# Beyond these a picture would be more filling than picture.
_FARTHEST = Pose(
    turn=0.34, nod=0.34, roll=0.2, slide=0.34, rise=0.34, near=math.log(2.2), lens=math.log(2.2)
)


def path(brackets: Sequence[Sequence[str]], seconds: float, fps: int) -> list[Pose]:
    """Return the camera's poses, `round(seconds * fps)` of them; the first is HOME.

    The brackets share the time evenly; each goes on from where the one before it ended, eased in
    and out; the moves of one bracket act together. Without a bracket the camera drifts.

    A move that leads nowhere known, as one of a user's own rows may, drifts too.
    """
    count = max(1, round(seconds * fps))
    if not brackets:
        return [_DRIFT * eased(_progress(frame, count)) for frame in range(count)]
    goals = _goals(brackets)
    starts = list(accumulate(goals, initial=HOME))
    length = seconds / len(brackets)
    poses = []
    for frame in range(count):
        along = _progress(frame, count) * len(brackets)
        number = min(int(along), len(brackets) - 1)
        share = along - number
        pose = starts[number] + goals[number] * eased(share)
        for move in brackets[number]:
            if live := _LIVE.get(move):
                pose += live(share, share * length)
        poses.append(pose)
    return poses


def _goals(brackets: Sequence[Sequence[str]]) -> list[Pose]:
    """Return how far each bracket leads, shortened so that the camera never loses the picture."""
    goals = []
    for bracket in brackets:
        goal = HOME
        for move in bracket:
            goal += _REACH.get(move, _DRIFT)
        goals.append(goal)
    places = list(accumulate(goals, initial=HOME))
    shares = {}
    for part in fields(Pose):
        farthest = max(abs(getattr(place, part.name)) for place in places)
        limit = getattr(_FARTHEST, part.name)
        shares[part.name] = min(1.0, limit / farthest) if farthest else 1.0
    return [
        replace(goal, **{name: getattr(goal, name) * share for name, share in shares.items()})
        for goal in goals
    ]


def _progress(frame: int, count: int) -> float:
    return frame / (count - 1) if count > 1 else 0.0


def eased(share: float) -> float:
    """Return how much of a move is done after *share* of its time: it begins and ends gently."""
    return share * share * (3.0 - 2.0 * share)


def _hand(share: float, seconds: float) -> Pose:
    """A camera held by hand, calm at both ends of its bracket."""
    calm = eased(min(1.0, 8.0 * share, 8.0 * (1.0 - share)))

    def sway(*waves: tuple[float, float]) -> float:
        return calm * sum(
            size * math.sin(math.tau * rate * seconds + rate * rate) for rate, size in waves
        )

    return Pose(
        turn=sway((1.3, 0.007), (3.1, 0.007), (6.7, 0.003)),
        nod=sway((1.7, 0.009), (3.7, 0.010), (7.3, 0.004)),
        roll=sway((0.9, 0.006), (2.9, 0.006)),
    )


def _stride(share: float, seconds: float) -> Pose:
    """A camera that walks along: it breathes and bobs a little."""
    calm = eased(min(1.0, 5.0 * share, 5.0 * (1.0 - share)))
    return Pose(
        rise=calm * 0.006 * math.sin(math.tau * 1.1 * seconds),
        near=calm * 0.012 * math.sin(math.tau * 0.55 * seconds),
    )


_LIVE: dict[str, Callable[[float, float], Pose]] = {"shake": _hand, "tracking": _stride}
"""What a move does besides leading somewhere, by its share of the bracket and its seconds."""
