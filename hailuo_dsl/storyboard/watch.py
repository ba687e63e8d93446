"""Warn of letters in prose that the service may read otherwise than the author does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard import rules
from hailuo_dsl.syntax.prose import Words
from hailuo_dsl.syntax.values import Unreadable, read_bracket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.syntax.prose import Piece

WIDE_BRACKET = re.compile(r"[【［]([^】］]{1,80})[】］]")


def watch(pieces: Iterable[Piece], catalog: Catalog, report: Report) -> None:
    """A literal `[` may be read as a tag; a known move in full-width brackets is none."""
    for piece in pieces:
        if not isinstance(piece, Words):
            continue
        if piece.escaped and piece.text == "[":
            report.add(
                rules.LITERAL_BRACKET,
                piece.span,
                "the service may read a literal `[` as the start of a camera tag",
                help="use other brackets if you can",
            )
        elif "【" in piece.text or "［" in piece.text:
            _watch_wide(piece, catalog, report)


def _watch_wide(words: Words, catalog: Catalog, report: Report) -> None:
    for found in WIDE_BRACKET.finditer(words.text):
        if _is_tag(found[1], catalog):
            start = words.span.start + found.start()
            report.add(
                rules.WIDE_BRACKETS,
                words.span._replace(start=start, end=start + len(found[0])),
                f"`{found[1]}` is a camera move, and full-width brackets make no tag",
                help=f"write `[{found[1]}]`",
            )


def _is_tag(inside: str, catalog: Catalog) -> bool:
    try:
        return all(catalog.move(part.text) for part in read_bracket(inside))
    except Unreadable:
        return False
