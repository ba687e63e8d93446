"""The runner without a browser: gestures in, and what a page would show."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import contextmanager

import pytest

from hailuo_dsl import Film
from hailuo_dsl.job.model import Event
from hailuo_dsl.job.sqlite import history_of
from hailuo_dsl.notebook.panels import ReelPanel, Runner
from hailuo_dsl.studio.production import ledger_of

from .conftest import until
from .panels import SCRIPT, heaviest, listened, press, take

ONE = SCRIPT.partition("\nshot crew")[0]


@pytest.fixture
def runner(place, capfd):
    """Opens runners, and sees that nothing was printed."""

    def open_runner(script=ONE, job_seconds=0.2, **more):
        place_and_pace = {"folder": place, "job_seconds": job_seconds, "poll": 0.1}
        return Runner(script, name="film", **place_and_pace, **more)

    yield open_runner
    assert capfd.readouterr() == ("", "")


def over(it):
    return not it.snapshot["busy"] and bool(it.snapshot["says"] or it.snapshot["error"])


@contextmanager
def simulator(place, monkeypatch, scenario=""):
    """A service that costs money, on loopback; ended when the block is."""
    (place / "scenario.toml").write_text(scenario)
    call = [sys.executable, "-m", "hailuo_dsl", "simulate", "--job-seconds", "0.2"]
    call += ["--scenario", "scenario.toml", "--state", "service.sqlite"]
    process = subprocess.Popen(call, cwd=place, stdout=subprocess.PIPE, text=True)
    try:
        url = process.stdout.readline().strip()
        monkeypatch.setenv("HAILUO_BASE_URL", url)
        monkeypatch.setenv("HAILUO_API_KEY", "canary-1f2e")
        yield url
    finally:
        process.terminate()
        process.communicate()


def send(it, gesture="run", **words):
    """Ask for what costs money, and agree."""
    press(it, gesture, **words)
    until(lambda: it.snapshot["offer"])
    press(it, "send", order=it.snapshot["offer"]["order"])
    until(lambda: it.snapshot["busy"])


def found_by_the_author(place):
    """The task's id, as the service's own pages would show it."""
    with sqlite3.connect(place / "service.sqlite") as file:
        [(task,)] = file.execute("SELECT task_id FROM task")
    file.close()
    return task


def submits(place):
    return [it for it in history_of(ledger_of(place)) if it.event is Event.INTENDED]


def test_a_preview_is_drawn_and_can_be_played(runner, place):
    it = runner()
    press(it, "preview")

    until(lambda: it.snapshot["says"] == "1 preview drawn.")
    assert take(it, "lift-off")["preview"] == it.snapshot["player"]
    assert not (place / ".hailuo" / "ledger.sqlite").exists()


def test_a_run_says_its_price_and_shows_each_take_to_its_end(runner, place):
    it = runner(SCRIPT, job_seconds=1.5)
    line = listened(it)
    assert it.snapshot["run"]["label"] == "Run: 3 clips, free"
    press(it, "run")

    until(lambda: it.snapshot["busy"])
    assert it.snapshot["stop"]["on"]
    assert not it.snapshot["run"]["on"]
    until(lambda: over(it))
    assert it.snapshot["says"] == "3 clips ready."
    assert it.snapshot["run"]["label"] == "Run: nothing to send"
    assert {it["stage"] for it in it.snapshot["takes"]} == {"done"}
    assert all(it["clip"] and it["expected"] for it in it.snapshot["takes"])
    stages = {it["takes"][0]["stage"] for it in line.snapshots}
    assert "done" in stages
    assert stages & {"submitted", "queued", "running"}
    timed = [it["takes"][0] for it in line.snapshots if it["takes"][0]["since"]]
    assert timed[0]["does"] == ["cancel"]
    assert heaviest(it) < 64_000
    assert (place / "out" / "film.mp4").exists()


def test_the_last_snapshot_is_sent_once_more(runner):
    it = runner()
    line = listened(it)
    press(it, "run")
    until(lambda: over(it))
    sent = len(line.snapshots)

    until(lambda: len(line.snapshots) > sent)
    assert line.snapshots[-1] == it.snapshot


def test_there_is_a_beat_while_a_run_goes_on(runner):
    it = runner(job_seconds=3)
    press(it, "run")
    until(lambda: it.snapshot["busy"])
    before = it.beat

    until(lambda: it.beat >= before + 2)
    assert it.snapshot["busy"]
    press(it, "stop")
    until(lambda: over(it))


def test_pressed_again_and_opened_again_it_is_one_run(runner, place):
    first = runner(job_seconds=2)
    press(first, "run")
    press(first, "run")
    until(lambda: first.snapshot["busy"])
    second = runner(job_seconds=2)
    until(lambda: second.snapshot["busy"])
    press(second, "run")

    for it in (first, second):
        until(lambda it=it: over(it))
        assert it.snapshot["says"] == "1 clip ready."
    assert len(submits(place)) == 1


def test_a_run_that_another_runner_begins_is_shown(runner):
    first, second = runner(job_seconds=2), runner(job_seconds=2)
    press(first, "run")

    until(lambda: second.snapshot["busy"])
    until(lambda: over(second))
    assert second.snapshot["says"] == "1 clip ready."


def test_a_stopped_run_stays_stopped_and_a_new_runner_takes_up_the_polling(runner, place):
    first = runner(job_seconds=2)
    other = runner(job_seconds=2)
    press(first, "run")
    until(lambda: take(first, "lift-off")["stage"] in {"submitted", "queued", "running"})
    press(first, "stop")
    until(lambda: over(first))
    assert first.snapshot["says"].startswith("Stopped.")
    until(lambda: over(other))
    assert take(first, "lift-off")["does"] == ["cancel"]

    later = runner(job_seconds=2)
    until(lambda: later.snapshot["says"] == "1 clip ready.")
    assert take(later, "lift-off")["stage"] == "done"
    assert len(submits(place)) == 1


def test_what_a_dead_kernel_never_sent_is_not_sent_by_opening_a_runner(runner, place):
    text = SCRIPT + "\nshot last\n  from: crew.last\n  > On.\n"
    text = text.replace("takes: 2", "takes: 1")
    first = runner(text, job_seconds=2)
    press(first, "run")
    until(lambda: take(first, "crew")["since"] and take(first, "lift-off")["since"])
    press(first, "stop")
    until(lambda: over(first))

    later = runner(text, job_seconds=2)
    until(lambda: later.snapshot["says"] == "2 clips ready.")
    assert take(later, "last")["stage"] == "planned"
    assert len(submits(place)) == 2
    assert later.snapshot["run"]["label"] == "Run: 1 clip, free"


def test_a_take_that_is_cancelled_is_left_and_run_fetches_it(runner, place):
    it = runner(job_seconds=2)
    press(it, "run")
    until(lambda: take(it, "lift-off")["since"])
    until(lambda: take(it, "lift-off")["stage"] in {"queued", "running", "submitted"})
    press(it, "cancel", id="lift-off")

    until(lambda: over(it))
    assert take(it, "lift-off")["stage"] == "cancelled"
    press(it, "run")
    until(lambda: it.snapshot["says"] == "1 clip ready.")
    assert len(submits(place)) == 1


def test_a_preview_can_be_stopped(runner):
    it = runner(SCRIPT)
    press(it, "preview")
    until(lambda: take(it, "crew#2")["stage"] == "drawing a preview")
    press(it, "stop")

    until(lambda: it.snapshot["says"] == "Stopped.")
    assert take(it, "crew#2")["stage"] == "planned"


def test_what_costs_money_is_asked_for_and_only_that_order_is_sent(runner, place, monkeypatch):
    with simulator(place, monkeypatch) as url:
        it = runner(provider="gateway")
        assert it.snapshot["run"]["label"] == "Run: 1 clip, 0.10 USD"
        press(it, "run")
        until(lambda: it.snapshot["offer"])
        offer = it.snapshot["offer"]
        assert offer["to"] == url
        assert offer["lines"] == [["lift-off", "MiniMax-Hailuo-02", "6", "512P", "0.10 USD"]]
        press(it, "withdraw")
        until(lambda: it.snapshot["says"] == "Nothing was sent.")
        assert it.snapshot["offer"] is None

        press(it, "run")
        until(lambda: it.snapshot["offer"])
        press(it, "send", order=offer["order"])
        press(it, "look")
        number = it.snapshot["offer"]["order"]
        assert number != offer["order"]
        press(it, "send", order=number)
        press(it, "send", order=number)
        until(lambda: it.snapshot["says"] == "1 clip ready.")

        assert len(submits(place)) == 1
        assert "canary" not in repr(it.get_state()) + it.static_html() + repr(it)


def test_an_order_is_withdrawn_when_the_script_changes(runner, place, monkeypatch):
    with simulator(place, monkeypatch):
        it = runner(provider="gateway")
        press(it, "run")
        until(lambda: it.snapshot["offer"])
        number = it.snapshot["offer"]["order"]
        it.text = ONE.replace("climbs", "falls")

        until(lambda: it.snapshot["phase"] == "idle")
        press(it, "send", order=number)
        press(it, "run")
        until(lambda: it.snapshot["offer"])
        assert it.snapshot["offer"]["order"] == number + 1
        assert not ledger_of(place).exists()


LOST = """
[[fault]]
at = "submit"
does = "lost"
times = 1
"""


def test_an_unknown_take_is_settled_by_the_authors_word(runner, place, monkeypatch):
    with simulator(place, monkeypatch, LOST):
        first = runner(provider="gateway")
        send(first)
        until(lambda: over(first))
        assert "Not every clip is there" in first.snapshot["says"]

        it = runner(provider="gateway")
        row = take(it, "lift-off")
        assert row["stage"] == "unknown"
        assert row["does"] == ["adopt", "resend", "give_up"]
        assert it.snapshot["run"]["label"] == "Run: nothing to send"

        press(it, "adopt", id="lift-off", task=" ")
        until(lambda: "which task is lift-off?" in it.snapshot["error"])
        press(it, "adopt", id="lift-off", task="nobodys")
        until(lambda: "knows no task `nobodys`" in it.snapshot["error"])
        press(it, "resend", id="lift-off")
        until(lambda: it.snapshot["offer"])
        assert it.snapshot["error"] == ""
        assert len(it.snapshot["offer"]["lines"]) == 1
        press(it, "withdraw")
        until(lambda: it.snapshot["phase"] == "idle")

        press(it, "give_up", id="lift-off")
        until(lambda: it.snapshot["says"] == "lift-off is given up; it counts as spent.")
        assert take(it, "lift-off")["does"] == ["retry"]
        send(it, "retry", id="lift-off")
        until(lambda: it.snapshot["says"] == "1 clip ready.")


def test_a_task_that_the_author_found_is_adopted_and_fetched(runner, place, monkeypatch):
    with simulator(place, monkeypatch, LOST):
        it = runner(provider="gateway")
        send(it)
        until(lambda: over(it))
        task = found_by_the_author(place)
        press(it, "adopt", id="lift-off", task=f" {task} ")

        until(lambda: it.snapshot["says"] == "1 clip ready.")
        assert take(it, "lift-off")["clip"]
        assert len(submits(place)) == 1


def test_why_takes_were_not_made_is_told_at_their_places(runner, place, monkeypatch):
    with simulator(place, monkeypatch, LOST.replace("lost", "fails")):
        it = runner(provider="gateway")
        send(it)
        until(lambda: over(it))

        assert "Not every clip is there" in it.snapshot["says"]
        assert take(it, "lift-off")["does"] == ["retry"]
        assert "error[failed]: lift-off" in it.snapshot["told"]
        assert "error[failed]: lift-off" in it.static_html()


def test_after_a_run_the_page_without_a_kernel_has_stills_and_relative_links(
    runner, place, monkeypatch
):
    monkeypatch.chdir(place)
    it = runner(SCRIPT)
    press(it, "run")
    until(lambda: over(it))
    html = it.static_html()

    assert 'src="out/lift-off.mp4"' in html
    assert html.count("poster=") == 3
    assert "data:video" not in html
    assert len(html) < 3 * 17_000


def test_whatever_goes_wrong_is_shown_and_the_runner_goes_on(runner, place):
    it = runner()
    (place / "out").write_text("a file where a folder should be")
    press(it, "preview")

    until(lambda: "cannot be written" in it.snapshot["error"])
    assert it.snapshot["phase"] == "idle"
    (place / "out").unlink()
    press(it, "preview")
    until(lambda: it.snapshot["says"] == "1 preview drawn.")
    assert it.snapshot["error"] == ""


def test_only_the_shots_that_are_named_are_run(runner, place):
    it = runner(SCRIPT, shots=["crew#2"])
    assert [it["id"] for it in it.snapshot["takes"]] == ["crew#2"]
    press(it, "run")
    until(lambda: over(it))

    assert len(submits(place)) == 1


def test_who_wants_to_know_is_told_what_a_run_came_to(runner):
    ends = []
    it = runner(on_over=ends.append)
    press(it, "run")
    until(lambda: ends)

    assert ends[0].outcome.exit_code == 0


def test_the_reel_is_there_when_a_run_is_over_and_is_cut_anew(runner, place):
    reel = ReelPanel(ONE, name="film", folder=place)
    assert reel.snapshot["caption"].startswith("There is no reel yet")
    press(runner(), "run")

    until(lambda: reel.snapshot["reel"])
    assert reel.snapshot["caption"] == "film.mp4: 1 shot"
    assert reel.snapshot["shown"] == ["lift-off"]
    (place / "out" / "film.mp4").unlink()
    press(reel, "cut")
    until(lambda: reel.snapshot["says"].startswith("The reel is cut: 6.0 s of 1 shot"))
    assert (place / "out" / "film.mp4").exists()
    assert "film.mp4" in reel.static_html()


def test_what_python_makes_of_the_same_film_is_seen(place):
    it = Runner(SCRIPT, name="film", folder=place)
    Film.of(SCRIPT, "film", folder=place).run_sync(job_seconds=0.2)

    until(lambda: {row["stage"] for row in it.snapshot["takes"]} == {"done"})


def test_one_take_can_be_run_alone(place):
    it = Runner(SCRIPT, name="film", folder=place, job_seconds=0.2)
    assert {id: take(it, id)["does"] for id in ("lift-off", "crew#2")} == {
        "lift-off": ["make"],
        "crew#2": ["make"],
    }
    press(it, "make", id="crew#2")
    until(lambda: it.snapshot["says"] == "1 clip ready.")

    assert {row["id"]: row["stage"] for row in it.snapshot["takes"]} == {
        "lift-off": "planned",
        "crew#1": "planned",
        "crew#2": "done",
    }
