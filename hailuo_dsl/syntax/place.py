"""Hold each line against the block it stands in: what may stand there, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.syntax import rules
from hailuo_dsl.syntax.model import Bad, Let, Motion, Setting, Use, Vary, Word
from hailuo_dsl.syntax.words import REPEATED, STANDS_IN, Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.syntax.model import Heading, Line

FILE = frozenset({None})
WITH_MOTION = frozenset(set(Keyword) - {Keyword.SCENE})
WITH_LET = frozenset({None, Keyword.SCENE, Keyword.SETUP, Keyword.SHOT})
WITH_VARY = frozenset({Keyword.SHOT})


class _Claim(NamedTuple):
    """What a line claims of its block."""

    what: str
    allowed: frozenset[Keyword | None]
    at: Word
    once: bool


def placed(heading: Heading | None, lines: Iterable[Line], report: Report) -> tuple[Line, ...]:
    """The lines of a block; one that may not stand there, or says again what was said, is `Bad`."""
    if heading and heading.keyword is None:
        return tuple(lines)
    keyword = heading.keyword if heading else None
    seen: dict[str, Span] = {}
    return tuple(_checked(line, keyword, seen, report) for line in lines)


def _checked(line: Line, keyword: Keyword | None, seen: dict[str, Span], report: Report) -> Line:
    claim = _claim(line)
    if claim is None:
        return line
    if keyword not in claim.allowed:
        report.add(
            rules.MISPLACED,
            claim.at.span,
            f"{claim.what} does not stand {_in(keyword)}",
            help=f"it stands {' or '.join(_in(home) for home in _ordered(claim.allowed))}",
        )
        return Bad(claim.at)
    if not claim.once:
        return line
    if claim.what in seen:
        report.add(
            rules.REPEATED,
            claim.at.span,
            f"{claim.what} is given twice {_in(keyword)}",
            related=(Label(seen[claim.what], "first given here"),),
        )
        return Bad(claim.at)
    seen[claim.what] = claim.at.span
    return line


def _claim(line: Line) -> _Claim | None:
    match line:
        case Setting(key, _, span):
            return _Claim(f"`{key}:`", STANDS_IN[key], Word(key, span), key not in REPEATED)
        case Motion(prose):
            return _Claim("motion", WITH_MOTION, prose, once=False)
        case Let(name):
            return _Claim(f"the variable `{name.text}`", WITH_LET, name, once=True)
        case Vary(name):
            return _Claim(f"the variable `{name.text}`", WITH_VARY, name, once=True)
        case Use(path):
            return _Claim("`use`", FILE, path, once=False)
    return None


def _in(keyword: Keyword | None) -> str:
    return f"in a {keyword}" if keyword else "before the first heading"


def _ordered(allowed: frozenset[Keyword | None]) -> list[Keyword | None]:
    return [home for home in (None, *Keyword) if home in allowed]
