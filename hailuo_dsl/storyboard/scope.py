"""Names in braces: what they mean where they stand, and the letters that they become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.join import is_wide, joined
from hailuo_dsl.storyboard.model import Kind, Run
from hailuo_dsl.storyboard.not_yet import asks_for_more
from hailuo_dsl.syntax.model import Let
from hailuo_dsl.syntax.prose import Bracket, Mention, Words, read_prose, read_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.syntax.model import Block, Word
    from hailuo_dsl.syntax.prose import Piece

MOST_NESTED = 64
"""How deep names may stand for names."""

MOST_MENTIONS = 2000
"""How many names a prompt may mention; it has room for no more characters."""

WHAT = {Kind.LOOK: "style"}
ESCAPE_HELP = "letters in braces that are no name are written `\\{` and `\\}`"


@dataclass
class Scope:
    """The variables of a block, and through *parent* those of the blocks around it."""

    named: Mapping[str, Definition]
    report: Report
    broken: frozenset[str] = frozenset()
    parent: Scope | None = None
    lets: dict[str, Let] = field(default_factory=dict)
    quiet: bool = False
    """Names may come from what cannot be done yet, which has been said."""

    def inner(self, block: Block) -> Scope:
        """The scope of a block that stands in this one."""
        lets = {line.name.text: line for line in block.lines if isinstance(line, Let)}
        quiet = self.quiet or asks_for_more(block)
        if not lets and quiet == self.quiet:
            return self
        return Scope(self.named, self.report, self.broken, self, lets, quiet)

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


class Bound(NamedTuple):
    """A bracket, and the scope that the names in it are looked up from."""

    bracket: Bracket
    scope: Scope
    inside: Inside


Inside: TypeAlias = "tuple[tuple[str, int], ...]"
"""What is being expanded, outermost first: each a name and which thing of that name is meant."""


@dataclass
class Talk:
    """What one prompt has said so far.

    Attributes:
        scope: the shot's; names in a definition's prose are looked up from there.
        introduced: the definitions that were mentioned.
        mentions: how many names were replaced.
    """

    scope: Scope
    introduced: set[str] = field(default_factory=set)
    mentions: int = 0


@dataclass
class Speaker:
    """Turns pieces of prose that stand in *scope* into the runs of one prompt."""

    scope: Scope
    talk: Talk

    def said(self, pieces: Iterable[Piece], kind: Kind, inside: Inside = ()) -> list[Run | Bound]:
        """The runs that *pieces* become; a bracket stays itself, its names not yet read.

        Args:
            kind: what letters that stand for themselves are.
            inside: what is being expanded, to find a circle.
        """
        runs: list[Run | Bound] = []
        for piece in pieces:
            if isinstance(piece, Words):
                runs.append(Run(piece.text, piece.span, kind))
            elif isinstance(piece, Bracket):
                runs.append(Bound(piece, self.scope, inside))
            else:
                runs += self._mentioned(piece, inside)
        return runs

    def _mentioned(self, mention: Mention, inside: Inside) -> list[Run | Bound]:
        report = self.scope.report
        variable = self.scope.variable(mention.name)
        definition = self.scope.named.get(mention.name)
        found = variable[0] if variable else definition
        if found is None:
            self._refuse_unknown(mention)
            return []
        this = (mention.name, id(found))
        if this in inside:
            circle = [name for name, _ in inside[inside.index(this) :]]
            report.add(
                rules.CIRCLE,
                mention.span,
                f"`{mention.name}` is explained by itself: {' → '.join([*circle, mention.name])}",
                help="say one of them in plain words",
            )
            return []
        self.talk.mentions += 1
        if len(inside) >= MOST_NESTED or self.talk.mentions > MOST_MENTIONS:
            report.add(
                rules.TOO_MANY_NAMES,
                mention.span,
                f"names stand for names, {MOST_NESTED} deep or {MOST_MENTIONS} times, and no end",
                help="say it in fewer names",
            )
            return []
        if variable:
            return self._variable(mention, *variable, (*inside, this))
        return self._definition(mention, definition, (*inside, this)) if definition else []

    def _refuse_unknown(self, mention: Mention) -> None:
        scope = self.scope
        if scope.quiet or mention.name in scope.broken:
            scope.report.spoil()
            return
        scope.report.add(
            rules.UNKNOWN_NAME,
            mention.span,
            f"nothing is called `{mention.name}` here",
            help=did_you_mean(mention.name, scope.names(), ESCAPE_HELP),
        )

    def _variable(
        self, mention: Mention, let: Let, home: Scope, inside: Inside
    ) -> list[Run | Bound]:
        """A `let` value; its own names are looked up from where it stands."""
        if mention.form:
            self.scope.report.add(
                rules.NO_SUCH_FORM,
                mention.span,
                f"`{let.name.text}` is a variable, and only a definition has a `.{mention.form}`",
            )
        pieces = read_prose(let.value, self.scope.report)
        return Speaker(home, self.talk).said(pieces, Kind.VARIABLE, inside)

    def _definition(
        self, mention: Mention, definition: Definition, inside: Inside
    ) -> list[Run | Bound]:
        title = definition.title
        if mention.form == "name" and title is None:
            self.scope.report.add(
                rules.NO_SUCH_FORM,
                mention.span,
                f"the {definition.kind} `{definition.name}` has no title",
                related=(Label(definition.span, "a title in quotes may follow here"),),
            )
            return []
        known = definition.name in self.talk.introduced
        if mention.form != "name":
            self.talk.introduced.add(definition.name)
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

    def _full(self, definition: Definition, inside: Inside) -> list[Run | Bound]:
        speaker = Speaker(self.talk.scope, self.talk)
        lines = (speaker.said(line, definition.kind, inside) for line in definition.lines)
        return list(joined(plain_beats(lines, definition, self.scope.report)))

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


def plain_beats(
    lines: Iterable[list[Run | Bound]], definition: Definition, report: Report
) -> Iterator[tuple[Run, ...]]:
    """The lines of a definition; a camera tag in them is refused, also one that a name brought."""
    for line in lines:
        for bound in line:
            if isinstance(bound, Bound):
                report.add(
                    rules.MOVE_IN_DEFINITION,
                    bound.bracket.span,
                    f"a {WHAT.get(definition.kind, definition.kind)} holds no camera moves",
                    help="put the move into the shot; letters in brackets are written `\\[` `\\]`",
                )
        beat = tuple(run for run in line if isinstance(run, Run) and run.text)
        if beat:
            yield beat


def template_value(word: Word, scope: Scope) -> Value | None:
    """The value that *word* says; None if something in it is wrong (reported)."""
    before = scope.report.wrong
    pieces = read_template(word, scope.report)
    if scope.report.wrong > before:
        return None
    return value_of(pieces, word.span, scope)


def value_of(
    pieces: tuple[Words | Mention, ...], span: Span, scope: Scope, inside: Inside = ()
) -> Value | None:
    """The value that *pieces* become; None if something in them is wrong (reported)."""
    if len(pieces) == 1 and isinstance(pieces[0], Words) and not pieces[0].escaped:
        return Value(pieces[0].text, span)
    before = scope.report.wrong
    for piece in pieces:
        if isinstance(piece, Mention) and scope.variable(piece.name) is None:
            _refuse_definition(piece, scope)
    runs = Speaker(scope, Talk(scope)).said(pieces, Kind.VARIABLE, inside)
    for bound in (run for run in runs if isinstance(run, Bound)):
        scope.report.add(
            rules.TAG_IN_VALUE,
            bound.bracket.span,
            "a value that is used in a setting or in brackets holds no brackets of its own",
            help="leave the brackets out: `let move: pan left`",
        )
    if scope.report.wrong > before:
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
