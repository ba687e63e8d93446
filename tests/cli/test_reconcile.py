"""`hailuo-dsl reconcile` as an author meets it: what nobody knows of, and a word on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.filmed import (
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


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


@pytest.fixture
def lost(film):
    """Both takes of the cup were sent and not answered."""
    return shoot(service=lose("Steam."))


def test_where_nothing_is_unknown_that_is_said():
    before = files()
    result = call("reconcile")

    assert (result.exit_code, result.stdout) == (0, "nothing is of unknown outcome\n")
    assert document("reconcile", "--json") == {"version": 1, "unknown": []}
    assert files() == before


def test_the_unknown_are_listed_with_time_shot_price_and_request(lost):
    before = files()
    result = call("reconcile")
    head, first, second, *more = result.stdout.splitlines()

    assert result.exit_code == 4
    assert head.split() == ["sent", "shot", "key", "price", "task", "what", "happened"]
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d  cafe/cup#\d  [0-9a-f]{8}  0\.10 USD +the line went dead",
        first,
    )
    assert {first.split()[2], second.split()[2]} == {"cafe/cup#1", "cafe/cup#2"}
    assert re.fullmatch(
        r"cafe/cup#\d \([0-9a-f]{8}\) asked https://gateway\.example \(account default\) for:",
        more[1],
    )
    assert more[2:4] == [
        "  MiniMax-Hailuo-02, 6 s, first_frame_image file:coffee.jpg, resolution 512P",
        "  Steam.",
    ]
    assert "--adopt TASK_ID" in more[-2]
    assert "--resend" in more[-1]
    assert "--give-up" in more[-1]
    assert files() == before


def test_the_document_is_as_its_schema_says(lost):
    first, second = document("reconcile", "--json", exit_code=4)["unknown"]

    assert {first["shot"], second["shot"]} == {"cafe/cup#1", "cafe/cup#2"}
    assert (first["price"], first["currency"], first["task_id"]) == ("0.10", "USD", None)
    assert first["request"]["prompt"] == "Steam."
    assert first["words"] == "the line went dead"
    assert first["intention"] in {name for _, name in lost.intentions}
    assert first["intention"] != second["intention"]


def test_one_can_be_looked_at_by_its_shot_or_its_key(lost):
    key = document("reconcile", "--json", exit_code=4)["unknown"][0]["key"]
    one = document("reconcile", "cafe/cup#2", "--json", exit_code=4)["unknown"]
    by_key = document("reconcile", key[:6], "--json", exit_code=4)["unknown"]
    both = document("reconcile", "film.shots", "cafe/cup", "--json", exit_code=4)["unknown"]

    assert [it["shot"] for it in one] == ["cafe/cup#2"]
    assert [it["key"] for it in by_key] == [key]
    assert len(both) == 2


def test_a_run_that_died_leaves_unknown_what_it_meant_to_send():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")

    assert "the run ended before the answer came" in call("reconcile").stdout


def test_a_task_that_the_service_knows_no_more_is_listed_with_its_id():
    shoot(only=["cafe/cup#1"])
    begun("cafe/cup#1")
    kept("submitted", "cafe/cup#1", task_id="task-77")
    kept("unknown", "cafe/cup#1", words="the service does not know the task", said="not_exist")
    result = call("reconcile")

    assert " task-77  the service does not know the task\n" in result.stdout
    assert "  The service said: not_exist\n" in result.stdout


def test_to_give_up_needs_no_word_of_the_service_and_counts_as_spent(lost):
    one = call("reconcile", "cafe/cup#1", "--give-up")
    assert (one.exit_code, one.stdout) == (
        4,
        "cafe/cup#1 is given up; `retake cafe/cup#1` sends it anew\n",
    )
    assert call("reconcile", "cafe/cup#2", "--give-up").exit_code == 0
    plan = call("plan")

    assert plan.exit_code == 0
    assert rows(plan.stdout)["cafe/cup#2"] == (
        "failed given up: nobody knows whether it was made; `retake` sends it again"
    )
    assert "spent or reserved so far: 0.20 USD\n" in plan.stdout
    assert call("status").exit_code == 0


def test_what_was_given_up_is_not_sent_by_a_run_but_by_a_retake(lost):
    call("reconcile", "cafe/cup#1", "--give-up")
    before = len(lost.tasks)
    lost.answers.clear()
    shoot(service=lost, only=["cafe/cup#1"])
    assert len(lost.tasks) == before

    shoot(service=lost, only=["cafe/cup#1"], retake=["cafe/cup#1"])
    assert len(lost.tasks) == before + 1
    assert rows(call("plan").stdout)["cafe/cup#1"].startswith("reuse ")


def test_the_ledger_of_several_scripts_needs_no_script_to_be_named(lost):
    write("model: MiniMax-Hailuo-02\n", "other.shots")

    assert call("reconcile").exit_code == 4
    assert call("reconcile", "cafe/cup#1", "--give-up").exit_code == 4


def test_another_folder_can_be_named(lost, film, monkeypatch):
    (film / "below").mkdir()
    monkeypatch.chdir(film / "below")

    assert call("reconcile").exit_code == 0
    assert call("reconcile", "..").exit_code == 4
    assert call("reconcile", "../film.shots").exit_code == 4
    assert call("reconcile", "cafe/cup#1", "..", "--give-up").exit_code == 4


def test_what_is_unknown_at_local_is_no_question(monkeypatch):
    monkeypatch.setenv("HAILUO_PROVIDER", "local")
    shoot(service=lose("Steam."))

    assert call("reconcile").exit_code == 0
    assert call("status").exit_code == 0
    assert call("plan").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cafe/cup", "--give-up"), "`cafe/cup` is 2 takes; name one, or its key: cafe/cup#"),
        (("cafe/table", "--give-up"), "no take of unknown outcome is called `cafe/table`; there"),
        (("--give-up",), "`--give-up` settles one shot; name it: `reconcile SHOT --give-up`"),
        (("--adopt", "t"), "`--adopt` settles one shot"),
        (("cafe/cup#1", "--adopt", "", "--resend"), "`--adopt` and `--resend` cannot both be"),
        (("cafe/cup#1", "cafe/cup#2", "--give-up"), "one shot is settled at a time; what is"),
        (("cafe/cup#1", "nowhere.shots"), "cannot read nowhere.shots"),
        (("cafe/cup#1", "--resend"), "this costs money and nobody can be asked here"),
        (("cafe/cup#1", "--resend", "--provider", "local"), "choose the one that it was sent to"),
        (("cafe/cup#1", "--adopt", "t", "--provider", "local"), "was sent to https://gateway."),
    ],
)
def test_bad_usage_is_one_sentence_and_settles_nothing(lost, words, said):
    result = call("reconcile", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert len(document("reconcile", "--json", exit_code=4)["unknown"]) == 2


def test_where_nothing_is_unknown_no_shot_can_be_settled():
    shoot()

    assert call("reconcile", "cafe/cup#1", "--give-up").stderr == (
        "error: the outcome of `cafe/cup#1` is not unknown, nor is any other\n"
    )


def test_what_has_changed_since_is_not_sent_again_in_its_name(lost):
    change("> Steam.", "> Smoke.")
    result = call("reconcile", "cafe/cup#1", "--resend", "--yes")

    assert result.exit_code == 2
    assert "cafe/cup#1 has changed since, or is another script's: give it up" in result.stderr


def test_the_script_of_a_take_is_found_or_asked_for(lost):
    write("model: MiniMax-Hailuo-02\n", "other.shots")
    # The one that it was sent for is there, so it is asked for no more than money.
    assert "nobody can be asked here" in call("reconcile", "cafe/cup#1", "--resend").stderr

    Path("film.shots").rename("reel.shots")
    assert "which script is cafe/cup#1 in? Name it" in (
        call("reconcile", "cafe/cup#1", "--resend").stderr
    )
    named = call("reconcile", "cafe/cup#1", "reel.shots", "--resend")
    assert "nobody can be asked here" in named.stderr
