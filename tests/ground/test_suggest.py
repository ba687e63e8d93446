"""At most one suggestion, and only when it is close."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.suggest import did_you_mean, nearest
from hailuo_dsl.syntax.words import OPENERS, Key

KEYS = [str(key) for key in Key]
MODELS = list(catalog().models)
MOVES = list(catalog().move_words)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("modle", KEYS, "model"),
        ("form", KEYS, "from"),
        ("ot", KEYS, "to"),
        ("taks", KEYS, "takes"),
        ("resolutoin", KEYS, "resolution"),
        ("Duration", KEYS, "duration"),
        ("shto", OPENERS, "shot"),
        ("charcter", OPENERS, "character"),
        ("vray", OPENERS, "vary"),
        ("push inn", MOVES, "push in"),
        ("zoom on", MOVES, "zoom in"),
        ("pull-out", MOVES, "pull out"),
        ("left pan", MOVES, "pan left"),
        ("推近", MOVES, "推进"),
        ("变焦推进", MOVES, "变焦推近"),
        ("固顶", MOVES, "固定"),
        ("minimax-hailuo-02", MODELS, "MiniMax-Hailuo-02"),
        ("MiniMax-Hailuo2.3", MODELS, "MiniMax-Hailuo-2.3"),
        ("Hailuo-2.3-Fast", MODELS, "MiniMax-Hailuo-2.3-Fast"),
        ("arrive", ["harbour/arrive", "harbour/door"], "harbour/arrive"),
        ("ночъ", ["ночь", "день"], "ночь"),
        ("灯搭", ["灯塔", "码头"], "灯塔"),
        ("café", ["cafe", "bar"], "cafe"),
    ],
)
def test_what_was_meant_is_found(word, known, meant):
    assert nearest(word, known) == meant


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("set", OPENERS),
        ("go", KEYS),
        ("she", OPENERS),
        ("fade", KEYS),
        ("pan", MOVES),
        ("左遥", MOVES),
        ("dolly", MOVES),
        ("E40", ["E401", "E402", "E403"]),
        ("kling-v2", MODELS),
        ("", KEYS),
        ("x", []),
        ("雨", ["灯塔", "码头"]),
    ],
)
def test_what_is_not_close_or_could_be_two_is_not_guessed(word, known):
    assert nearest(word, known) is None


def test_a_suggestion_is_a_question():
    assert did_you_mean("modle", KEYS, "there are many") == "did you mean `model`?"
    assert did_you_mean("colour", KEYS, "there are many") == "there are many"


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=6))
def test_a_word_that_is_known_is_itself(word, known):
    found = nearest(word, [*known, word])

    assert found is not None
    assert found.casefold() == word.casefold()


@given(st.text("abc", min_size=7, max_size=12), st.data())
def test_two_letters_changed_about_are_one_slip(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    assert nearest(slipped, [word, "zzzzzzzzz"]) == word
