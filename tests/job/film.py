"""Small films, and a service that makes their clips by a script of its own."""

import asyncio
import hashlib
from collections import defaultdict
from pathlib import Path

import numpy as np

from hailuo_dsl.api.errors import Advice, NoSuchTask
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.ground.model import Span
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.terms import Policy, Polls, Terms
from hailuo_dsl.media.write import write_video
from hailuo_dsl.plan.model import Plan, Step
from hailuo_dsl.request.model import Request


def every(seconds):
    """Ask after a task every so many seconds."""
    return Polls(seconds, seconds, seconds, seconds)


TERMS = Terms(service="https://gateway.example", jobs_in_flight=8)
FREE = Terms(service="local", free=True, jobs_in_flight=8)
QUICK = Policy(polls=every(0.001), backoff=0.001, follow=0.002, patience=5.0)


def shot(name, start="https://pictures.example/pier.png", *, ordinal=1, undecided=False, end=None):
    """One step; the prompt is the shot's name, so that the service knows whom it works for."""
    metadata = {"first_frame_image": start}
    if end:
        metadata["last_frame_image"] = end
    body = {
        "model": "MiniMax-Hailuo-02",
        "prompt": name.partition("#")[0],
        "duration": 6,
        "metadata": metadata,
    }
    request = Request(
        name,
        body,
        (),
        Span(0, 0, "film.shots"),
        take=int(name.partition("#")[2] or 1),
        undecided=undecided,
    )
    return Step(request, ordinal)


def film(*steps):
    return Plan(tuple(step if isinstance(step, Step) else shot(step) for step in steps))


def make_clip(path: Path, words: str, *, frames: int = 3, size: int = 16) -> None:
    """Write a tiny clip whose colour is made of *words*, and which grows darker."""
    colour = np.frombuffer(hashlib.sha256(words.encode()).digest()[:3], np.uint8) // 2 + 120
    shades = np.linspace(1.0, 0.3, frames)
    write_video(path, [np.full((size, size, 3), colour * shade, np.uint8) for shade in shades], 24)


class Hailuo:
    """A service in memory. What it answers to a submit can be scripted shot by shot.

    `answers["pier"] = [Lost("…"), …]` are raised one after the other; the shots in *accepts* are
    accepted (and paid) all the same. `endings["pier"]` is what a query answers at the end.
    """

    def __init__(self, *, queries=2, submit_seconds=0.0):
        self.answers = defaultdict(list)
        self.accepts = set()
        self.endings = {}
        self.queries = queries
        self.submit_seconds = submit_seconds
        self.tasks = {}
        self.asked = defaultdict(int)
        self.intentions = []
        self.bodies = []
        self.flying = 0
        self.most_flying = 0
        self.query_errors = []
        self.download_errors = []
        self.downloads = 0

    @property
    def paid(self):
        """How often each shot was accepted."""
        counts = defaultdict(int)
        for body in self.tasks.values():
            counts[body["prompt"]] += 1
        return dict(counts)

    async def submit(self, body, *, intention):
        await asyncio.sleep(self.submit_seconds)
        name = body["prompt"]
        self.intentions.append((name, intention))
        self.bodies.append(body)
        answer = self.answers[name].pop(0) if self.answers[name] else None
        if answer is None or name in self.accepts:
            task_id = f"task-{len(self.tasks) + 1}"
            self.tasks[task_id] = body
            self.flying += 1
            self.most_flying = max(self.flying, self.most_flying)
        if answer is not None:
            raise answer
        return task_id

    async def query(self, task_id):
        await asyncio.sleep(0)
        if self.query_errors:
            raise self.query_errors.pop(0)
        if task_id not in self.tasks:
            raise NoSuchTask("no such task", advice=Advice.WAIT, said="task_not_exist")
        self.asked[task_id] += 1
        if self.asked[task_id] < self.queries:
            return Answer(Status.RUNNING, progress=50.0)
        if self.asked[task_id] == self.queries:
            self.flying -= 1
        name = self.tasks[task_id]["prompt"]
        return self.endings.get(name) or Answer(Status.SUCCEEDED, url=f"https://cdn/{task_id}")

    async def download(self, url, to):
        await asyncio.sleep(0)
        self.downloads += 1
        if self.download_errors:
            raise self.download_errors.pop(0)
        make_clip(to.with_suffix(".mp4"), url)
        to.with_suffix(".mp4").replace(to)


def history(ledger):
    """Every event of *ledger*, in order."""
    return ledger.since(0)[0]


def events(ledger, key):
    """What happened to the take *key*, in order."""
    return tuple(entry for entry in history(ledger) if entry.key == key)


def book(ledger):
    return Book(history(ledger))
