"""What a shell is told of the words that may follow."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.cli.completion import PROGRAM, SHELLS, VARIABLE
from hailuo_dsl.cli.main import VERBS, cli
from hailuo_dsl.rulebook import every

SCRIPT = """\
model: MiniMax-Hailuo-2.3
let tone: a cold, grey one
let tint: red

style noir
  > black and white

shot first
  from: coffee.jpg
  > {tone} light.

scene harbour
  shot lamp
    from: coffee.jpg
    look: noir
    vary light: dawn | storm rain
    takes: 2
    > {light}, {tint}.
"""
BREAKS = " \t\n\"'><=;|&(:@"
"""Where bash takes a word to end, unless somebody changes it."""

BASH = shutil.which("bash")


def told(*words):
    """What may stand in the place of the last of *words*, with the kind of each."""
    *before, incomplete = words
    found = ShellComplete(cli, {}, PROGRAM, VARIABLE).get_completions(list(before), incomplete)
    return [(it.type, it.value) for it in found]


def words(*typed):
    return [value for _, value in told(*typed)]


@pytest.fixture
def film(here):
    """A folder with a script in it and another below."""
    (here / "film.shots").write_text(SCRIPT)
    (here / "scenes").mkdir()
    (here / "scenes/two.shots").write_text(SCRIPT)
    return here


def test_verbs_and_options(here):
    assert words("") == list(VERBS)
    assert words("ch") == ["check"]
    assert words("ru") == ["run"]
    assert "--fix" in words("check", "--")
    assert words("check", "--unsa") == ["--unsafe-fixes"]


@pytest.mark.parametrize(
    "verb",
    [("check",), ("fmt",), ("run",), ("preview",), ("compile",), ("show", "tree"), ("diff",)],
)
def test_scripts(film, verb):
    assert words(*verb, "") == ["film.shots", "scenes/two.shots"]
    assert words(*verb, "s") == ["scenes/two.shots"]
    assert words(*verb, "scenes/t") == ["scenes/two.shots"]
    assert words(*verb, "./f") == ["./film.shots"]


def test_where_no_script_is_or_one_wants_quotes_the_shell_lists_files(here):
    assert told("check", "nowhere/") == [("file", "nowhere/")]
    (here / "my film.shots").write_text(SCRIPT)
    assert told("check", "m") == [("file", "m")]


def test_the_second_script_of_a_comparison(film):
    assert words("diff", "film.shots", "sc") == ["scenes/two.shots"]


def test_providers(here):
    assert words("run", "--provider", "") == [row.name for row in catalog().providers]
    assert words("models", "--provider", "g") == ["gateway"]


def test_settings(film):
    keys = words("check", "film.shots", "--set", "")

    assert {"model=", "resolution=", "transition="} <= set(keys)
    assert {"from=", "note=", "pick="}.isdisjoint(keys)
    assert words("check", "--set", "t") == ["tags=", "takes=", "transition="]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("model=", [f"model={it}" for it in catalog().models]),
        ("mod", [f"model={it}" for it in catalog().models]),
        ("resolution=7", ["resolution=768P", "resolution=720P"]),
        ("duration=", ["duration=6s", "duration=10s"]),
        ("optimizer=", ["optimizer=on", "optimizer=off"]),
        ("tags=e", ["tags=english"]),
        ("look=", ["look=none", "look=noir"]),
        ("callback=", ["callback="]),
        ("colour=", []),
    ],
)
def test_values_of_settings(film, typed, expected):
    assert words("check", "film.shots", "--set", typed) == expected
    assert words("check", "film.shots", f"--set={typed}") == expected


def test_rows_of_the_project_are_among_the_values(film):
    (film / "hailuo.toml").write_text(
        '[[offer]]\nmodel = "Mine"\nmode = "text-to-video"\nsizes = { "99P" = [3] }\ntags = true\n'
        'source = "me"\nchecked = 2026-01-01\n'
    )
    assert words("check", "--set", "model=Min")[-1] == "model=Mine"
    (film / "hailuo.toml").write_text("not toml")
    assert words("check", "--set", "resolution=9") == []
    assert "model=I2V-01" in words("check", "--set", "model=")


def test_variables_of_the_script_on_the_line(film):
    assert words("run", "film.shots", "--let", "") == ["tone=", "tint="]
    assert words("check", "scenes/two.shots", "--let", "ti") == ["tint="]
    assert words("run", "--let", "") == []


@pytest.mark.parametrize("verb", ["run", "preview"])
def test_shots_of_the_script_on_the_line(film, verb):
    assert words(verb, "film.shots", "") == ["first", "harbour/lamp"]
    assert words(verb, "--limit", "9", "film.shots", "first", "h") == ["harbour/lamp"]
    assert words(verb, "film.shots", "harbour/lamp@d") == [
        *("harbour/lamp@dawn#1", "harbour/lamp@dawn", "harbour/lamp@dawn#2"),
    ]


def test_shots_to_send_again(film):
    assert words("run", "film.shots", "--resend", "f") == ["first"]


def test_what_can_be_explained(film):
    shots = ["first", "harbour/lamp"]
    names = {name for it in every() for name in (it.rule.code, it.rule.slug)}

    assert names | {"film.shots", *shots} == set(words("explain", ""))
    assert words("explain", "e402") == ["E402"]
    assert words("explain", "duration-") == ["duration-not-offered"]
    assert words("explain", "film.shots", "") == shots
    assert words("explain", "first", "f") == ["film.shots"]


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe\x00", b"shot\nlet : \nscene\n\x00 {[\nshot a\neach: nowhere.csv", None]
)
@pytest.mark.parametrize("typed", [("",), ("a@",), ("--let", ""), ("--set", "look=")])
def test_half_a_script_or_none_is_no_trouble(here, capfd, text, typed):
    if text is not None:
        (here / "film.shots").write_bytes(text)
    told("run", "film.shots", *typed)
    told("explain", "film.shots", typed[-1])

    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_pipe_is_not_waited_for(here):
    os.mkfifo(here / "pipe.shots")

    assert words("run", "pipe.shots", "a@") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_source(here, shell):
    result = CliRunner().invoke(cli, ["completion", shell])

    assert result.exit_code == 0
    assert VARIABLE in result.stdout
    assert f"completion {shell}" in CliRunner().invoke(cli, ["completion", "--help"]).stdout


def test_an_unknown_shell_is_bad_usage(here):
    assert CliRunner().invoke(cli, ["completion", "csh"]).exit_code == 2


def test_check_does_not_load_what_completes(film):
    code = "import sys\nfrom hailuo_dsl.cli.main import cli\n"
    code += "try: cli(['check', 'film.shots'])\nexcept SystemExit as end: assert not end.code\n"
    code += "sys.exit('hailuo_dsl.cli.complete' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert result.returncode == 0, result.stderr


def has_bash():
    """Whether there is a bash that knows `complete -o nosort`."""
    said = (
        subprocess.run([BASH, "--version"], capture_output=True, text=True).stdout if BASH else ""
    )
    found = re.search(r"version (\d+)\.(\d+)", said)
    return bool(found) and tuple(map(int, found.groups())) >= (4, 4)


@pytest.mark.skipif(not has_bash(), reason="there is no bash 4.4")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("hailuo-dsl comp", ["compile", "completion"]),
        ("hailuo-dsl check f", ["film.shots"]),
        ("hailuo-dsl run film.shots --set resolution=7", ["768P", "720P"]),
        ("hailuo-dsl run film.shots --set=resolution=7", ["768P", "720P"]),
        ("hailuo-dsl run film.shots --let ti", ["tint="]),
        ("hailuo-dsl run film.shots harbour/lamp@storm-rain#", ["@storm-rain#1", "@storm-rain#2"]),
        ("hailuo-dsl run 'film.shots' fi", ["first"]),
    ],
)  # fmt: skip
def test_bash(film, line, expected):
    """The answers stand in the place of the last part of the word, as bash divides it."""
    code = (
        'eval "$(hailuo-dsl completion bash)"\nCOMP_LINE=$1 COMP_POINT=${#1} COMP_WORDBREAKS=$2\n'
    )
    code += '_hailuo_dsl_completion hailuo-dsl 2>/dev/null\nprintf "%s\\n" "${COMPREPLY[@]}"'
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        [BASH, "--norc", "-c", code, "bash", line, BREAKS],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )

    assert result.stdout.splitlines() == expected, result.stderr
