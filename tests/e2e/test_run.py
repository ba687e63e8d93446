"""A script becomes a film: the main job from end to end, and what a kill leaves of it."""

from __future__ import annotations

import signal
from itertools import pairwise

import pytest

from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from tests.e2e.conftest import (
    SCRIPT,
    forget_answers,
    intentions,
    psnr,
    stats,
    task_ids,
    wait_until,
)

SHOTS = ("cafe/cup", "cafe/table", "cafe/window")
THREE_AT_ONCE = SCRIPT.replace("from: previous", "from: coffee.jpg")


def test_a_chain_of_shots_over_real_http(place):
    with place.simulator("--job-seconds", "0.2") as url:
        result = place.gateway(url).call(
            "run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.1"
        )
        counted = stats(url)["submissions"]

    assert result.returncode == 0, result.stderr
    assert counted == len(SHOTS)
    clips = [place.folder / f"out/{shot}.mp4" for shot in SHOTS]
    for before, after in pairwise(clips):
        assert psnr(last_frame(before), first_frame(after)) > 35
    reel = place.folder / result.stdout.splitlines()[-1]
    assert reel == place.folder / "out/film.mp4"
    seconds = sum(clip_facts(clip).seconds for clip in clips)
    assert clip_facts(reel).seconds == pytest.approx(seconds, abs=len(clips) / 24)
    assert clip_facts(clips[0]).seconds == pytest.approx(6, abs=1 / 24)


def test_the_key_is_written_nowhere(place):
    with place.simulator("--job-seconds", "0.2") as url:
        result = place.gateway(url).call(
            "run", "film.shots", "cafe/cup", "--provider", "gateway", "--yes", "--poll", "0.1"
        )

    assert result.returncode == 0, result.stderr
    assert "open-sesame" not in result.stdout + result.stderr
    for path in place.folder.rglob("*"):
        assert not path.is_file() or b"open-sesame" not in path.read_bytes(), path


def test_what_costs_money_is_shown_and_asked_for(place):
    with place.simulator() as url:
        result = place.gateway(url).call("run", "film.shots", "--provider", "gateway")
        counted = stats(url)["submissions"]

    assert (result.returncode, counted) == (2, 0)
    assert "3 clips: 0.30 USD (by the list of minimax" in result.stderr
    assert "--yes" in result.stderr


def test_having_a_key_does_not_choose_the_gateway(place):
    (place.folder / "film.shots").write_text(SCRIPT.split("  shot table")[0])
    with place.simulator() as url:
        result = place.gateway(url).call("run", "film.shots", "--job-seconds", "0.1")
        counted = stats(url)["submissions"]

    assert (result.returncode, counted) == (0, 0)


def test_killed_after_the_submits_nothing_is_submitted_twice(place):
    (place.folder / "film.shots").write_text(THREE_AT_ONCE)
    words = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.2")
    with place.simulator("--job-seconds", "4") as url:
        paying = place.gateway(url)
        first = paying.start(*words)
        wait_until(lambda: stats(url)["submissions"] == len(SHOTS), "the submits")
        # An answer that is on its way to us when we are killed is another test's.
        wait_until(lambda: task_ids(place) == len(SHOTS), "the task ids")
        first.send_signal(signal.SIGKILL)
        first.communicate()
        second = paying.call(*words)
        third = paying.call(*words)
        counted = stats(url)["submissions"]

    assert (second.returncode, third.returncode) == (0, 0), second.stderr
    assert counted == len(SHOTS)
    assert (place.folder / "out/film.mp4").exists()


def test_killed_between_intention_and_answer_the_take_is_shown_and_left(place):
    """The intention is there and no answer: nobody knows whether it was paid."""
    (place.folder / "film.shots").write_text(SCRIPT.split("  shot table")[0])
    words = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.2")
    with place.simulator("--job-seconds", "0.2") as url:
        paying = place.gateway(url)
        first = paying.start(*words)
        wait_until(lambda: intentions(place) == 1, "the intention")
        first.send_signal(signal.SIGKILL)
        first.communicate()
        forget_answers(place)
        left = paying.call(*words)
        counted = stats(url)["submissions"]
        again = paying.call(*words, "--resend", "cafe/cup")
        recounted = stats(url)["submissions"]

    assert left.returncode == 4, left.stderr
    assert "cafe/cup" in left.stderr
    assert again.returncode == 0, again.stderr
    assert recounted == counted + 1


