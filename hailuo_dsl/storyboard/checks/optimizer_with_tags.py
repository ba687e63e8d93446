"""A prompt with camera moves is sent as it is written, with `optimizer: off`.

Unless it is told not to, the service rewrites every prompt before it shoots, and what becomes of
the moves is not said. Switch it off for the file, or leave it on and allow this hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("I201", "optimizer-with-tags")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  camera: push in
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3
optimizer: off

shot arrive
  from: pier.png
  camera: push in
  > She walks the pier.
"""


def prompt_is_left_alone(case: Case) -> None:
    """The optimizer is off where there are tags; said once for all shots that share the choice."""
    if not case.tags or case.offer is None or not case.offer.tags:
        return
    optimizer = case.settings.optimizer
    if optimizer and not optimizer.value:
        return
    chosen = optimizer or case.settings.model
    if chosen is None or case.report.has(RULE, chosen.span):
        return
    case.report.add(
        RULE,
        chosen.span,
        "the service rewrites the prompt, and may lose its camera moves",
        related=(Label(case.tags[0].span, "the first of them"),),
        help="switch that off with `optimizer: off`",
    )
