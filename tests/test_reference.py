"""The reference says what is so: its made parts are made anew, its scripts are run.

`HAILUO_UPDATE_REFERENCE=1` writes the made parts; the change is then read as a diff.
"""

from __future__ import annotations

import os
import re

import pytest

from hailuo_dsl.syntax.grammar import script_parser
from hailuo_dsl.syntax.words import FORMS, STANDS_IN, TAKES, Key
from tests.conftest import compiled
from tests.reference import (
    MADE,
    PARTS,
    REFERENCE,
    RULES,
    TEN,
    made_reference,
    made_rules,
)

UPDATE = bool(os.environ.get("HAILUO_UPDATE_REFERENCE"))
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```", re.M | re.S)
SCRIPT = "film.shots"


@pytest.mark.parametrize("path", [REFERENCE, RULES], ids=lambda it: it.stem)
def test_what_is_made_from_the_program_is_as_the_program_has_it(path):
    made = made_reference() if path == REFERENCE else made_rules()
    if UPDATE:
        path.write_text(made, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == made


def test_every_part_stands_in_the_reference():
    assert {it[1] for it in MADE.finditer(REFERENCE.read_text(encoding="utf-8"))} == set(PARTS)


def results():
    """Each result that the reference shows, with the script above it."""
    files: dict[str, str] = {}
    for found in BLOCK.finditer(MADE.sub("", REFERENCE.read_text(encoding="utf-8"))):
        if found["name"] and found["kind"] != "prompt":
            files[found["name"]] = found["text"]
        elif found["kind"] == "shots":
            script, its_files, files = found["text"], files, {}
            yield pytest.param(script, its_files, "nothing", None, "", id=script.splitlines()[0])
        else:
            yield pytest.param(
                script,
                its_files,
                found["kind"],
                found["name"],
                found["text"],
                id=f"{found['kind']}: {found['text'].splitlines()[0]}",
            )


@pytest.mark.parametrize(("script", "files", "kind", "id", "shown"), list(results()))
def test_its_scripts_do_what_is_said_of_them(script, files, kind, id, shown):
    made = compiled(script, files=files)
    requests = {step.id: step.request.body["prompt"] for step in made.plan.steps}

    assert [it.message for it in made.report if it.is_error] == []
    if kind == "ids":
        assert list(requests) == shown.splitlines()
    elif kind == "prompt":
        assert requests[id] == shown.removesuffix("\n")


def test_ten_mistakes_are_ten_diagnostics_each_on_its_line():
    report = compiled(TEN).report
    source = report.sources[SCRIPT]
    lines = [source.position(it.span.start)[0] for it in report if it.is_error]

    assert len(lines) == 10
    assert len(set(lines)) == 10


def test_the_tables_know_every_word_of_the_language():
    terminals = {it.name for it in script_parser().terminals} - {"BAD"}

    assert set(FORMS) == terminals
    assert set(TAKES) == set(STANDS_IN) == set(Key)
