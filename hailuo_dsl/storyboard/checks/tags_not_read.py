"""Camera moves are for models that read them.

The other models take a bracket for words of the prompt, and the camera does not move. Say the move
in plain words, or choose a model that reads tags; `hailuo-dsl models` says which do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("W201", "tags-not-read")

WRONG = """\
model: I2V-01
optimizer: off

shot arrive
  from: pier.png
  camera: push in
  > She walks the pier.
"""

RIGHT = """\
model: I2V-01-Director
optimizer: off

shot arrive
  from: pier.png
  camera: push in
  > She walks the pier.
"""


def tags_are_read(case: Case) -> None:
    """The model reads tags, where there are any."""
    offer = case.offer
    if offer is None or offer.tags:
        return
    for tag in case.tags:
        case.report.add(
            RULE,
            tag.span,
            f"{offer.model} does not read camera tags",
            related=case.chosen,
            help="say the move in plain words, or choose a model that reads tags",
        )
