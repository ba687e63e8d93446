"""Which requests a word on the command line names."""

from __future__ import annotations

import pytest

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.film import film_of, selected

SCRIPT = """\
model: MiniMax-Hailuo-2.3
shot open
  from: none
  > It begins.

scene ad
  each: products.csv

  shot hero
    from: none
    vary light: dawn | noon
    vary wind: calm | storm
    takes: 2
    > {id} in {light} and {wind}.
"""


@pytest.fixture
def film(tmp_path):
    (tmp_path / "products.csv").write_text("id\nshoe\nhat\n")
    return film_of(SCRIPT, "film", folder=tmp_path)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("open", 1),
        ("ad/hero", 16),
        ("ad@hat/hero", 8),
        ("ad@hat/hero@noon", 4),
        ("ad@hat/hero@noon@calm", 2),
        ("ad@hat/hero@noon@calm#2", 1),
        ("ad@*/hero@noon", 8),
        ("ad@hat/*#1", 4),
        ("*", 17),
    ],
)
def test_an_id_names_all_that_begin_as_it_says(film, word, count):
    assert len(selected(film, [word])) == count


def test_no_word_names_all(film):
    assert selected(film, ()) is None


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("opne", "did you mean `open`?"),
        ("ad@hat/hero@nono", "did you mean `ad@hat/hero@noon`?"),
        ("ad", "the shots of a scene are `ad/*`"),
        ("ad@hat", "the shots of a scene are `ad@hat/*`"),
        ("close", "there are open, ad/hero"),
    ],
)
def test_a_word_that_names_nothing_is_told_what_to_try(film, word, advice):
    with pytest.raises(Trouble, match=f"^no shot is called `{word}`; ") as found:
        selected(film, [word])

    assert str(found.value).endswith(advice)


def test_a_script_without_shots_has_none(tmp_path):
    with pytest.raises(Trouble, match=r"no shot is called `it`; the script has none$"):
        selected(film_of("", "film", folder=tmp_path), ["it"])
