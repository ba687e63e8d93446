"""What the takes of one run share."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.model import Entry, Event

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping
    from pathlib import Path

    from hailuo_dsl.api.model import Service
    from hailuo_dsl.job.board import Board
    from hailuo_dsl.job.book import Book
    from hailuo_dsl.job.ledger import Ledger
    from hailuo_dsl.job.model import TakeState
    from hailuo_dsl.job.pace import Door
    from hailuo_dsl.job.store import Store
    from hailuo_dsl.job.terms import Policy, Terms

UPLOADS = 8
"""How many bodies are in memory at once: each may carry megabytes of pictures."""


@dataclass(kw_only=True)
class Shift:
    """One run at work.

    Attributes:
        script: the name that the ledger knows the script by.
        resend: ids that are sent again although their outcome is unknown or they have failed.
        retake: ids whose clips are made once more.
        calls: submits on their way; they are waited for, whatever happens to the run.
        agreed: ids of the requests that may be submitted; None for all.
        no_submits: why nothing more is submitted, once that is so.
        locks: one for each key; two steps that turn out to be one job make one clip.
    """

    run: str
    script: str
    service: Service
    ledger: Ledger
    book: Book
    store: Store
    terms: Terms
    policy: Policy
    root: Path
    resend: frozenset[str]
    retake: frozenset[str]
    agreed: frozenset[str] | None
    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    board: Board
    door: Door
    no_submits: str = ""
    calls: set[asyncio.Task[None]] = field(default_factory=set)
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS))
    locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def call(self, making: Coroutine[None, None, None]) -> asyncio.Task[None]:
        call: asyncio.Task[None] = asyncio.create_task(making)
        self.calls.add(call)
        return call

    def state(self, key: str) -> TakeState:
        """How the take *key* stands now, whoever wrote last."""
        return self.book.read(self.ledger).state(key)

    def write(self, key: str, attempt: int, event: Event, data: Mapping[str, Any]) -> None:
        """Write down what has happened to the take *key*."""
        self.ledger.add(Entry(key, attempt, event, self.now(), data))

    async def rest(self, until: float) -> None:
        await self.sleep(max(0.0, until - self.now()))
