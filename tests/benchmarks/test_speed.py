"""Speed, as ratios within one run; `make bench` prints them. Nothing here can fail for slowness.

Start: `hailuo-dsl check` on a ten-shot script beside `python -c pass`, in an environment without
development tools. Throughput: generated scripts through to validated requests with source maps.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.request.validate import Validator
from tests.benchmarks.scripts import plain_script, rich_script

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 15
AIM_START = 15
AIM_SHOTS = 5000


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


@pytest.mark.parametrize("script", [plain_script, rich_script])
@pytest.mark.parametrize("shots", [100, 1_000, 10_000])
def test_throughput(shots, script):
    rows = catalog()
    row = rows.provider("gateway")
    assert row is not None
    world = World(rows, row, lambda _: FileProblem("is not asked for"))
    source = source_of("film.shots", script(shots))
    took = []
    for _ in range(5 if shots < AIM_SHOTS else 3):
        start = time.perf_counter()
        made = compile_script(source, world)
        validator = Validator(rows, wire=False)
        for step in made.plan.steps:
            validator.validate(step.request.body)
        took.append(time.perf_counter() - start)
        assert len(made.plan.steps) == shots
    best, middle = min(took), statistics.median(took)

    print(
        f"\n{shots} shots, {script.__name__}: {shots / middle:.0f} shots/s median,"
        f" {shots / best:.0f} best (aim: {AIM_SHOTS}), on {os.cpu_count()} cores"
    )
