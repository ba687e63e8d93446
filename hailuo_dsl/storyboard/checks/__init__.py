"""The checks: one rule, one file, one line in `CHECKS`.

A check takes a `Case`, one shot with what it is held against, and reports. Their order is the
order of what an author wants to know first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.checks.moves import moves_agree
from hailuo_dsl.storyboard.checks.offer import shot_is_offered
from hailuo_dsl.storyboard.checks.picture import picture_is_taken
from hailuo_dsl.storyboard.checks.tags import tags_are_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.storyboard.checks.case import Case

CHECKS: tuple[Callable[[Case], None], ...] = (
    shot_is_offered,
    tags_are_read,
    moves_agree,
    picture_is_taken,
)
