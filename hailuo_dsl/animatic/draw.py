"""Draw an animatic, frame by frame."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hailuo_dsl.animatic.camera import HOME, Pose, path
from hailuo_dsl.animatic.stage import FINE, Stage, stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hailuo_dsl.animatic.model import Animatic

_SLOPE = 0.30
"""How much the ground leans toward the camera: what is low in a picture is mostly nearer."""


def frames(animatic: Animatic) -> Iterator[NDArray[np.uint8]]:
    """Yield the frames of *animatic*: RGB, uint8, (height, width, 3), both sides even.

    There are `seconds * fps` of them and the first is the start frame itself. They are to be
    read, not written: frames in which nothing moves are one and the same array.

    Raises:
        MediaError: the picture cannot be read.
        ValueError: a move has no such id.
    """
    set_up = stage(animatic)
    for pose in path(animatic.brackets, animatic.seconds, animatic.fps):
        yield look(set_up, pose)


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
