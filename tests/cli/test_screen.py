"""What stands on a real terminal, in a pipe that closes and on a full disk."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hailuo_dsl.ground.render import columns
from tests.cli.test_verbs import GOOD, call

pytest.importorskip("termios")

AT_HOME = """
import fcntl, runpy, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv.pop(1) else signal.SIG_DFL)
runpy.run_module("hailuo_dsl", run_name="__main__")
"""
"""Makes the standard input the terminal that the command belongs to."""

PATIENCE = 120
COLOUR = "\x1b["
MARK = re.compile(r"\x1b\[[0-9;]*m")
LONG = (
    "model: MiniMax-Hailuo-2.3\nshot it\n  from: coffee.jpg\n  > " + "灯塔亮了，" * 20 + "{灯}。\n"
)


def on_terminal(*words, width=80, hang_up=None, deaf=False, **variables):
    """Run `hailuo-dsl WORDS` on a terminal; its exit code, and what stood there.

    With *hang_up* the terminal is closed as soon as that word stands there; *deaf* is what `nohup`
    makes of a command.
    """
    unset = ("NO_COLOR", "COLUMNS", "FORCE_COLOR")
    kept = {name: it for name, it in os.environ.items() if name not in unset}
    environ = {**kept, "TERM": "xterm-256color", "COLUMNS": str(width), **variables}
    terminal, inner = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_HOME, str(deaf or ""), *words],
        env=environ,
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    text = _read(terminal, hang_up)
    os.close(terminal)
    return process.wait(PATIENCE), text.replace("\r\n", "\n")


def _read(terminal, word):
    """What is written to *terminal*, until its other end is closed or *word* has been read."""
    heard, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end and not (word and word.encode() in heard):
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                heard += os.read(terminal, 65536)
            except OSError:
                break
    return heard.decode()


def piped(command, folder):
    """Run a line of a shell in which `hailuo-dsl` is ours; the first exit code of its pipe."""
    script = f"hailuo-dsl() {{ '{sys.executable}' -m hailuo_dsl \"$@\"; }}; {command}"
    ended = subprocess.run(
        ["bash", "-c", f"{script}; exit ${{PIPESTATUS[0]}}"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert "Traceback" not in ended.stdout + ended.stderr
    assert "Exception ignored" not in ended.stderr
    return ended


def test_colours_are_for_terminals_whose_owner_wants_them(here):
    (here / "film.shots").write_text(GOOD + "what\n")

    assert on_terminal("check", "film.shots")[1].startswith(COLOUR)
    assert COLOUR not in on_terminal("check", "film.shots", NO_COLOR="1")[1]
    assert COLOUR not in on_terminal("check", "nowhere.shots", NO_COLOR="1")[1]
    assert COLOUR not in piped("hailuo-dsl check film.shots", here).stdout


def test_a_difference_is_coloured_on_a_terminal_and_a_patch_in_a_pipe(here):
    (here / "film.shots").write_text(GOOD.replace("shot it\n", "shot it\n  duration: 6\n"))
    _, shown = on_terminal("check", "--diff", "film.shots")
    patch = call("check", "--diff", "film.shots").stdout

    assert f"{COLOUR}32m+  duration: 6s" in shown
    assert MARK.sub("", shown) == patch


def test_a_letter_that_steers_a_terminal_steers_none(here):
    (here / "film.shots").write_text(
        GOOD.replace("it\n", "it\n  duration: 6\n  note: \x1b[8mgone\n")
    )

    for words in (("check", "film.shots"), ("check", "--diff", "film.shots"), ("check", "\x1b[8m")):
        assert "\x1b[8m" not in on_terminal(*words)[1]


@pytest.mark.parametrize("width", [40, 80])
def test_a_line_of_a_script_is_no_wider_than_the_terminal(here, width):
    (here / "film.shots").write_text(LONG, encoding="utf-8")
    lines = MARK.sub("", on_terminal("check", "film.shots", width=width)[1]).splitlines()
    (script,), (carets,) = (
        [it for it in lines if "{灯}" in it],
        [it for it in lines if "^" in it],
    )

    assert columns(script) <= width
    assert columns(script[: script.index("{")]) == carets.index("^")
    assert carets.count("^") == len("{灯}") + 1


def test_a_rules_text_fits_a_narrow_terminal(here):
    wide, narrow = call("explain", "E402").stdout, on_terminal("explain", "E402", width=60)[1]
    said = narrow[narrow.index("Models shoot") : narrow.index("Wrong:")]

    assert said.split() == wide[wide.index("Models shoot") : wide.index("Wrong:")].split()
    assert max(map(len, said.splitlines())) <= 60


@pytest.mark.parametrize(
    "what", ["check film.shots", "check --format json film.shots", "fmt - <film.shots", "words"]
)
def test_a_reader_that_goes_away_ends_the_command_without_a_word(here, what):
    (here / "film.shots").write_text(GOOD)
    ended = piped(f"hailuo-dsl {what} | true", here)

    assert (ended.returncode, ended.stderr) == (141, "")


@pytest.mark.parametrize("where", ["2>&1 | head -1", "2> >(head -1)", "2>&-"])
def test_a_run_goes_on_where_nobody_listens_any_more(here, where):
    (here / "film.shots").write_text(GOOD)
    piped(f"hailuo-dsl run film.shots --job-seconds 0 --poll 0.1 {where}", here)

    assert (here / "out/film.mp4").is_file()


def test_a_run_whose_terminal_is_closed_ends_as_after_ctrl_c(here):
    (here / "film.shots").write_text(GOOD)
    code, text = on_terminal("run", "film.shots", "--job-seconds", "60", hang_up="submitted")

    assert "submitted" in text
    assert code == 4


def test_a_run_under_nohup_outlives_its_terminal(here):
    (here / "film.shots").write_text(GOOD)
    asked = ("run", "film.shots", "--job-seconds", "2", "--poll", "0.1")
    _, text = on_terminal(*asked, hang_up="submitted", deaf=True)

    assert "done" not in text
    assert (here / "out/film.mp4").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("what", ["check", "compile", "show tree", "models #"])
def test_a_full_disk_is_a_sentence(here, what):
    (here / "film.shots").write_text(GOOD)
    ended = piped(f"hailuo-dsl {what} film.shots > /dev/full".replace("# film.shots", ""), here)

    assert ended.returncode == 2
    assert ended.stderr == "error: the disk is full or the file may not grow\n"


@pytest.mark.parametrize("what", ["check -", "check --fix -", "fmt -", "decompile"])
def test_an_input_that_is_closed_is_a_sentence(here, what):
    ended = piped(f"hailuo-dsl {what} <&-", here)

    assert (ended.returncode, ended.stderr) == (2, "error: the standard input is closed\n")


def test_a_preview_that_cannot_be_kept_is_a_sentence(here):
    (here / ".hailuo").write_text("a file where a folder should be")
    (here / "film.shots").write_text(GOOD + GOOD.replace("it", "that").partition("\n")[2])
    ended = piped("hailuo-dsl preview film.shots", here)

    assert ended.returncode == 2
    assert re.fullmatch(r"error: \.hailuo\S*: \w[\w ]+\n", ended.stderr)
