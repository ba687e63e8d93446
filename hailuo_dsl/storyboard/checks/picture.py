"""A picture is one that the service takes, by its bytes and not by its name.

Facts: https://platform.minimax.io/docs/api-reference/video-generation-i2v: JPG, JPEG, PNG, WebP;
less than 20 MB (read here as 20 000 000 bytes, the safer of the two); short edge over 300 pixels;
aspect between 2:5 and 5:2 (the ends are taken as allowed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.world import ImageFacts, ImageProblem
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Picture

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Rule
    from hailuo_dsl.storyboard.checks.case import Case

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 20_000_000
LEAST_EDGE = 300
WIDEST = 5 / 2
DATA_URL_BYTES = 4_000_000
DATA = "data:"
SHOWN = 40


def picture_is_taken(case: Case) -> None:
    """Format, weight, size and shape are within the service's limits."""
    first, picture = case.settings.first, case.settings.frame
    if first is None or not isinstance(picture, Picture):
        return
    if not picture.is_file and not picture.text.startswith(DATA):
        return
    facts = case.pictures(picture.text)
    name = picture.text if picture.is_file else f"{picture.text[:SHOWN]}…"
    if isinstance(facts, ImageProblem):
        case.report.add(
            rules.PICTURE_UNREADABLE,
            first.span,
            f"the picture {name} {facts.reason}",
            help="a path is relative to the script" if facts.missing else "",
        )
        return
    for rule, wrong, advice in _mistakes(facts):
        case.report.add(rule, first.span, f"the picture {name} {wrong}", help=advice)


def _mistakes(facts: ImageFacts) -> list[tuple[Rule, str, str]]:
    found = []
    long_edge, short_edge = sorted((facts.width, facts.height), reverse=True)
    size = f"{facts.width}×{facts.height} pixels"
    if facts.format not in FORMATS:
        found.append((rules.PICTURE_FORMAT, f"is {facts.format}", "save it as JPEG, PNG or WebP"))
    if facts.size >= MOST_BYTES:
        weight = f"weighs {facts.size / 1e6:.1f} MB, and the service takes less than 20 MB"
        found.append((rules.PICTURE_TOO_LARGE, weight, "save it smaller"))
    if short_edge <= LEAST_EDGE:
        small = f"is {size}, and the short edge must be over {LEAST_EDGE} pixels"
        found.append((rules.PICTURE_TOO_SMALL, small, "take a larger picture, or scale it up"))
    if long_edge > WIDEST * short_edge:
        shape = f"is {size}, and its shape must lie between 2:5 and 5:2"
        found.append((rules.PICTURE_ASPECT, shape, "crop it"))
    if not found and facts.size * 4 / 3 > DATA_URL_BYTES:
        heavy = f"makes a data URL of {facts.size * 4 / 3e6:.1f} MB; some gateways take 4 MB"
        found.append((rules.PICTURE_HEAVY, heavy, "save it smaller, or give its URL"))
    return found
