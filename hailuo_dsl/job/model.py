"""Events of a take's life, and the state that they fold to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Event(StrEnum):
    """What can happen to a take; the ledger's `kind`."""

    INTENDED = "intended"  # written before the call is made
    SUBMITTED = "submitted"  # the service answered with a task id
    REFUSED = "refused"  # the service answered no, or was surely never reached
    UNKNOWN = "unknown"  # the answer was lost
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
        data: what the event carries: `intended` the shot's id, service, account, request and the
            run that made it; `submitted` the task id; `done` the clip's sha256; and so on.
    """

    key: str
    attempt: int
    event: Event
    at: float
    data: Mapping[str, Any] = field(default_factory=dict)


class Stage(StrEnum):
    """Where a take stands."""

    PLANNED = "planned"
    INTENDED = "intended"
    SUBMITTED = "submitted"
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
