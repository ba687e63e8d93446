"""Join clips into one reel."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import av

from hailuo_dsl.media.appear import appearing, written
from hailuo_dsl.media.edit import frames, lay
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.packets import clip_facts, index_of, open_clip, rate_of
from hailuo_dsl.media.write import INDEX_FIRST, write_video

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from pathlib import Path

    from av.packet import Packet
    from av.video.stream import VideoStream

    from hailuo_dsl.media.model import Piece


def join(pieces: Sequence[Piece], to: Path) -> bool:
    """Write the pictures of *pieces*, one after the other, as the MP4 file *to*.

    Whole clips that follow each other by cuts and share every parameter of their coding are
    copied packet by packet, without loss. All else is encoded anew, to the first clip's size and
    frame rate: a clip of another shape is fitted whole between black bars; what trims and
    transitions do is told in `media.edit`. Sound is left out. The reel lasts as long as its
    pieces together, less what dissolves lay over each other, to within one frame a piece.
    It appears whole or not at all.

    Returns:
        True where the packets were copied, False where everything was encoded anew.

    Raises:
        MediaError: a clip is missing or holds no video, a trim leaves nothing of its clip, or
            *to* cannot be written.
        ValueError: there is no piece.
    """
    if not pieces:
        raise ValueError("a reel has at least one clip")
    clips = [piece.clip for piece in pieces]
    facts = [clip_facts(clip) for clip in clips]
    pattern = facts[0]
    strips = lay(pieces, [fact.seconds for fact in facts], pattern.fps)
    copied = all(strip.plain for strip in strips) and _copied(clips)
    with written(to), appearing(to) as part:
        if copied:
            _copy(clips, part, to)
        else:
            size = (pattern.width // 2 * 2, pattern.height // 2 * 2)
            write_video(part, frames(strips, size, pattern.fps), pattern.fps)
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
