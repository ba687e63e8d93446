"""`hailuo-dsl gc` as an author meets it: what no script refers to, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.runs import living
from hailuo_dsl.job.sqlite import runs_of
from tests.cli.filmed import CLIPS, LEDGER, begun, change, kept, reach_a_gateway, shoot, write
from tests.cli.test_verbs import call
from tests.job.film import Hailuo

NOTHING = "every clip is referred to\n"


@pytest.fixture(autouse=True)
def film(here, monkeypatch):
    write()
    reach_a_gateway(monkeypatch)
    return here


def listed():
    """For what each clip that is listed was made, and why it is loose."""
    result = call("gc")
    assert result.exit_code == 0, result.stderr
    table = [re.split("  +", line) for line in result.stdout.splitlines()[1:-2]]
    return {row[3]: row[5] for row in table}


def clips():
    return {it.name for it in CLIPS.glob("*.mp4")}


def test_where_nothing_ran_there_is_nothing():
    assert call("gc").stdout == NOTHING


def test_what_the_script_uses_is_not_listed():
    shoot()

    assert call("gc").stdout == NOTHING
    assert call("gc", "--yes").stdout == NOTHING
    assert len(clips()) == 4


def test_clips_of_a_shot_that_changed_are_listed_and_deleted_only_with_yes():
    shoot()
    change("The light moves", "The light dances")
    told = call("gc").stdout
    before = clips()

    assert listed() == dict.fromkeys(
        ("cafe/table", "cafe/window"), "the shot was changed since, or its clip made once more"
    )
    head, first, *_ = told.splitlines()
    assert head.split() == ["clip", "MB", "made", "for", "price", "why"]
    assert re.match(r"[0-9a-f]{8}  0\.0  20\d\d-\d\d-\d\d \d\d:\d\d:\d\d  cafe/\w+ +0\.10", first)
    assert told.endswith("2 clips, 0.0 MB: nothing was deleted; `--yes` deletes them\n")
    assert clips() == before

    assert call("gc", "--yes").stdout.endswith("2 clips, 0.0 MB: deleted\n")
    assert len(clips()) == 2
    assert call("gc").stdout == NOTHING
    # The named copies are the author's.
    assert Path("out/cafe/table.mp4").is_file()


def test_what_was_deleted_is_fetched_again_where_the_script_goes_back():
    shoot()
    change("The light moves", "The light dances")
    call("gc", "--yes")
    change("The light dances", "The light moves")

    assert call("plan").stdout.count("its clip is gone from the disk; it is fetched again") == 2


def test_what_an_undone_take_starts_from_is_used():
    shoot(only=["cafe/cup#1"])

    assert call("gc").stdout == NOTHING


def test_all_takes_of_a_shot_are_used_whichever_is_picked():
    shoot()
    call("pick", "cafe/cup", "2")

    assert set(listed()) == {"cafe/table", "cafe/window"}
    change("    pick: 2\n", "")
    assert set(listed()) == {"cafe/table", "cafe/window"}


def test_the_clip_of_before_stands_until_the_other_is_there():
    service = shoot()
    begun("cafe/cup#1")
    kept("submitted", "cafe/cup#1", task_id="task-77")
    assert call("gc").stdout == NOTHING

    kept("failed", "cafe/cup#1", status="failed")
    assert call("gc").stdout == NOTHING

    shoot(service=service, only=["cafe/cup#1"], retake=["cafe/cup#1"])
    assert set(listed()) == {"cafe/cup#1", "cafe/table", "cafe/window"}


def test_a_shot_that_was_taken_out_is_told_as_such():
    shoot()
    change("\n  shot window\n    from: previous\n    > The window brightens.\n", "")

    assert listed() == {"cafe/window": "no script has the shot any more"}


def test_every_script_of_the_folder_counts():
    shoot()
    Path("teaser.shots").write_text(Path("film.shots").read_text())
    change("The light moves", "The light dances")
    assert call("gc").stdout == NOTHING

    Path("teaser.shots").unlink()
    assert set(listed()) == {"cafe/table", "cafe/window"}


def test_every_provider_and_account_counts(monkeypatch):
    # This provider asks for camera moves in other words than the others.
    Path("hailuo.toml").write_text(
        '[[provider]]\nname = "studio"\ntitle = "ours"\ndialect = "english"\n'
        'modes = ["image-to-video"]\nfree = false\njobs_in_flight = 2\n'
        'source = "us"\nchecked = 2026-01-01\n'
    )
    change("> Steam.", "camera: push in\n    > Steam.")
    monkeypatch.setenv("HAILUO_STUDIO_BASE_URL", "https://studio.example")
    monkeypatch.setenv("HAILUO_STUDIO_API_KEY", "open-sesame")
    monkeypatch.setenv("HAILUO_PROVIDER", "studio")
    shoot()
    reach_a_gateway(monkeypatch, account="other")
    shoot(service=Hailuo(queries=1))
    assert call("gc").stdout == NOTHING

    monkeypatch.setenv("HAILUO_PROVIDER", "local")
    assert call("gc").stdout == NOTHING


def test_a_script_with_errors_stops_it():
    shoot()
    write("what\n", "bad.shots")
    result = call("gc", "--yes")

    assert result.exit_code == 2
    assert "bad.shots has errors, so nobody knows what it refers to" in result.stderr
    assert len(clips()) == 4


def test_what_is_only_included_stops_nothing():
    write("style noir\n  > black and white\n", "looks.shots")
    change("model:", "use looks.shots\nlook: noir\nmodel:")
    shoot()

    assert call("gc").stdout == NOTHING


def test_while_a_run_is_at_work_nothing_is_deleted():
    shoot()
    change("The light moves", "The light dances")
    with living(runs_of(LEDGER), "abc"):
        result = call("gc", "--yes")

    assert result.exit_code == 2
    assert "a run is at work over .hailuo/ledger.sqlite; look again" in result.stderr
    assert len(clips()) == 4


def test_without_a_ledger_nobody_knows_what_a_clip_is():
    shoot()
    LEDGER.unlink()
    result = call("gc", "--yes")

    assert result.exit_code == 2
    assert "there is no ledger .hailuo/ledger.sqlite" in result.stderr
    assert len(clips()) == 4
    assert "there is no ledger no.sqlite" in call("gc", "--ledger", "no.sqlite").stderr


def test_two_ledgers_over_one_folder_both_count():
    shoot()
    change("The light moves", "The light dances")
    other = Path("books/other.sqlite")
    shoot(ledger=other, service=Hailuo(queries=1))

    assert set(listed()) <= {"cafe/table", "cafe/window", ""}
    found = call("gc", "--ledger", other).stdout
    assert "the ledger does not know it" not in found


def test_a_clip_that_no_ledger_knows_is_told_as_such():
    shoot()
    (CLIPS / f"{'0' * 64}.mp4").write_bytes(b"what")

    assert "the ledger does not know it\n" in call("gc").stdout
    assert call("gc", "--yes").stdout.endswith("1 clip, 0.0 MB: deleted\n")
    assert len(clips()) == 4


def test_what_failed_has_no_clip_to_be_loose():
    service = Hailuo()
    service.endings["Steam."] = Answer(Status.FAILED, failure="1027")
    shoot(service=service)

    assert call("gc").stdout == NOTHING
