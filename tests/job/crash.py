"""A life that can end at any write and any call, and one that ends by SIGKILL.

`python crash.py FOLDER` shoots four shots over a ledger in FOLDER, with a service whose submits
are lines of the file FOLDER/paid: it outlives the process and is shared by all.
"""

import asyncio
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from film import every, film, make_clip, shot

from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.terms import Policy, Terms

FOUR = film("one", shot("two", "shot:one.last"), "three", "four")


class Died(Exception):
    """The process is gone."""


class Life:
    """Counts writes and calls; the one with the number *end* is the last."""

    def __init__(self, end):
        self.end = end
        self.steps = 0
        self.last = ""

    def step(self, name):
        self.steps += 1
        if self.steps >= self.end:
            self.last = self.last or name
            raise Died(name)


class MortalLedger:
    """A ledger whose writer may die before or after each write."""

    def __init__(self, ledger, life):
        self.ledger = ledger
        self.life = life

    def add(self, entry):
        self.life.step(f"before {entry.event}")
        self.ledger.add(entry)
        if entry.event != "intended":
            self.life.step(f"after {entry.event}")

    @contextmanager
    def turn(self):
        # What is written in a turn is there when the turn is over: only then can one die after it.
        with self.ledger.turn():
            before = self.life.steps
            yield
        if self.life.steps > before:
            self.life.step("after intended")

    def __getattr__(self, name):
        return getattr(self.ledger, name)


class MortalService:
    """A service whose caller may die before or after each call."""

    def __init__(self, service, life):
        self.service = service
        self.life = life

    async def submit(self, body, *, intention):
        self.life.step("before submit")
        answer = await self.service.submit(body, intention=intention)
        self.life.step("after submit")
        return answer

    async def query(self, task_id):
        self.life.step("before query")
        return await self.service.query(task_id)

    async def download(self, url, to):
        self.life.step("before download")
        await self.service.download(url, to)
        self.life.step("after download")


class PaidFile:
    """A slow service on the disk: a task is a line of *paid*, and its id the line's number."""

    def __init__(self, paid):
        self.paid = paid

    async def submit(self, body, *, intention):
        await asyncio.sleep(0.02)
        file = os.open(self.paid, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        os.write(file, f"{body['prompt']} {time.time()}\n".encode())
        os.close(file)
        await asyncio.sleep(0.05)
        return body["prompt"]

    async def query(self, task_id):
        lines = dict(line.split() for line in self.paid.read_text().splitlines())
        if time.time() - float(lines[task_id]) < 0.3:
            return Answer(Status.RUNNING)
        return Answer(Status.SUCCEEDED, url=f"https://cdn/{task_id}")

    async def download(self, url, to):
        await asyncio.sleep(0.02)
        make_clip(to.with_suffix(".mp4"), url)
        to.with_suffix(".mp4").replace(to)


def main(folder, *, free):
    ledger = SqliteLedger(folder / "ledger.db")
    outcome = asyncio.run(
        run(
            FOUR,
            PaidFile(folder / "paid"),
            ledger,
            Store(folder / "clips", folder / "out"),
            terms=Terms(service="s", free=free, jobs_in_flight=2),
            policy=Policy(polls=every(0.01), follow=0.01),
        )
    )
    ledger.close()
    print({take.id: take.stage.value for take in outcome.takes})
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), free="free" in sys.argv))
