"""A film's whole life at a gateway: planned, run, changed, made once more, settled, cleaned."""

from __future__ import annotations

import hashlib
import json
import signal
import urllib.request

import pytest

from tests.e2e.conftest import (
    SCRIPT,
    asked,
    forget_answers,
    intentions,
    stats,
    task_ids,
    wait_until,
)

ONE = SCRIPT.split("  shot table")[0]
TWO = ONE.replace("camera: push in", "takes: 2")
AT = ("--provider", "gateway")
WORDS = (*AT, "--yes", "--poll", "0.1")
QUICK = 'clip = "small"\njob_seconds = 0.3\n'
SLOW = QUICK.replace("0.3", "600")
"""Jobs end when the clock is set ahead, however busy this machine is."""


def scenario(place, text=QUICK):
    path = place.folder / "scenario.toml"
    path.write_text(text)
    return ("--scenario", path)


def write(place, text):
    (place.folder / "film.shots").write_text(text)


def let_time_pass(url):
    data = json.dumps({"advance": 700}).encode()
    with urllib.request.urlopen(f"{url}/_simulator/clock", data, timeout=10) as answer:
        answer.read()


def fates(place, exit_code=0):
    """What a run would do with each take."""
    result = place.call("plan", "film.shots", *AT, "--json")
    assert result.returncode == exit_code, result.stderr
    return {it["id"]: it["fate"] for it in json.loads(result.stdout)["takes"]}


def clip_of(place, name="cup"):
    return (place.folder / f"out/cafe/{name}.mp4").read_bytes()


def clips(place):
    return {it.stem for it in (place.folder / ".hailuo/clips").glob("*.mp4")}


def test_a_run_sends_what_the_plan_said_and_nothing_else(place):
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        first = fates(paying)
        assert stats(url)["submissions"] == 0
        assert paying.call("run", "film.shots", *WORDS).returncode == 0
        after = fates(paying)
        write(place, SCRIPT.replace("The light moves", "The light dances"))
        changed = fates(paying)
        assert paying.call("run", "film.shots", *WORDS).returncode == 0
        counted = stats(url)["submissions"]

    assert set(first.values()) == {"new"}
    assert set(after.values()) == {"reuse"}
    assert changed == {"cafe/cup": "reuse", "cafe/table": "new", "cafe/window": "stale"}
    assert (counted, asked(place)) == (
        5,
        ["cafe/cup", "cafe/table", "cafe/window", "cafe/table", "cafe/window"],
    )


def test_comments_layout_and_names_cost_nothing(place):
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        text = SCRIPT.replace("shot table", "# A table.\nshot   desk").replace("cafe", "bar")
        write(place, text)
        result = paying.call("run", "film.shots", *AT, "--poll", "0.1")
        counted = stats(url)["submissions"]

    assert (result.returncode, counted) == (0, 3), result.stderr
    assert (place.folder / "out/bar/desk.mp4").is_file()


def test_another_pick_sends_what_starts_from_the_shot(place):
    text = TWO.replace("takes: 2", "takes: 2\n    pick: 1") + (
        "\n  shot table\n    from: cup.last\n    > The light moves.\n"
    )
    write(place, text)
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        assert paying.call("pick", "cafe/cup", "2").returncode == 0
        plan = paying.call("plan", *AT)
        paying.call("run", "film.shots", *WORDS)
        counted = stats(url)["submissions"]

    assert "starts from cafe/cup#2, no longer from cafe/cup#1: another pick" in plan.stdout
    assert (counted, asked(place)[3:]) == (4, ["cafe/table"])


def test_a_clip_that_is_gone_is_brought_back_and_never_made_again(place):
    write(place, ONE)
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        clip = clip_of(place)
        (place.folder / "out/cafe/cup.mp4").unlink()
        (place.folder / "scenario.toml").unlink()
        from_the_store = paying.call("run", "film.shots", *AT)
        assert clip_of(place) == clip
        asked_for = stats(url)
        (place.folder / "out/cafe/cup.mp4").unlink()
        for stored in (place.folder / ".hailuo/clips").iterdir():
            stored.unlink()
        planned = fates(paying)
        from_the_service = paying.call("run", "film.shots", *AT, "--poll", "0.1")
        counted = stats(url)["submissions"]

    assert (from_the_store.returncode, from_the_service.returncode) == (0, 0)
    assert planned == {"cafe/cup": "resume"}
    assert (asked_for["submissions"], counted) == (1, 1)
    assert clip_of(place) == clip


