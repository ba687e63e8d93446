"""The command line and the simulator as real processes, joined by real HTTP on loopback."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
model: MiniMax-Hailuo-02
resolution: 512P

scene cafe
  shot cup
    from: coffee.jpg
    camera: push in
    > Steam curls above the cup.

  shot table
    from: previous
    > The light moves across the table [pan left].

  shot window
    from: previous
    camera: tilt up + zoom out
    > The window brightens.
"""
PATIENCE = 120


@dataclass(frozen=True)
class Place:
    """A folder with a script and a picture, and the environment that commands get."""

    folder: Path
    environ: dict[str, str]

    def start(self, *words) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "hailuo_dsl", *map(str, words)],
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def call(self, *words) -> subprocess.CompletedProcess[str]:
        process = self.start(*words)
        stdout, stderr = process.communicate(timeout=PATIENCE)
        return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)

    @contextmanager
    def simulator(self, *words):
        """The base URL of a simulator that serves until the block ends."""
        process = self.start("simulate", *words)
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)

    def gateway(self, url: str) -> Place:
        """This place with a gateway at *url*."""
        more = {"HAILUO_BASE_URL": url, "HAILUO_API_KEY": "open-sesame"}
        return Place(self.folder, {**self.environ, **more})


def stats(url: str) -> dict:
    with urllib.request.urlopen(f"{url}/_simulator/stats", timeout=10) as answer:
        return json.load(answer)


def wait_until(true, what: str) -> None:
    """Wait for *true* to be so, within reason."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


def environ_in(folder: Path) -> dict[str, str]:
    """This process's environment without what is meant for the program."""
    hidden = {name for name in os.environ if name.startswith("HAILUO_")}
    environ = {name: value for name, value in os.environ.items() if name not in hidden}
    return {**environ, "XDG_CONFIG_HOME": str(folder / "config")}


def psnr(one, other) -> float:
    error = np.mean((one.astype(float) - other.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / error))


def ledger(place, statement):
    path = place.folder / ".hailuo/ledger.sqlite"
    if not path.exists():
        return []
    connection = sqlite3.connect(path, timeout=10)
    try:
        with connection:
            return connection.execute(statement).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()


def task_ids(place) -> int:
    return len(ledger(place, "SELECT 1 FROM event WHERE event = 'submitted'"))


def intentions(place) -> int:
    return len(asked(place))


def asked(place) -> list[str]:
    """The shots that were asked for, by the names that they had then, in order."""
    rows = ledger(
        place,
        "SELECT json_extract(data, '$.shot') FROM event WHERE event = 'intended' ORDER BY number",
    )
    return [shot for (shot,) in rows]


def forget_answers(place) -> None:
    """Make the ledger what it is when the kill comes before the answer."""
    ledger(place, "DROP TRIGGER kept_is_kept")
    ledger(place, "DELETE FROM event WHERE event <> 'intended'")


@pytest.fixture
def place(tmp_path, pictures) -> Place:
    shutil.copy(pictures / "coffee.jpg", tmp_path)
    (tmp_path / "film.shots").write_text(SCRIPT)
    return Place(tmp_path, environ_in(tmp_path))
