"""A thousand jobs at 1 200 submits a minute: all accounted for, in bounded memory, soon."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PER_MINUTE = 1200
HONEST = f'clip = "small"\njob_seconds = 2\nrequests_per_minute = {PER_MINUTE}\n'


def stormy() -> str:
    """The shipped scenario with this benchmark's limit and small clips."""
    text = files("hailuo_dsl.api.simulator").joinpath("stormy.toml").read_text("utf-8")
    kept = (it for it in text.splitlines() if not it.startswith("requests_per_minute"))
    return HONEST + "\n".join(kept)


@contextmanager
def simulator(folder: Path, scenario: str):
    (folder / "scenario.toml").write_text(scenario)
    words = ["--scenario", folder / "scenario.toml", "--state", folder / "state.sqlite"]
    with subprocess.Popen(
        [sys.executable, "-m", "hailuo_dsl", "simulate", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(30)


def shot(folder: Path, scenario: str, jobs: int) -> tuple[dict, dict]:
    """What the run tells, and what the simulator counted."""
    with simulator(folder, scenario) as url:
        words = [sys.executable, "-m", "tests.benchmarks.thousand", url, folder, jobs, PER_MINUTE]
        done = subprocess.run(
            list(map(str, words)), cwd=ROOT, capture_output=True, text=True, check=True
        )
        with urllib.request.urlopen(f"{url}/_simulator/stats", timeout=30) as answer:
            return json.loads(done.stdout), json.load(answer)


def show(name: str, figures: dict, stats: dict, jobs: int) -> None:
    print(
        f"\n{name}: {jobs} jobs in {figures['wall']:.1f} s, "
        f"{figures['cpu'] / jobs * 1e3:.1f} ms of CPU a job, "
        f"{stats['queries'] / jobs:.2f} polls a job, {figures['peak'] / 1e6:.0f} MB at most; "
        f"{dict(figures['stages'])}; faults {sum(stats['faults'].values())}"
    )


@pytest.mark.parametrize(("name", "scenario"), [("fair", HONEST), ("stormy", stormy())])
def test_a_thousand_jobs_are_all_accounted_for(tmp_path, name, scenario):
    figures, stats = shot(tmp_path, scenario, 1000)
    show(name, figures, stats, 1000)
    stages = figures["stages"]
    ended = {"done", "failed", "refused", "unknown"}

    assert (sum(stages.values()), set(stages) - ended) == (1000, set())
    paid = [task["prompt"] for task in stats["tasks"]]
    assert len(paid) == len(set(paid))
    made = sum(task["ended"] == "success" for task in stats["tasks"])
    # What was made and is not on the disk is one whose answer was lost, and is said to be so.
    assert stages["done"] <= made <= stages["done"] + stages.get("unknown", 0)
    assert figures["peak"] < 250e6
    if name == "fair":
        assert stages == {"done": 1000}
        assert figures["wall"] < 1000 / PER_MINUTE * 60


def test_where_the_limit_binds_it_is_used_up(tmp_path):
    """The last hundred may be sent a minute after the first: no one can be done sooner."""
    jobs, job_seconds = PER_MINUTE + 100, 2.0
    figures, stats = shot(tmp_path, HONEST, jobs)
    best = 60.0 + job_seconds
    show("beyond the limit", figures, stats, jobs)
    print(f"the best possible is {best:.0f} s: {figures['wall'] / best:.3f} of it")

    assert figures["stages"] == {"done": jobs}
    assert stats["refused"] == 0
    assert figures["wall"] < 1.05 * best
