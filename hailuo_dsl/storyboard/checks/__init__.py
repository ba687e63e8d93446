"""The checks: one rule, one file, one line in `CHECKS`.

A check takes a `Case`, one shot with what it is held against, and reports. Their order is the
order of what an author wants to know first. A check's file holds its rule, a wrong and a right
script, and where the script needs them the facts of its pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.checks.duration_not_offered import duration_is_offered
from hailuo_dsl.storyboard.checks.mode_not_offered import mode_is_offered
from hailuo_dsl.storyboard.checks.opposed_moves import moves_agree
from hailuo_dsl.storyboard.checks.optimizer_with_tags import prompt_is_left_alone
from hailuo_dsl.storyboard.checks.picture_aspect import picture_has_a_shape
from hailuo_dsl.storyboard.checks.picture_format import picture_has_a_format
from hailuo_dsl.storyboard.checks.picture_heavy import picture_is_light
from hailuo_dsl.storyboard.checks.picture_too_large import picture_is_light_enough
from hailuo_dsl.storyboard.checks.picture_too_small import picture_is_large_enough
from hailuo_dsl.storyboard.checks.picture_unreadable import picture_is_readable
from hailuo_dsl.storyboard.checks.resolution_not_offered import resolution_is_offered
from hailuo_dsl.storyboard.checks.static_and_moves import static_stands_alone
from hailuo_dsl.storyboard.checks.tags_not_read import tags_are_read
from hailuo_dsl.storyboard.checks.too_many_moves import few_moves_act_together
from hailuo_dsl.storyboard.checks.transition_too_long import transition_fits
from hailuo_dsl.storyboard.checks.trim_outside import trim_is_within

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.storyboard.checks.case import Case

CHECKS: tuple[Callable[[Case], None], ...] = (
    mode_is_offered,
    duration_is_offered,
    resolution_is_offered,
    trim_is_within,
    transition_fits,
    tags_are_read,
    few_moves_act_together,
    moves_agree,
    static_stands_alone,
    prompt_is_left_alone,
    picture_is_readable,
    picture_has_a_format,
    picture_is_light_enough,
    picture_is_large_enough,
    picture_has_a_shape,
    picture_is_light,
)
