"""A ledger that lasts as long as its object: for tests and for trying things out."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import TYPE_CHECKING

from hailuo_dsl.job.ledger import AlreadyIntended, as_json
from hailuo_dsl.job.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.job.model import Entry


@dataclass
class MemoryLedger:
    """Keeps its events in a list. Several runs may share it, also from several threads."""

    _lines: list[tuple[Entry, str]] = field(default_factory=list)
    _intended: set[tuple[str, int]] = field(default_factory=set)
    _runs: set[str] = field(default_factory=set)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def add(self, entry: Entry) -> None:
        text = as_json(entry.data)
        with self._lock:
            if _asks(entry):
                if (entry.key, entry.attempt) in self._intended:
                    raise AlreadyIntended(
                        f"attempt {entry.attempt} of this take is already intended"
                    )
                self._intended.add((entry.key, entry.attempt))
            self._lines.append((entry, text))

    def since(self, mark: int) -> tuple[tuple[Entry, ...], int]:
        with self._lock:
            lines = self._lines[mark:]
        entries = tuple(replace(entry, data=json.loads(text)) for entry, text in lines)
        return entries, mark + len(lines)

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._lock:
            before = len(self._lines)
            try:
                yield
            except BaseException:
                gone = {(it.key, it.attempt) for it, _ in self._lines[before:] if _asks(it)}
                self._intended -= gone
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


def _asks(entry: Entry) -> bool:
    return entry.event is Event.INTENDED
