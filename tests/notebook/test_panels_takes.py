"""Takes side by side: the grid, and the pick that goes into the script."""

from __future__ import annotations

import pytest

from hailuo_dsl.notebook.panels import Runner, Takes

from .conftest import until
from .panels import SCRIPT, press

VARIED = """\
model: MiniMax-Hailuo-02
resolution: 512P

shot lamp
  from: frames/rocket.jpg
  vary light: dawn | noon
  vary lens: wide | long
  > The {light} lamp, {lens}.
"""


def cells(it, shot=0):
    return {
        each["id"]: (each["row"], each["column"]) for each in it.snapshot["shots"][shot]["cells"]
    }


def picked(it):
    return [each["id"] for shot in it.snapshot["shots"] for each in shot["cells"] if each["picked"]]


def test_takes_stand_beside_each_other_and_only_shots_with_several_are_shown(place):
    it = Takes(SCRIPT, folder=place)

    assert [shot["shot"] for shot in it.snapshot["shots"]] == ["crew"]
    assert cells(it) == {"crew#1": ("", "take 1"), "crew#2": ("", "take 2")}
    assert picked(it) == []


def test_variations_are_a_grid_by_axis(place):
    it = Takes(VARIED, folder=place)
    shot = it.snapshot["shots"][0]

    assert (shot["rows"], shot["columns"]) == (["dawn", "noon"], ["wide", "long"])
    assert cells(it)["lamp@noon@wide"] == ("noon", "wide")
    assert len(cells(it)) == 4


def test_takes_of_variations_are_columns_too(place):
    text = VARIED.replace("  vary lens: wide | long\n", "  takes: 2\n").replace(", {lens}", "")
    it = Takes(text, folder=place)
    shot = it.snapshot["shots"][0]

    assert (shot["rows"], shot["columns"]) == (["dawn", "noon"], ["take 1", "take 2"])


def test_a_shot_that_is_named_is_shown_though_it_has_one_clip(place):
    it = Takes(SCRIPT, folder=place, shots=["lift-off"])

    assert list(cells(it)) == ["lift-off"]


def test_what_is_not_made_is_compared_as_previews(place):
    it = Takes(VARIED, folder=place)
    assert it.snapshot["preview"]["on"]
    press(it, "preview")

    until(lambda: it.snapshot["says"] == "4 previews drawn.")
    shown = it.snapshot["shots"][0]["cells"]
    assert all(each["clip"] and each["words"] == "preview" for each in shown)
    assert len({each["clip"] for each in shown}) == 4


def test_a_pick_in_a_file_is_written_into_it_and_every_other_letter_stays(place):
    path = place / "film.shots"
    path.write_text(SCRIPT)
    it = Takes(path)
    press(it, "pick", id="crew#2")

    until(lambda: picked(it) == ["crew#2"])
    assert it.snapshot["says"] == "crew picks 2."
    assert path.read_text() == SCRIPT.replace("takes: 2\n", "takes: 2\n  pick: 2\n")
    press(it, "pick", id="crew#1")
    until(lambda: picked(it) == ["crew#1"])
    assert it.snapshot["says"] == "crew picks 1, no longer 2."
    assert path.read_text() == SCRIPT.replace("takes: 2\n", "takes: 2\n  pick: 1\n")


def test_a_pick_in_a_text_gives_a_new_text_to_who_listens_and_to_other_panels(place):
    texts = []
    runner = Runner(VARIED, folder=place)
    it = Takes(VARIED, folder=place, on_text=texts.append)
    press(it, "pick", id="lamp@noon@long")

    until(lambda: texts and picked(it))
    assert picked(it) == ["lamp@noon@long"]
    assert "  pick: noon@long\n" in texts[0]
    assert it.snapshot["says"].endswith("Write `pick: noon@long` into the shot to keep that.")
    assert texts == [it.text]
    until(lambda: runner.text == it.text)
    assert [each.name for each in place.iterdir()] == ["frames"]


@pytest.mark.parametrize("id", ["crew#9", "nobody", ""])
def test_a_clip_that_is_not_there_cannot_be_picked_and_that_is_said(place, id):
    it = Takes(SCRIPT, folder=place)
    press(it, "pick", id=id)

    until(lambda: it.snapshot["error"])
    assert it.text == SCRIPT


def test_a_pick_that_breaks_the_script_is_not_written(place):
    text = SCRIPT + "\nshot on\n  from: crew#1.last\n  > On.\n"
    path = place / "film.shots"
    path.write_text(text.replace("  > She", "  pick: {nothing}\n  > She"))
    before = path.read_text()
    it = Takes(path)
    assert it.snapshot["shots"] == []
    press(it, "pick", id="crew#2")

    until(lambda: it.snapshot["error"])
    assert path.read_text() == before
