"""Speed, as ratios within one run; `make bench` prints them. Nothing here can fail for slowness.

Start: `hailuo-dsl check` on a ten-shot script beside `python -c pass`, in an environment without
development tools. Throughput: generated scripts through to validated requests with source maps.
Again: a script of a hundred shots compiled once more after a change of one line.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hailuo_dsl.compile import compile_script
from hailuo_dsl.ground.read import source_of
from tests.benchmarks import alone
from tests.benchmarks.scripts import plain_script, rich_script, validate, varied_script, world

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 15
AIM_START = 15
AIM_SHOTS = 5000
AIM_AGAIN = 30
"""Milliseconds."""

AIM_MEMORY = 400
"""Megabytes."""

EDITS = {
    "> ": lambda line: f"{line} Again.",
    "camera: ": lambda line: f"{line} + pedestal up",
    "duration: 6s": lambda line: line.replace("6s", "10s"),
    "duration: 10s": lambda line: line.replace("10s", "6s"),
}


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """The interpreter of a fresh environment that `pip install .` made."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    made = folder / "bin/python"
    words = ["-m", "pip", "install", "--quiet", "--constraint", ROOT / ".ci/constraints.txt", ROOT]
    subprocess.run([made, *words], check=True)
    return made


def seconds(words: list[object], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run([str(word) for word in words], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def test_cold_start(python, tmp_path):
    (tmp_path / "film.shots").write_text(rich_script(10))
    check = [python.parent / "hailuo-dsl", "check", "film.shots"]
    nothing = [python, "-c", "pass"]
    seconds(check, tmp_path)  # the first start makes the grammar's table
    both = [(seconds(check, tmp_path), seconds(nothing, tmp_path)) for _ in range(ROUNDS)]
    median = [statistics.median(column) for column in zip(*both, strict=True)]

    print(
        f"\ncheck {median[0] * 1e3:.0f} ms, python -c pass {median[1] * 1e3:.0f} ms:"
        f" ratio {median[0] / median[1]:.1f} (aim: at most {AIM_START})"
    )


def through(text: str, requests: int, *, fast: bool) -> float:
    """Seconds from a script to its validated requests."""
    source = source_of("film.shots", text)
    start = time.perf_counter()
    made = compile_script(source, world())
    validate(made, fast=fast)
    took = time.perf_counter() - start
    assert len(made.plan.steps) == requests
    return took


def a_second(requests: int, took: list[float]) -> str:
    return f"{requests / statistics.median(took):.0f} (best {requests / min(took):.0f})"


@pytest.mark.parametrize("script", [plain_script, rich_script])
@pytest.mark.parametrize("shots", [100, 1_000, 10_000])
def test_throughput(shots, script):
    text = script(shots)
    rounds = 5 if shots < AIM_SHOTS else 3
    both = [[through(text, shots, fast=fast) for fast in (False, True)] for _ in range(rounds)]
    plain, fast = (a_second(shots, list(column)) for column in zip(*both, strict=True))

    print(
        f"\n{shots} shots, {script.__name__}: {plain} shots/s with jsonschema (aim: {AIM_SHOTS}),"
        f" {fast} with jsonschema-rs as well, on {os.cpu_count()} cores"
    )


def test_throughput_of_variants():
    shots, each = 50, 4
    took = [through(varied_script(shots), each * shots, fast=False) for _ in range(ROUNDS)]

    print(f"\n{shots} shots in 2 x 2 variants: {a_second(each * shots, took)} requests/s")


def test_again_after_a_change_of_one_line():
    shots, changes = 100, 50
    lines = rich_script(shots).splitlines()
    known = [(n, kind) for n, line in enumerate(lines) for kind in EDITS if kind in line]
    whole = world()
    compile_script(source_of("film.shots", "\n".join(lines)), whole)
    took = []
    for number, kind in known[:: len(known) // changes]:
        lines[number] = EDITS[kind](lines[number])
        source = source_of("film.shots", "\n".join(lines))
        start = time.perf_counter()
        made = compile_script(source, whole)
        took.append(time.perf_counter() - start)
        assert len(made.plan.steps) == shots
    again = statistics.median(took)
    first = statistics.median(alone.told(shots)["compile"] for _ in range(5))

    print(
        f"\n{shots} rich shots after a change of one line: {again * 1e3:.1f} ms, median of"
        f" {len(took)} (aim: {AIM_AGAIN}), longest {max(took) * 1e3:.1f};"
        f" {again / first:.2f} of the first time in a fresh process ({first * 1e3:.0f} ms)"
    )


def test_memory():
    shots = 10_000
    figures = alone.told(shots)
    seconds = figures["compile"] + figures["validate"]

    print(
        f"\n{shots} rich shots in a process of their own: {figures['peak'] / 1e6:.0f} MB at most"
        f" (aim: {AIM_MEMORY}), {figures['imports'] / 1e6:.0f} MB of it before the first shot;"
        f" {shots / seconds:.0f} shots/s"
    )
