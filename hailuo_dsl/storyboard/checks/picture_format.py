"""A picture is JPEG, PNG or WebP.

Its bytes count, whatever its name says. Save it in one of the three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.ground.world import ImageFacts

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E502", "picture-format")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.gif
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""

PICTURES = {"pier.gif": ImageFacts("GIF", 80_000, 600, 400, "f1")}


def picture_has_a_format(case: Case) -> None:
    """The service takes every picture's format."""
    for name, span, facts in case.seen:
        if not case.takes(facts):
            case.report.add(
                RULE,
                span,
                f"the picture {name} is {facts.format}, which is not taken",
                help=f"save it as {', '.join(row.name for row in case.catalog.formats)}",
            )
