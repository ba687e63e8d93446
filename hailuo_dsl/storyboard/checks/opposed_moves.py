"""Moves that undo each other do not act together.

A pan to the left and to the right at once is a camera that stands still, or whatever the service
makes of it. Let one follow the other, or drop one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("W203", "opposed-moves")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: pan left + pan right
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: pan left, then pan right
  > She walks the pier.
"""


def moves_agree(case: Case) -> None:
    """No move stands in a bracket with its opposite."""
    for tag in case.groups:
        ids = {move.id for move in tag.moves}
        opposed = next((move for move in tag.moves if move.opposite in ids), None)
        if opposed:
            case.report.add(
                RULE,
                tag.span,
                f"`{opposed.english.lower()}` and its opposite act together",
                help="let one follow the other",
            )
