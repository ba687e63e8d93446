"""Hold every shot against the catalogue and the pictures' bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.checks import CHECKS
from hailuo_dsl.storyboard.checks.case import case_of

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.ground.world import Pictures
    from hailuo_dsl.storyboard.model import Storyboard


def check(
    storyboard: Storyboard,
    catalog: Catalog,
    provider: Provider,
    pictures: Pictures,
    report: Report,
) -> Storyboard:
    """*storyboard*, its shots unsound that a check found an error in."""
    shots = []
    for shot in storyboard.shots:
        case = case_of(shot, catalog, provider, pictures, report)
        before = report.wrong
        for holds in CHECKS:
            holds(case)
        shots.append(shot if report.wrong == before else replace(shot, sound=False))
    return replace(storyboard, shots=tuple(shots))
