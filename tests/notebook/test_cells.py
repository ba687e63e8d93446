"""Cells use what other cells define."""

from __future__ import annotations

import pytest

from .shells import (
    SHOT,
    opened_shell,  # noqa: F401 - the fixture `shell`
    shots,
)

CAST = """\
let tone: cold
model: MiniMax-Hailuo-02

character mara "Mara"
  > a woman in {tone} red
style noir
  > black and white
setup low
  camera: tilt up

shot hers
  from: frames/rocket.jpg
  look: noir
  with: low
  > {mara} waits.
"""
USING = """\
model: MiniMax-Hailuo-2.3
optimizer: off
shot pier
  from: frames/rocket.jpg
  look: noir
  with: low
  > {mara} walks in the {tone} wind.
"""


def test_a_cell_uses_what_another_defines_and_not_its_shots_or_settings(shell):
    shots(shell, "cast", CAST)
    text, _ = shots(shell, "film --with cast", USING)

    assert text == (
        "pier  MiniMax-Hailuo-2.3  6  default  frames/rocket.jpg\n"
        "    [tilt up] Mara (a woman in cold red) walks in the cold wind. black and white"
    )


def test_several_cells_are_used_and_those_that_they_use(shell):
    shots(shell, "words", "let tone: pale\n")
    shots(shell, "cast --with words", CAST.replace("let tone: cold\n", ""))
    shots(shell, "looks", "style grain\n  > film grain\n")
    text, _ = shots(shell, "film --with cast --with looks", USING.replace("noir", "grain, noir"))

    assert "a woman in pale red" in text
    assert "in the pale wind. film grain black and white" in text


def test_a_mistake_names_the_cell_and_its_line_there(shell):
    shots(shell, "cast", CAST.replace("red", "{red}"))
    text, html = shots(shell, "film --with cast", USING)

    assert "nothing is called `red` here\n --> %%shots cast:6:23\n" in text
    assert "6 |   &gt; a woman in {tone} {red}" in html
    text, _ = shots(shell, "film --with cast", USING.replace("{mara}", "{mira}"))
    assert " --> film:8:5\n" in text


def test_a_mistake_in_a_shot_of_the_other_cell_is_no_mistake_here(shell):
    text, _ = shots(shell, "cast", CAST.replace("> {mara} waits", "> {nobody} waits"))
    assert "nothing is called `nobody`" in text

    assert shots(shell, "film --with cast", USING)[0].startswith("pier")


def test_a_cell_that_only_defines_says_so(shell):
    text, html = shots(shell, "cast", CAST[: CAST.index("shot hers")].replace("model", "note"))

    assert text == "defined for other cells, `--with cast`: tone, mara, noir, low"
    assert "tone, mara, noir, low" in html
    assert "the script has no shots" in shots(shell, "", "style noir\n  > grey\n")[0]


def test_cells_in_other_folders_keep_their_own_paths(shell, place):
    (place / "frames" / "looks.shots").write_text("style warm\n  > warm light\n")
    (place / "hailuo.toml").write_text("")
    shots(shell, "cast --folder frames", f"use looks.shots\n{CAST}")
    text, _ = shots(shell, "film --with cast", USING.replace("noir", "noir, warm"))

    assert "black and white warm light" in text


def test_a_file_or_folder_of_the_same_name_is_not_in_the_way(shell, place):
    (place / "cast").mkdir()
    shots(shell, "cast", CAST)

    assert shots(shell, "film --with cast", USING)[0].startswith("pier")


def test_the_film_can_be_compiled_again_from_what_it_is_made_of(shell, place):
    from hailuo_dsl.studio.film import film_of

    shots(shell, "cast", CAST)
    shots(shell, "film --with cast", USING)
    film = shell.user_ns["film"]
    again = film_of(film.to_script(), film.name, folder=film.folder, **film.asked)

    assert [it.body for it in again.requests] == [it.body for it in film.requests]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("film --with cats", "no film is called `cats` here; did you mean `cast`?"),
        ("film --with zebra", "no film is called `zebra` here; there are cast, film"),
        ("film --with number", "`number` is no film; it is of the type `int`"),
        ("film --with film", "`%%shots film --with film`: a cell cannot use itself"),
        ("cast --with film", "the cells use each other: cast → film → cast; move what both"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(shell, line, words):
    shots(shell, "cast", CAST)
    shots(shell, "film --with cast", USING)
    shell.user_ns["number"] = 5
    before = shell.user_ns["film"]

    assert shots(shell, line, SHOT)[0].startswith(words)
    assert shell.user_ns["film"] is before
