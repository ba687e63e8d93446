"""What an animatic is made from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

RENDERER_VERSION = 2
"""Goes up whenever the same animatic would be drawn differently."""


@dataclass(frozen=True, slots=True)
class Animatic:
    """A shot as far as it can be shown without generating it.

    Attributes:
        picture: the bytes of the start frame's file; None for a slate.
        brackets: camera moves in the order of the prompt, each bracket the ids of the moves that
            act together, such as `("push_in", "pan_left")`.
        seconds: how long it lasts.
        short_edge: pixels of the shorter side; the other follows the shape of the start frame,
            else of the last one.
        words: the prompt, drawn on the slate where there is no start frame.
        fps: frames a second.
        last: the bytes of the last frame's file; None where the camera leads wherever it leads.
    """

    picture: bytes | None
    brackets: tuple[tuple[str, ...], ...]
    seconds: int
    short_edge: int
    words: str
    fps: int = 24
    last: bytes | None = None

    @property
    def key(self) -> str:
        """A hexadecimal name for what would be drawn; equal keys give equal films."""
        parts = [
            RENDERER_VERSION,
            _digest(self.picture),
            _digest(self.last),
            self.words if self.picture is None else None,
            self.brackets,
            self.seconds,
            self.short_edge,
            self.fps,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _digest(picture: bytes | None) -> str | None:
    return None if picture is None else hashlib.sha256(picture).hexdigest()
