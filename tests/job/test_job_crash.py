"""Whatever ends a run, and wherever: no shot is paid for twice, and no clip is lost."""

import ast
import asyncio
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from crash import FOUR, Died, Life, MortalLedger, MortalService
from film import QUICK, TERMS, Hailuo, events, history
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hailuo_dsl.job.fold import fold
from hailuo_dsl.job.memory import MemoryLedger
from hailuo_dsl.job.model import Event, Stage
from hailuo_dsl.job.run import run
from hailuo_dsl.job.sqlite import SqliteLedger
from hailuo_dsl.job.store import Store

CRASH = Path(__file__).with_name("crash.py")
NAMES = {step.id for step in FOUR.steps}
DEATHS = {
    f"{when} {what}"
    for when in ("before", "after")
    for what in ("intended", "submit", "submitted", "seen", "download", "done")
}


def shoot(hailuo, ledger, store, *, terms=TERMS, resend=()):
    return asyncio.run(run(FOUR, hailuo, ledger, store, terms=terms, policy=QUICK, resend=resend))


def die(hailuo, ledger, store, end):
    """Shoot until step *end* of a life; return that life."""
    life = Life(end)
    with suppress(Died):
        shoot(MortalService(hailuo, life), MortalLedger(ledger, life), store)
    return life


def unanswered(ledger):
    """The shots whose latest intention has no answer."""
    states = {entry.key: fold(events(ledger, entry.key)) for entry in history(ledger)}
    return {
        entry.data["shot"]
        for entry in history(ledger)
        if entry.event is Event.INTENDED and states[entry.key].stage in {"intended", "unknown"}
    }


@pytest.mark.parametrize(("kind", "stride"), [("memory", 1), ("sqlite", 4)])
def test_a_run_may_die_at_any_write_and_any_call(tmp_path, kind, stride):
    deaths = set()
    for end in count(1, stride):
        folder = tmp_path / str(end)
        store = Store(folder / "clips", folder / "out")
        ledger = MemoryLedger() if kind == "memory" else SqliteLedger(folder / "ledger.db")
        hailuo = Hailuo()
        life = die(hailuo, ledger, store, end)
        if not life.last:
            break
        deaths.add(life.last)
        lost = unanswered(ledger)

        outcome = shoot(hailuo, ledger, store)
        unknown = {take.id for take in outcome.takes if take.stage is Stage.UNKNOWN}
        assert unknown == lost, life.last
        assert outcome.exit_code == (4 if lost else 0)
        assert set(hailuo.paid.values()) <= {1}

        finished = shoot(hailuo, ledger, store, resend=lost)
        assert (finished.exit_code, finished.clips.keys()) == (0, NAMES)
        assert {name for name, paid in hailuo.paid.items() if paid > 1} <= lost
        ledger.close()
    assert stride > 1 or deaths >= DEATHS


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(ends=st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_a_run_may_die_again_and_again(tmp_path_factory, ends):
    folder = tmp_path_factory.mktemp("film")
    hailuo, ledger = Hailuo(), MemoryLedger()
    store = Store(folder / "clips", folder / "out")
    for end in ends:
        die(hailuo, ledger, store, end)
    lost = unanswered(ledger)
    outcome = shoot(hailuo, ledger, store)

    assert set(hailuo.paid.values()) <= {1}
    assert {take.id for take in outcome.takes if take.stage is Stage.UNKNOWN} == lost
    assert shoot(hailuo, ledger, store, terms=TERMS, resend=lost).exit_code == 0
    assert {name for name, paid in hailuo.paid.items() if paid > 1} <= lost


def crash(folder, *words):
    return subprocess.Popen(
        [sys.executable, CRASH, folder, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def paid(folder):
    path = folder / "paid"
    lines = path.read_text().splitlines() if path.exists() else []
    return Counter(line.split()[0] for line in lines)


@pytest.mark.parametrize("seed", range(4))
def test_a_process_may_be_killed_at_any_time(tmp_path, seed):
    with crash(tmp_path) as first:
        while not (tmp_path / "ledger.db").exists() and first.poll() is None:
            time.sleep(0.005)
        time.sleep(random.Random(seed).uniform(0.0, 0.9))
        first.kill()
    with crash(tmp_path) as again:
        said, trouble = again.communicate()
    assert trouble == b""
    stages = ast.literal_eval(said.decode())

    assert set(paid(tmp_path).values()) <= {1}
    assert again.returncode == (4 if "unknown" in stages.values() else 0)
    assert set(stages.values()) <= {"done", "unknown", "skipped"}
    for name, stage in stages.items():
        assert (tmp_path / "out" / f"{name}.mp4").exists() == (stage == "done")


def test_a_free_service_finishes_what_was_killed(tmp_path):
    with crash(tmp_path, "free") as first:
        while not paid(tmp_path) and first.poll() is None:
            time.sleep(0.002)
        first.kill()
    with crash(tmp_path, "free") as again:
        _, trouble = again.communicate()

    assert (again.returncode, trouble) == (0, b"")
    assert {path.stem for path in (tmp_path / "out").iterdir()} == NAMES


def test_two_processes_pay_once(tmp_path):
    for process in [crash(tmp_path), crash(tmp_path)]:
        _, trouble = process.communicate()
        assert (process.returncode, trouble) == (0, b"")

    assert paid(tmp_path) == Counter(dict.fromkeys(NAMES, 1))


def test_a_process_takes_over_from_one_that_is_killed(tmp_path):
    first = crash(tmp_path)
    while len(paid(tmp_path)) < 2:
        time.sleep(0.005)
    second = crash(tmp_path)
    time.sleep(0.5)
    first.kill()
    first.communicate()
    _, trouble = second.communicate()

    assert (second.returncode in {0, 4}, trouble) == (True, b"")
    assert set(paid(tmp_path).values()) == {1}
