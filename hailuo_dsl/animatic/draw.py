"""Draw an animatic, frame by frame."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hailuo_dsl.animatic.camera import HOME, Pose, eased, path
from hailuo_dsl.animatic.stage import FINE, Stage, end_frame, stage, start_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hailuo_dsl.animatic.model import Animatic

_SLOPE = 0.30
"""How much the ground leans toward the camera: what is low in a picture is mostly nearer."""

_THROUGH = 2 / 3
"""When the last frame begins to come through, as a share of the clip."""

_STILL = 1 / 12
"""How long it stands at the end, as a share of the clip."""


def frames(animatic: Animatic) -> Iterator[NDArray[np.uint8]]:
    """Yield the frames of *animatic*: RGB, uint8, (height, width, 3), both sides even.

    There are `seconds * fps` of them and the first is the start frame itself; where a last frame
    is asked for, the last one is that. They are to be read, not written: frames in which nothing
    moves are one and the same array.

    Raises:
        MediaError: a picture cannot be read.
    """
    set_up = stage(start_frame(animatic))
    if animatic.last is not None:
        yield from _toward(animatic.last, set_up, animatic)
        return
    for pose in path(animatic.brackets, animatic.seconds, animatic.fps):
        yield look(set_up, pose)


def _toward(data: bytes, start: Stage, animatic: Animatic) -> Iterator[NDArray[np.uint8]]:
    """Yield the frames from *start* to the picture *data*, which comes through and then stands.

    The camera takes its whole path until it stands. What comes through is seen from where the
    camera still has to go, so that one move goes through both pictures and ends on the last one.
    """
    height, width = start.frame.shape[:2]
    end = stage(end_frame(data, (width, height)))
    count = max(1, round(animatic.seconds * animatic.fps))
    still = min(count, max(1, round(count * _STILL)))
    moving = count - still
    poses = path(animatic.brackets, moving / animatic.fps, animatic.fps)[:moving]
    for number, pose in enumerate(poses):
        seen = look(start, pose)
        share = eased(max(0.0, (number / count - _THROUGH) / (1 - _STILL - _THROUGH)))
        if share:
            through = look(end, pose + poses[-1] * -1)
            seen = np.asarray(cv2.addWeighted(seen, 1 - share, through, share, 0.0), np.uint8)
        yield seen
    for _ in range(still):
        yield end.frame


def look(at: Stage, pose: Pose) -> NDArray[np.uint8]:
    """Return what the camera sees of *at* from *pose*: RGB, uint8, of the frame's size."""
    if pose == HOME:
        return at.frame
    height, width = at.frame.shape[:2]
    # Pixels are counted at their middles, hence the halves.
    step, half = 1 / FINE, (1 / FINE - 1) / 2
    to_frame = np.array([[step, 0, half - at.left], [0, step, half - at.top], [0, 0, 1]])
    seen = cv2.warpPerspective(
        at.ground,
        homography(pose, width, height) @ to_frame,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return np.asarray(seen, dtype=np.uint8)


def homography(pose: Pose, width: int, height: int) -> NDArray[np.float64]:
    """Return the (3, 3) matrix from the pixels of the start frame to those seen from *pose*.

    The body moves before a plane that leans by the slope, then the camera turns, then the lens
    narrows.
    """
    focal = math.sqrt(width * height)
    to_pixels = np.array([[focal, 0, (width - 1) / 2], [0, focal, (height - 1) / 2], [0, 0, 1]])
    lens = np.diag([math.exp(pose.lens), math.exp(pose.lens), 1.0])
    moved = to_pixels @ lens @ _turned(pose, width, height, focal) @ _moved(pose, width, height)
    return np.asarray(moved @ np.linalg.inv(to_pixels), np.float64)


def _turned(pose: Pose, width: int, height: int, focal: float) -> NDArray[np.float64]:
    turn = math.atan(pose.turn * width / focal)
    nod = math.atan(pose.nod * height / focal)
    sideways = np.array(
        [[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]]
    )
    upward = np.array(
        [[1, 0, 0], [0, math.cos(nod), math.sin(nod)], [0, -math.sin(nod), math.cos(nod)]]
    )
    rolled = np.array(
        [
            [math.cos(pose.roll), -math.sin(pose.roll), 0],
            [math.sin(pose.roll), math.cos(pose.roll), 0],
            [0, 0, 1],
        ]
    )
    return np.asarray(rolled @ upward @ sideways, np.float64)


def _moved(pose: Pose, width: int, height: int) -> NDArray[np.float64]:
    focal = math.sqrt(width * height)
    body = np.eye(3)
    body[0, 2] = pose.slide * width / focal
    body[1, 2] = pose.rise * height / focal
    forward = 1.0 - math.exp(-pose.near)
    body[2] -= forward * np.array([0.0, _SLOPE, 1.0])
    return body
