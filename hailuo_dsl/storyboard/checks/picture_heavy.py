"""A picture that goes with the request is light.

A picture beside the script is sent inside the request, a third larger than its file, and some
gateways refuse a request over 4 MB. Save it smaller, or give its URL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.ground.world import ImageFacts

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("W501", "picture-heavy")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: large.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""

PICTURES = {"large.png": ImageFacts("PNG", 5_000_000, 2400, 1600, "f1")}


def picture_is_light(case: Case) -> None:
    """No picture that is otherwise taken makes a large request."""
    for name, span, facts in case.seen:
        embedded = facts.size * 4 / 3
        too_large = facts.size >= case.catalog.limit("picture_bytes")
        if embedded > case.catalog.limit("data_url_bytes") and case.takes(facts) and not too_large:
            case.report.add(
                RULE,
                span,
                f"the picture {name} makes a data URL of {embedded / 1e6:.1f} MB;"
                " some gateways take 4 MB",
                help="save it smaller, or give its URL",
            )
