"""A picture's short edge is longer than 300 pixels.

The service refuses smaller ones. Take a larger picture; scaling one up is taken, and looks it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.ground.world import ImageFacts

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E504", "picture-too-small")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: thumbnail.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""

PICTURES = {"thumbnail.png": ImageFacts("PNG", 9_000, 240, 160, "f1")}


def picture_is_large_enough(case: Case) -> None:
    """Every picture's short edge is over the limit."""
    for name, span, facts in case.seen:
        least = case.catalog.limit("picture_edge")
        if facts.short_edge <= least:
            case.report.add(
                RULE,
                span,
                f"the picture {name} is {facts.width}×{facts.height} pixels,"
                f" and the short edge must be over {least} pixels",
                help="take a larger picture, or scale it up",
            )
