"""A reel: what was cut together, and what was not there to be cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from pathlib import Path


class ReelError(Trouble):
    """A reel that cannot be cut; the message is one sentence for the author."""


@dataclass(frozen=True, slots=True)
class Reel:
    """The clips of a script, one after the other.

    Attributes:
        path: the film; None where there is no clip at all.
        shots: the shots that are in it, in order.
        missing: the shots whose clip is not there, in order.
        seconds: how long it is.
        copied: its packets are the clips' own; False where everything had to be encoded anew.
        fresh: it was written just now; False where it was there already.
    """

    path: Path | None
    shots: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    seconds: float = 0.0
    copied: bool = True
    fresh: bool = False
