"""A transition into a shot is no longer than the shot.

A dissolve or a fade takes its time from what the reel shows of the shot, after its `trim`. Make the
transition shorter, or show more of the shot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E116", "transition-too-long")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  trim: 2s..4s
  transition: dissolve 3s
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  trim: 2s..4s
  transition: dissolve 1s
  > She walks the pier.
"""


def transition_fits(case: Case) -> None:
    """What is shown of a shot lasts at least as long as the transition into it."""
    transition, trim = case.settings.transition, case.settings.trim
    if transition is None or (seconds := case.seconds) is None:
        return
    shown = min(trim.value.end, seconds) - trim.value.start if trim else seconds
    if transition.value.seconds <= shown:
        return
    case.report.add(
        RULE,
        transition.span,
        f"the {transition.value.joint} takes {transition.value.seconds:g} s, and"
        f" {max(shown, 0):g} s of the shot are shown",
        related=(Label(trim.span, "the shot is trimmed here"),) if trim else (),
        help=f"write `{transition.value.joint} 0.5s`" if shown >= 0.5 else "write `cut`",
    )
