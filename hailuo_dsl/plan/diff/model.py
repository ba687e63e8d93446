"""What changed between two scripts, request by request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Status(StrEnum):
    """What became of a request, the weightiest that is true of it."""

    CHANGED = "changed"  # what it asks for is another clip
    STALE = "stale"  # asks for the same, but what it starts from or ends on is another
    ADDED = "added"
    REMOVED = "removed"
    TOUCHED = "touched"  # what differs makes no new take: its place in the reel, its callback
    RENAMED = "renamed"
    GONE = "gone"  # was sent before, and is not in the script; nobody knows since when
    UNCHANGED = "unchanged"


DIFFERENT = frozenset({Status.CHANGED, Status.STALE, Status.ADDED, Status.REMOVED, Status.TOUCHED})
"""What counts as a difference. A name is none, nor is what another run has left behind."""


class Made(StrEnum):
    """Whether a request of the new script needs a new clip."""

    ANEW = "anew"
    REUSED = "reused"
    WAITS = "waits"  # what it starts from waits for a pick


class Cause(StrEnum):
    """Why the frame that a stale request starts from is another."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    REMADE = "remade"  # its clip is another than the one that was used
    UNKNOWN = "unknown"


class Op(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Stretch(NamedTuple):
    """Part of a prompt: kept and removed ones are the old prompt, kept and added ones the new."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that differs.

    Attributes:
        name: as a script's author knows it: `duration`, `first frame`, `trim`.
        old: JSON; None where it was left out.
        new: alike.
        counts: it makes another clip of it.
        note: what the two values do not show, as a clause: `its bytes changed`.
        words: of the prompt, what changed within.
    """

    name: str
    old: Any
    new: Any
    counts: bool = True
    note: str = ""
    words: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One request, old and new.

    Attributes:
        id: the new one; of a removed request the old.
        made: None where there is nothing to make any more.
        renamed_from: the old id, where it is another.
        fields: what is asked for differently.
        reel: how it stands in the reel differently.
        chain: of a stale request, the requests from the one that it starts from to the one that
            is to blame.
        cause: what became of the last one of the chain.
        note: how its take stands, where that is worth a word.
    """

    id: str
    status: Status
    made: Made | None = None
    renamed_from: str | None = None
    fields: tuple[Field, ...] = ()
    reel: tuple[Field, ...] = ()
    chain: tuple[str, ...] = ()
    cause: Cause | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Diff:
    """Every request of both sides, in the new script's order, removed ones where they stood."""

    changes: tuple[Change, ...]

    @property
    def differs(self) -> bool:
        """Whether the two ask for other clips, or for another reel."""
        return any(change.status in DIFFERENT for change in self.changes)

    @property
    def counts(self) -> dict[Status, int]:
        """How many requests there are of each status, in the order of `Status`."""
        statuses = [change.status for change in self.changes]
        return {status: statuses.count(status) for status in Status}

    @property
    def anew(self) -> frozenset[str]:
        """The ids of the new script's requests that need a new clip."""
        return frozenset(change.id for change in self.changes if change.made is Made.ANEW)
