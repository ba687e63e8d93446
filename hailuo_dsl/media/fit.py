"""Show a clip at another frame rate and in another size."""

from __future__ import annotations

from fractions import Fraction
from itertools import repeat
from math import ceil
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hailuo_dsl.media.colour import to_rgb
from hailuo_dsl.media.frames import decoded
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.packets import index_of, open_clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_HALF = Fraction(1, 2)


def shown_at(path: Path, ticks: range, fps: Fraction) -> Iterator[NDArray[np.uint8]]:
    """Yield what the clip shows at each of *ticks*: RGB, uint8, (height, width, 3).

    Ticks are counted from the clip's first frame, *fps* to a second. At each the last frame is
    taken that begins before it or at most half a tick after it; past the clip's end, and where it
    breaks off, the last of all.
    Memory: the frame that is shown and the one after it.

    Raises:
        MediaError: the file is missing or no frame of it can be decoded.
    """
    with open_clip(path) as (clip, stream):
        index = index_of(clip, stream)
        beat = (stream.time_base or Fraction(1)) * fps
    if index is None:
        raise MediaError(f"{path} holds no frame")
    tick, latest = ticks.start, None
    with open_clip(path) as (clip, stream):
        for frame in decoded(clip, stream):
            since = ((frame.pts or 0) - index.start) * beat
            until = min(ceil(since - _HALF), ticks.stop)
            if latest is not None and tick < until:
                yield from repeat(to_rgb(latest), until - tick)
                tick = until
            if tick == ticks.stop:
                return
            latest = frame
    if latest is None:
        raise MediaError(f"{path} holds no frame that can be decoded")
    yield from repeat(to_rgb(latest), ticks.stop - tick)


def fitted(frame: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return *frame* scaled whole into *size* (width, height), with black bars where it ends."""
    width, height = size
    if frame.shape[:2] == (height, width):
        return frame
    scale = min(width / frame.shape[1], height / frame.shape[0])
    inner = max(1, round(frame.shape[1] * scale)), max(1, round(frame.shape[0] * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    bed = np.zeros((height, width, 3), np.uint8)
    left, top = (width - inner[0]) // 2, (height - inner[1]) // 2
    bed[top : top + inner[1], left : left + inner[0]] = cv2.resize(frame, inner, interpolation=way)
    return bed
