"""Events of a take's life, the state that they fold to, and what a run is told and tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

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
    FAILED = "failed"  # the service says that it failed, was cancelled or has expired
    DONE = "done"  # the clip is on the disk, whole


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger.

    Attributes:
        key: the take's key (`plan.key.take_key`).
        attempt: from 1; counts the intentions of a take.
        at: seconds since the epoch.
        data: JSON. `intended`: script, shot, service, account, request, frames (as they are in
            the key), run, intention; `submitted`: task_id; `refused`: advice (an `Advice`, or
            `unreached`), words, said, retry_after; `unknown`: words, said; `seen`: status;
            `failed`: status, words; `done`: clip, seconds.
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


UNDER_WAY = frozenset(
    {Stage.INTENDED, Stage.SUBMITTED, Stage.QUEUED, Stage.RUNNING, Stage.SUCCEEDED}
)
ENDED_BADLY = frozenset({Stage.FAILED, Stage.CANCELLED, Stage.EXPIRED})


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
        clip: sha256 of the clip.
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
    words: str = ""
    said: str = ""
    advice: Advice | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """With whom a run deals, and how much of that is allowed at once.

    Attributes:
        service: the base URL that the tasks belong to.
        account: the label of the account that pays; never a key.
        free: a clip costs nothing, so what was lost or has failed may be sent again.
        requests_per_minute: submits; None where nobody limits them.
        jobs_in_flight: tasks under way at once.
    """

    service: str
    account: str = "default"
    free: bool = False
    requests_per_minute: int | None = None
    jobs_in_flight: int = 4

    def __post_init__(self) -> None:
        # It is written in the ledger, and no secret is.
        if "@" in urlsplit(self.service).netloc:
            raise ValueError("a service's base URL carries no user name and no password")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How patient a run is. All times are in seconds.

    Attributes:
        poll: time between two queries of one task; None follows `decide.POLLS`.
        patience: how long one run keeps asking after one task before it leaves it for the next.
        not_yet: how long a service may deny that it knows a task before that is believed.
        busy_tries: intentions in one run against a service that asks us to wait.
        unreached_tries: intentions in one run against a service that is never reached.
        lost_tries: intentions in one run where answers get lost and sending is free.
        download_tries: times that one run tries to fetch one clip.
        backoff: the first pause after a refusal; each next one is twice as long.
        longest_pause: no pause after a refusal is longer; a service that asks for more is left.
        follow: time between two looks at what another run is doing.
    """

    poll: float | None = None
    patience: float = 3600.0
    not_yet: float = 120.0
    busy_tries: int = 8
    unreached_tries: int = 4
    lost_tries: int = 3
    download_tries: int = 5
    backoff: float = 2.0
    longest_pause: float = 120.0
    follow: float = 0.5


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
        clip: sha256 of the clip, once it is on the disk.
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
    task_id: str = ""
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
        first: running again goes on with it. A shot that waits for a pick is no fault.
        """
        stages = {take.stage for take in self.takes}
        if stages & (UNDER_WAY | {Stage.UNKNOWN}):
            return 4
        misplaced = any(take.stage is Stage.DONE and take.path is None for take in self.takes)
        return 3 if misplaced or stages & (ENDED_BADLY | {Stage.REFUSED, Aside.SKIPPED}) else 0
