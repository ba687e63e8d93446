"""A picture is one that the service takes, by its bytes and not by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.world import FileProblem, ImageFacts
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Picture

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Rule
    from hailuo_dsl.storyboard.checks.case import Case

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
    if isinstance(facts, FileProblem):
        case.report.add(
            rules.PICTURE_UNREADABLE,
            first.span,
            f"the picture {name} {facts.reason}",
            help="a path is relative to the script" if facts.missing else "",
        )
        return
    for rule, wrong, advice in _mistakes(facts, case.catalog):
        case.report.add(rule, first.span, f"the picture {name} {wrong}", help=advice)


def _mistakes(facts: ImageFacts, catalog: Catalog) -> list[tuple[Rule, str, str]]:
    found = []
    long_edge, short_edge = sorted((facts.width, facts.height), reverse=True)
    size = f"{facts.width}×{facts.height} pixels"
    names = [row.name for row in catalog.formats]
    if facts.format not in names:
        found.append(
            (
                rules.PICTURE_FORMAT,
                f"is {facts.format}, which is not taken",
                f"save it as {', '.join(names)}",
            )
        )
    most, least = catalog.limit("picture_bytes"), catalog.limit("picture_edge")
    if facts.size >= most:
        heavy = f"weighs {facts.size / 1e6:.1f} MB, and less than {most / 1_000_000:f} MB are taken"
        found.append((rules.PICTURE_TOO_LARGE, heavy, "save it smaller"))
    if short_edge <= least:
        small = f"is {size}, and the short edge must be over {least} pixels"
        found.append((rules.PICTURE_TOO_SMALL, small, "take a larger picture, or scale it up"))
    if long_edge > catalog.limit("picture_shape") * short_edge:
        shape = f"is {size}, and its shape must lie between 2:5 and 5:2"
        found.append((rules.PICTURE_ASPECT, shape, "crop it"))
    if not found and facts.size * 4 / 3 > catalog.limit("data_url_bytes"):
        heavy = f"makes a data URL of {facts.size * 4 / 3e6:.1f} MB; some gateways take 4 MB"
        found.append((rules.PICTURE_HEAVY, heavy, "save it smaller, or give its URL"))
    return found
