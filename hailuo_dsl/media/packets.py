"""Read a clip's packets without decoding them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av

from hailuo_dsl.media.model import ClipFacts, MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream


@dataclass(frozen=True, slots=True)
class Index:
    """What the packets of a clip tell of its frames; times in units of the stream's time base.

    Attributes:
        frames: how many packets hold a frame that is shown.
        start: when the first frame is shown.
        last: when the last frame is shown.
        end: when the last frame ends.
        last_key: when the last key frame is shown.
        hidden: some packets are decoded and not shown (an edit list cuts them off).
        timed: every packet says when it is shown and when decoded.
    """

    frames: int
    start: int
    last: int
    end: int
    last_key: int
    hidden: bool
    timed: bool


@contextmanager
def open_clip(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Yield the clip at *path* and its first video stream.

    Raises:
        MediaError: there is no such file, or it holds no video that can be decoded.
    """
    try:
        with av.open(path) as clip:
            if not clip.streams.video:
                raise MediaError(f"{path} holds no video")
            yield clip, clip.streams.video[0]
    except FileNotFoundError as error:
        raise MediaError(f"{path} does not exist") from error
    except (av.FFmpegError, OSError) as error:
        raise MediaError(f"{path} cannot be read as a video: {error.strerror}") from error


def index_of(clip: InputContainer, stream: VideoStream) -> Index | None:
    """Return what the packets of *stream* tell, or None where no frame is shown.

    Effect: reads *clip* to its end.
    """
    frames, hidden, timed = 0, False, True
    start = last = end = last_key = None
    usual = _one_frame(stream)
    for packet in clip.demux(stream):
        if packet.size == 0:
            continue
        timed &= packet.pts is not None and packet.dts is not None
        if packet.is_discard or packet.pts is None:
            hidden |= packet.is_discard
            continue
        frames += 1
        start = packet.pts if start is None else min(start, packet.pts)
        if last is None or packet.pts >= last:
            last, end = packet.pts, packet.pts + (packet.duration or usual)
        if packet.is_keyframe:
            last_key = packet.pts if last_key is None else max(last_key, packet.pts)
    if start is None or last is None or end is None:
        return None
    return Index(frames, start, last, end, start if last_key is None else last_key, hidden, timed)


def clip_facts(path: Path) -> ClipFacts:
    """Return what the clip at *path* is; its packets are counted, none is decoded.

    Raises:
        MediaError: the file is missing or holds no video.
    """
    with open_clip(path) as (clip, stream):
        index = index_of(clip, stream)
        if index is None:
            raise MediaError(f"{path} holds no frame")
        seconds = float((index.end - index.start) * (stream.time_base or Fraction(1)))
        context = stream.codec_context
        return ClipFacts(
            codec=context.name,
            width=context.width,
            height=context.height,
            fps=rate_of(stream),
            frames=index.frames,
            seconds=seconds,
        )


def rate_of(stream: VideoStream) -> Fraction:
    """Return the frames a second of *stream*, 24 where it does not say."""
    return stream.average_rate or stream.guessed_rate or Fraction(24)


def _one_frame(stream: VideoStream) -> int:
    base = stream.time_base or Fraction(1)
    return max(1, round(1 / (rate_of(stream) * base)))
