"""`hailuo-dsl status` as an author meets it: where each take stands, as the ledger knows it."""

from __future__ import annotations

import csv
import io
import re

import pytest

from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.runs import living
from hailuo_dsl.job.sqlite import runs_of
from tests.cli.filmed import (
    LEDGER,
    begun,
    change,
    document,
    files,
    kept,
    lose,
    reach_a_gateway,
    rows,
    shoot,
    write,
)
from tests.cli.test_verbs import call
from tests.job.film import Hailuo


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def test_before_the_first_run_all_is_planned_and_nothing_is_written():
    before = files()
    result = call("status")

    assert result.exit_code == 0
    assert set(rows(result.stdout).values()) == {"planned"}
    assert result.stdout.endswith("\n\n4 planned\n")
    assert files() == before


def test_after_a_run_each_take_has_its_time_task_cost_and_clip():
    shoot()
    result = call("status")
    found = rows(result.stdout)

    assert re.fullmatch(
        r"done 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d task-\d 0\.10 USD [0-9a-f]{8}", found["cafe/table"]
    )
    assert result.stdout.endswith(
        "\n4 done\ncost of all takes of the ledger at this provider: 0.40 USD\n"
    )


def test_a_shot_that_is_named_stands_alone():
    shoot()

    assert list(rows(call("status", "film.shots", "cafe/cup").stdout)) == [
        "cafe/cup#1",
        "cafe/cup#2",
    ]
    assert "no shot is called `cup`" in call("status", "cup").stderr


def test_what_is_held_and_forfeit_is_told_apart():
    service = lose("Steam.")
    service.endings["The light moves."] = Answer(Status.FAILED, failure="1027", reason="moderated")
    change("from: cup.last", "from: coffee.jpg")
    shoot(service=service)
    result = call("status")
    found = rows(result.stdout)

    assert result.exit_code == 4
    assert found["cafe/cup#1"].startswith("unknown ")
    assert found["cafe/cup#1"].endswith(" 0.10 USD (held) the line went dead")
    assert found["cafe/table"].endswith(
        " 0.10 USD (forfeit) the service failed to make it: moderated (1027)"
    )
    assert "at this provider: 0.30 USD (0.20 held, 0.10 forfeit)\n" in result.stdout
    assert result.stdout.endswith("2 of unknown outcome: `hailuo-dsl reconcile` settles them\n")


def test_what_a_service_gives_back_is_no_cost(monkeypatch):
    service = Hailuo()
    service.endings["Steam."] = Answer(Status.FAILED, failure="1027")
    shoot(service=service, only=["cafe/cup#1"])
    assert "0.10 USD (forfeit)" in call("status").stdout

    reach_a_gateway(monkeypatch, refunds=True)
    assert "USD" not in call("status").stdout


def test_a_take_that_was_made_twice_was_paid_twice():
    service = shoot()
    shoot(service=service, only=["cafe/cup#2"], retake=["cafe/cup#2"])

    assert " 0.20 USD " in rows(call("status").stdout)["cafe/cup#2"]


def test_a_price_that_nobody_knows_is_said_to_be_unknown():
    write("model: I2V-01\nshot it\n  from: coffee.jpg\n  > Steam.\n")
    shoot()

    assert " 1 of unknown price " in rows(call("status").stdout)["it"]


def test_an_intention_of_a_run_that_died_is_unknown_and_of_one_that_lives_is_not():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1", run="abc")
    with living(runs_of(LEDGER), "abc"):
        alive = call("status")
    dead = call("status")

    assert (alive.exit_code, rows(alive.stdout)["cafe/cup#1"].split()[0]) == (0, "intended")
    assert (dead.exit_code, rows(dead.stdout)["cafe/cup#1"].split()[0]) == (4, "unknown")
    assert "the run ended before the answer came" in dead.stdout


def test_what_is_under_way_of_a_shot_that_changed_is_left_from_before():
    shoot(only=["cafe/cup#2"])
    begun("cafe/cup#2")
    kept("submitted", "cafe/cup#2", task_id="task-77")
    change("> Steam.", "> Smoke.")

    assert (
        "left from before: cafe/cup#2 is submitted (task task-77);"
        " its shot has changed since, or is another script's\n"
    ) in call("status").stdout


def test_the_document_is_as_its_schema_says():
    shoot(service=lose("The light moves."))
    change("> The light", "> A light")
    found = document("status", "--format", "json", exit_code=4)
    takes = {it["id"]: it for it in found["takes"]}

    assert takes["cafe/cup#1"]["stage"] == "done"
    assert takes["cafe/cup#1"]["charges"] == [{"price": "0.10", "currency": "USD", "money": "paid"}]
    assert (takes["cafe/window"]["key"], takes["cafe/window"]["since"]) == (None, None)
    assert [(it["id"], it["stage"]) for it in found["left"]] == [("cafe/table", "unknown")]
    assert (found["cost"]["amounts"], found["cost"]["held"]) == ({"USD": "0.30"}, {"USD": "0.10"})
    assert found["unknown"] == 1


def test_as_a_spreadsheet_it_has_the_whole_hash():
    shoot()
    table = list(csv.DictReader(io.StringIO(call("status", "--format", "csv").stdout)))

    assert [row["shot"] for row in table] == [
        "cafe/cup#1",
        "cafe/cup#2",
        "cafe/table",
        "cafe/window",
    ]
    assert (table[0]["stage"], table[0]["cost"]) == ("done", "0.10 USD")
    assert re.fullmatch("[0-9a-f]{64}", table[0]["clip"])


def test_takes_of_another_account_are_not_the_films(monkeypatch):
    shoot(service=lose("Steam."))
    reach_a_gateway(monkeypatch, account="other")
    result = call("status")

    assert result.exit_code == 0
    assert set(rows(result.stdout).values()) == {"planned"}
