"""Film an animatic: draw it and write it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from hailuo_dsl.animatic.draw import frames
from hailuo_dsl.media.write import write_video

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.animatic.model import Animatic


def film(animatic: Animatic, to: Path) -> None:
    """Draw *animatic* and write it to the MP4 file *to*, whole or not at all.

    It can be sent to another process. It works on one core: several films at once share a
    machine better than one film that takes all of it.

    Raises:
        MediaError: a picture cannot be read.
    """
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        write_video(to, frames(animatic), animatic.fps)
    finally:
        cv2.setNumThreads(threads)
