"""What a widget is doing, and how far each take is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.job.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.job.model import Snapshot


class Phase(StrEnum):
    """What a widget is doing."""

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
