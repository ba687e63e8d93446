"""`hailuo-dsl diff` at the command line, between scripts and against a real run at `local`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from hailuo_dsl.cli.main import cli
from hailuo_dsl.plan.diff.data import schema
from tests.conftest import TESTS

FILM = """\
model: MiniMax-Hailuo-02
resolution: 512P

scene cafe
  shot cup
    from: cup.jpg
    > Steam curls above the cup.

  shot table
    from: previous
    > The light moves across the table.
"""


def call(*words, text=None):
    """Run `hailuo-dsl WORDS`."""
    result = CliRunner().invoke(cli, [str(word) for word in words], input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write(text, name="film.shots"):
    Path(name).write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def no_provider(monkeypatch):
    monkeypatch.delenv("HAILUO_PROVIDER", raising=False)


@pytest.fixture
def here(tmp_path, monkeypatch, pictures):
    """An empty folder to work in, with a film that was never run."""
    shutil.copy(pictures / "coffee.jpg", tmp_path / "cup.jpg")
    monkeypatch.chdir(tmp_path)
    write(FILM)
    return tmp_path


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """A folder in which the film was run once, at `local`."""
    folder = tmp_path_factory.mktemp("filmed")
    shutil.copy(TESTS / "pictures" / "coffee.jpg", folder / "cup.jpg")
    (folder / "film.shots").write_text(FILM)
    run(folder)
    return folder


def run(folder):
    words = ["run", "film.shots", "--job-seconds", "0.05", "--poll", "0.05"]
    environ = {name: it for name, it in os.environ.items() if not name.startswith("HAILUO_")}
    result = subprocess.run(
        [sys.executable, "-m", "hailuo_dsl", *words], cwd=folder, env=environ, capture_output=True
    )
    assert result.returncode == 0, result.stderr


@pytest.fixture
def shot(filmed, tmp_path, monkeypatch):
    """A copy of the folder in which the film was run, to work in."""
    shutil.copytree(filmed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_two_scripts_and_the_price_of_the_second(here):
    write(FILM.replace("Steam curls", "Steam dances"), "new.shots")
    result = call("diff", "film.shots", "new.shots", "--provider", "gateway")

    assert result.exit_code == 1
    assert result.stdout == (
        "changed   cafe/cup · made anew\n"
        "    prompt  Steam [-curls-]{+dances+} above the cup.\n"
        "stale     cafe/table · made anew\n"
        "    starts from cafe/cup, which changed\n"
        "\n"
        "1 changed, 1 stale\n"
        "made anew: 2 clips: 0.20 USD"
        " (by the list of minimax; the provider's own prices are not known)\n"
    )


def test_each_script_has_the_pictures_of_its_own_folder(here, pictures):
    (here / "other").mkdir()
    shutil.copy(pictures / "rocket.jpg", here / "other" / "cup.jpg")
    write(FILM, "other/film.shots")
    result = call("diff", "film.shots", "other/film.shots")

    assert "first frame  cup.jpg -> cup.jpg (its bytes changed)" in result.stdout


def test_a_script_and_standard_input(here):
    same, other = FILM + "# the end\n", FILM.replace("cup.\n", "pot.\n")

    assert call("diff", "-", "film.shots", text=same).stdout == "no changes: 2 unchanged\n"
    assert call("diff", "film.shots", "-", text=other).exit_code == 1


def test_as_json(here):
    write(FILM.replace("Steam curls", "Steam dances"), "new.shots")
    result = call("diff", "--json", "film.shots", "new.shots")
    made = json.loads(result.stdout)

    assert result.exit_code == 1
    Draft202012Validator(schema()).validate(made)
    assert (made["old"], made["new"]) == ({"script": "film.shots"}, {"script": "new.shots"})
    assert made["made_anew"] == {
        "clips": 2,
        "prices": {},
        "of_unknown_price": 0,
        "said": "2 clips: free",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.shots", "film.shots"), "cannot read nowhere.shots"),
        (("-", "-"), "standard input can be read but once"),
        (("film.shots", "film.shots", "--ledger", "l"), "`--ledger` is for one script"),
        (("film.shots", "--ledger", "nowhere.sqlite"), "there is no ledger nowhere.sqlite"),
        (("film.shots", "--ledger", "cup.jpg"), "cup.jpg is no ledger"),
        (("bad.shots", "film.shots"), "unknown-line"),
        (("film.shots", "bad.shots"), "unknown-line"),
    ],
)
def test_trouble_is_another_exit_code_than_a_difference(here, words, said):
    write("what\n", "bad.shots")
    result = call("diff", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_colours_on_a_terminal_and_marks_in_a_pipe(here):
    pty = pytest.importorskip("pty")
    write(FILM.replace("Steam curls", "Steam dances"), "new.shots")
    environ = {name: it for name, it in os.environ.items() if name != "NO_COLOR"}
    words = [sys.executable, "-m", "hailuo_dsl", "diff", "film.shots", "new.shots"]

    assert "\x1b[31m\x1b[9mcurls\x1b[0m\x1b[32mdances\x1b[0m" in on_a_terminal(pty, words, environ)
    assert "[-curls-]{+dances+}" in on_a_terminal(pty, words, {**environ, "NO_COLOR": "1"})


def on_a_terminal(pty, words, environ):
    ours, theirs = pty.openpty()
    subprocess.run(words, env=environ, stdin=subprocess.DEVNULL, stdout=theirs)
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    return said


def test_a_film_that_was_never_run(here):
    result = call("diff", "film.shots")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "film.shots: not run yet at local: there is no ledger .hailuo/ledger.sqlite\n"
    )
    assert "2 added\nmade anew: 2 clips: free\n" in result.stdout
    assert not (here / ".hailuo").exists()


def test_nothing_has_changed_after_a_run_and_nothing_does_by_looking(shot):
    before = files_of(shot)
    result = call("diff", "film.shots")

    assert (result.exit_code, result.stdout) == (0, "no changes: 2 unchanged\n")
    assert files_of(shot) == before


def files_of(folder):
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_an_edit_since_the_run(shot):
    write(FILM.replace("Steam curls", "Steam dances"))
    result = call("diff", "film.shots")

    assert result.exit_code == 1
    assert result.stdout == (
        "changed   cafe/cup · made anew\n"
        "    prompt  Steam [-curls-]{+dances+} above the cup.\n"
        "stale     cafe/table · made anew\n"
        "    starts from cafe/cup, which changed\n"
        "\n"
        "1 changed, 1 stale\n"
        "made anew: 2 clips: free\n"
    )


def test_nothing_has_changed_after_the_next_run_nor_when_the_edit_is_taken_back(shot):
    write(FILM.replace("light moves", "light dances"))
    run(shot)

    assert call("diff", "film.shots").stdout == "no changes: 2 unchanged\n"
    write(FILM)
    assert call("diff", "film.shots").stdout == "no changes: 2 unchanged\n"


def test_another_picture_under_its_name_since_the_run(shot, pictures):
    shutil.copy(pictures / "rocket.jpg", shot / "cup.jpg")
    result = call("diff", "film.shots")

    assert "    first frame  cup.jpg -> cup.jpg (its bytes changed)\n" in result.stdout
    assert "1 changed, 1 stale\n" in result.stdout


def test_names_since_the_run_are_told_and_are_no_difference(shot):
    write(FILM.replace("shot table", "# later\n  shot desk").replace("scene cafe", "scene bar"))
    result = call("diff", "film.shots")

    assert result.exit_code == 0
    assert result.stdout == (
        "renamed   cafe/cup -> bar/cup · reused\n"
        "renamed   cafe/table -> bar/desk · reused\n"
        "\n"
        "no changes: 2 renamed\n"
    )


def test_a_new_name_in_a_chain_that_went_stale(shot):
    write(FILM.replace("shot table", "shot desk").replace("Steam curls", "Steam dances"))

    assert "stale     cafe/desk (was cafe/table) · made anew\n" in call("diff", "film.shots").stdout


def test_a_shot_that_is_gone_since_the_run(shot):
    write(FILM.partition("  shot table")[0])
    result = call("diff", "film.shots")

    assert result.exit_code == 0
    assert result.stdout == "gone      cafe/table\n\nno changes: 1 gone, 1 unchanged\n"


def test_another_script_beside_it_is_another_film(shot):
    write(FILM.replace("curls above", "hangs over").replace("light moves", "cat sits"), "cat.shots")
    result = call("diff", "cat.shots")

    assert (
        "cat.shots: not run yet at local: the ledger .hailuo/ledger.sqlite knows" in result.stdout
    )
    assert "2 added\n" in result.stdout


def test_a_copy_of_the_script_is_compared_with_what_the_script_sent(shot):
    write(FILM.replace("light moves", "light dances"), "copy.shots")

    assert "1 changed, 1 unchanged\n" in call("diff", "copy.shots").stdout


def test_another_provider_has_a_past_of_its_own(shot, monkeypatch):
    monkeypatch.setenv("HAILUO_BASE_URL", "https://gateway.example")
    monkeypatch.setenv("HAILUO_API_KEY", "open-sesame")
    result = call("diff", "--json", "--provider", "gateway", "film.shots")
    made = json.loads(result.stdout)

    assert (result.exit_code, made["counts"]["added"]) == (1, 2)
    assert made["old"]["last"] is None
    Draft202012Validator(schema()).validate(made)


def test_the_last_run_as_json(shot):
    made = json.loads(call("diff", "--json", "film.shots").stdout)

    Draft202012Validator(schema()).validate(made)
    assert (made["differs"], made["counts"]["unchanged"]) == (False, 2)
    assert made["old"]["ledger"] == str(Path(".hailuo/ledger.sqlite"))
    assert made["old"]["last"] > 0
