"""A report of a text that is no script: it ends, it can be read, and its last word says so."""

from __future__ import annotations

import pytest

from hailuo_dsl.ground.model import (
    LONGEST,
    MOST_COMPARED,
    MOST_ERRORS,
    MOST_REMARKS,
    Enough,
    Report,
    Rule,
    Span,
)
from hailuo_dsl.ground.read import as_far_as_it_goes, source_of
from hailuo_dsl.syntax.format import format_script
from tests.conftest import compiled

WRONG = Rule("E999", "wrong")
ODD = Rule("W999", "odd")
SHOT = "model: MiniMax-Hailuo-2.3\nshot it\n  from: a.png\n"


def place(number):
    return Span(number, number + 1, "film.shots")


def filled(rule, count):
    report = Report()
    for number in range(count):
        report.add(rule, place(number), "it is wrong")
    return report


def test_reading_stops_at_the_mistake_that_is_one_too_many():
    report = filled(WRONG, MOST_ERRORS)
    with as_far_as_it_goes(report):
        report.add(WRONG, place(MOST_ERRORS), "one too many")
        pytest.fail("it went on")
    *kept, last = report

    assert len(kept) == MOST_ERRORS
    assert last.rule.slug == "too-large"
    assert last.span == place(MOST_ERRORS)
    assert last.message == "there are more than 10000 mistakes, and nothing is read past them"


def test_the_last_word_is_said_once():
    report = filled(WRONG, MOST_ERRORS)
    for number in range(3):
        with as_far_as_it_goes(report):
            report.add(WRONG, place(MOST_ERRORS + number), "one too many")

    assert sum(it.rule.slug == "too-large" for it in report) == 1


def test_nothing_more_is_wrong_after_the_last_word():
    report = Report()
    report.close(WRONG, place(0), "that is too much")
    with pytest.raises(Enough):
        report.add(WRONG, place(1), "and this")

    assert [it.message for it in report] == ["that is too much"]
    assert report.errors == 1


def test_a_mistake_that_was_said_before_is_none_too_many():
    report = filled(WRONG, MOST_ERRORS)
    report.add(WRONG, place(0), "it is wrong")

    assert report.errors == MOST_ERRORS
    assert report.wrong == MOST_ERRORS + 1


def test_warnings_stop_nothing_and_the_first_are_kept():
    report = filled(ODD, MOST_REMARKS + 10)
    report.add(WRONG, place(0), "it is wrong")

    assert report.is_full
    assert len(list(report)) == MOST_REMARKS + 1


def test_a_sentence_that_repeats_too_much_of_the_script_is_cut_in_its_middle():
    report = Report()
    report.add(WRONG, place(0), f"`{'a' * 100_000}` is wrong", help="b" * 100_000)
    (found,) = report

    assert len(found.message) <= LONGEST + 3
    assert found.message.startswith("`aaa")
    assert found.message.endswith("aaa` is wrong")
    assert len(found.help) <= LONGEST + 3


def test_after_many_guesses_none_is_made():
    report = Report()
    known = ("model", *map(str, range(MOST_COMPARED)))

    assert report.near("modle", known) == "model"
    assert report.near("modle", known) is None


def test_a_script_of_mistakes_makes_no_requests_and_no_layout():
    text = SHOT + "  > Go.\n" + "walks\n" * (MOST_ERRORS + 5)
    made = compiled(text)
    report = Report()

    assert not made.ok
    assert made.plan.steps == ()
    assert made.storyboard.shots == ()
    assert format_script(source_of("film.shots", text), report) is None
    assert len(list(report)) == len(list(made.report)) == MOST_ERRORS + 1


def test_a_script_of_warnings_is_compiled():
    line = "  > " + "\\[" * 150
    shots = (f"shot s{number}\n  from: a.png\n{line}\n" for number in range(100))
    made = compiled("model: MiniMax-Hailuo-2.3\n" + "".join(shots))

    assert made.ok
    assert len(made.plan.steps) == 100
    assert len(list(made.report)) == MOST_REMARKS
