"""Join clips into one reel."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from hailuo_dsl.media.appear import appearing, written
from hailuo_dsl.media.colour import to_rgb
from hailuo_dsl.media.frames import decoded
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.packets import index_of, open_clip, rate_of
from hailuo_dsl.media.write import INDEX_FIRST, write_video

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path

    from av.packet import Packet
    from av.video.stream import VideoStream
    from numpy.typing import NDArray


def join(clips: Sequence[Path], to: Path) -> bool:
    """Write the pictures of *clips*, one after the other, as the MP4 file *to*.

    Clips that share every parameter of their coding are copied packet by packet, without loss.
    All others are encoded anew, to the first clip's size and frame rate: a clip of another shape
    is fitted whole between black bars. Sound is left out. The reel lasts as long as its clips
    together, to within one frame a clip. It appears whole or not at all.

    Returns:
        True where the packets were copied, False where everything was encoded anew.

    Raises:
        MediaError: a clip is missing or holds no video, or *to* cannot be written.
        ValueError: there is no clip.
    """
    if not clips:
        raise ValueError("a reel has at least one clip")
    copied = _copied(clips)
    with written(to), appearing(to) as part:
        if copied:
            _copy(clips, part, to)
        else:
            _encode(clips, part)
    return copied


def _copied(clips: Sequence[Path]) -> bool:
    """Tell whether the packets of *clips* can stand in one stream."""
    return len({_coding(path) for path in clips}) == 1 and _in_order(clips)


def _coding(path: Path) -> Hashable:
    """Return all that the decoder of a stream is told once, at its beginning."""
    with open_clip(path) as (clip, stream):
        index = index_of(clip, stream)
        if index is None:
            raise MediaError(f"{path} holds no frame")
        context = stream.codec_context
        # Frames that an edit list hides would come to light in a copy.
        own = path if index.hidden or not index.timed else None
        return (
            own,
            context.name,
            context.codec_tag,
            context.extradata,
            (context.width, context.height, context.pix_fmt, context.sample_aspect_ratio),
            (context.colorspace, context.color_primaries, context.color_trc, context.color_range),
            stream.time_base,
            rate_of(stream),
        )


def _in_order(clips: Sequence[Path]) -> bool:
    """Tell whether the packets, set one clip after the other, are decoded in order."""
    times = [packet.dts or 0 for packet in _shifted(clips)]
    starts = all(_begins_with_key(path) for path in clips)
    return starts and all(before < after for before, after in pairwise(times))


def _begins_with_key(path: Path) -> bool:
    with open_clip(path) as (clip, stream):
        return next(clip.demux(stream)).is_keyframe


def _copy(clips: Sequence[Path], part: Path, to: Path) -> None:
    with (
        open_clip(clips[0]) as (_, pattern),
        # What goes wrong with the film is not the fault of the clip that is open beside it.
        written(to),
        av.open(part, "w", format="mp4", options=INDEX_FIRST) as out,
    ):
        stream = out.add_stream_from_template(pattern)
        for packet in _shifted(clips):
            packet.stream = stream
            out.mux(packet)


def _shifted(clips: Sequence[Path]) -> Iterator[Packet[VideoStream]]:
    """Yield the packets of all clips, each clip beginning where the one before it ends."""
    end = 0
    for path in clips:
        with open_clip(path) as (clip, stream):
            index = index_of(clip, stream)
        if index is None:
            continue
        shift = end - index.start
        with open_clip(path) as (clip, stream):
            for packet in clip.demux(stream):
                if packet.size == 0 or packet.pts is None or packet.dts is None:
                    continue
                packet.pts += shift
                packet.dts += shift
                yield packet
        end += index.end - index.start


def _encode(clips: Sequence[Path], to: Path) -> None:
    with open_clip(clips[0]) as (_, stream):
        context = stream.codec_context
        size = (context.width // 2 * 2, context.height // 2 * 2)
        fps = rate_of(stream)
    write_video(to, (fitted(it, size) for path in clips for it in _at_rate(path, fps)), fps)


def _at_rate(path: Path, fps: Fraction) -> Iterator[NDArray[np.uint8]]:
    """Yield what the clip shows at every tick of *fps*, for as long as it lasts."""
    with open_clip(path) as (clip, stream):
        index = index_of(clip, stream)
        base = stream.time_base or Fraction(1)
    if index is None:
        raise MediaError(f"{path} holds no frame")
    ticks = max(1, round((index.end - index.start) * base * fps))
    tick, shown = 0, None
    with open_clip(path) as (clip, stream):
        for frame in decoded(clip, stream):
            since = ((frame.pts or 0) - index.start) * base * fps
            while shown is not None and tick < ticks and tick + Fraction(1, 2) < since:
                yield shown
                tick += 1
            shown = to_rgb(frame)
    if shown is None:
        raise MediaError(f"{path} holds no frame that can be decoded")
    for _ in range(tick, ticks):
        yield shown


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
