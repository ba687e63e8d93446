"""Write frames as a video that every browser plays."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av

from hailuo_dsl.media.appear import appearing
from hailuo_dsl.media.colour import BT709, LIMITED, to_video

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy as np
    from av.container import OutputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

INDEX_FIRST = {"movflags": "+faststart"}
"""Lets a player begin before the whole file is there."""

# One thread: with more of them the encoder cuts its work differently on every machine.
_ENCODER = {"preset": "ultrafast", "crf": "18", "g": "48", "threads": "1"}


def write_video(path: Path, frames: Iterable[NDArray[np.uint8]], fps: int | Fraction = 24) -> None:
    """Write *frames* (RGB, uint8, (height, width, 3), all of one size) to the MP4 file *path*.

    H.264, yuv420p, BT.709, the index before the pictures. The same frames give the same bytes
    on one machine. The file appears whole or not at all.

    Raises:
        ValueError: there is no frame, a side is odd, or a frame differs in size from the first.
    """
    flow = iter(frames)
    first = next(flow, None)
    if first is None:
        raise ValueError("a video has at least one frame")
    height, width = first.shape[:2]
    if height % 2 or width % 2:
        raise ValueError(f"both sides of a video are even, not {width} × {height}")
    with appearing(path) as part, av.open(part, "w", format="mp4", options=INDEX_FIRST) as out:
        stream = _stream(out, width, height, Fraction(fps))
        _encode(out, stream, first)
        for frame in flow:
            if frame.shape != first.shape:
                raise ValueError(f"a frame of {frame.shape} in a video of {first.shape}")
            _encode(out, stream, frame)
        out.mux(stream.encode())


def _stream(out: OutputContainer, width: int, height: int, fps: Fraction) -> VideoStream:
    stream = out.add_stream("libx264", rate=fps, options=_ENCODER)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    context = stream.codec_context
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = LIMITED
    return stream


def _encode(out: OutputContainer, stream: VideoStream, frame: NDArray[np.uint8]) -> None:
    out.mux(stream.encode(to_video(frame)))