def test_a_retake_is_another_clip_and_the_one_before_is_kept(place):
    write(place, SCRIPT.split("  shot window")[0])
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        before = clip_of(place)
        result = paying.call("retake", "cafe/cup", *WORDS)
        counted = stats(url)["submissions"]
        plan = paying.call("plan", *AT)

    assert (result.returncode, counted) == (0, 3), result.stderr
    assert clip_of(place) != before
    assert hashlib.sha256(before).hexdigest() in clips(place)
    assert "starts from cafe/cup, whose clip is another by now" in plan.stdout


def test_a_retake_that_fails_leaves_the_clip_of_before_in_its_place(place):
    write(place, ONE)
    fails = '\n[[fault]]\nat = "submit"\ndoes = "fails"\nnth = [2]\n'
    with place.simulator(*scenario(place, QUICK + fails)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        before = clip_of(place)
        result = paying.call("retake", "cafe/cup", *WORDS)
        again = paying.call("run", "film.shots", *WORDS)
        counted = stats(url)["submissions"]

    assert result.returncode == 3, result.stderr
    assert clip_of(place) == before
    assert (again.returncode, counted) == (0, 2), again.stderr


def test_a_retake_of_what_is_under_way_goes_on_with_it(place):
    write(place, ONE)
    with place.simulator(*scenario(place, QUICK.replace("0.3", "20"))) as url:
        paying = place.gateway(url)
        first = paying.start("run", "film.shots", *WORDS)
        wait_until(lambda: task_ids(place) == 1, "the task id")
        first.send_signal(signal.SIGKILL)
        first.communicate()
        let_time_pass(url)
        again = paying.call("retake", "cafe/cup", *WORDS)
        counted = stats(url)["submissions"]

    assert (again.returncode, counted) == (0, 1), again.stderr
    assert "cafe/cup: was done or under way, so it was not sent again" in again.stderr


def test_after_ctrl_c_the_plan_goes_on_with_what_is_under_way(place):
    write(place, TWO)
    with place.simulator(*scenario(place, SLOW)) as url:
        paying = place.gateway(url)
        first = paying.start("run", "film.shots", *WORDS)
        wait_until(lambda: task_ids(place) == 2, "the task ids")
        first.send_signal(signal.SIGINT)
        told = first.communicate(timeout=60)[1]
        planned = fates(paying)
        let_time_pass(url)
        second = paying.call("run", "film.shots", *WORDS)
        counted = stats(url)["submissions"]

    assert first.returncode == 4
    assert "give the same command again to go on with what is under way" in told
    assert set(planned.values()) == {"resume"}
    assert (second.returncode, counted) == (0, 2), second.stderr


def test_what_is_cancelled_is_left_by_the_run_kept_and_fetched_by_a_later_one(place):
    write(place, SCRIPT.split("  shot window")[0])
    with place.simulator(*scenario(place, SLOW)) as url:
        paying = place.gateway(url)
        first = paying.start("run", "film.shots", *WORDS)
        wait_until(lambda: task_ids(place) == 1, "the task id")
        cancelled = paying.call("cancel", "cafe/cup", *AT)
        told = first.communicate(timeout=60)[1]
        planned = fates(paying)
        let_time_pass(url)
        second = paying.start("run", "film.shots", *WORDS)
        wait_until(lambda: stats(url)["submissions"] == 2, "the other submit")
        let_time_pass(url)
        said = second.communicate(timeout=60)[1]
        counted = stats(url)["submissions"]

    assert "cafe/cup: task " in cancelled.stdout
    assert "the clip is still made and paid; `run` fetches it" in cancelled.stdout
    assert first.returncode == 3
    assert "cafe/table" in told
    assert planned == {"cafe/cup": "resume", "cafe/table": "new"}
    assert (second.returncode, counted) == (0, 2), said


@pytest.fixture
def unknown(place):
    """Two takes that were sent, and whose answers are lost; the ids of their tasks are known."""
    write(place, TWO)
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        found = json.loads(paying.call("ledger", "--format", "json").stdout)["attempts"]
        forget_answers(place)
        yield paying, url, {it["shot"]: it["task_id"] for it in found}


def test_while_something_is_unknown_every_verb_says_so_by_its_exit_code(unknown):
    paying, url, _ = unknown
    run = paying.call("run", "film.shots", *WORDS)
    verbs = [(verb, *AT) for verb in ("plan", "status", "reconcile")]

    assert [paying.call(*verb).returncode for verb in verbs] == [4, 4, 4]
    assert run.returncode == 4
    assert "`hailuo-dsl reconcile SHOT` settles it" in run.stderr
    assert stats(url)["submissions"] == 2


def test_a_task_that_the_author_found_is_adopted_and_fetched(unknown):
    paying, url, tasks = unknown
    wrong = paying.call("reconcile", "cafe/cup#1", "--adopt", "task_nobody", *AT)
    adopted = paying.call("reconcile", "cafe/cup#1", "--adopt", tasks["cafe/cup#1"], *AT)
    taken = paying.call("reconcile", "cafe/cup#2", "--adopt", tasks["cafe/cup#1"], *AT)
    paying.call("reconcile", "cafe/cup#2", "--adopt", tasks["cafe/cup#2"], *AT)
    planned = fates(paying)
    run = paying.call("run", "film.shots", *WORDS)

    assert (wrong.returncode, "knows no task `task_nobody`" in wrong.stderr) == (2, True)
    assert (adopted.returncode, "which is succeeded; `run` goes on" in adopted.stdout) == (4, True)
    assert taken.returncode == 2
    assert "is already that of cafe/cup#1, attempt 1" in taken.stderr
    assert set(planned.values()) == {"resume"}
    assert (run.returncode, stats(url)["submissions"]) == (0, 2), run.stderr
    assert paying.call("reconcile").returncode == 0


def test_what_is_sent_again_may_be_paid_twice_and_both_count(unknown):
    paying, url, _ = unknown
    result = paying.call("reconcile", "cafe/cup#2", "--resend", *WORDS)
    plan = paying.call("plan", *AT)

    assert stats(url)["submissions"] == 3
    assert result.returncode == 4, result.stderr
    assert "0.30 USD" in plan.stdout
    assert fates(paying, exit_code=4) == {"cafe/cup#1": "unknown", "cafe/cup#2": "reuse"}


def test_what_is_given_up_is_sent_again_by_a_retake_alone(unknown):
    paying, url, _ = unknown
    for take in ("cafe/cup#1", "cafe/cup#2"):
        paying.call("reconcile", take, "--give-up")
    run = paying.call("run", "film.shots", *WORDS)
    counted = stats(url)["submissions"]
    retake = paying.call("retake", "cafe/cup#1", *WORDS)
    recounted = stats(url)["submissions"]

    assert (run.returncode, counted) == (3, 2)
    assert (retake.returncode, recounted) == (0, 3), retake.stderr


def test_the_ledger_tells_all_that_ran_and_no_key(place):
    with place.simulator(*scenario(place)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", *WORDS)
        told = {form: paying.call("ledger", "--format", form) for form in ("text", "json", "csv")}
    attempts = json.loads(told["json"].stdout)["attempts"]

    assert [it["shot"] for it in attempts] == ["cafe/cup", "cafe/table", "cafe/window"]
    assert {it["clip"] for it in attempts} == clips(place)
    assert all(it["task_id"] in told["text"].stdout for it in attempts)
    assert len(told["csv"].stdout.splitlines()) == 4
    assert "open-sesame" not in "".join(it.stdout + it.stderr for it in told.values())


def test_while_a_run_is_at_work_no_clip_is_taken_from_under_it(place):
    write(place, ONE)
    with place.simulator(*scenario(place, SLOW)) as url:
        paying = place.gateway(url)
        paying.call("run", "film.shots", "--job-seconds", "0.1")
        first = paying.start("run", "film.shots", *WORDS)
        wait_until(lambda: intentions(place) == 2, "the intention")
        cleaning = paying.call("gc", "--yes")
        let_time_pass(url)
        first.communicate(timeout=60)

    assert (cleaning.returncode, first.returncode) == (2, 0)
    assert "a run is at work" in cleaning.stderr
    assert paying.call("gc").stdout == "every clip is referred to\n"
