"""A simulator on a bad day, and lives that end anywhere."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import urllib.request
from collections import defaultdict
from contextlib import contextmanager

import pytest

from hailuo_dsl.api.simulator.words import WORDS, Place

FORK = multiprocessing.get_context("forkserver")
FORK.set_forkserver_preload(["tests.chaos.life"])

SHARE = 0.012
"""How often each fault strikes; there are some thirty at each place."""


def every_fault(seed: int) -> str:
    """A scenario, TOML, in which everything goes wrong at times."""
    lines = [f"seed = {seed}", 'clip = "small"', "job_seconds = 0.15", 'spelling = "every"']
    lines.append('shapes = ["tokensmind", "newapi", "older", "older-link", "flat", "openai"]')
    for place in Place:
        for does, terms in WORDS.items():
            if place in terms.at:
                lines += ["[[fault]]", f'at = "{place}"', f'does = "{does}"', f"share = {SHARE}"]
                lines += ["seconds = 0.1"] * (terms.seconds is not None)
    return "\n".join(lines)


class Weather:
    """A simulator that plays a scenario, and what it counted."""

    def __init__(self, url: str) -> None:
        self.url = url

    def stats(self) -> dict:
        with urllib.request.urlopen(f"{self.url}/_simulator/stats", timeout=20) as answer:
            return json.load(answer)

    def tasks(self, name: str) -> dict[str, list[dict]]:
        """The accepted tasks of the film *name* by their shots."""
        found = defaultdict(list)
        for task in self.stats()["tasks"]:
            if task["prompt"].startswith(f"{name}-"):
                found[task["prompt"]].append(task)
        return found


@contextmanager
def simulator(folder, scenario):
    (folder / "chaos.toml").write_text(scenario)
    words = ["--scenario", folder / "chaos.toml", "--state", folder / "state.sqlite"]
    with subprocess.Popen(
        [sys.executable, "-m", "hailuo_dsl", "simulate", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Weather(process.stdout.readline().strip())
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def weather(tmp_path_factory):
    """Everything goes wrong at times."""
    with simulator(tmp_path_factory.mktemp("weather"), every_fault(seed=11)) as found:
        yield found


@pytest.fixture(scope="session")
def calm(tmp_path_factory):
    """Nothing goes wrong."""
    scenario = 'clip = "small"\njob_seconds = 0.15'
    with simulator(tmp_path_factory.mktemp("calm"), scenario) as found:
        yield found


def born(scene, **how) -> multiprocessing.Process:
    """A life of *scene* that has begun."""
    from tests.chaos.life import live

    process = FORK.Process(target=live, args=(scene,), kwargs=how)
    process.start()
    return process


def over(process, scene) -> dict | None:
    """What a life of *scene* came to; None if it was killed."""
    process.join(120)
    assert process.exitcode in (0, -9), process.exitcode
    if process.exitcode != 0:
        return None
    return json.loads((scene.folder / f"{process.pid}.json").read_text())


def lived(scene, **how) -> dict | None:
    """What one life of *scene* came to, from beginning to end; None if it was killed."""
    return over(born(scene, **how), scene)
