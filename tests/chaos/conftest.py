"""A simulator on a bad day, and lives that end anywhere."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import urllib.request
from collections import Counter, defaultdict

import pytest

from hailuo_dsl.api.simulator.words import WORDS, Does, Place

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


@pytest.fixture(scope="session")
def weather(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("weather")
    (folder / "chaos.toml").write_text(every_fault(seed=getattr(request, "param", 11)))
    words = ["--scenario", folder / "chaos.toml", "--state", folder / "state.sqlite"]
    with subprocess.Popen(
        [sys.executable, "-m", "hailuo_dsl", "simulate", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Weather(process.stdout.readline().strip())
        finally:
            process.terminate()
            process.wait(20)


def lived(scene, **how) -> dict | None:
    """What one life of *scene* came to; None if it was killed."""
    from tests.chaos.life import live

    process = FORK.Process(target=live, args=(scene,), kwargs=how)
    (scene.folder / "outcome.json").unlink(missing_ok=True)
    process.start()
    process.join(120)
    assert process.exitcode in (0, -9), process.exitcode
    if process.exitcode != 0:
        return None
    return json.loads((scene.folder / "outcome.json").read_text())


__all__ = ["Counter", "Does", "Weather", "every_fault", "lived"]
