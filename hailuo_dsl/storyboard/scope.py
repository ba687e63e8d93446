"""What names in braces mean where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Enough
from hailuo_dsl.storyboard import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hailuo_dsl.ground.model import Report, Span
    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.syntax.model import Word

MOST_PIECES = 1_000_000
"""How much a script may say in all, in pieces of prose; a shot of a real film says ten."""


@dataclass
class Budget:
    """How much a script may say in all; it bounds what names, setups and looks multiply.

    Attributes:
        most: pieces of prose; what takes longer to read counts as several.
    """

    report: Report
    most: int = MOST_PIECES
    spent: int = 0

    def spend(self, pieces: int, span: Span) -> None:
        """Count *pieces* of prose, or what takes as long to read, that are said at *span*.

        Raises:
            Enough: it is more than any film says.
        """
        self.spent += pieces
        if self.spent > self.most:
            self.report.close(
                rules.TOO_MANY_NAMES,
                span,
                f"the script says more than {self.most} pieces of prose, with all that its"
                " setups, looks and names stand for",
                help="say less, or part the script",
            )
            raise Enough(span)


class Variable(NamedTuple):
    """A name and what it stands for.

    Attributes:
        name: as it was written, and where.
        value: what it stands for; for a cell of a table its place is the row.
        slug: what it is called in an id; None for what `let` defines.
        row: which row of a table it is a cell of, in words; such a value is never read for
            names or tags.
    """

    name: Word
    value: Word
    slug: str | None = None
    row: str = ""

    @property
    def is_cell(self) -> bool:
        return bool(self.row)


@dataclass
class Names:
    """What all scopes of a script share.

    Attributes:
        named: the definitions that braces can name.
        broken: names that bad lines were meant to define; whoever uses one is told nothing more.
        quiet: a used file could not be read, so names may be missing, which has been said.
        used: the places of the names of all that was used.
    """

    named: Mapping[str, Definition]
    budget: Budget
    broken: frozenset[str] = frozenset()
    quiet: bool = False
    used: set[Span] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.report = self.budget.report


@dataclass
class Scope:
    """The variables of a block, and through *parent* those of the blocks around it.

    Attributes:
        home: where names in its variables' values are looked up from; None for this scope itself.
        quiet: variables may be missing in it, which has been said.
    """

    names: Names
    parent: Scope | None = None
    variables: Mapping[str, Variable] = field(default_factory=dict)
    home: Scope | None = None
    quiet: bool = False

    @property
    def report(self) -> Report:
        return self.names.report

    def inner(
        self, variables: Mapping[str, Variable], home: Scope | None = None, *, quiet: bool = False
    ) -> Scope:
        """The scope of a block that stands in this one and has *variables* of its own."""
        if not variables and not quiet:
            return self
        return Scope(self.names, self, variables, home, quiet or self.quiet)

    def variable(self, name: str) -> tuple[Variable, Scope] | None:
        """The nearest variable of that name, and the scope that its own names are looked up in."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.variables:
                return scope.variables[name], scope.home or scope
            scope = scope.parent
        return None

    def known(self) -> Iterator[str]:
        """Everything that braces can name here."""
        yield from self.variables
        yield from self.parent.known() if self.parent else self.names.named
