"""How soon a cell answers while ten jobs run in its kernel, beside the same cell when nothing runs.

A real ipykernel with a runner on display, whose run is watched from its start to its reel: it
submits, polls, has clips drawn, saves them and tells the page. The cell sleeps for ten
milliseconds; what it takes is measured from outside, as a page would see it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import time

import pytest
from jupyter_client.manager import start_new_kernel

JOBS = 10
CELLS = 300
PATIENCE = 120
"""Seconds until a run that does not end is a mistake."""

CELL = "time.sleep(0.01)"
HEAD = """\
model: MiniMax-Hailuo-02
resolution: 512P
optimizer: off
"""
SHOT = """
shot s{number}
  from: coffee.jpg
  camera: push in
  > Steam curls above cup number {number}.
"""
RUNNER = """\
import pathlib, time
from hailuo_dsl.notebook import Runner

over = pathlib.Path("over")
runner = Runner("film.shots", job_seconds=2, on_over=lambda made: over.touch())
runner
"""


@pytest.fixture
def execute(tmp_path, pictures):
    """Runs a cell of a kernel, in a folder with a script of ten shots."""
    shutil.copy(pictures / "coffee.jpg", tmp_path)
    script = HEAD + "".join(SHOT.format(number=number) for number in range(JOBS))
    (tmp_path / "film.shots").write_text(script)
    environ = {**os.environ, "IPYTHONDIR": str(tmp_path / "ipython")}
    manager, client = start_new_kernel(cwd=str(tmp_path), env=environ)

    def execute_it(code):
        reply = client.execute_interactive(code, timeout=60, output_hook=lambda _: None)
        assert reply["content"]["status"] == "ok", reply["content"]

    yield execute_it
    client.stop_channels()
    manager.shutdown_kernel()


def took(execute) -> float:
    """Milliseconds of one cell."""
    start = time.perf_counter()
    execute(CELL)
    return (time.perf_counter() - start) * 1e3


def p95(figures) -> float:
    return statistics.quantiles(figures, n=20)[-1]


def test_a_cell_beside_ten_jobs(execute, tmp_path):
    execute(RUNNER)
    alone = [took(execute) for _ in range(CELLS)]
    execute("runner.hear({'type': 'run'})")
    start, beside = time.monotonic(), []
    while not (tmp_path / "over").exists() and time.monotonic() < start + PATIENCE:
        beside.append(took(execute))
    lasted = time.monotonic() - start

    assert len(list((tmp_path / "out").glob("s*.mp4"))) == JOBS
    print(
        f"\na cell of 10 ms, {len(beside)} times while {JOBS} jobs run ({lasted:.1f} s): p95"
        f" {p95(beside):.1f} ms, median {statistics.median(beside):.1f}, longest"
        f" {max(beside):.0f}; {CELLS} times when nothing runs: p95 {p95(alone):.1f}, median"
        f" {statistics.median(alone):.1f}; ratio {p95(beside) / p95(alone):.2f}"
    )
