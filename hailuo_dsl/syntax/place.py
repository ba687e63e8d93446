"""Hold each line against the block it stands in: what may stand there, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Report
from hailuo_dsl.syntax import rules
from hailuo_dsl.syntax.model import Bad, Let, Line, Motion, Setting, Use, Vary, Word
from hailuo_dsl.syntax.words import REPEATED, STANDS_IN, Keyword

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from hailuo_dsl.syntax.model import Heading

HOMES: dict[type[Line], frozenset[Keyword | None]] = {
    Motion: frozenset(set(Keyword) - {Keyword.SCENE}),
    Let: frozenset({None, Keyword.SCENE, Keyword.SETUP, Keyword.SHOT}),
    Vary: frozenset({Keyword.SHOT}),
    Use: frozenset({None}),
}
"""Where lines that are no settings may stand; the others may stand anywhere."""


def placed(heading: Heading | None, lines: Iterable[Line], report: Report) -> tuple[Line, ...]:
    """The lines of a block; one that may not stand there, or says again what was said, is `Bad`."""
    if heading and heading.keyword is None:
        return tuple(lines)
    keyword = heading.keyword if heading else None
    seen: dict[Hashable, Line] = {}
    return tuple([_checked(line, keyword, seen, report) for line in lines])


def _checked(
    line: Line, keyword: Keyword | None, seen: dict[Hashable, Line], report: Report
) -> Line:
    allowed = STANDS_IN[line.key] if isinstance(line, Setting) else HOMES.get(type(line))
    if allowed is None:
        return line
    if keyword not in allowed:
        what, at = _said(line)
        report.add(
            rules.MISPLACED,
            at.span,
            f"{what} does not stand {_in(keyword)}",
            help=f"it stands {_or([_in(home) for home in _ordered(allowed)])}",
        )
        return Bad(at)
    once = _once(line)
    if once is None:
        return line
    first = seen.setdefault(once, line)
    if first is line:
        return line
    what, at = _said(line)
    report.add(
        rules.REPEATED,
        at.span,
        f"{what} is given twice {_in(keyword)}",
        related=(Label(_said(first)[1].span, "first given here"),),
    )
    return Bad(at)


def _once(line: Line) -> Hashable:
    """What a block may say only once; None for what it may repeat."""
    if isinstance(line, Setting):
        return None if line.key in REPEATED else line.key
    return ("variable", line.name.text) if isinstance(line, Let | Vary) else None


def _said(line: Line) -> tuple[str, Word]:
    """What a line says, in words, and the place that says it."""
    match line:
        case Setting(key, _, span):
            return f"`{key}:`", Word(key, span)
        case Let(name) | Vary(name):
            return f"the variable `{name.text}`", name
        case Use(path):
            return "`use`", path
        case Motion(prose):
            return "motion", prose
    raise LookupError(line)


def _in(keyword: Keyword | None) -> str:
    return f"in a {keyword}" if keyword else "before the first heading"


def _ordered(allowed: frozenset[Keyword | None]) -> list[Keyword | None]:
    return [home for home in (None, *Keyword) if home in allowed]


def _or(places: list[str]) -> str:
    *others, last = places
    return f"{', '.join(others)} or {last}" if others else last
