"""A rich script through to validated requests, in a process that has done nothing else.

`python -m tests.benchmarks.alone SHOTS` prints one JSON object: bytes that the interpreter takes
with the imports alone and at its peak, seconds of the first compile and of the validation.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from subprocess import run

from hailuo_dsl.compile import compile_script
from hailuo_dsl.ground.read import source_of
from tests.benchmarks.scripts import rich_script, validate, world

ROOT = Path(__file__).parent.parent.parent
UNIT = 1 if sys.platform == "darwin" else 1024


def told(shots: int) -> dict[str, float]:
    """What a process of its own tells of so many shots."""
    # A program begins with the peak of whoever started it; a shell in between has a small one.
    words = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-m", __name__, str(shots)]
    done = run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def peak() -> int:
    """The most bytes that this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT


def main() -> None:
    shots = int(sys.argv[1])
    source = source_of("film.shots", rich_script(shots))
    imported = peak()
    start = time.perf_counter()
    made = compile_script(source, world())
    compiled = time.perf_counter()
    validate(made)
    validated = time.perf_counter()
    figures = {
        "imports": imported,
        "peak": peak(),
        "compile": compiled - start,
        "validate": validated - compiled,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
