"""What all panels keep to: small traits, clips that are pulled, errors shown, news paced."""

from __future__ import annotations

import json

import pytest
from IPython.display import display
from IPython.utils.capture import capture_output

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook import ReelPanel, Runner, ShotControls, Studio, Takes
from hailuo_dsl.notebook.panels.model import MOST_BYTES
from hailuo_dsl.notebook.work import Pace
from hailuo_dsl.studio.film import film_of, read_film

from .conftest import until
from .panels import SCRIPT, heaviest, listened, press, take
from .shells import opened_shell  # noqa: F401 - a fixture

PANELS = (Runner, Takes, ReelPanel, ShotControls, Studio)
LONG = "model: MiniMax-Hailuo-02\nresolution: 512P\n" + "".join(
    f"\nshot number-{number}\n  from: frames/rocket.jpg\n  takes: 2\n  > {'A long road. ' * 40}\n"
    for number in range(400)
)


@pytest.fixture(params=PANELS, ids=lambda it: it.__name__)
def panel(request, place, capfd):
    """Opens a panel of each kind, and sees that nothing was printed."""
    yield lambda script=SCRIPT, **more: request.param(script, name="film", folder=place, **more)
    assert capfd.readouterr() == ("", "")


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self):
        self.now = 0.0
        self.due = []

    def later(self, seconds, do):
        timer = Timer(self.now + seconds, do)
        self.due.append(timer)
        return timer

    def go(self, seconds):
        end = self.now + seconds
        while ready := [it for it in self.due if it.at <= end]:
            first = min(ready, key=lambda it: it.at)
            self.due.remove(first)
            self.now = first.at
            first.do()
        self.now = end


class Timer:
    def __init__(self, at, do):
        self.at, self.do = at, do

    def cancel(self):
        self.at = float("inf")


def test_news_is_told_five_times_a_second_and_ends_with_the_last():
    clock, shown = Clock(), []
    pace = Pace(lambda it: shown.append((round(clock.now, 2), it)), later=clock.later)
    for number in range(1000):
        pace.tell(number)
        clock.go(0.001)
    clock.go(5)

    assert shown == [(0.0, 0), (0.2, 199), (0.4, 399), (0.6, 599), (0.8, 799), (1.0, 999)]


def test_a_state_that_has_changed_waits_for_nobody():
    clock, shown = Clock(), []
    pace = Pace(shown.append, later=clock.later)
    pace.tell("running")
    pace.tell("still running")
    pace.tell("over", at_once=True)

    assert shown == ["running", "over"]
    clock.go(1)
    assert shown == ["running", "over"]


def test_no_trait_is_large_however_long_the_film_is(panel):
    it = panel(LONG)

    assert it.snapshot["film"] == "film"
    assert heaviest(it) < 64_000
    assert len(it.static_html()) < 300_000


def test_what_is_not_shown_one_by_one_is_counted(place):
    it = Runner(LONG, folder=place)

    assert len(it.snapshot["takes"]) == 100
    assert it.snapshot["more"] == "and 700 takes more: 700 planned"
    assert Takes(LONG, folder=place).snapshot["more"].startswith("and 680 clips more")


def test_a_script_with_mistakes_is_shown_as_such_and_nothing_can_be_pressed(place):
    it = Runner(SCRIPT.replace("512P", "513P"), folder=place)

    assert "513P" in it.snapshot["error"]
    assert "^^^^" in it.snapshot["error"]
    assert not it.snapshot["run"]["on"]
    assert not it.snapshot["preview"]["on"]
    assert "513P" in it.static_html()


def test_a_provider_that_is_not_there_is_shown(panel):
    it = panel(provider="nobody")

    assert "there is no provider `nobody`" in it.snapshot["error"]
    assert "there is no provider `nobody`" in it.static_html()


def test_without_a_key_it_is_said_what_is_missing_and_previews_go_on(place, monkeypatch):
    monkeypatch.setenv("HAILUO_BASE_URL", "https://gateway.example")
    it = Runner(SCRIPT, folder=place, provider="gateway")

    assert "HAILUO_API_KEY is not" in it.snapshot["error"]
    assert [it["id"] for it in it.snapshot["takes"]] == ["lift-off", "crew#1", "crew#2"]
    assert not it.snapshot["run"]["on"]
    assert it.snapshot["preview"]["on"]


@pytest.mark.parametrize("content", [{"type": "fly"}, {}, "run", None])
def test_a_message_that_nobody_knows_is_an_error_in_the_panel(panel, content):
    it = panel()
    it._handle_custom_msg(content, [])

    until(lambda: "which nobody here knows" in it.snapshot["error"])


def test_every_message_is_answered_by_a_sign_of_life(panel):
    it = panel()
    before = it.beat
    press(it, "look")

    until(lambda: it.beat > before)


