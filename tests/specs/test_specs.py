"""Scripts and what is said of them, in one file: the Markdown beside this one.

A line `# ^ error: slug` in a script says what is reported of the line above it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import compiled

HERE = Path(__file__).parent
CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n(?P<prose>.*?)^```shots\n(?P<script>.*?)^```", re.M | re.S
)
VERDICT = re.compile(r"^\s*# \^+ (error|warning|hint): ([a-z0-9-]+)$")


def cases():
    for path in sorted(HERE.glob("*.md")):
        for found in CASE.finditer(path.read_text(encoding="utf-8")):
            yield pytest.param(found["script"], id=f"{path.stem}: {found['title']}")


def expected(script):
    verdicts = []
    line = 0
    for number, text in enumerate(script.splitlines(), start=1):
        found = VERDICT.match(text)
        if found:
            verdicts.append((line, *found.groups()))
        else:
            line = number
    return sorted(verdicts)


@pytest.mark.parametrize("script", list(cases()))
def test_what_is_said_stands_below_the_line_it_is_said_of(script):
    report = compiled(script).report
    source = report.sources["film.shots"]
    found = [
        (source.position(it.span.start)[0], str(it.rule.severity), it.rule.slug) for it in report
    ]

    assert sorted(found) == expected(script)
