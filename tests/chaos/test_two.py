"""Two processes on one script and one ledger at once."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from hailuo_dsl.job.model import Event
from hailuo_dsl.job.sqlite import SqliteLedger
from tests.chaos.conftest import born, lived, over
from tests.chaos.life import Scene


def both(scene) -> list[dict]:
    return [over(process, scene) for process in [born(scene), born(scene)]]


@pytest.mark.parametrize("seed", range(24))
def test_nothing_is_paid_twice(weather, tmp_path, seed):
    scene = Scene(weather.url, tmp_path, f"two{seed}")
    both(scene)
    lived(scene)
    tasks = weather.tasks(scene.name)

    assert {name: len(paid) for name, paid in tasks.items() if len(paid) > 1} == {}
    assert set(tasks) <= set(intended(scene))


def test_one_rate_limit_holds_for_both(calm, tmp_path):
    scene = Scene(calm.url, tmp_path, "limit", per_minute=3)
    processes = [born(scene), born(scene)]
    time.sleep(4)
    for process in processes:
        process.kill()
        process.join(20)

    assert (len(intended(scene)), len(calm.tasks("limit"))) == (3, 3)


def test_one_budget_holds_for_both(calm, tmp_path):
    scene = Scene(calm.url, tmp_path, "budget", budget="1.00")
    stages = [Counter(it["stage"] for it in told["takes"].values()) for told in both(scene)]

    assert sum(len(paid) for paid in calm.tasks("budget").values()) == 3
    assert all(it["done"] <= 3 and it["withheld"] >= 2 for it in stages)


def test_both_end_with_every_clip(calm, tmp_path):
    scene = Scene(calm.url, tmp_path, "calm")

    for told in both(scene):
        assert (told["exit"], {it["stage"] for it in told["takes"].values()}) == (0, {"done"})
    assert Counter(len(paid) for paid in calm.tasks("calm").values()) == {1: 6}


def intended(scene) -> list[str]:
    """The shots that were asked for, as often as they were."""
    ledger = SqliteLedger(scene.ledger)
    found = [it.data["shot"] for it in ledger.since(0)[0] if it.event is Event.INTENDED]
    ledger.close()
    return found
