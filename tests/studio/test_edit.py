"""The controls write into the text, and touch nothing else of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.studio.edit import with_move, with_settings
from hailuo_dsl.syntax.words import Key

FILM = """\
# Two shots.
model: MiniMax-Hailuo-2.3

scene pier
  resolution: 768P

  shot boat
    from: boat.jpg
    > The boat leaves.
    # It is early.

  shot gulls
    model:  MiniMax-Hailuo-02
    from: previous
    camera: tilt up
    > Gulls rise.
"""
ALONE = "model: I2V-01\n\nscene pier\n  resolution: 720P\n\n  shot boat\n    > It leaves.\n"


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came, in order."""
    old, new = before.splitlines(), after.splitlines()
    return [f"- {it}" for it in old if it not in new] + [f"+ {it}" for it in new if it not in old]


def test_a_line_that_is_there_is_changed_in_place():
    after = with_settings(FILM, "pier/gulls", {Key.MODEL: "I2V-01-Director"})

    assert changed(FILM, after) == [
        "-     model:  MiniMax-Hailuo-02",
        "+     model:  I2V-01-Director",
    ]
    assert len(after.splitlines()) == len(FILM.splitlines())


def test_a_new_line_goes_below_the_settings_of_the_shot_and_above_its_camera():
    after = with_settings(FILM, "pier/gulls", {Key.DURATION: "10s"})

    assert "    from: previous\n    duration: 10s\n    camera: tilt up\n" in after


def test_a_shot_that_others_stand_beside_gets_a_line_of_its_own():
    after = with_settings(FILM, "pier/boat", {Key.MODEL: "I2V-01"})

    assert changed(FILM, after) == ["+     model: I2V-01"]
    assert "    from: boat.jpg\n    model: I2V-01\n    > The boat leaves.\n" in after


def test_an_only_shot_changes_the_line_that_it_follows():
    after = with_settings(ALONE, "pier/boat", {Key.MODEL: "I2V-01-live", Key.RESOLUTION: "768P"})

    assert changed(ALONE, after) == [
        "- model: I2V-01",
        "-   resolution: 720P",
        "+ model: I2V-01-live",
        "+   resolution: 768P",
    ]


def test_the_whole_film_is_set_before_the_first_heading():
    assert "model: I2V-01\n\nscene" in with_settings(FILM, None, {Key.MODEL: "I2V-01"})
    after = with_settings("# A film.\n\nshot a\n  > It moves.\n", None, {Key.DURATION: "6s"})
    assert after == "# A film.\n\nduration: 6s\n\nshot a\n  > It moves.\n"
    assert with_settings("", None, {Key.DURATION: "6s"}) == "duration: 6s\n"


def test_a_shot_without_a_line_gets_its_first_below_the_heading():
    assert with_settings("shot a\n", "a", {Key.DURATION: "6s"}) == "shot a\n  duration: 6s\n"


def test_a_move_is_a_line_at_the_end_of_the_shot():
    after = with_move(FILM, "pier/boat", "pan left")

    assert "    > The boat leaves.\n    camera: pan left\n    # It is early.\n" in after
    assert changed(FILM, after) == ["+     camera: pan left"]


def test_a_move_joins_the_last_camera_line_when_both_act_together():
    twice = with_move(FILM, "pier/gulls", "zoom in")

    assert "camera: zoom in + shake\n" in with_move(twice, "pier/gulls", "shake", together=True)
    assert "camera: shake\n" in with_move(FILM, "pier/boat", "shake", together=True)


def test_a_shot_that_is_not_there_changes_nothing():
    assert with_move(FILM, "pier/whale", "shake") == FILM
    assert with_settings(FILM, "whale", {Key.MODEL: "I2V-01"}) == FILM


def test_line_ends_the_mark_at_the_beginning_and_an_open_end_stay_what_they_are():
    text = "\ufeffshot a\r\n  from: a.jpg\r\n\r\nshot b\r\n  duration: 6s"

    assert with_settings(text, "a", {Key.DURATION: "10s"}) == text.replace(
        "a.jpg\r\n", "a.jpg\r\n  duration: 10s\r\n"
    )
    assert with_settings(text, "b", {Key.DURATION: "10s"}) == text.replace("6s", "10s")
    assert with_move(text, "b", "shake") == text + "\r\n  camera: shake"


LINES = st.sampled_from(
    [
        "shot a",
        "  shot b",
        "scene s",
        "model: x",
        "duration: 6s",
        "> prose",
        "what?",
        "",
        "# c",
        "shot",
        "camera: shake",
    ]
)


@given(st.lists(LINES, max_size=8).map("\n".join), st.sampled_from([None, "a", "b", "s/b"]))
def test_whatever_the_text_a_choice_costs_one_line_at_most(text, shot):
    after = with_settings(text, shot, {Key.DURATION: "10s"})
    again = with_settings(after, shot, {Key.DURATION: "10s"})

    kept = [line for line in text.splitlines() if line and not line.startswith("duration")]
    assert [it for it in after.splitlines() if it and not it.strip().startswith("duration")] == kept
    assert again == after
