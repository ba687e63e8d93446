"""A control offers what the model offers, and a choice brings along what it needs."""

from __future__ import annotations

from hailuo_dsl.notebook.choices import choices, with_duration, with_model
from hailuo_dsl.studio.film import film_of
from hailuo_dsl.syntax.words import Key

SHOT = """\
shot a
  model: {}
  duration: {}
  resolution: {}
  from: frames/rocket.jpg
  > It climbs.
"""


def now(place, *values):
    return choices(film_of(SHOT.format(*values), "film", folder=place), "a")


def test_durations_and_resolutions_are_those_of_the_model(place):
    found = now(place, "MiniMax-Hailuo-02", "6s", "512P")

    assert (found.model, found.duration, found.resolution) == ("MiniMax-Hailuo-02", 6, "512P")
    assert found.durations == (6, 10)
    assert found.resolutions == ("768P", "512P", "1080P")
    assert now(place, "MiniMax-Hailuo-02", "10s", "512P").resolutions == ("768P", "512P")
    assert now(place, "I2V-01", "6s", "720P").durations == (6,)


def test_a_pair_that_is_not_offered_shows_no_resolution(place):
    assert now(place, "MiniMax-Hailuo-02", "10s", "1080P").resolution is None


def test_another_model_brings_along_what_it_needs(place):
    found = now(place, "MiniMax-Hailuo-02", "10s", "512P")

    assert with_model(found, "MiniMax-Hailuo-2.3") == {
        Key.MODEL: "MiniMax-Hailuo-2.3",
        Key.RESOLUTION: "768P",
    }
    assert with_model(found, "I2V-01") == {
        Key.MODEL: "I2V-01",
        Key.DURATION: "6s",
        Key.RESOLUTION: "720P",
    }


def test_a_longer_clip_brings_along_a_size_that_lasts_so_long(place):
    found = now(place, "MiniMax-Hailuo-02", "6s", "1080P")

    assert with_duration(found, 10) == {Key.DURATION: "10s", Key.RESOLUTION: "768P"}


def test_a_clip_from_words_alone_is_offered_by_other_models(place):
    text = "shot a\n  from: none\n  model: T2V-01\n  > It climbs.\n"
    models = choices(film_of(text, "film", folder=place), "a").models

    assert "T2V-01" in models
    assert "I2V-01" not in models


def test_an_empty_script_has_no_choice_but_the_model(place):
    found = choices(film_of("", "film", folder=place), None)

    assert (found.model, found.durations, found.resolutions) == (None, (), ())
