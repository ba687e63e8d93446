"""What is known of a clip, and the one way in which this floor fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from hailuo_dsl.storyboard.model import Transition, Trim


class MediaError(Trouble):
    """A picture or clip that cannot be read; the message is one sentence for the author."""


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What a clip is, counted from its packets and not from what its header claims.

    Attributes:
        codec: as FFmpeg names it, `h264`.
        width: pixels.
        height: pixels.
        fps: frames a second.
        frames: how many frames are shown.
        seconds: from the start of the first frame to the end of the last.
    """

    codec: str
    width: int
    height: int
    fps: Fraction
    frames: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip as it stands in a reel.

    Attributes:
        clip: the file.
        trim: the part of it that is shown; None for the whole.
        transition: how the reel goes over into it from the piece before; None for a cut.
        name: what the author calls it, for messages.
    """

    clip: Path
    trim: Trim | None = None
    transition: Transition | None = None
    name: str = ""
