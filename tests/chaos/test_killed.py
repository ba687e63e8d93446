"""Killed at any write, any call and any moment, with everything going wrong: paid once, kept whole.

A point is one seed: its film is shot in lives that end by SIGKILL, then finished. What the
simulator accepted is the truth that the ledger is held against.
"""

from __future__ import annotations

import hashlib
import random
import time

import pytest

from hailuo_dsl.job.model import Entry, Event
from hailuo_dsl.job.sqlite import SqliteLedger
from tests.chaos.conftest import lived
from tests.chaos.life import Scene

POINTS = 240
STEPS = 120
"""About as many writes and calls as a film of six shots takes."""

SUCCEEDED = "success"
ENDED_BADLY = {"failed", "cancelled", "expired"}
WAITS = {"unknown", "intended"}


@pytest.mark.parametrize("point", range(POINTS))
def test_wherever_it_is_killed_each_take_is_paid_once_and_no_clip_is_lost(weather, tmp_path, point):
    chance = random.Random(point)
    scene = Scene(weather.url, tmp_path, f"p{point}")
    ends = [1 + point % STEPS, *(chance.randint(1, STEPS) for _ in range(chance.randint(0, 2)))]
    for end in ends:
        if chance.random() < 0.25:
            lived(scene, seconds=chance.uniform(0.0, 1.5))
        else:
            lived(scene, end=end)
    told = finished(scene)
    tasks = weather.tasks(scene.name)

    assert {name: len(paid) for name, paid in tasks.items() if len(paid) > 1} == {}
    for name, take in told["takes"].items():
        holds(scene, name, take, tasks[name])
    if any(take["stage"] in WAITS for take in told["takes"].values()):
        assert told["exit"] == 4

    settled = by_the_authors_word(scene, told, tasks)
    again = weather.tasks(scene.name)
    for name, take in settled["takes"].items():
        holds(scene, name, take, again[name])
        if tasks[name] and tasks[name][0]["ended"] == SUCCEEDED:
            assert (take["stage"], len(again[name])) == ("done", 1), take


def finished(scene) -> dict:
    """The outcome of runs that are let live, until nothing changes any more."""
    before = None
    for _ in range(6):
        told = lived(scene)
        stages = {name: take["stage"] for name, take in told["takes"].items()}
        if stages == before or set(stages.values()) == {"done"}:
            break
        before = stages
    return told


def holds(scene, name, take, tasks) -> None:
    """What a take is said to be is what the simulator and the disk know."""
    ended = {task["ended"] for task in tasks}
    match take["stage"]:
        case "done":
            clip = scene.store.path(take["clip"]).read_bytes()
            assert hashlib.sha256(clip).hexdigest() == take["clip"]
            assert (scene.folder / "out" / f"{name}.mp4").read_bytes() == clip
            assert take["task"] in {task["task_id"] for task in tasks}
        case stage if stage in ENDED_BADLY:
            assert ended, take
            assert ended <= ENDED_BADLY, (take, ended)
        case "refused" | "skipped" | "withheld":
            assert not tasks, take
        case "unknown":
            # Whether it was accepted is what nobody on this side knows.
            assert len(tasks) <= 1
        case stage:
            # Left to be gone on with: its task is known.
            assert take["task"], (stage, take)


def by_the_authors_word(scene, told, tasks) -> dict:
    """Adopt what was accepted, send again what was not, and finish."""
    ledger = SqliteLedger(scene.ledger)
    resend = set()
    for name, take in told["takes"].items():
        if take["stage"] != "unknown":
            continue
        if not tasks[name]:
            resend.add(name)
        elif tasks[name][0]["ended"] == SUCCEEDED and not take["task"]:
            data = {"task_id": tasks[name][0]["task_id"], "adopted": True}
            attempt = max(it.attempt for it in ledger.since(0)[0] if it.key == take["key"])
            ledger.add(Entry(take["key"], attempt, Event.SUBMITTED, time.time(), data))
    ledger.close()
    lived(scene, resend=resend)
    return finished(scene)
