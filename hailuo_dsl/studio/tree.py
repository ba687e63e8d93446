"""Read one file into its tree, and nothing else: no project, no other file, no picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

from hailuo_dsl.ground.allow import allow
from hailuo_dsl.ground.model import Report
from hailuo_dsl.rulebook import slugs
from hailuo_dsl.studio.film import read_source
from hailuo_dsl.syntax.parse import parse

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.syntax.model import Script

UNNAMED = ""
"""What an `# allow:` may be of use to beside the lines cannot be told from the lines alone."""


@dataclass(frozen=True)
class Tree:
    """A file line by line, and what is wrong with the lines."""

    script: Script
    source: Source
    report: Report = field(repr=False)


def read_tree(path: str, **asked: Unpack[Asked]) -> Tree:
    """The tree of the file at *path*; `-` is standard input.

    Raises:
        Trouble: there is no such file.
    """
    report = Report()
    source = read_source(path, report, **asked)
    script = parse(source, report)
    allow(report, UNNAMED, slugs)
    return Tree(script, source, report)
