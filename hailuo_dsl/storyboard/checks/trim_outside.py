"""A trim lies within the clip.

The reel shows the part of a clip between the two times, counted from the clip's beginning. A clip
lasts as long as the shot's `duration`, or as the model makes it where the shot names none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E115", "trim-outside")

WRONG = """\
model: MiniMax-Hailuo-2.3
duration: 6s

shot arrive
  from: pier.png
  trim: 0.5s..8s
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
duration: 6s

shot arrive
  from: pier.png
  trim: 0.5s..5s
  > She walks the pier.
"""


def trim_is_within(case: Case) -> None:
    """The reel shows no more of a shot than there will be."""
    trim = case.settings.trim
    if trim is None or (seconds := case.seconds) is None or trim.value.end <= seconds:
        return
    duration = case.settings.duration
    case.report.add(
        RULE,
        trim.span,
        f"the trim ends at {trim.value.end:g} s, and the clip at {seconds} s",
        related=(Label(duration.span, "the duration is chosen here"),) if duration else (),
        help=f"write `{trim.value.start:g}s..{seconds}s`" if trim.value.start < seconds else "",
    )
