"""Names in braces: what they mean where they stand, and the letters that they become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.join import is_wide, joined
from hailuo_dsl.storyboard.model import Kind, Run
from hailuo_dsl.syntax.model import Let
from hailuo_dsl.syntax.prose import Bracket, Mention, Words, read_prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.syntax.model import Block, Word
    from hailuo_dsl.syntax.prose import Piece

ESCAPE_HELP = "letters in braces that are no name are written `\\{` and `\\}`"


@dataclass
class Scope:
    """The variables of a block, and through *parent* those of the blocks around it."""

    named: Mapping[str, Definition]
    report: Report
    parent: Scope | None = None
    lets: dict[str, Let] = field(default_factory=dict)

    def inner(self, block: Block) -> Scope:
        """The scope of a block that stands in this one."""
        lets = {line.name.text: line for line in block.lines if isinstance(line, Let)}
        return Scope(self.named, self.report, self, lets) if lets else self

    def variable(self, name: str) -> tuple[Let, Scope] | None:
        """The nearest variable of that name, and the scope that it stands in."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.lets:
                return scope.lets[name], scope
            scope = scope.parent
        return None

    def names(self) -> set[str]:
        """Everything that braces can name here."""
        outer = self.parent.names() if self.parent else set(self.named)
        return outer | set(self.lets)


@dataclass
class Speaker:
    """Turns pieces of prose into the runs of one prompt; it remembers who was introduced.

    Attributes:
        introduced: the definitions that this prompt has mentioned.
    """

    scope: Scope
    introduced: set[str] = field(default_factory=set)

    def said(
        self, pieces: Iterable[Piece], kind: Kind, inside: tuple[str, ...] = ()
    ) -> list[Run | Bracket]:
        """The runs that *pieces* become; a bracket stays itself, its names not yet read.

        Args:
            kind: what letters that stand for themselves are.
            inside: the names that are being expanded, to find a circle.
        """
        runs: list[Run | Bracket] = []
        for piece in pieces:
            if isinstance(piece, Words):
                runs.append(Run(piece.text, piece.span, kind))
            elif isinstance(piece, Bracket):
                runs.append(piece)
            else:
                runs += self._mentioned(piece, inside)
        return runs

    def _mentioned(self, mention: Mention, inside: tuple[str, ...]) -> list[Run | Bracket]:
        report = self.scope.report
        if mention.name in inside:
            circle = (*inside[inside.index(mention.name) :], mention.name)
            report.add(
                rules.CIRCLE,
                mention.span,
                f"`{mention.name}` is explained by itself: {' → '.join(circle)}",
            )
            return []
        variable = self.scope.variable(mention.name)
        if variable:
            return self._variable(mention, *variable, (*inside, mention.name))
        definition = self.scope.named.get(mention.name)
        if definition:
            return self._definition(mention, definition, (*inside, mention.name))
        report.add(
            rules.UNKNOWN_NAME,
            mention.span,
            f"nothing is called `{mention.name}` here",
            help=did_you_mean(mention.name, self.scope.names(), ESCAPE_HELP),
        )
        return []

    def _variable(
        self, mention: Mention, let: Let, home: Scope, inside: tuple[str, ...]
    ) -> list[Run | Bracket]:
        """A `let` value; its own names are looked up from where it stands."""
        if mention.form:
            self.scope.report.add(
                rules.NO_SUCH_FORM,
                mention.span,
                f"`{let.name.text}` is a variable, and only a definition has a `.{mention.form}`",
            )
        pieces = read_prose(let.value, self.scope.report)
        return Speaker(home, self.introduced).said(pieces, Kind.VARIABLE, inside)

    def _definition(
        self, mention: Mention, definition: Definition, inside: tuple[str, ...]
    ) -> list[Run | Bracket]:
        title = definition.title
        if mention.form == "name" and title is None:
            self.scope.report.add(
                rules.NO_SUCH_FORM,
                mention.span,
                f"the {definition.kind} `{definition.name}` has no title",
                related=(Label(definition.span, "a title in quotes may follow here"),),
            )
            return []
        known = definition.name in self.introduced
        if mention.form != "name":
            self.introduced.add(definition.name)
        if title and (mention.form == "name" or (known and not mention.form)):
            return [_titled(title, definition)]
        if mention.form == "full" or title is None:
            if known and not mention.form:
                self._warn_of_repeat(mention, definition)
            return self._full(definition, inside)
        opening, closing = ("（", "）") if is_wide(title.text[-1:] or " ") else (" (", ")")
        return [
            _titled(title, definition),
            Run(opening, mention.span, definition.kind),
            *self._full(definition, inside),
            Run(closing, mention.span, definition.kind),
        ]

    def _full(self, definition: Definition, inside: tuple[str, ...]) -> list[Run | Bracket]:
        lines = (
            tuple(
                run
                for run in self.said(line, definition.kind, inside)
                if isinstance(run, Run) and run.text
            )
            for line in definition.lines
        )
        return [run for run in joined(line for line in lines if line) if isinstance(run, Run)]

    def _warn_of_repeat(self, mention: Mention, definition: Definition) -> None:
        self.scope.report.add(
            rules.SAID_AGAIN,
            mention.span,
            f"`{definition.name}` has no title, so its whole description is said a second time",
            related=(Label(definition.span, "a title in quotes may follow here"),),
        )


def _titled(title: Word, definition: Definition) -> Run:
    return Run(title.text, title.span, definition.kind)


@dataclass(frozen=True, slots=True)
class Value:
    """A setting's value with its names replaced.

    Attributes:
        exact: every letter stands in the script as it stands here, so a part has a span.
    """

    text: str
    span: Span
    exact: bool = True

    def part(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`, or of the whole value where it is not exact."""
        if not self.exact:
            return self.span
        return Span(self.span.start + start, self.span.start + end, self.span.file)


def value_of(pieces: tuple[Words | Mention, ...], span: Span, scope: Scope) -> Value | None:
    """The value that *pieces* become; None if a name in them means nothing here (reported)."""
    if len(pieces) == 1 and isinstance(pieces[0], Words) and not pieces[0].escaped:
        return Value(pieces[0].text, span)
    before = scope.report.errors
    for piece in pieces:
        if isinstance(piece, Mention) and scope.variable(piece.name) is None:
            _refuse_definition(piece, scope)
    runs = Speaker(scope).said(pieces, Kind.VARIABLE)
    if scope.report.errors > before:
        return None
    text = "".join(run.text for run in runs if isinstance(run, Run))
    return Value(text, span, exact=False)


def _refuse_definition(mention: Mention, scope: Scope) -> None:
    definition = scope.named.get(mention.name)
    if definition:
        scope.report.add(
            rules.NAME_IN_SETTING,
            mention.span,
            f"`{mention.name}` is a {definition.kind}, and a setting takes only variables",
        )
