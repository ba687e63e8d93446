"""Take the first and the last frame out of a clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av

from hailuo_dsl.media.colour import to_rgb
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.packets import clip_facts, index_of, open_clip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

__all__ = ["clip_facts", "decoded", "first_frame", "last_frame"]


def first_frame(path: Path) -> NDArray[np.uint8]:
    """Return the first frame that the clip at *path* shows: RGB, uint8, (height, width, 3).

    Raises:
        MediaError: the file is missing or no frame of it can be decoded.
    """
    with open_clip(path) as (clip, stream):
        for frame in clip.decode(stream):
            return to_rgb(frame)
    raise MediaError(f"{path} holds no frame that can be decoded")


def last_frame(path: Path) -> NDArray[np.uint8]:
    """Return the last frame that the clip at *path* shows: RGB, uint8, (height, width, 3).

    It is decoded from the last key frame on. Where that does not reach the frame which the
    packets say is the last, the whole clip is decoded.

    Raises:
        MediaError: the file is missing or no frame of it can be decoded.
    """
    frame = _last_from_key(path) or _last_of_all(path)
    if frame is None:
        raise MediaError(f"{path} holds no frame that can be decoded")
    return to_rgb(frame)


def decoded(clip: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """Yield what *clip* shows from where it stands, to the first frame that is broken."""
    try:
        yield from clip.decode(stream)
    except av.error.InvalidDataError:
        # A player stops here too: what was shown until now is the clip.
        return


def _last_from_key(path: Path) -> av.VideoFrame | None:
    with open_clip(path) as (clip, stream):
        index = index_of(clip, stream)
        if index is None or not index.timed:
            return None
        clip.seek(index.last_key, stream=stream)
        frame = _latest(decoded(clip, stream))
        return frame if frame is not None and frame.pts == index.last else None


def _last_of_all(path: Path) -> av.VideoFrame | None:
    with open_clip(path) as (clip, stream):
        return _latest(decoded(clip, stream))


def _latest(frames: Iterator[av.VideoFrame]) -> av.VideoFrame | None:
    latest = None
    for frame in frames:
        latest = frame
    return latest
