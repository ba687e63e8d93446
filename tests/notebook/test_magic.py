"""`%%shots` in a real shell."""

from __future__ import annotations

import shutil

import pytest
from IPython.utils.capture import capture_output

from hailuo_dsl.studio.film import Film

from .shells import (
    opened_shell,  # noqa: F401 - the fixture `shell`
    shots,
)

SCRIPT = """\
shot lift-off
  model: MiniMax-Hailuo-2.3
  from: frames/rocket.jpg
  let tone: $HOME
  > It [tilt up] climbs & <b>glows</b> in {tone}.
  optimizer: off
"""


def test_a_cell_shows_its_requests_and_binds_the_film(shell):
    text, html = shots(shell, "launch", SCRIPT)
    film = shell.user_ns["launch"]

    assert isinstance(film, Film)
    assert (film.name, len(film.requests)) == ("launch", 1)
    assert text == (
        "lift-off  MiniMax-Hailuo-2.3  6  default  frames/rocket.jpg\n"
        "    It [tilt up] climbs & <b>glows</b> in $HOME."
    )
    assert ">[tilt up]</mark> climbs &amp; &lt;b&gt;glows&lt;/b&gt; in " in html
    assert "<b>" not in html
    assert 'alt="lift-off: first frame frames/rocket.jpg; the camera turns up in place"' in html


def test_a_mistake_is_a_block_with_its_line_underlined(shell):
    text, html = shots(shell, "launch", SCRIPT.replace("tilt up", "tilt <up>"))

    assert "6 |   > It [tilt <up>] climbs" in text
    assert "^^^^^^^^^" in text
    assert html.startswith("<pre")
    assert "tilt &lt;up&gt;" in html
    assert "<up>" not in html
    assert "<strong>^^^^^^^^^" in html
    assert "<style" not in html
    assert "class=" not in html
    assert not shell.user_ns["launch"].compiled.ok


def test_without_a_name_nothing_is_bound(shell):
    before = set(shell.user_ns)
    shots(shell, "", SCRIPT)

    assert set(shell.user_ns) == before


def test_paths_are_relative_to_the_folder_that_is_named(shell, place):
    text, _ = shots(shell, "--folder frames", SCRIPT)
    assert "the picture frames/rocket.jpg does not exist" in text
    text, _ = shots(shell, "film --folder frames", SCRIPT.replace("frames/rocket", "rocket"))

    assert text.startswith("lift-off")
    assert shell.user_ns["film"].folder.name == "frames"


def test_what_the_command_line_can_ask_for_the_magic_can(shell, place):
    script = SCRIPT.replace("let tone: $HOME\n", "vary light: red | blue\n")
    asked = "film --set resolution=1080P --set takes=2 --let tone=cold"
    text, _ = shots(shell, asked, f"let tone: warm\n{script}")

    assert text.count("  1080P  ") == 4
    assert text.count(" in cold.") == 4
    assert shots(shell, "--let 'tone=cold blue'", f"let tone: warm\n{script}")[0].count("cold blue")
    assert "becomes 2 requests" in shots(shell, "--limit 1", f"let tone: warm\n{script}")[0]
    outside = SCRIPT.replace("frames/", "../")
    assert "outside-project" in shots(shell, "--folder frames/..", outside)[0]
    shutil.copy(place / "frames/rocket.jpg", place.parent)
    assert shots(shell, "--allow-outside", outside)[0].startswith("lift-off")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--set resolution", "`--set resolution` has no `=`"),
        ("--limit 0", "`--limit 0` leaves nothing"),
        ("--provider nobody", "there is no provider `nobody`"),
        ("class", "`class` cannot be the name of a variable"),
        ("_x", "`_x` is a name of IPython's own"),
        ("Out", "`Out` is a name of IPython's own"),
        ("--let 'tone=a", "a quote is not closed"),
        ("two-words", "`two-words` cannot be the name of a variable"),
        ("--folder nowhere", "there is no folder nowhere"),
    ],
)
def test_what_the_author_can_put_right_is_said_in_a_sentence(shell, line, words):
    text, html = shots(shell, line, SCRIPT)

    assert text.startswith(words)
    assert "Traceback" not in text
    assert html.startswith("<pre")


def test_an_option_that_is_not_there_is_a_usage_error(shell):
    with capture_output() as shown:
        assert not shell.run_cell("%%shots --nope\nshot a\n").success

    assert "UsageError" in shown.stderr + shown.stdout
    assert "Traceback" not in shown.stderr + shown.stdout


def test_a_name_is_what_python_makes_of_it(shell):
    shots(shell, "ﬁlm", SCRIPT)

    assert shell.user_ns["film"].name == "film"


def test_a_long_film_has_cards_for_the_first_shots_and_rows_for_the_others(shell):
    marks = " | ".join(map(str, range(30)))
    many = SCRIPT.replace("optimizer: off", f"optimizer: off\n  takes: 2\n  vary at: {marks}")
    many = many.replace("glows", "glows {at}")
    _, html = shots(shell, "film", many)

    assert "The first 24 of 30" in html
    assert html.count("<img ") == 24
    assert html.count("<tr>") == 1 + 2 * 6


def test_the_extension_can_be_loaded_again(shell):
    before = len(shell.Completer.custom_matchers)
    shell.run_line_magic("reload_ext", "hailuo_dsl")

    assert len(shell.Completer.custom_matchers) == before == 1
