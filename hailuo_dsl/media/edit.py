"""Trim clips and lead one over into the next.

A reel is laid on ticks, one a frame. What is asked for in seconds is rounded to whole ticks, so
that each trim and each transition is true to half a frame.

- A trim shows the frames from its start up to, and without, its end; where the clip ends sooner,
  so does the piece.
- A dissolve lays the last frames of the piece before over the first ones of this one, so that the
  reel is shorter by as much. The mix is linear in the pictures as decoded (RGB, gamma kept); the
  weights go evenly from the frame before to the frame after.
- A fade goes through black and takes no time away: the piece before darkens over the first half,
  this one comes up over the second; the frames on both sides of the cut are black.
- At the beginning of the reel a fade comes up from black over its whole length, and a dissolve is
  a cut.
- Where a piece is too short for the transitions at its two ends, they share it in proportion to
  what they ask for, and are so much shorter: too long a transition never costs the reel.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, cast

import cv2

from hailuo_dsl.media.fit import fitted, shown_at
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.storyboard.model import Joint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from hailuo_dsl.media.model import Piece
    from hailuo_dsl.storyboard.model import Transition


@dataclass(frozen=True, slots=True)
class Strip:
    """A clip as it is laid into a reel; everything is counted in ticks of the reel.

    Attributes:
        ticks: the part of the clip that is shown.
        whole: that part is all of it.
        over: how much of its beginning lies over the end of the strip before.
        up: how much of its beginning comes up from black.
        down: how much of its end goes down to black.
    """

    clip: Path
    ticks: range
    whole: bool = True
    over: int = 0
    up: int = 0
    down: int = 0

    @property
    def plain(self) -> bool:
        """It is shown as the clip is."""
        return self.whole and not (self.over or self.up or self.down)


def lay(pieces: Sequence[Piece], seconds: Sequence[float], fps: Fraction) -> tuple[Strip, ...]:
    """Lay *pieces*, whose clips last so many *seconds*, one after the other at *fps*.

    Raises:
        MediaError: a trim leaves nothing of its clip; the message names the piece.
    """
    shown = [_shown(piece, length, fps) for piece, length in zip(pieces, seconds, strict=True)]
    asked = [_asked(piece.transition, not at, fps) for at, piece in enumerate(pieces)]
    shares = [
        _shared(beginning, end, len(ticks))
        for (_, beginning), (end, _), ticks in zip(asked, [*asked[1:], (0, 0)], shown, strict=True)
    ]
    joints = [*(_joint(piece) for piece in pieces), Joint.CUT]
    return tuple(
        Strip(
            piece.clip,
            shown[at],
            whole=shown[at] == _all(seconds[at], fps),
            over=min(shares[at - 1][1], shares[at][0]) if joints[at] is Joint.DISSOLVE else 0,
            up=shares[at][0] if joints[at] is Joint.FADE else 0,
            down=shares[at][1] if joints[at + 1] is Joint.FADE else 0,
        )
        for at, piece in enumerate(pieces)
    )


def frames(
    strips: Sequence[Strip], size: tuple[int, int], fps: Fraction
) -> Iterator[NDArray[np.uint8]]:
    """Yield the pictures of the reel: RGB, uint8, (height, width, 3), *size* = (width, height).

    Memory: through a dissolve both clips are read at once, and no picture is kept for later.

    Raises:
        MediaError: no frame of a clip can be decoded.
    """
    before: Iterator[NDArray[np.uint8]] = iter(())
    overs = [strip.over for strip in strips[1:]] + [0]
    for strip, left in zip(strips, overs, strict=True):
        flow = _lit(strip, size, fps)
        for step, (old, new) in enumerate(zip(before, islice(flow, strip.over), strict=True), 1):
            yield _mixed(old, new, step / (strip.over + 1))
        yield from islice(flow, len(strip.ticks) - strip.over - left)
        before = flow


def _all(seconds: float, fps: Fraction) -> range:
    return range(max(1, round(seconds * fps)))


def _shown(piece: Piece, seconds: float, fps: Fraction) -> range:
    """The ticks of its clip that *piece* shows."""
    trim = piece.trim
    if trim is None:
        return _all(seconds, fps)
    count = round((min(trim.end, seconds) - trim.start) * fps)
    if count < 1:
        raise MediaError(
            f"the trim of {piece.name or piece.clip} leaves nothing to show: it goes from"
            f" {trim.start:g}s to {trim.end:g}s, and the clip lasts {seconds:.2f}s"
        )
    start = round(trim.start * fps)
    return range(start, start + count)


def _asked(transition: Transition | None, is_first: bool, fps: Fraction) -> tuple[int, int]:
    """How much a transition would have of the end of the piece before, and of this beginning."""
    if transition is None or transition.joint is Joint.CUT:
        return 0, 0
    ticks = round(transition.seconds * fps)
    if transition.joint is Joint.DISSOLVE:
        return (0, 0) if is_first else (ticks, ticks)
    half = 0 if is_first else ticks // 2
    return half, ticks - half


def _shared(beginning: int, end: int, length: int) -> tuple[int, int]:
    """What the transitions at both ends of a piece of *length* get of what they ask for."""
    if beginning + end <= length:
        return beginning, end
    share = length * beginning // (beginning + end)
    return share, length - share


def _joint(piece: Piece) -> Joint:
    return piece.transition.joint if piece.transition else Joint.CUT


def _lit(strip: Strip, size: tuple[int, int], fps: Fraction) -> Iterator[NDArray[np.uint8]]:
    """Yield the pictures of one strip, darkened where it comes from black or goes there."""
    for at, picture in enumerate(shown_at(strip.clip, strip.ticks, fps)):
        light = min(_part(at, strip.up), _part(len(strip.ticks) - 1 - at, strip.down))
        yield _dimmed(fitted(picture, size), light)


def _part(at: int, of: int) -> float:
    return at / of if at < of else 1.0


def _dimmed(picture: NDArray[np.uint8], light: float) -> NDArray[np.uint8]:
    if light == 1.0:
        return picture
    return cast("NDArray[np.uint8]", cv2.convertScaleAbs(picture, alpha=light))


def _mixed(old: NDArray[np.uint8], new: NDArray[np.uint8], part: float) -> NDArray[np.uint8]:
    return cast("NDArray[np.uint8]", cv2.addWeighted(old, 1 - part, new, part, 0))
