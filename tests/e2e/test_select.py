"""Shots are named on the command line as they are written: all variants, a row, one take."""

from __future__ import annotations

import pytest

SCRIPT = """\
model: MiniMax-Hailuo-02

shot lamp
  from: coffee.jpg
  vary light: dawn | noon
  takes: 2
  > The lamp is lit by {light}.

scene ad
  each: products.csv

  shot hero
    from: coffee.jpg
    > {name} turns.

  shot card
    from: coffee.jpg
    > {name} stands.
"""
TABLE = "id,name\nred-shoe,The red shoe\nblue-cup,The blue cup\n"
LAMPS = {f"lamp@{light}#{take}" for light in ("dawn", "noon") for take in (1, 2)}
HEROES = {"ad@red-shoe/hero", "ad@blue-cup/hero"}


def billed(place, *patterns: str) -> set[str]:
    """What would be sent if those shots were asked for; nothing is."""
    (place.folder / "film.shots").write_text(SCRIPT)
    (place.folder / "products.csv").write_text(TABLE)
    paying = place.gateway("http://127.0.0.1:9")
    result = paying.call("run", "film.shots", *patterns, "--provider", "gateway")
    assert result.returncode == 2
    assert "add `--yes` to send it" in result.stderr
    known = (*LAMPS, *HEROES, "ad@red-shoe/card", "ad@blue-cup/card")
    return {id_ for id_ in known if f"{id_} " in result.stderr}


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("ad/hero", HEROES),
        ("ad@red-shoe/*", {"ad@red-shoe/hero", "ad@red-shoe/card"}),
        ("ad@*/hero", HEROES),
        ("ad/*", {*HEROES, "ad@red-shoe/card", "ad@blue-cup/card"}),
        ("lamp", LAMPS),
        ("lamp@dawn", {"lamp@dawn#1", "lamp@dawn#2"}),
        ("lamp@dawn#2", {"lamp@dawn#2"}),
        ("lamp@*#2", {"lamp@dawn#2", "lamp@noon#2"}),
    ],
)
def test_a_name_selects_what_it_names(place, pattern, ids):
    assert billed(place, pattern) == ids


def test_several_names_select_all_that_they_name(place):
    assert billed(place, "ad@red-shoe/hero", "lamp@noon#1") == {"ad@red-shoe/hero", "lamp@noon#1"}


def test_a_name_of_nothing_names_the_nearest(place):
    (place.folder / "film.shots").write_text(SCRIPT)
    (place.folder / "products.csv").write_text(TABLE)

    result = place.call("run", "film.shots", "lamp@down")

    assert result.returncode == 2
    assert "no shot is called `lamp@down`" in result.stderr
    assert "lamp@dawn" in result.stderr
