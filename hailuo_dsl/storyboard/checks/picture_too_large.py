"""A picture weighs less than the service takes.

20 MB are refused. Save it smaller; the clip is not finer for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.ground.world import ImageFacts

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E503", "picture-too-large")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: scan.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.jpg
  > She walks the pier.
"""

PICTURES = {"scan.png": ImageFacts("PNG", 31_000_000, 6000, 4000, "f1")}


def picture_is_light_enough(case: Case) -> None:
    """Every picture's file is smaller than the limit."""
    for name, span, facts in case.seen:
        most = case.catalog.limit("picture_bytes")
        if facts.size >= most:
            case.report.add(
                RULE,
                span,
                f"the picture {name} weighs {facts.size / 1e6:.1f} MB,"
                f" and less than {most / 1_000_000:f} MB are taken",
                help="save it smaller",
            )
