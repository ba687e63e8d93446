"""`hailuo-dsl cancel` as an author meets it: what is under way is waited for no longer."""

from __future__ import annotations

import pytest

from hailuo_dsl.job.runs import living
from hailuo_dsl.job.sqlite import runs_of
from tests.cli.filmed import (
    LEDGER,
    begun,
    change,
    document,
    files,
    kept,
    reach_a_gateway,
    rows,
    shoot,
    write,
)
from tests.cli.test_verbs import call


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


@pytest.fixture
def waiting(film):
    """Both takes of the cup are at the service, and no run waits for them."""
    shoot(only=["cafe/cup#1", "cafe/cup#2"])
    for number in (1, 2):
        begun(f"cafe/cup#{number}")
        kept("submitted", f"cafe/cup#{number}", task_id=f"task-7{number}")


def test_where_nothing_is_under_way_that_is_said_and_nothing_is_written():
    before = files()
    assert (call("cancel").stdout, files()) == ("nothing is under way\n", before)

    shoot()
    assert call("cancel").stdout == "nothing is under way\n"


def test_it_says_that_the_clips_are_made_and_paid_and_keeps_the_ids(waiting):
    result = call("cancel")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "cafe/cup#1: task task-71 is waited for no longer\n"
        "cafe/cup#2: task task-72 is waited for no longer\n"
        "the service cannot cancel: the clips are still made and paid; `run` fetches them\n"
    )
    found = {it["id"]: it for it in document("status", "--format", "json")["takes"]}
    assert (found["cafe/cup#1"]["stage"], found["cafe/cup#1"]["task_id"]) == (
        "cancelled",
        "task-71",
    )
    assert "spent or reserved so far: 0.40 USD" in call("plan").stdout
    assert call("cancel").stdout == "nothing is under way\n"


def test_one_take_can_be_named(waiting):
    assert call("cancel", "cafe/cup#2", "film.shots").stdout == (
        "cafe/cup#2: task task-72 is waited for no longer\n"
        "the service cannot cancel: the clip is still made and paid; `run` fetches it\n"
    )
    assert rows(call("plan").stdout)["cafe/cup#1"] == "resume task task-71 is submitted"


def test_a_shot_is_known_by_what_it_asks_for_whatever_it_was_called(waiting):
    change("shot cup", "shot pot")
    change("from: cup.last", "from: pot.last")

    assert call("cancel", "cafe/pot#1").stdout.startswith("cafe/pot#1: task task-71 ")


def test_a_shot_that_changed_since_is_still_waited_for_and_can_be_cancelled(waiting):
    change("> Steam.", "> Smoke.")

    assert "cafe/cup#1: task task-71 is waited for no longer\n" in call("cancel", "cafe/cup").stdout


def test_shots_of_another_script_are_left_alone(waiting):
    write(
        "model: MiniMax-Hailuo-02\nscene cafe\n  shot cup\n    from: coffee.jpg\n"
        "    takes: 2\n    > Tea.\n",
        "tea.shots",
    )

    assert call("cancel", "tea.shots").stdout == "nothing is under way\n"
    assert call("cancel", "cafe/cup", "tea.shots").stdout == "nothing is under way\n"


def test_what_has_no_task_yet_is_told_as_such_and_what_is_lost_left_to_reconcile():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1", run="abc")
    with living(runs_of(LEDGER), "abc"):
        alive = call("cancel")
        again = call("cancel")
    dead = call("cancel")

    assert alive.stdout.startswith(
        "cafe/cup#1: its task, whose answer is on its way, is waited for no longer\n"
    )
    assert again.stdout == dead.stdout == "nothing is under way\n"
    assert call("reconcile").exit_code == 4


def test_at_local_nothing_is_paid(monkeypatch):
    monkeypatch.setenv("HAILUO_PROVIDER", "local")
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    kept("submitted", "cafe/cup#1", task_id="task-77")

    assert call("cancel").stdout.endswith("the clip is still made; `run` fetches it\n")


def test_a_shot_that_is_not_there_is_trouble():
    assert "no shot is called `cafe/cap`" in call("cancel", "cafe/cap").stderr
