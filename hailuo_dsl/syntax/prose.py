r"""Read prose and the templates in values: words, names in braces, camera tags in brackets.

In prose only `[ ] { } \` are special (and `|` in `vary`); other values know names and escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from hailuo_dsl.ground.model import Report, Span
from hailuo_dsl.syntax import rules
from hailuo_dsl.syntax.model import Word
from hailuo_dsl.syntax.names import name_problem, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Words:
    """Letters that stand for themselves; *escaped* if a backslash made them so."""

    text: str
    span: Span = field(compare=False)
    escaped: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """`{name}`, `{name.full}` or `{name.name}`; *form* is what follows the dot."""

    name: str
    form: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Bracket:
    """`[push in, {move}]`: the template between the brackets."""

    content: tuple[Words | Mention, ...]
    span: Span = field(compare=False)


Piece: TypeAlias = Words | Mention | Bracket

SPECIAL_IN_PROSE = re.compile(r"[\[\]{}\\]").search
SPECIAL_IN_VALUES = re.compile(r"[{}\\]").search
ESCAPE = r"\\(?P<escaped>[\[\]{}\\|])"
BRACE = r"\{(?P<name>[^{}\[\]\\]*)\}"
TOKEN = re.compile(
    rf"""
    (?P<words>[^\[\]{{}}\\]+)
    | {ESCAPE}
    | {BRACE}
    | \[(?P<bracket>(?:[^\[\]{{}}\\]|\\[\[\]{{}}\\|]|\{{[^{{}}\[\]\\]*\}})*)\]
    | (?P<stray>[\[\]{{}}\\])
    """,
    re.VERBOSE,
)
TOKEN_OF_VALUES = re.compile(rf"(?P<words>[^{{}}\\]+)|{ESCAPE}|{BRACE}|(?P<stray>[{{}}\\])")
"""In a value, brackets are letters like any other."""

FORMS = ("full", "name")
CLOSES = {"[": "]", "{": "}"}


def read_prose(word: Word, report: Report) -> tuple[Piece, ...]:
    """The pieces of a line of prose."""
    if not SPECIAL_IN_PROSE(word.text):
        return (Words(word.text, word.span),)
    return tuple(_pieces(TOKEN.finditer(word.text), word.span, report))


def read_template(word: Word, report: Report) -> tuple[Words | Mention, ...]:
    """The pieces of a value that knows only names and escapes."""
    if not SPECIAL_IN_VALUES(word.text):
        return (Words(word.text, word.span),)
    pieces = _pieces(TOKEN_OF_VALUES.finditer(word.text), word.span, report)
    return tuple(piece for piece in pieces if not isinstance(piece, Bracket))


def _pieces(tokens: Iterable[re.Match[str]], span: Span, report: Report) -> list[Piece]:
    pieces: list[Piece] = []
    for found in tokens:
        kind = found.lastgroup or ""
        at = Span(span.start + found.start(), span.start + found.end(), span.file)
        match kind:
            case "words":
                pieces.append(Words(found[0], at))
            case "escaped":
                pieces.append(Words(found[kind], at, escaped=True))
            case "name":
                pieces += _mention(found[kind], at, report)
            case "bracket":
                inner = Word(found[kind], Span(at.start + 1, at.end - 1, at.file))
                pieces.append(Bracket(read_template(inner, report), at))
            case _:
                _stray(found[0], at, report)
    return pieces


def _mention(written: str, at: Span, report: Report) -> list[Piece]:
    name, dot, form = written.partition(".")
    problem = name_problem(name)
    if problem:
        report.add(
            rules.BAD_NAME,
            at,
            f"`{written}` in braces is no name: {problem}",
            help="letters in braces that are no name are written `\\{` and `\\}`",
        )
        return []
    if dot and form not in FORMS:
        report.add(
            rules.BAD_NAME,
            at,
            f"a name in braces may end in `.full` or `.name`, not in `.{form}`",
        )
        return []
    return [Mention(nfc(name), form, at)]


def _stray(letter: str, at: Span, report: Report) -> None:
    if letter == "\\":
        report.add(
            rules.STRAY_BACKSLASH,
            at,
            "a backslash stands only before one of `[ ] { } \\ |`",
            help="write `\\\\` for a backslash that is meant",
        )
        return
    closes = CLOSES.get(letter)
    why = f"has no `{closes}` on its line" if closes else "closes nothing"
    report.add(
        rules.UNCLOSED,
        at,
        f"this `{letter}` {why}",
        help=f"write `\\{letter}` for a letter that is meant",
    )