def test_a_page_gets_the_bytes_of_a_clip_that_it_was_offered_and_no_others(place):
    it = Runner(SCRIPT, folder=place, shots=["lift-off"])
    line = listened(it)
    press(it, "preview")
    until(lambda: take(it, "lift-off")["preview"])
    token = take(it, "lift-off")["preview"]
    press(it, "need", item=token)
    press(it, "need", item=str(place / "frames" / "rocket.jpg"))

    until(lambda: len(line.custom) == 2)
    (clip, [data]), (missing, none) = sorted(line.custom, key=lambda it: it[0]["type"])
    assert clip == {"type": "item", "item": token, "mime": "video/mp4"}
    assert data == (place / "out" / "preview" / "lift-off.mp4").read_bytes()
    assert (missing["type"], none) == ("missing", [])
    assert "not there any more" in missing["words"]
    assert heaviest(it) < 64_000


def test_a_clip_that_is_too_large_for_a_page_is_named(place):
    it = ReelPanel(SCRIPT, name="film", folder=place)
    (place / "out").mkdir()
    with (place / "out" / "film.mp4").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    line = listened(it)
    press(it, "look")
    until(lambda: it.snapshot["reel"])
    press(it, "need", item=it.snapshot["reel"])

    until(lambda: line.custom)
    assert line.custom[0][0]["words"].startswith("40 MB are too much for a page; open ")


def test_no_key_is_in_any_trait_or_page(panel, monkeypatch):
    monkeypatch.setenv("HAILUO_BASE_URL", "https://gateway.example")
    monkeypatch.setenv("HAILUO_API_KEY", "canary-1f2e")
    it = panel(provider="gateway")

    assert "canary" not in repr(it.get_state()) + repr(it) + it.static_html()


def test_what_is_kept_is_plain_html_by_a_name_that_a_live_view_knows(panel):
    it = panel()

    assert it.kept_html() == f'<div id="hlo-kept-{it.snapshot["kept"]}">{it.static_html()}</div>'
    assert not {"<script", "role="} & set(it.kept_html().split())
    assert repr(it) == f"<{type(it).__name__} film: idle>"


def test_it_is_shown_below_the_widget(panel, shell):
    with capture_output() as captured:
        display(panel())

    live, kept = captured.outputs
    assert "application/vnd.jupyter.widget-view+json" in live.data
    assert live.data["text/html"] == ""
    assert "hlo-kept-" in kept.data["text/html"]


def test_the_page_is_a_module_without_imports_and_without_a_server(panel):
    state = panel().get_state()

    assert state["_esm"].rstrip().endswith("};")
    assert "import " not in state["_esm"]
    assert "http" not in state["_esm"] + state["_css"]
    assert "stopPropagation" in state["_esm"]


def test_a_panel_opens_a_file_a_text_or_a_film(place, monkeypatch):
    (place / "pier.shots").write_text(SCRIPT)
    monkeypatch.chdir(place)
    film = film_of(SCRIPT, "harbour", folder=place, settings=["duration=10s"])
    opened = {
        "a text": Runner(SCRIPT, folder=place),
        "a name": Runner("pier.shots"),
        "a path": Runner(place / "pier.shots"),
        "a film from a file": Runner(read_film("pier.shots")),
        "a film from a text": Runner(film),
    }

    assert {name: it.snapshot["film"] for name, it in opened.items()} == {
        "a text": "film",
        "a name": "pier",
        "a path": "pier",
        "a film from a file": "pier",
        "a film from a text": "harbour",
    }
    assert {it.text for it in opened.values()} == {SCRIPT}
    assert {len(it.snapshot["takes"]) for it in opened.values()} == {3}


def test_a_file_that_is_no_script_is_refused(place):
    with pytest.raises(Trouble, match=r"the name of one ends in `\.shots`"):
        Runner(place / "pier.txt")


def test_an_edit_in_one_panel_is_seen_in_the_others(place):
    runner, takes = Runner(SCRIPT, folder=place), Takes(SCRIPT, folder=place)
    runner.text = SCRIPT.replace("takes: 2", "takes: 3")

    until(lambda: len(takes.snapshot["shots"][0]["cells"]) == 3)
    assert "takes: 3" in takes.text
    takes.close()
    runner.text = SCRIPT
    until(lambda: len(runner.snapshot["takes"]) == 3)
    assert "takes: 3" in takes.text


def test_what_no_page_shows_any_more_follows_when_one_does_again(place):
    runner, takes = Runner(SCRIPT, folder=place), Takes(SCRIPT, folder=place)
    press(takes, "watch")
    press(takes, "unwatch")
    until(lambda: takes.beat >= 2)
    runner.text = SCRIPT.replace("takes: 2", "takes: 3")
    until(lambda: len(runner.snapshot["takes"]) == 4)
    assert len(takes.snapshot["shots"][0]["cells"]) == 2
    press(takes, "watch")

    until(lambda: len(takes.snapshot["shots"][0]["cells"]) == 3)


def test_what_went_wrong_stands_until_something_else_is_tried(panel):
    it = panel()
    press(it, "fly")
    until(lambda: it.snapshot["error"])
    press(it, "watch")
    press(it, "need", item="nothing")
    until(lambda: it.beat >= 3)
    assert it.snapshot["error"]
    press(it, "look")

    until(lambda: not it.snapshot["error"])


def test_a_snapshot_is_plain_json(panel):
    it = panel()

    assert json.loads(json.dumps(it.snapshot)) == it.snapshot
