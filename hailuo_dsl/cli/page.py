"""Text, JSON and tables on a terminal or in a pipe."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from hailuo_dsl.ground.model import Severity
from hailuo_dsl.ground.render import WIDTH, aligned, render, tally, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hailuo_dsl.ground.model import Diagnostic, Report, Source

COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "hint": {"fg": "cyan", "bold": True},
    "frame": {"fg": "blue"},
    "strong": {"bold": True},
    "+": {"fg": "green"},
    "-": {"fg": "red"},
    "@": {"fg": "cyan"},
}
"""What each role looks like: of a piece of a diagnostic, of a line of a unified diff."""

MARGIN = 8
"""Columns to the left of a line of the script: its number and a bar."""

NARROWEST = 24

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
    shown, width = _worst(found, most), _columns_of(file)
    for diagnostic in shown:
        click.echo(_drawn(diagnostic, sources, width, github=github), file=file)
    if len(shown) < len(found):
        kept = set(map(id, shown))
        others = _counted(it for it in found if id(it) not in kept)
        click.echo(f"::notice::and {others} more" if github else f"… and {others} more", file=file)
    if not github:
        click.echo(_counted(found), file=file)


def _columns_of(file: IO[str] | None, margin: int = MARGIN) -> int:
    """How many columns of a line are shown in *file*, so that on a terminal none wraps."""
    if file is None or not file.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size().columns - margin))


def _drawn(
    diagnostic: Diagnostic, sources: Mapping[str, Source], width: int, *, github: bool
) -> str:
    if github:
        from hailuo_dsl.ground.data import workflow_command

        return workflow_command(diagnostic, sources)
    return f"{render(diagnostic, sources, paint, width=width, fixable=True)}\n"


def _counted(found: Iterable[Diagnostic]) -> str:
    counts = Counter(it.rule.severity for it in found)
    return tally({severity: counts[severity] for severity in Severity})


def _worst(found: Sequence[Diagnostic], most: int) -> list[Diagnostic]:
    """The first *most* of the worst of *found*, in the order of *found*."""
    ranks = list(Severity)
    order = sorted(range(len(found)), key=lambda it: ranks.index(found[it].rule.severity))
    return [found[number] for number in sorted(order[:most])]


def show_diff(name: str, before: bytes, after: bytes) -> None:
    """Print what changes from *before* to *after*, texts in UTF-8, as a unified diff.

    In a pipe it is a patch, to the letter; on a terminal it is for the eye.
    """
    from difflib import unified_diff
    from io import StringIO

    old, new = (list(StringIO(data.decode(), newline="\n")) for data in (before, after))
    for line in unified_diff(old, new, name, name):
        whole = line if line.endswith("\n") else f"{line}\n{NO_LAST_FEED}"
        click.echo(_for_the_eye(whole) if sys.stdout.isatty() else whole, nl=False)


def _for_the_eye(lines: str) -> str:
    """A line of a diff, with what is said of its end, in the colour of its first letter."""
    text = "\n".join(map(visible, lines.split("\n")))
    return paint(text, text[0]) if text[0] in COLOURS else text


def show_json(document: Any, *, indent: int | None = 2, file: TextIO | None = None) -> None:
    """Print *document* as JSON, letters of every script as they are where the output takes them."""
    out = file or sys.stdout
    plain = (out.encoding or "").lower().replace("-", "") != "utf8"
    out.write(json.dumps(document, indent=indent, ensure_ascii=plain) + "\n")
    out.flush()


def show_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as comma-separated values (RFC 4180), for spreadsheets and programs."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    sys.stdout.flush()


def show_prose(text: str) -> None:
    """Print paragraphs, as they are or, on a terminal that is narrower, as they fit."""
    width = _columns_of(sys.stdout, margin=0)
    fitted = text if width == WIDTH else click.wrap_text(text, width, preserve_paragraphs=True)
    click.echo(fitted)


def put(data: bytes) -> None:
    """Write *data* to the standard output as it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def mute(*streams: TextIO) -> None:
    """Let what is still written to *streams* go nowhere, because nobody reads it any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, err: bool = False) -> None:
    """Print a table in columns, the last one as long as it is."""
    for number, line in enumerate(aligned([head, *rows])):
        click.echo(click.style(line, bold=True) if number == 0 else line, err=err)


def paint(text: str, role: str) -> str:
    """*text* in the colour of its role; where it is no terminal, click takes the colour off."""
    return click.style(text, **COLOURS[role])
