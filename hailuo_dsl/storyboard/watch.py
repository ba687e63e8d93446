"""Warn of letters in prose that the service may read otherwise than the author does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Edit, Fix
from hailuo_dsl.storyboard import rules
from hailuo_dsl.syntax.prose import Bracket, Words

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.syntax.model import Word
    from hailuo_dsl.syntax.prose import Piece

WIDE_BRACKET = re.compile(r"[【［]([^【［】］]{1,80})[】］]")
TOGETHER = re.compile("[+,，]").split
ENDS = ".,;:!?…—。，；：！？、"
CLAUSES = re.compile(f"[{ENDS}]").split
CLAUSE = re.compile(f"[^{ENDS}]+")
LONGEST = 40
"""Letters up to which a clause may be a move alone."""


def watch(pieces: Sequence[Piece], catalog: Catalog, report: Report) -> None:
    """A literal `[` may be read as a tag; a known move in full-width brackets is none."""
    for piece in pieces:
        if not isinstance(piece, Words):
            continue
        if piece.escaped and piece.text == "[":
            if report.is_full:
                return
            report.add(
                rules.LITERAL_BRACKET,
                piece.span,
                "the service may read a literal `[` as the start of a camera tag",
                help="use other brackets if you can",
            )
        elif "【" in piece.text or "［" in piece.text:
            _watch_wide(piece, catalog, report)


def watch_title(title: Word, catalog: Catalog, report: Report) -> None:
    """The same for a title, which is sent as it is and knows no tags."""
    span = title.span
    literal = (
        Words("[", span._replace(start=span.start + at, end=span.start + at + 1), escaped=True)
        for at, letter in enumerate(title.text)
        if letter == "["
    )
    watch((Words(title.text, span), *literal), catalog, report)


def watch_motion(pieces: Sequence[Piece], catalog: Catalog, report: Report) -> None:
    """The same for a shot's own prose, in which a move that stands alone was meant to be one."""
    watch(pieces, catalog, report)
    phrases = catalog.move_phrases
    for number, piece in enumerate(pieces):
        if isinstance(piece, Words) and _may_say_one_of(phrases, piece.text.lower()):
            _watch_clauses(number, pieces, catalog, report)


def _may_say_one_of(phrases: Set[str], text: str) -> bool:
    """Whether a clause of *text*, in small letters, is one of *phrases*."""
    clauses = CLAUSES(text)
    if not phrases.isdisjoint(map(str.strip, clauses)):
        return True
    led = "and " in text or "then " in text
    return led and not phrases.isdisjoint(_aloud(it) for it in clauses if len(it) < LONGEST)


def _watch_wide(words: Words, catalog: Catalog, report: Report) -> None:
    for found in WIDE_BRACKET.finditer(words.text):
        if report.is_full:
            return
        if all(map(catalog.move, TOGETHER(found[1]))):
            start = words.span.start + found.start()
            at = words.span._replace(start=start, end=start + len(found[0]))
            report.add(
                rules.WIDE_BRACKETS,
                at,
                f"`{found[1]}` is a camera move, and full-width brackets make no tag",
                help=f"write `[{found[1]}]`",
                fix=Fix((Edit(at, f"[{found[1]}]"),), safe=False),
            )


def _aloud(clause: str) -> str:
    """*clause* in small letters, without the words that lead over to it."""
    words = clause.strip().lower()
    while words.startswith(("and ", "then ")):
        words = words.partition(" ")[2].lstrip()
    return words


def _watch_clauses(number: int, pieces: Sequence[Piece], catalog: Catalog, report: Report) -> None:
    """Report the moves that are whole clauses of a piece; a name beside one is part of it."""
    words = pieces[number]
    if not isinstance(words, Words) or report.is_full:
        return
    begins = number == 0 or isinstance(pieces[number - 1], Bracket)
    ends = number + 1 == len(pieces) or isinstance(pieces[number + 1], Bracket)
    for clause in CLAUSE.finditer(words.text):
        move = _aloud(clause[0]) if len(clause[0]) < LONGEST else ""
        whole = (begins or clause.start()) and (ends or clause.end() < len(words.text))
        if not whole or move not in catalog.move_phrases:
            continue
        end = words.span.start + clause.start() + len(clause[0].rstrip())
        at = words.span._replace(start=end - len(move), end=end)
        report.add(
            rules.MOVE_IN_PROSE,
            at,
            f"`{move}` is prose here, and the camera may stay where it is",
            help=f"write `[{move}]` for a camera move",
            fix=Fix((Edit(at, f"[{move}]"),), safe=False),
        )
