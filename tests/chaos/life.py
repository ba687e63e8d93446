"""One life of a run in a process of its own, which may end by SIGKILL at any write and any call."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hailuo_dsl.api.client import Client, Patience
from hailuo_dsl.api.profile import Profile
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.catalog.model import Price
from hailuo_dsl.ground.model import Span
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.terms import Money, Policy, Polls, Terms
from hailuo_dsl.media import frames  # noqa: F401 - a life is short: warmed up before
from hailuo_dsl.plan.model import Plan, Step
from hailuo_dsl.request.model import Request

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.job.model import Outcome

KEY = "sk-canary-of-the-chaos"
POLICY = Policy(
    polls=Polls(0.05, 0.05, 0.1, 0.1),
    patience=8.0,
    not_yet=0.4,
    backoff=0.02,
    longest_pause=2.0,
    follow=0.05,
)
PRICE = Price(
    provider="gateway",
    model="MiniMax-Hailuo-02",
    resolution="768P",
    duration=6,
    amount=Decimal("0.28"),
    currency="USD",
    source="a list",
    checked=date(2026, 8, 20),
)
PATIENCE = Patience(submit_read=1.0, query_read=1.0, download_read=1.0, between=0.02)


@dataclass(frozen=True)
class Scene:
    """Where a film is shot; it is known by *name*, which no other film of the simulator has."""

    url: str
    folder: Path
    name: str
    per_minute: int | None = None
    budget: str | None = None

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.sqlite"

    @property
    def store(self) -> Store:
        return Store(self.folder / "clips", self.folder / "out")

    @property
    def terms(self) -> Terms:
        return Terms(
            service=self.url,
            jobs_in_flight=3,
            requests_per_minute=self.per_minute,
            budget=Money(Decimal(self.budget), "USD") if self.budget else None,
        )

    @property
    def plan(self) -> Plan:
        """Six shots; two start from others, so that clips are decoded and sent again."""
        picture = "https://pictures.example/pier.png"
        starts = (picture, "shot:{}a.last", picture, "shot:{}c.first", picture, picture)
        return Plan(
            tuple(
                self._step(letter, start.format(f"{self.name}-"))
                for letter, start in zip("abcdef", starts, strict=True)
            )
        )

    def _step(self, letter: str, start: str) -> Step:
        name = f"{self.name}-{letter}"
        body = {
            "model": "MiniMax-Hailuo-02",
            "prompt": name,
            "duration": 6,
            "metadata": {"first_frame_image": start, "resolution": "768P"},
        }
        return Step(Request(name, body, (), Span(0, 0, "film.shots")), price=PRICE)


class Life:
    """Counts writes and calls; at the one with the number *end* the process is killed."""

    def __init__(self, end: int | None) -> None:
        self.end = end
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        if self.end is not None and self.steps >= self.end:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalLedger:
    """A ledger whose writer may be killed before and after each write."""

    def __init__(self, ledger: SqliteLedger, life: Life) -> None:
        self.ledger = ledger
        self.life = life

    def add(self, entry):
        self.life.step()
        self.ledger.add(entry)
        self.life.step()

    @contextmanager
    def turn(self):
        with self.ledger.turn():
            yield
        self.life.step()

    def __getattr__(self, name):
        return getattr(self.ledger, name)


class MortalService:
    """A service whose caller may be killed before and after each call."""

    def __init__(self, service: Client, life: Life) -> None:
        self.service = service
        self.life = life

    async def submit(self, body, *, intention):
        self.life.step()
        answer = await self.service.submit(body, intention=intention)
        self.life.step()
        return answer

    async def query(self, task_id):
        self.life.step()
        answer = await self.service.query(task_id)
        self.life.step()
        return answer

    async def download(self, url, to):
        self.life.step()
        await self.service.download(url, to)
        self.life.step()


class MortalStore:
    """A store whose user may be killed before and after each file that appears."""

    def __init__(self, store: Store, life: Life) -> None:
        self.store = store
        self.life = life

    def keep(self, part):
        self.life.step()
        kept = self.store.keep(part)
        self.life.step()
        return kept

    def place(self, clip, id):
        self.life.step()
        placed = self.store.place(clip, id)
        self.life.step()
        return placed

    def __getattr__(self, name):
        return getattr(self.store, name)


def live(scene: Scene, end: int | None = None, seconds: float | None = None, resend=()) -> None:
    """Shoot the film of *scene*; what came of it is written to `PID.json`.

    Args:
        end: the write or call at which the process is killed.
        seconds: how long after its beginning it is killed, wherever it is.
        resend: ids that are sent again by the author's word.
    """
    if seconds is not None:
        timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
        timer.daemon = True
        timer.start()
    outcome, steps = asyncio.run(_shoot(scene, Life(end), resend))
    told = {
        "exit": outcome.exit_code,
        "steps": steps,
        "takes": {
            take.id: {
                "stage": str(take.stage),
                "clip": take.clip,
                "path": str(take.path or ""),
                "task": take.task_id,
                "key": take.key,
                "message": take.message,
            }
            for take in outcome.takes
        },
    }
    (scene.folder / f"{os.getpid()}.json").write_text(json.dumps(told))
    sys.exit(0)


async def _shoot(scene: Scene, life: Life, resend) -> tuple[Outcome, int]:
    ledger = SqliteLedger(scene.ledger)
    async with Client(Profile("gateway", scene.url, KEY), catalog(), patience=PATIENCE) as client:
        outcome = await run(
            scene.plan,
            MortalService(client, life),
            MortalLedger(ledger, life),
            MortalStore(scene.store, life),
            terms=scene.terms,
            policy=POLICY,
            resend=resend,
        )
    ledger.close()
    return outcome, life.steps
