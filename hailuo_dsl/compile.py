"""Text to plan, on one page.

    text ─ parse ─▶ tree ─ resolve ─▶ storyboard ─ check, lower ─▶ requests ─ schedule ─▶ plan

Every mistake goes to the report; a shot with a mistake makes no request, and the others do.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hailuo_dsl.ground.allow import allow
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import as_far_as_it_goes
from hailuo_dsl.ground.world import no_files
from hailuo_dsl.plan.model import Plan
from hailuo_dsl.plan.schedule import schedule
from hailuo_dsl.request.lower import lower
from hailuo_dsl.storyboard.check import check
from hailuo_dsl.storyboard.model import Storyboard
from hailuo_dsl.storyboard.resolve import MOST_REQUESTS, resolve
from hailuo_dsl.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.ground.model import Rule, Source
    from hailuo_dsl.ground.world import Files, Pictures


@dataclass(frozen=True)
class World:
    """What the compiler is told.

    Attributes:
        pictures: knows the facts of pictures.
        files: reads the files that a script uses, and its tables.
        defaults: settings that stand behind the script's own (a project's).
        overrides: settings that stand before every shot's (the command line's).
        lets: variables that take the place of the file's own (the command line's).
        most: how many requests a shot, or a scene with a table, may become.
    """

    catalog: Catalog
    provider: Provider
    pictures: Pictures
    files: Files = no_files
    defaults: tuple[Source, ...] = ()
    overrides: tuple[Source, ...] = ()
    lets: Source | None = None
    most: int = MOST_REQUESTS


@dataclass(frozen=True)
class Compiled:
    """What became of a script."""

    storyboard: Storyboard
    plan: Plan
    report: Report = field(repr=False)

    @property
    def ok(self) -> bool:
        return not self.report.errors


def compile_script(source: Source, world: World, report: Report | None = None) -> Compiled:
    """Turn a script into a plan; what is wrong with it is in the report."""
    report = Report() if report is None else report
    storyboard, plan = Storyboard(()), Plan(())
    with _uncollected():
        with as_far_as_it_goes(report):
            script = parse(source, report)
            storyboard = resolve(
                script,
                world.catalog,
                report,
                files=world.files,
                weaker=[parse(it, report) for it in world.defaults],
                stronger=[parse(it, report) for it in world.overrides],
                lets=parse(world.lets, report) if world.lets else None,
                most=world.most,
            )
            storyboard = check(storyboard, world.catalog, world.provider, world.pictures, report)
            requests = lower(storyboard, world.catalog, world.provider, report)
            plan = schedule(requests, world.catalog, world.provider, world.pictures)
        allow(report, source.name, _slugs)
    return Compiled(storyboard, plan, report)


def _slugs() -> dict[str, Rule]:
    """Every rule by its slug; the rulebook is opened only where a comment allows something."""
    from hailuo_dsl.rulebook import slugs

    return slugs()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the cycle collector from walking a growing tree that has no cycles, over and over.

    Nor once at the end: what was made goes to the oldest generation as it is.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not gc.get_freeze_count():  # what somebody else froze stays frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()
