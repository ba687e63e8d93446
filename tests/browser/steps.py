"""What an author does in a notebook and looks at, in steps that several tests take."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from .bench import PATIENCE, until

LOAD = "%load_ext hailuo_dsl"
SCRIPT = """\
%%shots launch
model: MiniMax-Hailuo-02
resolution: 512P
optimizer: off

shot crew
  from: frames/astronaut.jpg
  camera: push in
  > She looks up and smiles.
"""
PAID = SCRIPT.replace("%%shots launch", "%%shots launch --provider gateway")

DESK = """\
from hailuo_dsl.notebook import ShotDesk

ShotDesk(launch, job_seconds={seconds})
"""
RUNNER = """\
from hailuo_dsl.notebook import Runner

Runner(launch, job_seconds={seconds})
"""
STUDIO = """\
from hailuo_dsl.notebook import Studio

Studio(launch)
"""
BRIEF, LONG = 0.5, 40
"""Seconds of a job: over before one looks, and under way for as long as anybody looks."""

SOON = 3_000
"""Milliseconds: for what may not be there yet, so that its absence costs no minute."""


def button(part, name):
    """The button in *part* that is called *name*, or begins so and goes on to say a price."""
    return part.get_by_role("button", name=re.compile(rf"^{name}(:|$)"))


def percent(part):
    return part.get_by_role("progressbar").first.evaluate("it => it.value")


def advances(part):
    """Wait until the first take of *part* is further than it is now."""
    before = percent(part)
    until(lambda: percent(part) > before)


def is_over(part):
    """Wait until a run in *part* has ended, and all is there."""
    expect(button(part, "Stop")).to_be_disabled()
    until(lambda: percent(part) == 100)


def stops(part, timeout=PATIENCE * 1000):
    """Press Stop, and wait until it has, *timeout* milliseconds at most."""
    button(part, "Stop").click()
    expect(part.get_by_text("Stopped.")).to_be_visible(timeout=timeout)


def plays(video):
    """Play *video* a little; tell whether there is a picture."""
    expect(video).to_be_visible()
    return video.evaluate(
        """async (it) => {
            it.muted = true;
            await it.play();
            const from = it.currentTime;
            while (it.currentTime < from + 0.3) await new Promise(requestAnimationFrame);
            it.pause();
            return it.videoWidth > 0 && it.error === null;
        }"""
    )


def events(place, kind):
    """How many events of *kind* the ledger has; an intention is a clip that is paid for."""
    ledger = place / ".hailuo" / "ledger.sqlite"
    if not ledger.is_file():
        return 0
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as it:
        there = it.execute("SELECT count(*) FROM sqlite_master WHERE name = 'event'").fetchone()[0]
        asked = "SELECT count(*) FROM event WHERE event = ?"
        return it.execute(asked, (kind,)).fetchone()[0] if there else 0
