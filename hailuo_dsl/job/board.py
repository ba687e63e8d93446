"""The board of a run: how each take stands, told to whoever looks on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.model import Outcome, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.job.model import Take


class Board:
    """Keeps the latest `Take` of each id and tells *on_change* when one differs."""

    def __init__(self, start: Snapshot, on_change: Callable[[Snapshot], None]) -> None:
        self._takes = {take.id: take for take in start.takes}
        self._on_change = on_change
        on_change(start)

    def __getitem__(self, id: str) -> Take:
        return self._takes[id]

    def change(self, id: str, **what: Any) -> Take:
        """Change some fields of a take's `Take`."""
        take = replace(self._takes[id], **what)
        if take != self._takes[id]:
            self._takes[id] = take
            self._on_change(Snapshot(tuple(self._takes.values())))
        return take

    def outcome(self) -> Outcome:
        return Outcome(tuple(self._takes.values()))
