"""Three camera moves at most act together.

The vendor recommends no more and documents no refusal: what a fourth one does is nobody's promise,
and the clip is paid for all the same. Let some of the moves follow the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("W202", "too-many-moves")

WRONG = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in + pan left + tilt up + zoom in
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in + pan left, then tilt up + zoom in
  > She walks the pier.
"""


def few_moves_act_together(case: Case) -> None:
    """No bracket holds more moves than the vendor recommends."""
    if not case.groups:
        return
    most = case.catalog.limit("moves")
    for tag in case.groups:
        if len(tag.moves) > most:
            case.report.add(
                RULE,
                tag.span,
                f"{len(tag.moves)} moves act together; the vendor recommends {most} at most",
                help="let some of them follow the others",
            )
