"""What is said of a misleading indent, and where; `specs/indent.md` tells which lines have one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.rules import misleading_indent
from tests.syntax.scripts import scripts
from tests.syntax.test_format import WHOLE_FILMS

SCENE = "scene harbour\n  shot arrive\n    from: a.png\n"


def warnings(text):
    """(What is said, the letters underlined, the related letters and what is said of them)."""
    report = Report()
    source = source_of("film.shots", text)
    parse(source, report)
    return [
        (
            it.message,
            source.text[it.span.start : it.span.end],
            *((source.text[at.span.start : at.span.end], at.text) for at in it.related),
        )
        for it in report
        if it.rule.slug == "misleading-indent"
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "> She walks. \t",
            (
                "this line belongs to `shot arrive`, but stands further left than its heading",
                "> She walks.",
                ("shot arrive", "the heading that it belongs to"),
            ),
        ),
        (
            "  \u00a0let tone: cold",
            (
                "this line belongs to `shot arrive`, but stands further left than its first line",
                "let tone: cold",
                ("from: a.png", "its first line"),
            ),
        ),
        (
            ' shot b "Still"',
            (
                "`shot b` belongs to `scene harbour`, but stands further left than its first shot",
                'shot b "Still"',
                ("shot arrive", "its first shot"),
            ),
        ),
    ],
)
def test_it_says_where_the_line_belongs_and_shows_why(line, expected):
    assert warnings(f"{SCENE}{line}\n") == [expected]


def test_a_shot_is_held_against_its_scenes_heading_before_its_siblings():
    ((message, _, related),) = warnings("  scene harbour\nshot arrive\n")

    assert message.endswith("but stands further left than its heading")
    assert related == ("scene harbour", "the heading that it belongs to")


def test_what_belongs_to_no_heading():
    ((file, *_),) = warnings("  model: X\nduration: 6s\n")
    ((shots, *_),) = warnings("  shot a\nshot b\n")

    assert file == "this line belongs to the file, but stands further left than its first line"
    assert shots == (
        "`shot b` belongs to the shots before any scene,"
        " but stands further left than the first of them"
    )


def test_the_rules_own_scripts():
    assert len(warnings(misleading_indent.WRONG)) == 1
    assert warnings(misleading_indent.RIGHT) == []


@pytest.mark.parametrize("path", WHOLE_FILMS, ids=lambda it: it.stem)
def test_whole_films_mislead_nobody(path):
    assert warnings(path.read_text(encoding="utf-8")) == []


@given(scripts())
def test_a_script_at_the_margin_misleads_nobody(text):
    assert warnings(re.sub("^[ \t\u00a0\u3000]+", "", text, flags=re.M)) == []


@given(scripts())
def test_a_warning_is_of_a_line_that_is_there(text):
    lines = [line.strip(" \t\u00a0\u3000") for line in text.split("\n")]
    for _, underlined, (related, _) in warnings(text):
        assert {underlined, related} <= set(lines)
