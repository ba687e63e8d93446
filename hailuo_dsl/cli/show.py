"""Text, JSON and tables on a terminal or in a pipe."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

import click

from hailuo_dsl.ground.model import Severity
from hailuo_dsl.ground.render import columns, render, tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.ground.model import Report

COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "hint": {"fg": "cyan", "bold": True},
    "frame": {"fg": "blue"},
    "strong": {"bold": True},
}
GAP = "  "


def show_report(report: Report, *, file: IO[str], sum_up: bool = False) -> None:
    """Print every diagnostic, in colour on a terminal, and how many there are."""
    found = list(report)
    for diagnostic in found:
        click.echo(f"{render(diagnostic, report.sources, _paint)}\n", file=file)
    if sum_up or found:
        counts = Counter(it.rule.severity for it in found)
        click.echo(tally({severity: counts[severity] for severity in Severity}), file=file)


def show_json(document: Any, *, indent: int | None = 2) -> None:
    """Print *document* as JSON, letters of every script as they are where the output takes them."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(document, indent=indent, ensure_ascii=plain) + "\n")


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, err: bool = False) -> None:
    """Print a table in columns, the last one as long as it is."""
    table = [head, *rows]
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    for number, row in enumerate(table):
        padded = (_padded(*cell) for cell in zip(row, widths, strict=True))
        line = GAP.join(padded).rstrip()
        click.echo(click.style(line, bold=True) if number == 0 else line, err=err)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _paint(text: str, role: str) -> str:
    return click.style(text, **COLOURS[role])
