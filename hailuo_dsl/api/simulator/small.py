"""Placeholder clips: real MP4 files of a few frames in one colour, no two of them the same bytes.

They cost next to nothing, so that a thousand jobs of a thousand prompts are no rendering farm.
"""

from __future__ import annotations

import colorsys
import hashlib
import struct
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from hailuo_dsl.media.appear import appearing
from hailuo_dsl.media.write import write_video

SHORT_EDGE = 320
"""Pixels; a frame of it still is a picture that the service takes as a first frame."""

FRAMES = 6
COLOURS = 12


def small_clip(folder: Path, name: str, size: tuple[int, int]) -> Path:
    """The placeholder for whatever is called *name*, made in *folder* if it is not there yet.

    Args:
        folder: made with the first clip.
        name: decides the colour and the bytes.
        size: width and height, pixels, even.
    """
    digest = hashlib.sha256(name.encode()).digest()
    path = folder / f"small-{digest.hex()}-{size[0]}x{size[1]}.mp4"
    if not path.exists():
        # A box of its own, which players pass over, makes the file another one.
        box = struct.pack(">I4s", 8 + len(digest), b"free") + digest
        with appearing(path) as part:
            part.write_bytes(_drawn(size, digest[0] % COLOURS) + box)
    return path


@lru_cache(maxsize=8 * COLOURS)
def _drawn(size: tuple[int, int], colour: int) -> bytes:
    width, height = size
    rgb = [round(255 * it) for it in colorsys.hsv_to_rgb(colour / COLOURS, 0.6, 0.8)]
    frame = np.full((height, width, 3), rgb, np.uint8)
    with TemporaryDirectory(prefix="hailuo-dsl-") as folder:
        file = Path(folder, "clip.mp4")
        write_video(file, [frame] * FRAMES)
        return file.read_bytes()
