"""Any text at all is read, in a time that grows no faster than the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.ground.data import as_data
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.render import render
from hailuo_dsl.storyboard.show import show_storyboard
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.show import show_tree
from tests.conftest import compiled
from tests.properties.films import HEAD, PROSE, films

LINES = (
    *HEAD.splitlines(),
    *PROSE,
    *("shot a", "shot", "scene s", "scene", "from: previous", "from: a.last", "from: {x}", "to: b"),
    *(
        "each: rows.csv",
        "each: nowhere",
        "vary v: a | {v}",
        "vary v: |",
        "let a: {b}",
        "let b: {a}",
    ),
    *(
        "takes: 3",
        "takes: 999999999",
        "pick: a@b#1",
        "trim: 1s..",
        "transition: fade",
        "with: turn",
    ),
    *(
        "use looks/shared.shots",
        "use film.shots",
        "use {x}",
        "use",
        "> {a}{b}",
        "> [{a}]",
        "look: ,",
    ),
    *("\x00", "\ud800", "\u202e", "\r", "\u2028", "\ufeff", "\u3000", "[" * 50, "{" * 50, "\\" * 7),
)
PIECES = st.one_of(st.text(max_size=20), st.sampled_from(LINES))
TEXTS = st.lists(PIECES, max_size=40).map("\n".join)
FILES = {"rows.csv": "id,x\na,\nb,{a}\n", "looks/shared.shots": "let x: {y}\nshot no\n"}


@given(TEXTS)
def test_any_text_compiles_and_what_is_said_of_it_can_be_shown(text):
    made = compiled(text, files=FILES)
    show_storyboard(made.storyboard)
    show_tree(parse(source_of("film.shots", text), Report()))

    for it in made.report:
        source = made.report.sources[it.span.file]
        assert 0 <= it.span.start <= it.span.end <= len(source.text)
        assert it.message
        render(it, made.report.sources)
        as_data(it, made.report.sources)
    assert made.ok or any(it.is_error for it in made.report)


@given(films(), st.data())
def test_a_script_that_somebody_is_in_the_middle_of_writing(film, data):
    text, _ = film.text()
    at = data.draw(st.integers(0, len(text)))
    made = compiled(text[:at], files=film.files)

    for it in made.report:
        render(it, made.report.sources)


FAMILIES = {
    "shots": "shot s{n}\n  from: a.png\n  camera: push in, then tilt up\n  > She walks {n}.\n",
    "bad lines": "what is this {n}\n",
    "braces": "> {{a}} \\[ [push in] {n}\n",
    "one line": "[{{\\ {n}",
    "headings": "scene s{n}\nshot s\n",
    "comments": "# {n}\n\n",
    "settings": "duration: 6s # {n}\n",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_time_to_read_grows_no_faster_than_the_text(family):
    """Four times the text takes less than ten times as long; twice as fast as its square."""

    def seconds(count):
        text = "".join(FAMILIES[family].format(n=n) for n in range(count))
        source = source_of("film.shots", text)
        best = 9e9
        for _ in range(3):
            start = time.process_time()
            parse(source, Report())
            best = min(best, time.process_time() - start)
        return best

    small = seconds(1000)
    assert seconds(4000) < 10 * small + 0.01
