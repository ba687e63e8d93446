"""Small pictures for a page that is saved with them in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

MOST = 6_000
"""Bytes of a poster's JPEG file; with its arrows and as a data URL it stays below 10 kB."""

EDGES = (320, 288, 256, 224, 192, 160, 128, 96, 64, 32)
"""Pixels of the longer side, the first that is small enough is taken."""


def poster(frame: NDArray[np.uint8], most: int = MOST) -> bytes:
    """*frame* (RGB, uint8, (height, width, 3)) as a JPEG file of at most *most* bytes."""
    from hailuo_dsl.media.picture import small

    data = b""
    for edge in EDGES:
        data = small(frame, edge)
        if len(data) <= most:
            break
    return data


def poster_of(data: bytes, most: int = MOST) -> bytes | None:
    """The poster of the picture file *data*; None where it cannot be read."""
    from hailuo_dsl.media.model import MediaError
    from hailuo_dsl.media.picture import read_picture

    try:
        return poster(read_picture(data), most)
    except MediaError:
        return None


@lru_cache(maxsize=512)
def poster_of_file(path: Path, sha256: str) -> bytes | None:  # noqa: ARG001 - it tells files apart
    """The poster of the picture at *path*, whose bytes have that *sha256*, drawn once."""
    try:
        return poster_of(path.read_bytes())
    except OSError:
        return None


@lru_cache(maxsize=512)
def poster_of_clip(
    path: Path,
    which: str,
    changed: int,  # noqa: ARG001 - as above
    most: int = MOST,
) -> bytes | None:
    """The poster of the `first` or `last` frame of the clip at *path*, which was *changed* then."""
    from hailuo_dsl.media.frames import first_frame, last_frame
    from hailuo_dsl.media.model import MediaError

    try:
        return poster(first_frame(path) if which == "first" else last_frame(path), most)
    except MediaError:
        return None
