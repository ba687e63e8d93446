"""A static shot stands alone.

It says that the camera is locked off, and a move beside it says that it is not. Drop one of the
two, or let the camera come to rest after the move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("W204", "static-and-moves")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in + static shot
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in, then static shot
  > She walks the pier.
"""

STATIC = "static"
"""The id of the move that is none."""


def static_stands_alone(case: Case) -> None:
    """No bracket holds a static shot and a move."""
    for tag in case.groups:
        ids = {move.id for move in tag.moves}
        if STATIC in ids and len(ids) > 1:
            case.report.add(
                RULE, tag.span, "a static shot and a move act together", help="drop one"
            )
