"""Draw a diagnostic under the line that it speaks of."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Diagnostic, Label, Severity, Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Paint = Callable[[str, str], str]

WIDTH = 96
"""Columns of a line that are shown; a longer line is cut around what is underlined."""

CUT = "…"
GAP = "  "
WIDEST = 4
"""Letters that a column may hold, with the marks on them; what is looked at is bounded by it."""


MARKS = frozenset({"Mn", "Me"})
"""What stands on the letter before it; the vowels and finals of a Hangul syllable do so too."""


@dataclass(frozen=True, slots=True)
class Noted(Diagnostic):
    """A diagnostic with more to be told than what to try: each of *notes* is a line of its own."""

    notes: tuple[str, ...] = ()


def plain(text: str, _role: str) -> str:
    """No colour."""
    return text


def render(
    diagnostic: Diagnostic,
    sources: Mapping[str, Source],
    paint: Paint = plain,
    *,
    width: int = WIDTH,
    fixable: bool = False,
) -> str:
    """Draw *diagnostic*: headline, place, the line underlined, related places, what to try.

    What is no rule of the language has no code, and is called by its slug alone.

    Args:
        sources: the texts that spans speak of, by name.
        paint: colours a text by its role: `error`, `warning`, `hint`, `frame` or `strong`.
        width: columns of a line of the script that are shown.
        fixable: say which command line would do what is to be tried.
    """
    rule = diagnostic.rule
    name = f"{rule.code} {rule.slug}".strip()
    head = paint(f"{rule.severity}[{name}]", rule.severity)
    lines = [f"{head}{paint(f': {visible(diagnostic.message)}', 'strong')}"]
    places = [Label(diagnostic.span, diagnostic.label), *diagnostic.related]
    shown = [(label, sources.get(label.span.file)) for label in places]
    gutter = (
        max(len(str(it.position(label.span.start)[0])) for label, it in shown if it)
        if any(it for _, it in shown)
        else 1
    )
    for number, (label, source) in enumerate(shown):
        if source is None:
            continue
        role = rule.severity if number == 0 else "frame"
        lines += _excerpt(label, source, (gutter, width), role, paint)
    if isinstance(diagnostic, Noted):
        sign = f"{' ' * gutter} {paint('=', 'frame')}"
        lines += [f"{sign} {visible(note)}" for note in diagnostic.notes]
    advice = _advice(diagnostic) if fixable else diagnostic.help
    if advice:
        lines.append(f"{' ' * gutter} {paint('= help:', 'frame')} {visible(advice)}")
    return "\n".join(lines)


def _advice(diagnostic: Diagnostic) -> str:
    if diagnostic.fix is None:
        return diagnostic.help
    doer = "check --fix" if diagnostic.fix.safe else "check --fix --unsafe-fixes"
    return f"{diagnostic.help} (`{doer}` does it)" if diagnostic.help else f"`{doer}` does it"


def tally(report: Mapping[Severity, int]) -> str:
    """`2 errors, 1 warning`."""
    counted = (
        f"{count} {severity}{'s' * (count != 1)}" for severity, count in report.items() if count
    )
    return ", ".join(counted) or "no mistakes"


def counted(words: Iterable[str]) -> str:
    """`2 reuse, 1 stale`: how often each of *words* is there, in the order of their first."""
    return ", ".join(f"{count} {word}" for word, count in Counter(map(str, words)).items())


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table: each column as wide as its widest cell, the last as long as it is."""
    widths = [max(map(columns, cells)) for cells in zip(*rows, strict=True)]
    return [GAP.join(map(_padded, row, widths)).rstrip() for row in rows]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _excerpt(
    label: Label, source: Source, widths: tuple[int, int], role: str, paint: Paint
) -> list[str]:
    gutter, width = widths
    number, column = source.position(label.span.start)
    text, mark = _window(source.line(number), column - 1, label.span, width)
    bar = paint("|", "frame")
    note = f" {label.text}" if label.text else ""
    return [
        f"{' ' * gutter}{paint('-->', 'frame')} {visible(source.name)}:{number}:{column}",
        f"{' ' * gutter} {bar}",
        f"{paint(str(number).rjust(gutter), 'frame')} {bar} {text}",
        f"{' ' * gutter} {bar} {mark[0]}{paint(mark[1] + note, role)}",
    ]


def _window(line: str, start: int, span: Span, width: int) -> tuple[str, tuple[str, str]]:
    """The part of *line* around *start*, and the blanks and carets that go under it."""
    end = min(max(start + span.end - span.start, start + 1), max(len(line), start + 1))
    left, right = _part(line, start, width)
    before = (CUT if left else "") + line[left:start]
    under = line[start : min(end, right)] or " "
    text = f"{before}{line[start:right]}{CUT if right < len(line) else ''}"
    return visible(text), (" " * columns(visible(before)), "^" * max(1, columns(visible(under))))


def _part(line: str, start: int, width: int) -> tuple[int, int]:
    """From where to where *line* is shown, so that *start* is in it and *width* is kept."""
    if len(line) <= WIDEST * width and columns(line) <= width:
        return 0, len(line)
    left = start - fitting(reversed(line[max(0, start - WIDEST * width) : start]), width // 2)
    return left, max(left + fitting(line[left : left + WIDEST * width], width), start + 1)


def fitting(texts: Iterable[str], most: int) -> int:
    """How many of *texts*, from the first on, take no more than *most* columns together."""
    return sum(1 for _ in takewhile(lambda it: it <= most, accumulate(map(columns, texts))))


def columns(text: str) -> int:
    """How many terminal columns *text* takes."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in MARKS or "\u1160" <= letter <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def visible(text: str) -> str:
    """*text* with tabs as blanks and without letters that would steer a terminal."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(letter: str) -> str:
    if letter.isprintable() or letter == "\u3000":
        return letter
    return " " if letter in "\t\u00a0" else "\N{REPLACEMENT CHARACTER}"
