"""Completion through IPython's own completer."""

from __future__ import annotations

import pytest
from IPython.core.completer import provisionalcompleter, rectify_completions

from .shells import (
    SHOT,
    opened_shell,  # noqa: F401 - the fixture `shell`
    shots,
)


def completions(shell, text, capfd):
    """The cell after each completion at its mark, and the words that are offered."""
    at = text.index("@@")
    text = text.replace("@@", "")
    with provisionalcompleter():
        found = list(rectify_completions(text, shell.Completer.completions(text, at)))
    assert capfd.readouterr() == ("", "")
    return [text[: it.start] + it.text + text[it.end :] for it in found], [it.text for it in found]


@pytest.fixture
def words(shell, capfd):
    shots(shell, "cast", "character mara\n  > a woman\nstyle noir\n  > grey\n")
    shots(shell, "film --with cast", SHOT)
    shell.user_ns["mara_lee"] = 1
    return lambda text: completions(shell, text, capfd)[1]


def test_a_cell_is_completed_in_its_place(shell, capfd):
    cell = f"%%shots\n{SHOT}  camera: push in + ti@@\n  > It waits.\n"
    cells, _ = completions(shell, cell, capfd)

    assert cells == [cell.replace("ti@@", word) for word in ("tilt up", "tilt down")]


def test_what_another_cell_defines_is_known(words):
    assert words(f"%%shots --with cast\n{SHOT}  > {{ma@@") == ["mara"]
    assert words(f"%%shots x --with=cast --with nobody\n{SHOT}  look: @@") == ["none", "noir"]
    assert words(f"%%shots\n{SHOT}  look: @@") == ["none"]


def test_files_are_those_of_the_folder(words, place):
    assert words(f"%%shots\n{SHOT}  to: fr@@") == ["frames/"]
    assert "frames/rocket.jpg" in words(f"%%shots\n{SHOT}  to: frames/@@")
    assert words(f"%%shots --folder frames\n{SHOT}  to: roc@@") == ["rocket.jpg"]
    assert words(f"%%shots --folder nowhere\n{SHOT}  to: roc@@") == ["roc"]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("%%shots @@", ["cast", "film"]),
        ("%%shots film --w@@", ["--with"]),
        ("%%shots film --with c@@", ["cast"]),
        ("%%shots film --provider @@", ["local", "gateway"]),
        ("%%shots film --folder f@@", ["frames/"]),
        ("%%shots film --set res@@", ["resolution="]),
        ("%%shots film --set resolution=10@@", ["resolution=1080P"]),
        ("%shots r@@", ["run"]),
        ("%shots run f@@", ["film"]),
        ("x = 1\n%shots run film @@", ["pier"]),
        ("%shots run film pier --y@@", ["--yes"]),
    ],
)
def test_the_words_of_the_magics_are_known(words, line, offered):
    assert words(line) == offered


def test_python_stays_out_of_scripts_and_scripts_out_of_python(words):
    assert words(f"%%shots\n{SHOT}  > She ma@@") == ["ma"]
    assert words(f"%%shots\n{SHOT}  > She @@") == [""]
    assert "mara_lee" in words("mara@@")
    assert "mara_lee" in words("%%time\nmara@@")
    assert "%%shots" in words("%%sho@@")


def test_a_project_file_that_is_wrong_is_no_reason_for_an_error(words, place):
    (place / "hailuo.toml").write_text("[[")

    assert words(f"%%shots\n{SHOT}  camera: tilt u@@") == ["tilt up"]
    assert words(f"%%shots --provider nobody\n{SHOT}  camera: tilt u@@") == ["u"]
