"""How a desk stands: one value, replaced whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.job.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.studio.film import Film


class Phase(StrEnum):
    """What a desk is doing."""

    IDLE = "idle"
    PREVIEWING = "previewing"
    ASKING = "asking"
    SHOOTING = "shooting"
    STOPPING = "stopping"


class Line(NamedTuple):
    """How far one take is, for the eye."""

    id: str
    percent: float
    words: str


@dataclass(frozen=True, slots=True)
class Desk:
    """How a desk stands at one moment.

    Attributes:
        film: the script as it was last compiled; None where it could not be read at all.
        shot: the shot that the controls and buttons mean; None for every shot.
        says: the status line.
        wrong: why there is no film.
        offer: what would be sent, while the desk asks.
        clips: what the player can show, by name.
    """

    film: Film | None = None
    shot: str | None = None
    phase: Phase = Phase.IDLE
    says: str = ""
    wrong: str = ""
    lines: tuple[Line, ...] = ()
    offer: Bill | None = None
    clips: tuple[tuple[str, Path], ...] = ()


def lines_of(snapshot: Snapshot) -> tuple[Line, ...]:
    """A line a take of a run."""
    return tuple(
        Line(
            take.id, take.progress, f"{take.stage}: {take.message}" if take.message else take.stage
        )
        for take in snapshot.takes
    )


def preview_lines(ids: Iterable[str], made: Iterable[str]) -> tuple[Line, ...]:
    """A line an animatic: it is there or it is not."""
    made = frozenset(made)
    return tuple(
        Line(id, 100.0, Stage.DONE) if id in made else Line(id, 0.0, "drawing") for id in ids
    )
