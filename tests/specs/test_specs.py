"""Scripts and what is said of them, in one file: the Markdown beside this one.

A line `# ^ error: slug` in a script says what is reported of the line above it. Other files that
the script reads stand in blocks before it that are headed by their names.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import compiled

HERE = Path(__file__).parent
CASE = re.compile(r"^## (?P<title>[^\n]+)\n(?P<rest>.*?)(?=^## |\Z)", re.M | re.S)
BLOCK = re.compile(r"^```\w+(?: (?P<name>\S+))?\n(?P<text>.*?)^```", re.M | re.S)
VERDICT = re.compile(r"^\s*# \^+ (error|warning|hint): ([a-z0-9-]+)$")
SCRIPT = "film.shots"


def cases():
    for path in sorted(HERE.glob("*.md")):
        for found in CASE.finditer(path.read_text(encoding="utf-8")):
            files = {it["name"] or SCRIPT: it["text"] for it in BLOCK.finditer(found["rest"])}
            yield pytest.param(files, id=f"{path.stem}: {found['title']}")


def expected(name, text):
    line = 0
    for number, written in enumerate(text.splitlines(), start=1):
        found = VERDICT.match(written)
        if found:
            yield (name, line, *found.groups())
        else:
            line = number


@pytest.mark.parametrize("files", list(cases()))
def test_what_is_said_stands_below_the_line_it_is_said_of(files):
    report = compiled(files[SCRIPT], files=files).report
    found = [
        (
            it.span.file,
            report.sources[it.span.file].position(it.span.start)[0],
            str(it.rule.severity),
            it.rule.slug,
        )
        for it in report
    ]

    assert sorted(found) == sorted(it for file in files.items() for it in expected(*file))
