"""A picture beside the script is there, and is a picture.

A path is relative to the file that names it. A picture behind a URL is not asked for: what is there
when the request is made is the service's to see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.ground.world import FileProblem
from hailuo_dsl.storyboard.rules import OUTSIDE
from hailuo_dsl.storyboard.table import advice

if TYPE_CHECKING:
    from hailuo_dsl.storyboard.checks.case import Case

RULE = Rule("E501", "picture-unreadable")

WRONG = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: peer.png
  > She walks the pier.
"""

RIGHT = """\
model: MiniMax-Hailuo-2.3

shot arrive
  from: pier.png
  > She walks the pier.
"""

PICTURES = {"peer.png": FileProblem("does not exist", missing=True)}


def picture_is_readable(case: Case) -> None:
    """Every picture could be read, and none lies outside the project."""
    for name, span, problem in case.unseen:
        case.report.add(
            OUTSIDE if problem.outside else RULE,
            span,
            f"the picture {name} {problem.reason}",
            help=advice(problem),
        )
