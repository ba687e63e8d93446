"""A shot starts as its model can start: from a picture, from words alone, or toward a last frame.

Most models take a first frame, some need one, and some are made for words alone:
`hailuo-dsl models` says which. Choose another model, or change what the shot starts from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.model import Mode
from hailuo_dsl.ground.model import Rule

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E404", "mode-not-offered")

WRONG = """\
model: MiniMax-Hailuo-2.3-Fast

shot arrive
  from: none
  > A pier in the rain.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3-Fast

shot arrive
  from: pier.png
  > A pier in the rain.
"""

LACKS = {
    Mode.IMAGE: "takes no first frame",
    Mode.TEXT: "needs a first frame",
    Mode.FRAMES: "takes no last frame",
}


def mode_is_offered(case: Case) -> None:
    """The model works in the shot's mode, and the provider passes it on."""
    model = case.settings.model
    if case.offer or model is None or not case.shot.settled:
        return
    mode = case.settings.mode
    if mode in case.catalog.models[model.value]:
        message = f"{case.provider.title} does not offer {mode}"
    else:
        message = f"{model.value} {LACKS[mode]}"
    able = [
        name
        for name, modes in case.catalog.models.items()
        if mode in modes and mode in case.provider.modes
    ]
    frame = case.settings.last if mode is Mode.FRAMES else case.settings.first
    case.report.add(
        RULE,
        frame.span if frame else case.shot.span,
        message,
        related=case.chosen,
        help=f"models for {mode}: {', '.join(able)}" if able else "",
    )
