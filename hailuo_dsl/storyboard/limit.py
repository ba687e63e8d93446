"""How many requests a shot, a scene with a table and a whole script may become."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Enough
from hailuo_dsl.storyboard import rules

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Report, Span
    from hailuo_dsl.syntax.model import Block

MOST_IN_ALL = 250
"""How many times the limit of one shot a whole script may become."""

COUNTLESS = 10**40
"""A number that is not worth its digits."""

HELP = "allow more with `--limit`, if they are meant"


class Limit(NamedTuple):
    """Refuses what becomes too much; *most* is what a shot, or a scene with a table, may become."""

    report: Report
    most: int

    def refuse(self, what: str, count: int, block: Block) -> None:
        """Report that *what*, which stands in *block*, becomes too much."""
        said = count if count < COUNTLESS else "countless"
        message = f"{what} becomes {said} requests, and {self.most} are allowed"
        self.report.add(rules.TOO_MANY_REQUESTS, _named(block), message, help=HELP)

    def hold(self, count: int, block: Block) -> None:
        """See that *count*, of the whole script up to *block*, is not too much.

        Raises:
            Enough: it is.
        """
        most = self.most * MOST_IN_ALL
        if count <= most:
            return
        message = f"the script becomes {most + 1} requests or more, and {most} are allowed"
        self.report.close(rules.TOO_MANY_REQUESTS, _named(block), message, help=HELP)
        raise Enough(_named(block))


def _named(block: Block) -> Span:
    if block.heading is None:
        raise ValueError("only what has a heading can vary")
    return block.heading.name.span
