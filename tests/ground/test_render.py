"""How much of a line is shown, and that the carets stand under what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.ground.model import Report, Rule, Span
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.render import CUT, columns, fitting, render

RULE = Rule("E999", "no-rule")
LETTERS = st.text(
    st.sampled_from("abc 灯塔é\u0301ก\u0e31\u093fᄒ\u1161🎬"), min_size=1, max_size=300
)


def drawn(line, start, end, **options):
    """The line of the script and the carets below it."""
    report = Report()
    source = source_of("film.shots", line)
    report.know(source)
    report.add(RULE, Span(start, end, "film.shots"), "no")
    (diagnostic,) = report
    *_, text, carets = render(diagnostic, report.sources, **options).split("\n")
    return text.removeprefix("1 | "), carets.removeprefix("  | ")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("灯塔", 4),
        ("e\u0301", 1),
        ("กั", 1),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("🎬", 2),
    ],
)
def test_letters_have_columns(text, width):
    assert columns(text) == width


def test_a_long_line_is_cut_around_what_is_meant():
    text, carets = drawn("x" * 200 + "HERE" + "y" * 200, 200, 204)

    assert text == f"{CUT}{'x' * 48}HERE{'y' * 44}{CUT}"
    assert carets == " " * 49 + "^^^^"


def test_wide_letters_take_two_of_the_columns():
    text, carets = drawn("灯" * 100 + "塔" + "灯" * 100, 100, 101, width=40)

    assert text == f"{CUT}{'灯' * 10}塔{'灯' * 9}{CUT}"
    assert carets == " " * 21 + "^^"


@given(LETTERS, st.data(), st.integers(10, 60))
def test_no_line_is_wider_than_asked_and_the_carets_stand_below(line, data, width):
    start = data.draw(st.integers(0, len(line) - 1))
    text, carets = drawn(line, start, start + 1, width=width)

    assert columns(text) <= width + 2 * columns(CUT)
    assert len(carets) <= columns(text) + 1
    assert line[start] in text


@given(LETTERS, st.integers(0, 60))
def test_as_much_fits_as_can(text, most):
    count = fitting(text, most)

    assert columns(text[:count]) <= most
    assert count == len(text) or columns(text[: count + 1]) > most