def test_killed_at_local_nothing_is_submitted_twice(place):
    (place.folder / "film.shots").write_text(THREE_AT_ONCE)
    words = ("run", "film.shots", "--job-seconds", "4", "--poll", "0.2")
    first = place.start(*words)
    wait_until(lambda: task_ids(place) == len(SHOTS), "the task ids")
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = place.call(*words)
    with place.simulator("--state", place.folder / ".hailuo/simulator.sqlite") as url:
        counted = stats(url)["submissions"]

    assert second.returncode == 0, second.stderr
    assert counted == len(SHOTS)


def test_two_runs_at_once_share_the_work(place):
    (place.folder / "film.shots").write_text(THREE_AT_ONCE)
    words = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.2")
    with place.simulator("--job-seconds", "1") as url:
        paying = place.gateway(url)
        both = [paying.start(*words) for _ in range(2)]
        told = [process.communicate(timeout=120) for process in both]
        counted = stats(url)["submissions"]

    assert [process.returncode for process in both] == [0, 0], told
    assert counted == len(SHOTS)


def test_given_again_without_yes_nothing_is_asked_when_nothing_is_to_be_sent(place):
    (place.folder / "film.shots").write_text(SCRIPT.split("  shot table")[0])
    words = ("run", "film.shots", "--provider", "gateway", "--poll", "0.1")
    with place.simulator("--job-seconds", "0.2") as url:
        paying = place.gateway(url)
        first, second = paying.call(*words, "--yes"), paying.call(*words)
        counted = stats(url)["submissions"]

    assert (first.returncode, second.returncode, counted) == (0, 0, 1), second.stderr


def test_a_clip_that_was_written_into_is_put_back(place):
    (place.folder / "film.shots").write_text(SCRIPT.split("  shot table")[0])
    words = ("run", "film.shots", "--job-seconds", "0.1", "--poll", "0.1")
    clip = place.folder / "out/cafe/cup.mp4"
    place.call(*words)
    whole = clip.read_bytes()
    clip.write_bytes(b"edited in place")
    again = place.call(*words)

    assert again.returncode == 0, again.stderr
    assert clip.read_bytes() == whole


def test_a_reel_that_cannot_be_written_hides_nothing(place):
    (place.folder / "film.shots").write_text(SCRIPT.split("  shot table")[0])
    (place.folder / "out/film.mp4").mkdir(parents=True)
    result = place.call("run", "film.shots", "--job-seconds", "0.1", "--poll", "0.1")

    assert result.returncode == 3
    assert "out/film.mp4" in result.stderr
    assert "Traceback" not in result.stderr
    assert (place.folder / "out/cafe/cup.mp4").exists()


def test_asked_to_end_it_hears_the_answers_first(place):
    (place.folder / "film.shots").write_text(THREE_AT_ONCE)
    words = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.2")
    with place.simulator("--job-seconds", "3") as url:
        paying = place.gateway(url)
        first = paying.start(*words)
        wait_until(lambda: intentions(place) == len(SHOTS), "the intentions")
        first.send_signal(signal.SIGTERM)
        told = first.communicate(timeout=60)[1]
        known = task_ids(place)
        second = paying.call(*words)
        counted = stats(url)["submissions"]

    assert first.returncode == 4, told
    assert known == len(SHOTS)
    assert (second.returncode, counted) == (0, len(SHOTS))


def test_takes_are_clips_of_their_own(place):
    text = SCRIPT.split("  shot table")[0].replace("shot cup", "shot cup\n    takes: 2")
    (place.folder / "film.shots").write_text(text)
    result = place.call("run", "film.shots", "--job-seconds", "0.1", "--poll", "0.1")

    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (place.folder / "out/cafe").iterdir()) == [
        "cup.mp4",
        "cup.take2.mp4",
    ]


def test_preview_makes_the_same_animatics_without_jobs(place):
    made = place.call("preview", "film.shots")
    run = place.call("run", "film.shots", "--job-seconds", "0.1", "--poll", "0.1")

    assert (made.returncode, run.returncode) == (0, 0), made.stderr + run.stderr
    for shot in SHOTS:
        preview = place.folder / f"out/preview/{shot}.mp4"
        clip = place.folder / f"out/{shot}.mp4"
        assert preview.read_bytes() == clip.read_bytes()
