"""Text, JSON and tables on a terminal or in a pipe."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from hailuo_dsl.ground.model import Severity
from hailuo_dsl.ground.render import columns, render, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hailuo_dsl.ground.model import Diagnostic, Report, Source

COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "hint": {"fg": "cyan", "bold": True},
    "frame": {"fg": "blue"},
    "strong": {"bold": True},
}
GAP = "  "
MOST = 100
"""Diagnostics that are printed."""

NO_LAST_FEED = "\\ No newline at end of file\n"


def show_report(report: Report, *, file: IO[str]) -> None:
    """Print what is wrong with a script, if anything, and how much it is; hints are for `check`."""
    found = [it for it in report if it.rule.severity is not Severity.HINT]
    if found:
        show_diagnostics(found, report.sources, file=file)


def show_diagnostics(
    found: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    *,
    file: IO[str],
    most: int = MOST,
    github: bool = False,
) -> None:
    """Print diagnostics, in colour on a terminal, and how many there are.

    Args:
        most: how many are printed; the worst are, and the others are counted.
        github: print GitHub's workflow commands, and no sum.
    """
    shown = _worst(found, most)
    for diagnostic in shown:
        click.echo(_drawn(diagnostic, sources, github=github), file=file)
    if len(shown) < len(found):
        kept = set(map(id, shown))
        others = _counted(it for it in found if id(it) not in kept)
        click.echo(f"::notice::and {others} more" if github else f"… and {others} more", file=file)
    if not github:
        click.echo(_counted(found), file=file)


def _drawn(diagnostic: Diagnostic, sources: Mapping[str, Source], *, github: bool) -> str:
    if github:
        from hailuo_dsl.ground.data import workflow_command

        return workflow_command(diagnostic, sources)
    return f"{render(diagnostic, sources, paint, fixable=True)}\n"


def _counted(found: Iterable[Diagnostic]) -> str:
    counts = Counter(it.rule.severity for it in found)
    return tally({severity: counts[severity] for severity in Severity})


def _worst(found: Sequence[Diagnostic], most: int) -> list[Diagnostic]:
    """The first *most* of the worst of *found*, in the order of *found*."""
    ranks = list(Severity)
    order = sorted(range(len(found)), key=lambda it: ranks.index(found[it].rule.severity))
    return [found[number] for number in sorted(order[:most])]


def show_diff(name: str, before: bytes, after: bytes) -> None:
    """Print what changes from *before* to *after*, texts in UTF-8, as a unified diff."""
    from difflib import unified_diff
    from io import StringIO

    old, new = (list(StringIO(data.decode(), newline="\n")) for data in (before, after))
    for line in unified_diff(old, new, name, name):
        click.echo(line if line.endswith("\n") else f"{line}\n{NO_LAST_FEED}", nl=False)


def show_json(document: Any, *, indent: int | None = 2, file: TextIO | None = None) -> None:
    """Print *document* as JSON, letters of every script as they are where the output takes them."""
    out = file or sys.stdout
    plain = (out.encoding or "").lower().replace("-", "") != "utf8"
    out.write(json.dumps(document, indent=indent, ensure_ascii=plain) + "\n")


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


def paint(text: str, role: str) -> str:
    """*text* in the colour of its role; where it is no terminal, click takes the colour off."""
    return click.style(text, **COLOURS[role])
