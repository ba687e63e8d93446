"""The grammars are without conflict, and read any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of, source_of_bytes
from hailuo_dsl.syntax.grammar import VALUE_STARTS, grammar_path
from hailuo_dsl.syntax.model import Bad, Blank, Comment, Let, Motion, Setting, Use, Vary
from hailuo_dsl.syntax.parse import parse

LINES = (
    *("shot a", 'scene s "t"', "model: X", "camera: push in", "> prose", "let a: b", "#", "use"),
    *("vary x:", "\r\n", "\n", "\ufeff", "\x00", "\u202e", "\ud800", "\u3000", '"', "{", "[", "\\"),
)
PIECES = st.one_of(st.text(max_size=12), st.sampled_from(LINES))
TEXTS = st.lists(PIECES, max_size=30).map("\n".join)


@pytest.mark.parametrize(
    ("name", "starts"), [("script", ["script"]), ("values", list(VALUE_STARTS))]
)
def test_the_grammar_has_no_conflict(name, starts):
    text = grammar_path(name).read_text(encoding="utf-8")

    Lark(text, parser="lalr", start=starts, strict=True)


@given(TEXTS)
def test_any_text_at_all_parses(text):
    report = Report()
    script = parse(source_of("film.shots", text), report)

    bad = [line for block in (script.head, *script.blocks) for line in block.lines
           if isinstance(line, Bad)]  # fmt: skip
    assert bool(bad) <= bool(report.errors)


@given(st.binary(max_size=60))
def test_any_bytes_at_all_parse(data):
    report = Report()
    source = source_of_bytes("film.shots", data, report)
    parse(source, report)

    assert not source.text or source.text.endswith("\n")
    for found in report:
        assert 0 <= found.span.start <= found.span.end <= len(source.text)


def test_every_class_of_line():
    text = (
        "use a.shots\nmodel: X\nlet a: b\n# note\n\nshot it\nvary a: b | c\n> Go.\nwhat is this\n"
    )
    script = parse(source_of("film.shots", text), Report())

    assert [type(line) for line in script.head.lines] == [Use, Setting, Let, Comment, Blank]
    assert [type(line) for line in script.blocks[0].lines] == [Vary, Motion, Bad]


def test_spans_are_true_and_take_no_part_in_equality():
    text = 'shot arrive "She arrives"\n   from:  a.png  \n'
    source = source_of("film.shots", text)
    script = parse(source, Report())
    heading, value = script.blocks[0].heading, script.blocks[0].lines[0].value

    for word in (heading.name, heading.title, value):
        assert source.text[word.span.start : word.span.end] == word.text
    assert script == parse(
        source_of("film.shots", 'shot arrive "She arrives"\nfrom: a.png'), Report()
    )


def test_text_is_normalised_once():
    assert source_of("x", "\ufeffa\r\nb").text == "a\nb\n"


def test_bytes_that_are_not_utf8_are_one_diagnostic():
    report = Report()
    source_of_bytes("film.shots", "a: é\nb".encode() + b"\xff\xfe\n", report)

    (found,) = report
    assert found.rule.slug == "not-utf-8"
    assert report.sources["film.shots"].position(found.span.start) == (2, 2)
