"""Set up a picture to be looked at: the frame that it makes, and what lies around it."""

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
    """A frame and its surroundings.

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


def stage(frame: NDArray[np.uint8]) -> Stage:
    """Return the stage for *frame*: RGB, uint8, (height, width, 3), both sides even."""
    height, width = frame.shape[:2]
    left, top = round(width * AROUND), round(height * AROUND)
    mirrored = cv2.copyMakeBorder(frame, top, top, left, left, cv2.BORDER_REFLECT_101)
    ground = _softened(np.asarray(mirrored, np.uint8), frame, left, top)
    return Stage(frame, _fine(ground), left, top)


def filmable(data: bytes) -> NDArray[np.uint8]:
    """Return the pixels of the picture file *data*: RGB, uint8, (height, width, 3).

    Raises:
        MediaError: the picture cannot be read or is no shape for a film.
    """
    picture = read_picture(data)
    if max(picture.shape[:2]) > _LONGEST * min(picture.shape[:2]):
        raise MediaError("the picture is too long and narrow to be filmed")
    return picture


def start_frame(animatic: Animatic) -> NDArray[np.uint8]:
    """Return frame 0: the picture scaled to size, or the slate; RGB, uint8, (height, width, 3).

    A slate has the shape of the last frame's picture, if there is one.

    Raises:
        MediaError: a picture cannot be read or is no shape for a film.
    """
    if animatic.picture is not None:
        picture = filmable(animatic.picture)
        return _scaled(picture, _size_of(picture, animatic.short_edge))
    size = frame_size(16, 9, animatic.short_edge)
    if animatic.last is not None:
        size = _size_of(filmable(animatic.last), animatic.short_edge)
    return slate(animatic.words, animatic.brackets, *size)


def end_frame(data: bytes, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the picture file *data* as a film of *size* (width, height) ends on it.

    The service lets the first frame decide the film's shape and crops the last one to it, and so
    does this, in the middle. RGB, uint8, (height, width, 3).

    Raises:
        MediaError: the picture cannot be read or is no shape for a film.
    """
    picture = filmable(data)
    if _size_of(picture, min(size)) != size:
        picture = _cropped(picture, size)
    return _scaled(picture, size)


def frame_size(width: int, height: int, short_edge: int) -> tuple[int, int]:
    """Return the width and height of a film of that shape: even, the shorter side as asked."""
    short = max(2, round(short_edge / 2) * 2)
    long = max(2, round(short_edge * max(width, height) / min(width, height) / 2) * 2)
    return (long, short) if width >= height else (short, long)


def _size_of(picture: NDArray[np.uint8], short_edge: int) -> tuple[int, int]:
    return frame_size(picture.shape[1], picture.shape[0], short_edge)


def _scaled(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if (picture.shape[1], picture.shape[0]) == size:
        return picture
    shrinks = size[0] * size[1] < picture.shape[0] * picture.shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=way), dtype=np.uint8)


def _cropped(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return as much of the middle of *picture* as has the shape of *size* (width, height)."""
    height, width = picture.shape[:2]
    wide = max(1, min(width, round(height * size[0] / size[1])))
    high = max(1, min(height, round(width * size[1] / size[0])))
    left, top = (width - wide) // 2, (height - high) // 2
    return picture[top : top + high, left : left + wide]


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
