"""Every rule keeps its own word: its wrong script breaks it and no other, its right one none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hailuo_dsl
from hailuo_dsl.ground.model import Severity
from hailuo_dsl.rulebook import every, find
from hailuo_dsl.studio.example import said_of

PACKAGE = Path(hailuo_dsl.__file__).parent
each_rule = pytest.mark.parametrize("entry", every(), ids=lambda it: it.rule.slug)
FLOORS = {"1": "lines and text", "2": "camera", "3": "names", "4": "the service", "5": "pictures"}


def said(script, entry):
    return [it.rule.slug for it in said_of(script, entry)]


@each_rule
def test_the_wrong_script_breaks_this_rule_and_no_other(entry):
    assert set(said(entry.wrong, entry)) == {entry.rule.slug}


@each_rule
def test_nothing_is_said_of_the_right_script(entry):
    assert said(entry.right, entry) == []


@each_rule
def test_a_rule_is_one_sentence_and_then_its_reasons(entry):
    assert re.fullmatch(r"[A-Z`\"].*[^.]\.", entry.summary)
    assert len(entry.summary) <= 100
    assert entry.text
    assert entry.text.endswith(".")


@each_rule
def test_a_code_is_a_letter_and_a_number_of_its_range(entry):
    assert re.fullmatch(rf"[EWI][{''.join(FLOORS)}]\d\d", entry.rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.rule.slug)


def test_every_code_and_slug_is_one_rule():
    entries = every()

    assert len(entries) > 50
    assert len({it.rule.code for it in entries}) == len(entries)
    assert len({it.rule.slug for it in entries}) == len(entries)


def test_every_rule_of_the_package_is_in_the_rulebook():
    made = [
        found
        for path in PACKAGE.rglob("*.py")
        for found in re.findall(r'\bRule\("(\w\d+)"', path.read_text(encoding="utf-8"))
    ]

    assert sorted(made) == sorted(it.rule.code for it in every())


def test_errors_come_first_each_in_the_order_of_the_codes():
    severities = [it.rule.severity for it in every()]

    assert severities == sorted(severities, key=list(Severity).index)
    assert every()[0].rule.code == "E101"


@pytest.mark.parametrize("name", ["E402", "e402", "duration-not-offered", "Duration-Not-Offered"])
def test_a_rule_is_found_by_code_or_slug_in_any_case(name):
    entry = find(name)

    assert entry is not None
    assert entry.rule.code == "E402"


def test_a_rule_that_is_none_is_not_found():
    assert find("E999") is None
