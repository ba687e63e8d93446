"""`hailuo-dsl plan` as an author meets it: each take, what a run would do with it, and why."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hailuo_dsl.api.model import Answer, Status
from tests.cli.filmed import (
    CLIPS,
    change,
    document,
    files,
    lose,
    reach_a_gateway,
    rows,
    shoot,
    write,
)
from tests.cli.test_verbs import call
from tests.job.film import Hailuo

VARIES = """\
model: MiniMax-Hailuo-02
resolution: 512P

shot cup
  from: coffee.jpg
  vary light: dawn | storm
  pick: dawn
  > {light}.

shot table
  from: cup.last
  > The light moves.

shot window
  from: table.last
  > It brightens.
"""
CIRCA = "(by the list of minimax; the provider's own prices are not known)"


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def planned(*words, exit_code=0):
    """What `plan` says of each take."""
    result = call("plan", *words)
    assert result.exit_code == exit_code, result.stderr
    return rows(result.stdout)


def test_before_the_first_run_all_is_new_and_has_its_price():
    result = call("plan")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "shot         what  price     why\n"
        "cafe/cup#1   new   0.10 USD  never sent before\n"
        "cafe/cup#2   new   0.10 USD  never sent before\n"
        "cafe/table   new   0.10 USD  never sent before\n"
        "cafe/window  new   0.10 USD  never sent before\n"
        "\n"
        "4 new\n"
        f"to be sent: 4 clips: 0.40 USD {CIRCA}\n"
    )


def test_nothing_is_written_and_nobody_is_asked():
    before = files()
    call("plan", "--budget", "5")
    assert files() == before

    shoot()
    before = files()
    call("plan")
    assert files() == before


def test_after_a_run_all_is_reused_and_nothing_is_to_be_sent():
    shoot()
    result = call("plan")

    assert {line.split()[0] for line in rows(result.stdout).values()} == {"reuse"}
    assert result.stdout.endswith(
        "\n\n4 reuse\nnothing to be sent\nspent or reserved so far: 0.40 USD\n"
    )
    assert rows(result.stdout)["cafe/table"].startswith("reuse made 20")


def test_comments_layout_and_names_cost_nothing_and_a_new_name_is_told():
    shoot()
    change("shot window\n", "# The end.\n  shot pane\n")
    change("  shot cup\n    from", "  shot   pot\n\n    from")
    change("from: cup.last", "from: pot.last")
    found = planned()

    assert all(said.startswith("reuse made ") for said in found.values())
    assert found["cafe/pane"].endswith(", as cafe/window")
    assert found["cafe/pot#2"].endswith(", as cafe/cup#2")
    assert ", as " not in found["cafe/table"]


def test_another_script_with_the_same_shots_reuses_them_and_says_whose_they_are():
    shoot()
    shutil.copy("film.shots", "teaser.shots")

    assert planned("teaser.shots")["cafe/table"].endswith(" in the script film")


def test_a_changed_shot_is_new_and_what_starts_from_it_stale():
    shoot()
    change("The light moves", "The light dances")
    change("resolution: 512P", "resolution: 512P\nduration: 6s")

    assert planned() == {
        "cafe/cup#1": planned()["cafe/cup#1"],
        "cafe/cup#2": planned()["cafe/cup#2"],
        "cafe/table": "new 0.10 USD prompt changed since it was sent",
        "cafe/window": "stale 0.10 USD starts from cafe/table, which changed",
    }
    assert planned()["cafe/cup#1"].startswith("reuse ")


def test_a_changed_picture_is_told_as_such(pictures):
    shoot()
    shutil.copy(pictures / "rocket.jpg", "coffee.jpg")
    found = planned()

    assert found["cafe/cup#1"] == "new 0.10 USD first frame (its bytes) changed since it was sent"
    assert found["cafe/table"] == "stale 0.10 USD starts from cafe/cup#1, which changed"
    assert found["cafe/window"] == (
        "stale 0.10 USD starts from cafe/table, which starts from cafe/cup#1, which changed"
    )


def test_another_pick_makes_what_starts_from_the_shot_stale():
    shoot()
    call("pick", "cafe/cup", "2")
    found = planned()

    assert found["cafe/cup#2"].startswith("reuse ")
    assert found["cafe/table"] == (
        "stale 0.10 USD starts from cafe/cup#2, no longer from cafe/cup#1: another pick"
    )
    assert found["cafe/window"] == (
        "stale 0.10 USD starts from cafe/table, for which another clip of cafe/cup is picked"
    )
    call("pick", "cafe/cup", "1")
    assert {it.split()[0] for it in planned().values()} == {"reuse"}


def test_another_pick_of_a_variant_too():
    write(VARIES)
    shoot()
    call("pick", "cup", "storm")

    assert planned()["table"] == (
        "stale 0.10 USD starts from cup@storm, no longer from cup@dawn: another pick"
    )


def test_another_shot_to_start_from_is_a_change_of_the_shot_itself():
    shoot()
    change("from: previous", "from: cup#2.last")

    assert planned()["cafe/window"] == "new 0.10 USD first frame changed since it was sent"


def test_a_clip_that_was_made_once_more_makes_what_starts_from_it_stale():
    shoot(service=shoot(), retake=["cafe/cup#1"], only=["cafe/cup#1"])

    assert planned()["cafe/table"] == (
        "stale 0.10 USD starts from cafe/cup#1, whose clip is another by now"
    )


def test_without_a_pick_what_starts_from_the_shot_waits():
    change("    pick: 1\n", "")
    found = planned()

    assert found["cafe/cup#2"] == "new 0.10 USD never sent before"
    assert found["cafe/table"] == (
        "waits no take of cafe/cup is picked; `pick` chooses the one to start from"
    )
    assert found["cafe/window"] == "waits starts from a shot that waits for a pick"


def test_a_shot_that_is_named_comes_with_what_it_starts_from():
    assert list(planned("film.shots", "cafe/table")) == ["cafe/cup#1", "cafe/table"]
    assert list(planned("cafe/cup", "film.shots")) == ["cafe/cup#1", "cafe/cup#2"]
    assert list(planned("film.shots", "cafe/*")) == list(planned())
    assert "no shot is called `cafe/cap`" in call("plan", "film.shots", "cafe/cap").stderr


def test_a_table_makes_a_row_a_take():
    Path("cups.csv").write_text("id,what\nred,A red cup\nblue,A blue cup\n")
    write(
        "model: MiniMax-Hailuo-02\nresolution: 512P\nscene ad\n  each: cups.csv\n"
        "  shot hero\n    from: coffee.jpg\n    takes: 2\n    > {what}.\n"
    )
    shoot(only=["ad@red/hero#1", "ad@red/hero#2", "ad@blue/hero#1"])
    Path("cups.csv").write_text("id,what\nred,A red cup\nblue,A pale cup\ngreen,A green cup\n")
    found = {shot: said.split()[0] for shot, said in planned().items()}

    assert found == {
        "ad@red/hero#1": "reuse",
        "ad@red/hero#2": "reuse",
        "ad@blue/hero#1": "new",
        "ad@blue/hero#2": "new",
        "ad@green/hero#1": "new",
        "ad@green/hero#2": "new",
    }


def test_another_provider_or_account_has_its_own_takes(monkeypatch):
    shoot()
    reach_a_gateway(monkeypatch, account="other")
    assert "spent" not in call("plan").stdout
    assert {it.split()[0] for it in planned().values()} == {"new"}
    assert set(planned("--provider", "local").values()) == {"new free never sent before"}


def test_at_local_all_is_free_and_what_was_lost_is_sent_again(monkeypatch):
    monkeypatch.setenv("HAILUO_PROVIDER", "local")
    service = lose("Steam.")
    shoot(service=service)
    found = planned("--budget", "0")

    assert found["cafe/cup#1"] == ("new free the line went dead; sent again, as that costs nothing")
    assert "to be sent: 4 clips: free\n" in call("plan").stdout


def test_what_a_budget_does_not_hold_is_withheld_in_the_order_of_a_run():
    found = planned("--budget", "0.25")

    assert [said.split()[0] for said in found.values()] == ["new", "new", "withheld", "waits"]
    assert found["cafe/window"] == "waits starts from cafe/table, which is withheld"


def test_the_document_is_as_its_schema_says():
    shoot(service=lose("The light moves."))
    found = document("plan", "--json", "--budget", "5", exit_code=4)
    takes = {it["id"]: it for it in found["takes"]}

    assert takes["cafe/cup#1"]["fate"] == "reuse"
    assert takes["cafe/cup#1"]["task_id"].startswith("task-")
    assert Path(CLIPS, f"{takes['cafe/cup#1']['clip']}.mp4").is_file()
    assert takes["cafe/table"]["fate"] == "unknown"
    assert (takes["cafe/window"]["key"], takes["cafe/window"]["price"]) == (None, "0.10")
    assert found["spent"] == {"amount": "0.30", "currency": "USD", "of_unknown_price": 0}
    assert found["budget"] == {"amount": "5", "currency": "USD"}
    assert found["to_be_sent"]["clips"] == 0
    assert "open-sesame" not in str(found)


def test_the_document_of_a_free_provider_and_of_an_unknown_price():
    free = document("plan", "--json", "--provider", "local")
    write("model: I2V-01\nshot it\n  from: coffee.jpg\n  > Steam.\n")
    unknown = document("plan", "--json")

    assert {(it["price"], it["currency"]) for it in free["takes"]} == {("0", "")}
    assert (unknown["takes"][0]["price"], unknown["to_be_sent"]["of_unknown_price"]) == (None, 1)


def test_a_script_with_errors_and_a_script_that_is_not_named():
    write("what\n", "bad.shots")

    assert call("plan", "bad.shots").exit_code == 1
    nameless = call("plan")
    assert nameless.exit_code == 2
    assert "which script is meant? Name it" in nameless.stderr


def test_words_of_a_service_steer_no_terminal():
    service = Hailuo()
    service.endings["Steam."] = Answer(Status.FAILED, reason="\x1b[2Jgone\x07")
    shoot(service=service, only=["cafe/cup#1"])

    assert "\x1b" not in call("plan").stdout
    assert "\x1b" not in call("status").stdout
    assert "\x1b" not in call("ledger").stdout
