"""The desk without a browser: gestures in, and what the page would show."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from hailuo_dsl.notebook import ShotDesk
from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.studio.film import film_of

from .conftest import until

ONE = """\
shot lift-off
  model: MiniMax-Hailuo-02
  resolution: 512P
  from: frames/rocket.jpg
  > The rocket climbs.
"""
TWO = ONE + "\nshot crew\n  model: I2V-01\n  from: frames/astronaut.jpg\n  > She smiles.\n"


def status(desk):
    return desk.page.status.value


def test_a_control_shows_what_the_script_says_and_writes_into_it(desk):
    it = desk(ONE)
    assert it.controls.model.value == "MiniMax-Hailuo-02"
    assert it.controls.resolution.value == "512P"

    it.controls.model.value = "MiniMax-Hailuo-2.3"

    until(lambda: "model: MiniMax-Hailuo-2.3\n  resolution: 768P\n" in it.value)
    until(lambda: it.controls.resolution.value == "768P")
    assert "512P" not in dict(it.controls.resolution.options)
    assert it.page.script.value == it.value


def test_what_was_asked_beside_a_film_is_asked_of_its_desk(place):
    film = film_of(TWO, "film", folder=place, settings=["duration=10s"], limit=7)
    it = ShotDesk(film)

    it.value = ONE.replace("climbs", "falls")

    until(lambda: "falls" in it.page.found.value)
    assert [request.body["duration"] for request in it.film.requests] == [10]
    assert it.film.asked["limit"] == 7


def test_a_move_is_written_then_or_together(desk):
    it = desk(ONE)
    it.controls.move.value = "tilt_up"
    it.controls.then.click()
    until(lambda: it.value.endswith("  > The rocket climbs.\n  camera: tilt up\n"))
    it.controls.move.value = "shake"
    it.controls.together.click()

    until(lambda: it.value.endswith("  camera: tilt up + shake\n"))
    until(lambda: "[tilt up,shake]" in it.page.found.value)


def test_following_the_script_writes_nothing(desk):
    it = desk(TWO)
    assert it.controls.shot.label == "every shot"
    assert it.controls.then.disabled

    it.controls.shot.value = "crew"

    until(lambda: it.controls.model.value == "I2V-01")
    assert not it.controls.then.disabled
    until(lambda: it.state.shot == "crew")
    assert it.value == TWO


def test_an_only_shot_is_meant_until_it_gets_company(desk):
    it = desk(ONE)
    assert it.state.shot == "lift-off"

    it.value = TWO
    until(lambda: it.state.shot is None)
    assert it.controls.shot.label == "every shot"
    it.controls.shot.value = "crew"
    until(lambda: it.state.shot == "crew")
    it.value = TWO.replace("smiles", "waves")
    until(lambda: "waves" in it.page.found.value)
    assert it.state.shot == "crew"


def test_a_mistake_is_shown_as_it_is_typed_and_goes_when_it_is_mended(desk):
    it = desk(ONE)
    it.value = ONE.replace("512P", "513P")
    until(lambda: "<strong>^^^^</strong>" in it.page.found.value)
    assert it.page.run.disabled
    assert it.page.preview.disabled

    it.value = ONE
    until(lambda: not it.page.run.disabled)
    assert "<mark" not in it.page.found.value
    assert "The rocket climbs." in it.page.found.value


def test_a_script_with_markup_in_it_is_shown_as_text(desk):
    it = desk(ONE.replace("climbs", "<img src=x onerror=alert(1)>"))
    assert "<img" not in it.page.found.value
    it.value = "shot <script>alert(1)</script>"

    until(lambda: "error[" in it.page.found.value)
    assert "<script" not in it.page.found.value


def test_preview_and_run_fill_the_player(desk, place):
    it = desk(ONE, name="film")
    assert it.player.layout.display == "none"
    assert it.player.video.value == b""

    it.page.preview.click()
    until(lambda: it.player.video.value)
    until(lambda: "ready" in status(it))
    preview = place / "out" / "preview" / "lift-off.mp4"
    assert it.player.video.value == preview.read_bytes()
    assert not it.player.video.autoplay
    assert not it.player.video.loop

    it.page.run.click()
    it.page.run.click()
    until(lambda: "1 clip made." in status(it))
    until(lambda: it.player.shown == place / "out" / "lift-off.mp4")
    assert 'value="100"' in it.page.takes.value
    assert "done" in it.page.takes.value
    assert (place / "out" / "film.mp4").exists()
    assert not it.page.run.disabled
    assert it.page.stop.disabled


def test_a_second_desk_on_the_same_script_joins_the_run(desk, place):
    first = ShotDesk(ONE, name="film", folder=place, job_seconds=3)
    first.page.run.click()
    until(lambda: "submitted" in first.page.takes.value)

    second = desk(ONE, name="film")
    until(lambda: second.state.phase is Phase.SHOOTING)
    second.page.run.click()
    first.page.stop.click()

    for it in (first, second):
        until(lambda it=it: "Stopped." in status(it))
        assert it.state.phase is Phase.IDLE


def test_a_preview_can_be_stopped(desk):
    it = desk(ONE)
    it.page.preview.click()
    until(lambda: it.state.phase is Phase.PREVIEWING and it.state.lines)
    it.page.stop.click()

    until(lambda: "Stopped." in status(it))
    assert it.state.phase is Phase.IDLE
    assert it.player.video.value == b""


def test_only_the_selected_shot_is_previewed(desk, place):
    it = desk(TWO)
    it.controls.shot.value = "lift-off"
    until(lambda: it.state.shot == "lift-off")
    it.page.preview.click()

    until(lambda: "ready" in status(it))
    assert [made.name for made in (place / "out" / "preview").iterdir()] == ["lift-off.mp4"]


def test_whatever_goes_wrong_is_said_on_the_page(desk, place):
    it = desk(ONE)
    (place / "out").write_text("a file where a folder should be")
    it.page.preview.click()

    until(lambda: "cannot be written" in status(it))
    assert it.state.phase is Phase.IDLE
    assert not it.page.preview.disabled


def test_a_provider_that_is_not_there_is_said_on_the_page(desk):
    it = desk(ONE, provider="nobody")

    assert "there is no provider `nobody`" in it.page.found.value
    assert it.page.run.disabled


@contextmanager
def simulator(place):
    words = [sys.executable, "-m", "hailuo_dsl", "simulate", "--job-seconds", "0.2"]
    process = subprocess.Popen(words, cwd=place, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


def test_what_costs_money_is_shown_and_sent_on_a_second_click(desk, place, monkeypatch):
    with simulator(place) as url:
        monkeypatch.setenv("HAILUO_BASE_URL", url)
        monkeypatch.setenv("HAILUO_API_KEY", "canary-1f2e")
        it = desk(ONE, name="film", provider="gateway")
        assert it.page.ask.layout.display == "none"

        it.page.run.click()
        until(lambda: it.page.ask.layout.display == "")
        assert url in it.page.bill.value
        assert "1 clip: " in it.page.bill.value
        it.page.withdraw.click()
        until(lambda: "Nothing was sent." in status(it))

        it.page.run.click()
        until(lambda: it.page.ask.layout.display == "")
        it.value = ONE.replace("climbs", "waits")
        until(lambda: it.page.ask.layout.display == "none")

        it.page.run.click()
        until(lambda: it.state.phase is Phase.ASKING)
        it.page.send.click()
        it.page.send.click()
        until(lambda: "1 clip made." in status(it))
        until(lambda: it.player.video.value)

        it.page.run.click()
        until(lambda: it.state.phase is Phase.SHOOTING)
        until(lambda: it.state.phase is Phase.IDLE)
        assert "1 clip made." in status(it)
        assert "canary" not in str(it.get_state()) + str(it.state)


def test_without_a_key_the_page_says_what_is_missing(desk, monkeypatch, tmp_path):
    monkeypatch.delenv("HAILUO_API_KEY", raising=False)
    monkeypatch.setenv("HAILUO_BASE_URL", "https://gateway.example")
    it = desk(ONE, provider="gateway")
    it.page.run.click()

    until(lambda: "HAILUO_API_KEY is not" in status(it))


def test_a_desk_of_a_film_takes_its_text_name_and_folder(place):
    film = film_of(ONE, "launch", folder=place)
    it = ShotDesk(film)

    assert it.value == ONE
    assert repr(it) == "ShotDesk('launch')"
    assert it.film.folder == place


def test_without_a_kernel_there_is_text_and_a_table(desk):
    bundle = desk(ONE)._repr_mimebundle_()

    assert bundle["text/plain"].startswith("ShotDesk('desk')\n\nlift-off  MiniMax-Hailuo-02  6")
    assert "<table" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert sum(map(len, map(str, bundle.values()))) < 5_000


@pytest.mark.skipif(os.name != "posix", reason="the folder's spelling")
def test_a_film_that_starts_from_another_shot_is_previewed_whole(desk, place):
    it = desk(
        ONE
        + "\nshot on\n  model: MiniMax-Hailuo-02\n  resolution: 512P\n  from: previous\n  > On.\n"
    )
    it.page.preview.click()

    until(lambda: "ready" in status(it))
    assert [name for name, _ in it.player.choice.options] == ["lift-off, preview", "on, preview"]
