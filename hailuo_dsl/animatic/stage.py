"""Set up the start frame to be looked at: the frame, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from hailuo_dsl.animatic.slate import slate
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.picture import read_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hailuo_dsl.animatic.model import Animatic

AROUND = 0.45
"""How much is laid around the frame on each side, in widths and heights."""

FINE = 1.5
"""Sampled from a ground this much finer, a moving picture does not pulse between sharp and soft."""

_LONGEST = 4.0
"""A picture longer than this many times its shorter side cannot be filmed."""

_SOFTER = ((0.012, 0.0, 0.05), (0.05, 0.05, 0.30))
"""The two blurs of the surroundings: how strong, where each begins and where it is all there is,
in shorter sides."""

_SMALL = 4
"""Blurs and blending are made this many times smaller: the same to the eye, and quick."""


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """A start frame and its surroundings.

    Attributes:
        frame: RGB, uint8, (height, width, 3), both sides even.
        ground: the frame with its surroundings, `FINE` times finer: mirrored, and the farther
            out the softer.
        left: what lies left of the frame, in pixels of the frame.
        top: what lies above it, in pixels of the frame.
    """

    frame: NDArray[np.uint8]
    ground: NDArray[np.uint8]
    left: int
    top: int


def stage(animatic: Animatic) -> Stage:
    """Return the stage for *animatic*.

    Raises:
        MediaError: its picture cannot be read.
    """
    frame = start_frame(animatic)
    height, width = frame.shape[:2]
    left, top = round(width * AROUND), round(height * AROUND)
    mirrored = cv2.copyMakeBorder(frame, top, top, left, left, cv2.BORDER_REFLECT_101)
    ground = _softened(np.asarray(mirrored, np.uint8), frame, left, top)
    return Stage(frame, _fine(ground), left, top)


def start_frame(animatic: Animatic) -> NDArray[np.uint8]:
    """Return frame 0: the picture scaled to size, or the slate; RGB, uint8, (height, width, 3).

    Raises:
        MediaError: the picture cannot be read or is no shape for a film.
    """
    if animatic.picture is None:
        width, height = frame_size(16, 9, animatic.short_edge)
        return slate(animatic.words, animatic.brackets, width, height)
    picture = read_picture(animatic.picture)
    if max(picture.shape[:2]) > _LONGEST * min(picture.shape[:2]):
        raise MediaError("the picture is too long and narrow to be filmed")
    width, height = frame_size(picture.shape[1], picture.shape[0], animatic.short_edge)
    if picture.shape[:2] == (height, width):
        return picture
    shrinks = width * height < picture.shape[0] * picture.shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=way), dtype=np.uint8)


def frame_size(width: int, height: int, short_edge: int) -> tuple[int, int]:
    """Return the width and height of a film of that shape: even, the shorter side as asked."""
    short = max(2, round(short_edge / 2) * 2)
    long = max(2, round(short_edge * max(width, height) / min(width, height) / 2) * 2)
    return (long, short) if width >= height else (short, long)


def _softened(
    mirrored: NDArray[np.uint8], frame: NDArray[np.uint8], left: int, top: int
) -> NDArray[np.uint8]:
    """Blend the mirrored surroundings into two blurs, the stronger the farther out."""
    short = min(frame.shape[:2])
    far = _distance(mirrored.shape[0], mirrored.shape[1], left, top) / short
    ground = mirrored
    for strength, begin, end in _SOFTER:
        share = np.clip((far - begin) / (end - begin), 0.0, 1.0)
        share = _grown(share * share * (3.0 - 2.0 * share), mirrored)
        soft = _blurred(mirrored, short * strength)
        ground = np.asarray(cv2.blendLinear(ground, soft, 1.0 - share, share), np.uint8)
    ground[top : top + frame.shape[0], left : left + frame.shape[1]] = frame
    return ground


def _fine(ground: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return *ground* finer, and sharper by as much as sampling it will soften it."""
    fine = cv2.resize(ground, None, fx=FINE, fy=FINE, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(fine, (5, 5), 1.3)
    return np.asarray(cv2.addWeighted(fine, 1.3, soft, -0.3, 0.0), np.uint8)


def _blurred(picture: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    """Blur by *sigma* pixels, in the small, where a wide blur costs little."""
    height, width = picture.shape[:2]
    small = (-(-width // _SMALL), -(-height // _SMALL))
    soft = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    return _grown(cv2.GaussianBlur(soft, (0, 0), max(0.6, sigma / _SMALL)), picture)


def _grown(small: NDArray[Any], picture: NDArray[np.uint8]) -> NDArray[Any]:
    height, width = picture.shape[:2]
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def _distance(height: int, width: int, left: int, top: int) -> NDArray[np.float32]:
    """Return the distance from the frame in the middle, float32, pixels; drawn in the small."""
    down, across = (
        (np.arange(-(-size // _SMALL), dtype=np.float32) + 0.5) * _SMALL for size in (height, width)
    )
    beside = np.maximum(left - across, across - (width - left)).clip(0)
    above = np.maximum(top - down, down - (height - top)).clip(0)
    return np.asarray(np.hypot(beside[None, :], above[:, None]), np.float32)
