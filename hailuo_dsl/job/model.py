"""Events of a take's life, the state that they fold to, and what a run tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hailuo_dsl.api.errors import Advice


class Event(StrEnum):
    """What can happen to a take."""

    INTENDED = "intended"  # written before the call is made
    SUBMITTED = "submitted"  # the service answered with a task id
    REFUSED = "refused"  # the service answered no, or was surely never reached
    UNKNOWN = "unknown"  # the answer was lost, or the service knows the task no longer
    SEEN = "seen"  # a query answered with another status than before
    DOWNLOADING = "downloading"  # the clip is there and is being fetched
    FAILED = "failed"  # the service says that it failed, was cancelled or has expired
    DONE = "done"  # the clip is on the disk, whole
    CANCELLED = "cancelled"  # the author waits for it no longer
    GIVEN_UP = "given up"  # the author takes it for lost: nobody knows whether it was made


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    Attributes:
        key: the take's key (`plan.key.take_key`).
        attempt: from 1; counts the intentions of a take.
        at: seconds since the epoch.
        data: JSON. `intended`: script, shot, service, account, request, frames (as they are in
            the key), run, intention, price (amount, currency; None where nobody knows it),
            same_job (sent again where the service honours the intention's name: no second job
            can come of it); `submitted`: task_id, adopted (by the author's word), run (that took
            it up); `refused`: advice (an `Advice`, or `unreached`), words, said, retry_after;
            `unknown`: words, said; `seen`: status; `failed`: status, words, said, moderated;
            `done`: clip, seconds, bytes; `cancelled`, `given up`: words.
    """

    key: str
    attempt: int
    event: Event
    at: float
    data: Mapping[str, Any] = field(default_factory=dict)


class Stage(StrEnum):
    """Where a take stands by the ledger."""

    PLANNED = "planned"
    INTENDED = "intended"
    SUBMITTED = "submitted"
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    DOWNLOADING = "downloading"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Aside(StrEnum):
    """Where a take stands that a run has set aside; the ledger knows nothing of it."""

    SKIPPED = "skipped"  # what it starts from is not there
    UNDECIDED = "undecided"  # what it starts from waits for a pick
    WITHHELD = "withheld"  # would have been sent, had the run been let


ASKED_AFTER = frozenset(
    {Stage.SUBMITTED, Stage.QUEUED, Stage.RUNNING, Stage.SUCCEEDED, Stage.DOWNLOADING}
)
"""The service has named a task, and its end is not known yet."""

UNDER_WAY = ASKED_AFTER | {Stage.INTENDED}
ENDED_BADLY = frozenset({Stage.FAILED, Stage.CANCELLED, Stage.EXPIRED})

ANSWERLESS = "the run ended before the answer came"
"""What is said of an intention whose run has died; the ledger itself says nothing of it."""


@dataclass(frozen=True, slots=True)
class TakeState:
    """What the events of one take come to.

    Attributes:
        attempt: the latest intention; 0 before the first.
        since: when it came to this stage, seconds since the epoch.
        submitted: when the service answered with a task id; 0.0 before.
        tries: how many intentions in a row its latest run has made.
        run: the run that made the latest intention.
        intention: the name that the latest intention carried to the service.
        clip: sha256 of the clip; empty until it is on the disk.
        former: sha256 of the clip of an earlier attempt, where the author asked for another.
        same_job: the latest intention asked again for what an earlier one may have got.
        own_word: it is cancelled because the author waits no longer, not by the service.
        words: what went wrong, one sentence for the author.
        said: what went wrong, in the service's own words.
        advice: what is to be done about a refusal; None where the service was never reached.
        retry_after: seconds to wait after a refusal, where the service named them.
    """

    stage: Stage = Stage.PLANNED
    attempt: int = 0
    since: float = 0.0
    submitted: float = 0.0
    tries: int = 0
    run: str = ""
    service: str = ""
    intention: str = ""
    task_id: str = ""
    clip: str = ""
    former: str = ""
    same_job: bool = False
    own_word: bool = False
    words: str = ""
    said: str = ""
    advice: Advice | None = None
    retry_after: float | None = None

    @property
    def standing(self) -> str:
        """sha256 of the clip that stands for the take now, be it the one before; else empty."""
        return self.clip or ("" if self.stage in UNDER_WAY else self.former)


@dataclass(frozen=True, slots=True)
class Take:
    """How one take stands, for those who look on.

    Attributes:
        id: the request's id.
        asked: False where it runs only because another shot starts from it.
        sends: a run that began now would submit it (`survey` says so; a run does not).
        progress: 0 to 100.
        message: one sentence for the author; empty where the stage says it all.
        said: the service's own words.
        advice: what is to be done about a refusal.
        key: its key (`plan.key.take_key`); empty where what it starts from is not there yet.
        clip: sha256 of the clip, once it is on the disk; where the author asked for another and
            that one did not come, of the one before.
        path: where the clip is to be found by its name.
    """

    id: str
    stage: Stage | Aside = Stage.PLANNED
    asked: bool = True
    sends: bool = False
    attempt: int = 0
    progress: float = 0.0
    message: str = ""
    said: str = ""
    advice: Advice | None = None
    task_id: str = ""
    key: str = ""
    clip: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How all takes of a run stand at one moment, in the order of the script."""

    takes: tuple[Take, ...]

    def take(self, id: str) -> Take:
        return next(take for take in self.takes if take.id == id)

    @property
    def clips(self) -> dict[str, str]:
        """Request id -> sha256 of its clip, for those that have one."""
        return {take.id: take.clip for take in self.takes if take.clip}


@dataclass(frozen=True, slots=True)
class Outcome(Snapshot):
    """How a run ended.

    Attributes:
        left: takes of the ledger that are not in this run, were sent, and have no known end.
    """

    left: tuple[Take, ...] = ()

    @property
    def exit_code(self) -> int:
        """4 where what was sent has no known end yet, else 3 where something went wrong, else 0.

        A task that the service was still working on when the run lost patience counts among the
        first: running again goes on with it. So does a take of before whose answer was lost, until
        the author has settled it. A shot that waits for a pick is no fault.
        """
        stages = {take.stage for take in self.takes}
        lost = {take.stage for take in self.left} & {Stage.INTENDED, Stage.UNKNOWN}
        if lost or stages & (UNDER_WAY | {Stage.UNKNOWN}):
            return 4
        misplaced = any(take.stage is Stage.DONE and take.path is None for take in self.takes)
        wrong = ENDED_BADLY | {Stage.REFUSED, Aside.SKIPPED, Aside.WITHHELD}
        return 3 if misplaced or stages & wrong else 0
