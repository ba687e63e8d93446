"""A ledger that lasts as long as its object: for tests and for trying things out."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TYPE_CHECKING

from hailuo_dsl.job.fold import UNREACHED
from hailuo_dsl.job.ledger import AlreadyIntended, as_json
from hailuo_dsl.job.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.job.model import Entry


@dataclass
class MemoryLedger:
    """Keeps its events in a list. Several runs may share it, also from several threads."""

    _lines: list[tuple[Entry, str]] = field(default_factory=list)
    _runs: set[str] = field(default_factory=set)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def add(self, entry: Entry) -> None:
        with self._lock:
            if entry.event is Event.INTENDED and any(
                (line.key, line.attempt, line.event) == (entry.key, entry.attempt, entry.event)
                for line, _ in self._lines
            ):
                raise AlreadyIntended(f"attempt {entry.attempt} of this take is already intended")
            self._lines.append((entry, as_json(entry.data)))

    def events(self, key: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.history() if entry.key == key)

    def history(self) -> Iterator[Entry]:
        with self._lock:
            lines = list(self._lines)
        return (replace(entry, data=json.loads(text)) for entry, text in lines)

    def intended(self, service: str, since: float) -> tuple[float, ...]:
        history = tuple(self.history())
        unreached = {
            (entry.key, entry.attempt)
            for entry in history
            if entry.event is Event.REFUSED and entry.data.get("advice") == UNREACHED
        }
        return tuple(
            sorted(
                entry.at
                for entry in history
                if entry.event is Event.INTENDED
                and entry.data.get("service") == service
                and entry.at > since
                and (entry.key, entry.attempt) not in unreached
            )
        )

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._lock:
            before = len(self._lines)
            try:
                yield
            except BaseException:
                del self._lines[before:]
                raise

    @contextmanager
    def living(self, run: str) -> Iterator[None]:
        self._runs.add(run)
        try:
            yield
        finally:
            self._runs.discard(run)

    def alive(self, run: str) -> bool:
        return run in self._runs

    def close(self) -> None:
        """Nothing is held."""
