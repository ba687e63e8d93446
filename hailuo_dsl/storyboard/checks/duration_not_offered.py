"""A clip lasts as long as its model can shoot at its resolution.

Models shoot 6 or 10 seconds, and the larger the picture, the shorter the clip: 10 seconds are never
offered at 1080P. `hailuo-dsl models` lists what goes together. Change the duration, the resolution
or the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Rule
from hailuo_dsl.storyboard.checks.case import either

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Offer
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E402", "duration-not-offered")

WRONG = """\
model: MiniMax-Hailuo-2.3
resolution: 1080P

shot arrive
  duration: 10s
  from: pier.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
resolution: 1080P

shot arrive
  duration: 6s
  from: pier.png
  > She walks the pier.
"""


def duration_is_offered(case: Case) -> None:
    """The model shoots so long, and so long at the shot's resolution."""
    offer, duration = case.offer, case.settings.duration
    if offer is None:
        return
    resolution = case.settings.resolution
    if duration and duration.value not in offer.durations:
        case.report.add(
            RULE,
            duration.span,
            f"{offer.model} shoots {either(f'{it} seconds' for it in offer.durations)},"
            f" not {duration.value} seconds",
            related=case.chosen,
            help=f"write {either(f'`{it}s`' for it in offer.durations)}",
        )
    elif (duration or resolution) and (not resolution or resolution.value in offer.sizes):
        _hold_together(case, offer)


def _hold_together(case: Case, offer: Offer) -> None:
    """Each may be offered, and the two together not."""
    duration, resolution = case.settings.duration, case.settings.resolution
    seconds = duration.value if duration else offer.default_duration
    size = resolution.value if resolution else offer.default_resolution
    blamed = duration or resolution
    if seconds in offer.sizes[size] or blamed is None:
        return
    others = resolution if blamed is duration else None
    related = [Label(others.span, "the resolution is chosen here")] if others else []
    case.report.add(
        RULE,
        blamed.span,
        f"{offer.model} shoots {size} for {either(f'{it}' for it in offer.sizes[size])} seconds,"
        f" not {seconds}",
        related=(*related, *case.chosen),
        help=f"write `duration: {offer.sizes[size][0]}s`,"
        f" or `resolution: {either(offer.resolutions_at(seconds))}`",
    )
