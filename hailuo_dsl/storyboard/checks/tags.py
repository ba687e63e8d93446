"""Camera tags are for models that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label
from hailuo_dsl.storyboard.rules import TAGS_NOT_READ

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case


def tags_are_read(case: Case) -> None:
    """A model that knows no tags takes them for words of the prompt."""
    offer, model = case.offer, case.settings.model
    if offer is None or model is None or offer.tags:
        return
    for tag in case.tags():
        case.report.add(
            TAGS_NOT_READ,
            tag.span,
            f"{offer.model} does not read camera tags",
            related=(Label(model.span, "the model is chosen here"),),
            help="say the move in plain words, or choose a model that reads tags",
        )
