"""A picture is not longer than two and a half times its width.

Its shape lies between 2:5 and 5:2. Crop it: what the clip shows has the picture's shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.ground.world import ImageFacts

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E505", "picture-aspect")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: panorama.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""

PICTURES = {"panorama.png": ImageFacts("PNG", 80_000, 2400, 400, "f1")}


def picture_has_a_shape(case: Case) -> None:
    """Every picture's shape is one that the service takes."""
    for name, span, facts in case.seen:
        if facts.long_edge > case.catalog.limit("picture_shape") * facts.short_edge:
            case.report.add(
                RULE,
                span,
                f"the picture {name} is {facts.width}×{facts.height} pixels,"
                " and its shape must lie between 2:5 and 5:2",
                help="crop it",
            )
