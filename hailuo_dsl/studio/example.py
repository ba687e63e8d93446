"""Compile a rule's own scripts, so that what is said of them is never written down by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of_bytes
from hailuo_dsl.ground.world import FileProblem, ImageFacts

if TYPE_CHECKING:
    from hailuo_dsl.rulebook import Entry

NAME = "film.shots"
PROVIDER = "gateway"
GOOD_PICTURE = ImageFacts("JPEG", 80_000, 600, 400, "c0ffee")
"""What every picture is that a rule says nothing of."""

NO_FILE = FileProblem("does not exist", missing=True)
OUTSIDE = FileProblem("lies outside the project's folder", outside=True)
OUTSIDE = FileProblem("lies outside the project's folder", outside=True)


def said_of(script: bytes, entry: Entry) -> Report:
    """What is said of *script*, which is *entry*'s wrong or its right one."""
    rows = catalog()
    provider = rows.provider(PROVIDER)
    if provider is None:
        raise LookupError(f"the catalogue has no provider {PROVIDER}")
    report = Report()
    source = source_of_bytes(NAME, script, report)
    world = World(
        rows,
        provider,
        lambda path: entry.pictures.get(path, GOOD_PICTURE),
        lambda path: OUTSIDE if path.startswith("../") else entry.files.get(path, NO_FILE),
    )
    return compile_script(source, world, report).report
