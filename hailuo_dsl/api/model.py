"""What the service says, in one vocabulary, whatever shape it said it in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Status(StrEnum):
    """Where a task stands. Whatever the service says that nobody knows is *running*."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Answer:
    """The service's answer to a query.

    Attributes:
        url: where the clip is; only with `SUCCEEDED`, and only if it is http(s).
        failure: why it failed, in the service's own words; only with an ending that is no success.
        progress: 0 to 100, where the service says one.
        reason: why it failed, one clause in our words; empty where nothing known tells.
        moderated: whether the service's moderation stopped it, as far as codes and words tell.
    """

    status: Status
    url: str = ""
    failure: str = ""
    progress: float | None = None
    reason: str = ""
    moderated: bool = False


class Service(Protocol):
    """Whoever makes clips: the client, or anything that keeps the same promises."""

    async def submit(self, body: Mapping[str, Any], *, intention: str) -> str:
        """Ask for a clip and return the task id; *intention* names this one act of asking.

        Raises:
            Refused: the service said no; nothing was accepted.
            Unreached: the request surely never arrived.
            Lost: it may have been accepted, and the answer did not come.
        """
        ...

    async def query(self, task_id: str) -> Answer:
        """Ask how a task stands.

        Raises:
            Refused: the service does not know the task or does not let us ask.
            Unreached, Lost: no answer came; ask again.
        """
        ...

    async def download(self, url: str, to: Path) -> None:
        """Write the clip at *url* to the file *to*.

        A clip that does not come whole may leave its beginning at *to*, for the next call to go on
        from, whatever its link; `discard` of `api.part` takes it away.

        Raises:
            Refused, Unreached, Lost: it did not come whole.
            OSError: it cannot be written.
        """
        ...
