"""`hailuo-dsl ledger` as an author meets it: what ran, when, and what it cost."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from hailuo_dsl.api.errors import Advice, Refused
from hailuo_dsl.api.model import Answer, Status
from tests.cli.filmed import (
    LEDGER,
    begun,
    change,
    document,
    files,
    lose,
    reach_a_gateway,
    shoot,
    write,
)
from tests.cli.test_verbs import call
from tests.job.film import Hailuo

HEAD = ["sent", "shot", "attempt", "stage", "task", "price", "money", "clip"]


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def spreadsheet(*words):
    result = call("ledger", *words, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_where_nothing_ran_that_is_said_and_nothing_is_written():
    before = files()

    assert call("ledger").stdout == (
        "nothing ran yet: the ledger .hailuo/ledger.sqlite is empty or not there\n"
    )
    assert document("ledger", "--format", "json")["attempts"] == []
    assert spreadsheet() == []
    assert files() == before


def test_every_attempt_is_a_line_and_the_sum_the_last():
    service = shoot()
    shoot(service=service, only=["cafe/window"], retake=["cafe/window"])
    before = files()
    lines = call("ledger").stdout.splitlines()

    assert lines[0].split() == HEAD
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d +cafe/window +2 +done +task-5 +0\.10 USD +paid +"
        r"[0-9a-f]{8}",
        lines[5],
    )
    assert lines[6:] == ["", "5 attempts: 0.50 USD"]
    assert files() == before


def test_what_was_lost_or_failed_says_why_and_what_became_of_the_money():
    service = lose("Steam.")
    service.endings["The light moves."] = Answer(Status.FAILED, failure="1027", reason="moderated")
    service.answers["The window brightens."] = [Refused("no", advice=Advice.FIX, said="bad")]
    change("from: cup.last", "from: coffee.jpg")
    change("from: previous", "from: coffee.jpg")
    shoot(service=service)
    text = call("ledger").stdout

    assert re.search(r"cafe/cup#1 +1 +unknown +0\.10 USD +held +the line went dead\n", text)
    assert re.search(
        r"cafe/table .*forfeit +the service failed to make it: moderated \(1027\)\n", text
    )
    assert re.search(r"cafe/window .*refused .*void +no \(bad\)\n", text)
    assert text.endswith("4 attempts: 0.30 USD (0.20 held, 0.10 forfeit)\n")


def test_an_intention_that_another_has_followed_is_unknown():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    begun("cafe/cup#1")

    assert call("ledger").stdout.count("the run ended before the answer came") == 2


def test_where_several_scripts_or_places_are_in_it_each_line_names_its():
    shoot(only=["cafe/cup#1"])
    write(
        "model: MiniMax-Hailuo-02\nresolution: 512P\nshot it\n from: coffee.jpg\n > It.\n",
        "b.shots",
    )
    shoot("b.shots")
    head, *_ = call("ledger", "b.shots").stdout.splitlines()

    assert head.split()[-2:] == ["clip", "script"]


def test_local_is_called_so_and_free(monkeypatch):
    shoot(only=["cafe/cup#1"])
    monkeypatch.setenv("HAILUO_PROVIDER", "local")
    shoot(only=["cafe/cup#1"])
    lines = call("ledger").stdout.splitlines()

    assert re.search(r" free +[0-9a-f]{8}  local$", lines[2])
    assert lines[-1] == "2 attempts: 0.10 USD"


def test_the_document_keeps_everything_as_its_schema_says():
    shoot()
    found = document("ledger", "--format", "json")
    (table,) = (it for it in found["attempts"] if it["shot"] == "cafe/table")

    assert table["request"]["prompt"] == "The light moves."
    assert re.fullmatch(r"clip:[0-9a-f]{64}\.last", table["frames"]["first_frame_image"])
    assert [it["event"] for it in table["events"]][:2] == ["intended", "submitted"]
    assert table["events"][-1]["data"]["clip"] == table["clip"]
    assert (table["script"], table["service"]) == ("film", "https://gateway.example")
    assert (table["price"], table["currency"], table["money"]) == ("0.10", "USD", "paid")
    assert found["cost"]["amounts"] == {"USD": "0.40"}
    first, *_ = found["attempts"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", first["frames"]["first_frame_image"])


def test_the_key_is_in_no_form():
    shoot(service=lose("The light moves."))
    told = [call("ledger", "--format", form).stdout for form in ("text", "json", "csv")]

    assert all("open-sesame" not in it and len(it) > 100 for it in told)
    assert b"open-sesame" not in LEDGER.read_bytes()


def test_a_spreadsheet_has_a_row_an_attempt_and_a_column_a_fact():
    shoot()
    found = spreadsheet()

    assert [row["money"] for row in found] == ["paid"] * 4
    assert {row["price"] for row in found} == {"0.10"}
    assert json.loads(found[-1]["request"])["prompt"] == "The window brightens."
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", found[0]["at"])


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(monkeypatch, formula):
    reach_a_gateway(monkeypatch, account=formula.strip())
    service = Hailuo()
    service.answers["=1+1"] = [Refused(formula, advice=Advice.FIX, said=formula)]
    write("model: MiniMax-Hailuo-02\nshot it\n  from: coffee.jpg\n  > =1+1\n", "=film.shots")
    shoot("=film.shots", service=service)
    (row,) = spreadsheet()
    (status,) = csv.DictReader(io.StringIO(call("status", "=film.shots", "--format", "csv").stdout))
    (attempt,) = document("ledger", "--format", "json")["attempts"]

    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in status.values())
    assert (row["words"], row["script"]) == (f"'{formula}", "'=film")
    assert (attempt["words"], attempt["script"]) == (formula, "=film")
    assert attempt["request"]["prompt"] == "=1+1"


def test_letters_of_every_script_stay_as_they_are():
    write(
        "model: MiniMax-Hailuo-02\nshot 杯\n  from: coffee.jpg\n  > 蒸汽，\n  > 慢慢升起。\n",
        "茶.shots",
    )
    shoot("茶.shots")
    (row,) = spreadsheet()

    assert (row["shot"], row["script"]) == ("杯", "茶")
    assert json.loads(row["request"])["prompt"] == "蒸汽，慢慢升起。"


def test_another_file_and_another_folder_can_be_named(here):
    shoot(ledger=Path("books/other.sqlite"))

    assert "nothing ran yet" in call("ledger").stdout
    assert "4 attempts" in call("ledger", "--ledger", "books/other.sqlite").stdout
    (here / "elsewhere").mkdir()
    assert "elsewhere/.hailuo/ledger.sqlite" in call("ledger", "elsewhere").stdout
    assert "cannot read nowhere.shots" in call("ledger", "nowhere.shots").stderr
    assert "coffee.jpg is no ledger" in call("ledger", "--ledger", "coffee.jpg").stderr
