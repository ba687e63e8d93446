"""Lines that are just short enough to be read, a hundred of them: nothing takes their square.

What a line of eight megabytes ends in is told by its length; here each line is looked into.
"""

from __future__ import annotations

import time

import pytest

from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.render import render
from hailuo_dsl.syntax.format import format_script
from hailuo_dsl.syntax.parse import LONGEST
from tests.conftest import compiled

MOST_SECONDS = 4.0
LINES = 100
MARKS = "\u0300\u0323"
"""Two accents that change places when they are put in order."""

FAMILIES = {
    "prose": ("> ", "She walks. ", ""),
    "commas": ("> ", "pan left,", ""),
    "and": ("> a,", "and ", ""),
    "blanks": ("> ", "  ", "x"),
    "letters that cannot be seen": ("> ", "\u200b", ""),
    "full-width brackets": ("> ", "【", ""),
    "full-width brackets that close": ("> ", "【推进】", ""),
    "brackets": ("> ", "[", ""),
    "empty brackets": ("> ", "[]", ""),
    "braces": ("> ", "[{a}", ""),
    "backslashes": ("> ", "\\\\", ""),
    "escapes": ("> ", "\\[", ""),
    "names": ("> ", "{a}", ""),
    "moves": ("> ", "[push in]", ""),
    "one bracket": ("> [", "push in+", "push in]"),
    "accents": ("> e", MARKS, ""),
    "camera": ("camera: ", "push in + ", "push in"),
    "camera in turn": ("camera: ", "push in, then ", "push in"),
    "camera words": ("camera: ", "a then ", ""),
    "camera signs": ("camera: ", "+", ""),
    "styles": ("look: ", "a,", "a"),
    "a reference": ("to: ", "a@", "a.last"),
    "dots": ("to: ", "a.", "last"),
    "a path": ("to: ", "../", "a.png"),
    "names in a path": ("to: ", "{a}", ".png"),
    "a scheme": ("to: ", "a+", ":x"),
    "a data URL": ("to: data:image/png;base64,", "=", "!"),
    "a duration": ("duration: ", "9", ""),
    "blanks in a duration": ("duration: 6", " ", "x"),
    "a pick": ("pick: ", "a@", "a"),
    "a trim": ("trim: ", "1.", ""),
    "a callback": ("callback: http://", "a", " x"),
    "a table": ("each: ", "a/", "a.csv"),
    "a shot's name": ("shot ", "a", ""),
    "accents on a shot's name": ("shot e", MARKS, ""),
    "accents on a name in braces": ("> {e", MARKS, "}"),
    "accents on a variable's name": ("let e", MARKS, ": x"),
    "accents on a choice": ("vary a: e", MARKS, "|b"),
    "a title of quotes": ("shot x ", '"', ""),
    "a key": ("", "a-", ": x"),
    "a word": ("", "a", ""),
    "words": ("", "ab ", ""),
    "signs": ("", "!", "a"),
    "no heading": ("shott ", "a ", ""),
    "no heading, no blank": ("shot灯", "灯", ""),
    "wide colons": ("", "：", ""),
    "a variable without a colon": ("let ", "a ", ""),
    "choices": ("vary a: ", "c|", "c"),
    "capitals that become two letters": ("vary a: ", "İ", "| b"),
    "hashes": ("camera: ", " #", ""),
    "an allowance": ("# allow: ", "a,", ""),
}
"""What a line begins with, what it says over and over, and how it ends."""


def line_of(family):
    start, again, end = family
    return start + again * ((LONGEST - len(start + end)) // len(again)) + end


@pytest.mark.parametrize("name", FAMILIES)
def test_a_hundred_long_lines_are_looked_into_in_no_time(name):
    line = line_of(FAMILIES[name])
    shots = (f"shot s{number}\nfrom: a.png\n{line}\n> Go.\n" for number in range(LINES))
    text = "model: MiniMax-Hailuo-02\n" + "".join(shots)
    began = time.process_time()
    made = compiled(text)
    shown = [render(it, made.report.sources) for it in list(made.report)[:100]]

    assert time.process_time() - began < MOST_SECONDS
    assert len(line) <= LONGEST
    assert max(map(len, shown), default=0) < 3000


@pytest.mark.parametrize("name", ["styles", "camera", "prose", "choices", "a title of quotes"])
def test_the_formatter_makes_no_line_too_long_to_be_read(name):
    source = source_of("film.shots", f"shot it\n{line_of(FAMILIES[name])}")
    laid_out = format_script(source, report := Report())

    assert laid_out is not None or report.errors
    assert format_script(source_of("film.shots", laid_out or ""), Report()) == (laid_out or "")


@pytest.mark.parametrize("line", ["# {}", "note: {}", "to: data:image/png;base64,{}"])
def test_a_comment_a_note_and_a_picture_may_be_as_long_as_they_like(line):
    line = line.format("A" * 4 * LONGEST)
    made = compiled(f"model: MiniMax-Hailuo-02\nshot it\nfrom: a.png\n{line}\n> Go.\n")

    assert [it.message for it in made.report if it.is_error] == []
