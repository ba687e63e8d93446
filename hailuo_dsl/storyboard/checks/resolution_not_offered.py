"""A clip has a size that its model offers.

Which sizes those are depends on the model and on what the shot starts from: `hailuo-dsl models`
lists them. Without a `resolution` the model's own default is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.storyboard.checks.case import either

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E403", "resolution-not-offered")

WRONG = """\
model: MiniMax-Hailuo-2.3
resolution: 512P

shot arrive
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
resolution: 768P

shot arrive
  from: pier.png
  > She walks the pier.
"""


def resolution_is_offered(case: Case) -> None:
    """The model offers that size in the shot's mode."""
    offer, resolution = case.offer, case.settings.resolution
    if offer is None or resolution is None or resolution.value in offer.sizes:
        return
    case.report.add(
        RULE,
        resolution.span,
        f"{offer.model} offers {either(offer.sizes)} in {offer.mode}, not {resolution.value}",
        related=case.chosen,
        help=f"write {either(f'`{it}`' for it in offer.sizes)}",
    )
