"""What the simulator knows of a job, and where it stands at a time. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.api.simulator.shapes import Word
from hailuo_dsl.api.simulator.words import Does
from hailuo_dsl.request.model import FRAME_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = "sha256:"
"""What a picture that came as a data URL begins with in a task's request."""
QUEUED_SHARE = 0.2
"""How much of a job's time it waits in the queue."""

ENDS = {Does.FAILS: Word.FAILED, Does.CANCELLED: Word.CANCELLED, Does.EXPIRES: Word.EXPIRED}


class Stand(NamedTuple):
    """Where a task stands; *progress* is 0 to 100."""

    word: Word
    progress: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came as a data URL; *width* and *height* are pixels, upright."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for.

    Attributes:
        request: the body, each data URL replaced by what stands for its picture.
        pictures: sha256 -> what those data URLs carried.
        short_edge: pixels.
    """

    request: Mapping[str, Any]
    pictures: Mapping[str, Picture]
    short_edge: int

    @property
    def prompt(self) -> str:
        return str(self.request["prompt"])


@dataclass(frozen=True, slots=True)
class Fate:
    """How a job ends that ends in no clip, with the service's code and words."""

    does: Does
    code: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One row; times are seconds since the epoch.

    Attributes:
        task_id: what the client is told.
        submitted: when it was accepted.
        job_seconds: from then until the clip is there.
        short_edge: pixels.
        request: as a `Job` has it.
        turn: which submit of its prompt it was, counted from 1.
        told: whether its id went out whole, or came back with a query.
        fate: how it ends, if not in a clip.
        intention: the `Idempotency-Key` that it came with.
    """

    task_id: str
    submitted: float
    job_seconds: float
    short_edge: int
    request: Mapping[str, Any]
    turn: int = 1
    told: bool = True
    fate: Fate | None = None
    intention: str = ""

    @property
    def finished(self) -> float:
        return self.submitted + self.job_seconds

    @property
    def prompt(self) -> str:
        return str(self.request["prompt"])

    @property
    def pictures(self) -> dict[str, str]:
        """Key of the frame -> sha256, of each that came as a data URL; the first frame's first."""
        frames = {key: self.request["metadata"].get(key, "") for key in FRAME_KEYS}
        return {key: it.removeprefix(KEPT) for key, it in frames.items() if it.startswith(KEPT)}


def stand(task: Task, now: float) -> Stand:
    """Where *task* stands at *now*, seconds since the epoch."""
    if now >= task.finished:
        return Stand(ENDS.get(task.fate.does, Word.SUCCESS) if task.fate else Word.SUCCESS, 100)
    passed = max(0.0, now - task.submitted)
    share = passed / task.job_seconds if task.job_seconds else 0.0
    if share < QUEUED_SHARE:
        return Stand(Word.QUEUED, 0)
    return Stand(Word.PROCESSING, min(99, int(share * 100)))
