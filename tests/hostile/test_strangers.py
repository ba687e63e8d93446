"""Script text from strangers: each ends in a diagnostic, in 2 s and 500 MB, without a traceback.

The texts are just under the limits of 8 MB and 100 000 lines. Seconds are the process's own CPU
time, so that what else the machine does changes little; one that was slow is run once more, and a
slower or busier machine is given twice that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="what a process takes is asked of fork"
)

LAUNCH = Path(__file__).with_name("measured.py")
MOST_SECONDS = 4.0
MOST_MB = 500
BYTES = 7_990_000
LINES = 99_900
MODEL = "model: MiniMax-Hailuo-2.3\n"
FRAME = "from: https://e.com/a.png\n"
SHOT = f"{MODEL}shot it\n{FRAME}"


CHOICES = " | ".join(map(str, range(200)))


def filled(text, length=BYTES):
    return text * (length // len(text.encode()))


def numbered(form, count=LINES, head=MODEL):
    return head + "".join(form.format(n=n) for n in range(count))


ONE_LINE = {
    "prose": "> " + filled("She walks the pier. "),
    "prose of one word": "> " + filled("a"),
    "wide prose": "> " + filled("灯"),
    "open brackets": "> " + filled("["),
    "open brackets with letters": "> " + filled("[a"),
    "open braces": "> " + filled("{"),
    "brackets and braces": "> " + filled("[{"),
    "backslashes": "> " + filled("\\"),
    "closed brackets": "> " + filled("]"),
    "full-width brackets": "> " + filled("【a"),
    "names that nobody defined": "> " + filled("{a}"),
    "moves": "> " + filled("[push in]"),
    "a bracket that does not close": "> [" + filled("push in+"),
    "camera": "camera: " + filled("push in + "),
    "camera commas": "camera: " + filled("push in,"),
    "a camera move": "camera: " + filled("a"),
    "two million styles": "look: " + filled("a,"),
    "a reference": "to: a" + filled("@a", BYTES - 20) + ".last",
    "a path": "to: " + filled("../") + "a.png",
    "a quoted path": 'to: "' + filled("a") + '"',
    "a scheme": "to: " + filled("a+") + ":x",
    "a data URL": "to: data:image/png;base64," + filled("A") + "!",
    "a callback": "callback: http://" + filled("a") + " x",
    "a duration": "duration: " + filled("9"),
    "takes": "takes: 999999999",
    "a trim": "trim: " + filled("1."),
    "a million choices": "vary a: " + filled("choice |") + " b",
    "empty choices": "vary a: " + filled("|"),
    "a variable": "let a: " + filled("a", BYTES - 20) + "\n> {a}",
    "a shot's name": "shot " + filled("a"),
    "a shot's title": 'shot b "' + filled("a"),
    "a key": filled("a") + ": x",
    "a word": filled("a"),
    "words": filled("ab "),
    "almost a heading": "shott " + filled(" ") + "!",
    "blanks": filled(" ") + "x",
    "an allowance": "# allow: " + filled("a,"),
    "NUL": "> " + filled("\0"),
    "bidirectional overrides": "> " + filled("\u202e"),
    "carriage returns": filled("a\r"),
    "combining marks": "shot e" + filled("\u0301", BYTES - 20),
}
MANY_LINES = {
    "headings": numbered("shot s{n}\n"),
    "headings of one name": numbered("shot s\n"),
    "headings that are almost right": numbered("shott s{n}\n"),
    "scenes": numbered("scene s{n}\n"),
    "characters": numbered("character c{n}\n"),
    "bad lines": numbered("walks {n}\n"),
    "bad lines that say more": numbered("mara walks the pier and there is no end to it {n}\n"),
    "unknown keys": numbered("colour{n}: red\n", head=SHOT),
    "one key": numbered("duration: 6s\n", head=SHOT),
    "camera lines that are wrong": numbered("camera: push ix {n}\n", head=SHOT),
    "notes": numbered("note: a\n", head=SHOT),
    "allowances": numbered("# allow: x{n}\n"),
    "files that are not there": numbered("use a{n}.shots\n", head=""),
    "line feeds in a prompt": numbered(">\n", head=SHOT),
    "names that nobody defined": numbered(
        "> {{abcdefghix{n}}}\n",
        LINES // 2,
        head=numbered("let abcdefghij{n}: b\n", LINES // 2) + SHOT,
    ),
    "shots that nobody wrote": numbered(
        "shot abcdefghij{n}\nfrom: abcdefghix{n}.last\n> a\n", LINES // 3
    ),
    "a circle of all shots": MODEL
    + "".join(f"shot s{n}\nfrom: s{(n + 1) % 33_000}.last\n> a\n" for n in range(33_000)),
    "no model": numbered(f"shot s{{n}}\n{FRAME}> a\n", LINES // 3, head=""),
    "more takes than allowed": numbered(
        f"shot s{{n}}\n{FRAME}> a\n", LINES // 3, head=f"{MODEL}takes: 999999\n"
    ),
    "two hundred takes each": numbered(
        f"shot s{{n}}\n{FRAME}> a\n", LINES // 3, head=f"{MODEL}takes: 200\n"
    ),
}
BOMBS = {
    "names that stand for names": MODEL
    + "let a0: ha\n"
    + "".join(f"let a{n + 1}: {{a{n}}}{{a{n}}}\n" for n in range(60))
    + numbered(f"shot s{{n}}\n{FRAME}> {{{{a60}}}}\n", 33_000, head=""),
    "names two thousand deep": MODEL
    + "let a0: ha\n"
    + "".join(f"let a{n + 1}: {{a{n}}}\n" for n in range(2000))
    + numbered(f"shot s{{n}}\n{FRAME}> {{{{a2000}}}}\n", 32_000, head=""),
    "definitions that mention each other": MODEL
    + "prop a0\n> ha\n"
    + "".join(f"prop a{n + 1}\n> {{a{n}}}{{a{n}}}\n" for n in range(60))
    + numbered(f"shot s{{n}}\n{FRAME}> {{{{a60}}}}\n", 33_000, head=""),
    "a setup of three thousand lines": MODEL
    + "setup b\n"
    + "> a\n" * 3000
    + numbered(f"shot s{{n}}\n{FRAME}with: b\n", 32_000, head=""),
    "a style of three thousand lines": f"{MODEL}look: a\nstyle a\n"
    + "> b\n" * 3000
    + numbered(f"shot s{{n}}\n{FRAME}> x\n", 32_000, head=""),
    "axes without end": SHOT + numbered("vary a{n}: a | b\n", LINES, head=""),
    "thirty thousand shots that vary": numbered(
        f"shot s{{n}}\n{FRAME}vary a: b | c\nvary b: b | c\n> {{{{a}}}}{{{{b}}}}\n", LINES // 5
    ),
    "two hundred choices and takes": numbered(
        f"shot s{{n}}\n{FRAME}takes: 200\nvary a: {CHOICES}\n> {{{{a}}}}\n",
        7000,
    ),
}
ROWS = "id,x\n" + "".join(f"r{n},y\n" for n in range(90_000))
TABLES = {
    "ninety thousand rows": (SHOT + "each: t\n> {x}\n", ROWS),
    "a table for every shot": (numbered("shot s{n}\neach: t\n> {{x}}\n", LINES // 3), ROWS),
    "a scene of many shots": (
        numbered("shot s{n}\n> {{x}}\n", LINES // 3, head=f"{MODEL}scene z\neach: t\n"),
        "id,x\n" + "".join(f"r{n},y\n" for n in range(200)),
    ),
    "a cell": (SHOT + "each: t\n> {x}\n", "id,x\na," + filled("y")),
    "a million columns": (SHOT + "each: t\n> x\n", filled("a,") + "b\n"),
    "a quote that does not close": (SHOT + "each: t\n> x\n", 'id\n"' + filled("a\n")),
    "NUL": (SHOT + "each: t\n> x\n", "id\n" + filled("\0")),
}
JSON_LINES = {
    "deep": '{"id": ' + "[" * 1_000_000,
    "a number": '{"id": ' + "9" * 1_000_000 + "}",
    "no number": '{"id": 1e999}',
    "a lone surrogate": r'{"id": "a", "x": "\ud800"}',
    "a key twice": '{"id": "a", "id": "b"}',
}


@pytest.fixture
def checked(tmp_path):
    """Check a script among files, and hold what it took against the limits."""

    def run():
        words = [sys.executable, LAUNCH, sys.executable, "-m", "hailuo_dsl", "check", "film.shots"]
        result = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        return json.loads(result.stdout)

    def check(script, **files):
        for name, text in {"film.shots": script, **files}.items():
            (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        took = run()
        if took["cpu"] > MOST_SECONDS:
            took = min(took, run(), key=lambda it: it["cpu"])
        said = (tmp_path / "out.txt").read_text("utf-8", "replace")
        assert "Traceback" not in said + (tmp_path / "err.txt").read_text("utf-8", "replace")
        assert took["code"] == 1, said[-300:]
        assert "error[" in said
        assert len(said) < 500_000
        assert took["cpu"] < MOST_SECONDS
        assert took["mb"] < MOST_MB

    return check


@pytest.mark.parametrize("name", ONE_LINE)
def test_a_line_of_eight_megabytes(name, checked):
    checked(f"{SHOT}{ONE_LINE[name]}\nthe end\n")


@pytest.mark.parametrize("name", MANY_LINES)
def test_a_hundred_thousand_lines(name, checked):
    checked(f"{MANY_LINES[name]}the end\n")


@pytest.mark.parametrize("name", BOMBS)
def test_what_multiplies_is_counted_before_it_is_made(name, checked):
    checked(BOMBS[name])


@pytest.mark.parametrize("name", TABLES)
def test_tables(name, checked):
    script, table = TABLES[name]
    checked(script.replace("each: t\n", "each: t.csv\n"), **{"t.csv": table})


@pytest.mark.parametrize("name", JSON_LINES)
def test_json_lines(name, checked):
    checked(SHOT + "each: t.jsonl\nduration: {x}\n> x\n", **{"t.jsonl": JSON_LINES[name]})


@pytest.mark.parametrize("text", ["# \n" * 100_001, "a" * 8_000_001], ids=["lines", "bytes"])
def test_what_is_too_large_is_refused_at_once(text, checked):
    checked(text)


def test_files_that_use_each_other_without_end(checked):
    files = {f"a{n}.shots": f"use a{n + 1}.shots\n" for n in range(600)}
    many = {f"b{n}.shots": "".join(f"use b{m}.shots\n" for m in range(60)) for n in range(60)}

    checked(f"use a0.shots\nuse b0.shots\n{SHOT}> x\n", **files, **many)
