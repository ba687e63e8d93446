"""Moves that act together agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.rules import OPPOSED_MOVES, STATIC_AND_MOVES, TOO_MANY_MOVES

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

STATIC = "static"


def moves_agree(case: Case) -> None:
    """Not more than three together, none beside its opposite, none beside a static shot."""
    most = case.catalog.limit("moves")
    for tag in case.tags():
        ids = {move.id for move in tag.moves}
        if len(tag.moves) > most:
            case.report.add(
                TOO_MANY_MOVES,
                tag.span,
                f"{len(tag.moves)} moves act together; the vendor recommends {most} at most",
                help="let some of them follow the others",
            )
        opposed = next((move for move in tag.moves if move.opposite in ids), None)
        if opposed:
            case.report.add(
                OPPOSED_MOVES,
                tag.span,
                f"`{opposed.english.lower()}` and its opposite act together",
                help="let one follow the other",
            )
        if STATIC in ids and len(ids) > 1:
            case.report.add(
                STATIC_AND_MOVES, tag.span, "a static shot and a move act together", help="drop one"
            )
