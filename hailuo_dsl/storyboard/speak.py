"""Say prose: names in braces become the letters that they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hailuo_dsl.ground.model import Edit, Fix, Label
from hailuo_dsl.ground.suggest import asked
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.join import is_wide, joined, trimmed
from hailuo_dsl.storyboard.model import Kind, Run
from hailuo_dsl.syntax.prose import Bracket, Mention, Words, read_prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hailuo_dsl.ground.model import Report, Span
    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.storyboard.scope import Scope, Variable
    from hailuo_dsl.syntax.model import Word
    from hailuo_dsl.syntax.prose import Piece

MOST_NESTED = 16
"""How deep names may stand for names."""

NAME = 4
"""Pieces of prose that take as long to say as one name is looked up."""

MOST_MENTIONS = 2000
"""How many names a prompt may mention; it has room for no more characters."""

MOST_LETTERS = 20_000
"""Letters of one variable that are read at all; a prompt has room for far fewer."""

LINE = 2
"""Pieces of prose that take as long to say as a definition's line is joined to the others."""

LETTERS = 400
"""Letters of a variable that take as long to look through as one piece of prose."""

PICTURE = "data:"
"""What a variable of more letters may begin with; it is for a setting."""

WHAT = {Kind.LOOK: "style"}
ESCAPE_HELP = "letters in braces that are no name are written `\\{` and `\\}`"
LINE_BREAKS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+").split


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
        value: the setting's value, or the inside of a bracket, that it is; None for prose.
    """

    scope: Scope
    introduced: set[str] = field(default_factory=set)
    mentions: int = 0
    value: Span | None = None


@dataclass
class Speaker:
    """Turns pieces of prose that stand in *scope* into the runs of one prompt."""

    scope: Scope
    talk: Talk

    def said(self, pieces: Sequence[Piece], kind: Kind, inside: Inside = ()) -> list[Run | Bound]:
        """The runs that *pieces* become; a bracket stays itself, its names not yet read.

        Args:
            kind: what letters that stand for themselves are.
            inside: what is being expanded, to find a circle.
        """
        runs: list[Run | Bound] = []
        if pieces:
            self.scope.names.budget.spend(len(pieces), pieces[0].span)
        for piece in pieces:
            if isinstance(piece, Words):
                runs.append(Run(piece.text, piece.span, kind))
            elif isinstance(piece, Bracket):
                runs.append(Bound(piece, self.scope, inside))
            else:
                runs += self._mentioned(piece, inside)
        return runs

    def _mentioned(self, mention: Mention, inside: Inside) -> list[Run | Bound]:
        report, names = self.scope.report, self.scope.names
        names.budget.spend(NAME, mention.span)
        definition = names.named.get(mention.name)
        # A variable that would hide a definition has been refused.
        variable = None if definition else self.scope.variable(mention.name)
        found = variable[0] if variable else definition
        if found is None:
            self._refuse_unknown(mention)
            return []
        this = (mention.name, id(found))
        # A title says no names, so it may stand in its own description.
        if this in inside and (variable or mention.form != "name"):
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
            names.used.add(variable[0].name.span)
            return self._variable(mention, *variable, (*inside, this))
        if definition:
            names.used.add(definition.span)
            if self.talk.value:
                self._refuse_definition(mention, definition, self.talk.value)
                return []
            return self._definition(mention, definition, (*inside, this))
        return []

    def _refuse_definition(self, mention: Mention, definition: Definition, value: Span) -> None:
        self.scope.report.add(
            rules.NAME_IN_SETTING,
            mention.span,
            f"`{mention.name}` is a {definition.kind}, and a setting takes only variables",
            related=_used_in(value, mention),
            help=f"put the value into a variable: `let {mention.name}-value: …`",
        )

    def _refuse_unknown(self, mention: Mention) -> None:
        scope = self.scope
        if scope.quiet or scope.names.quiet or mention.name in scope.names.broken:
            scope.report.spoil()
            return
        near = scope.report.near(mention.name, scope.known())
        form = f".{mention.form}" if mention.form else ""
        scope.report.add(
            rules.UNKNOWN_NAME,
            mention.span,
            f"nothing is called `{mention.name}` here",
            help=asked(near, ESCAPE_HELP),
            fix=Fix((Edit(mention.span, f"{{{near}{form}}}"),), safe=False) if near else None,
        )

    def _variable(
        self, mention: Mention, variable: Variable, home: Scope, inside: Inside
    ) -> list[Run | Bound]:
        """What a variable stands for; its own names are looked up from where it stands."""
        if mention.form:
            self.scope.report.add(
                rules.NO_SUCH_FORM,
                mention.span,
                f"`{mention.name}` is a variable, and only a definition has a `.{mention.form}`",
                help=f"write `{{{mention.name}}}`",
            )
        text = variable.value.text
        self.scope.names.budget.spend(len(text) // LETTERS, mention.span)
        if len(text) > MOST_LETTERS and not text.startswith(PICTURE):
            self._refuse_length(mention, variable)
            return []
        if variable.is_cell:
            return self._cell(mention, variable)
        pieces = read_prose(variable.value, self.scope.report)
        return Speaker(home, self.talk).said(pieces, Kind.VARIABLE, inside)

    def _refuse_length(self, mention: Mention, variable: Variable) -> None:
        self.scope.report.add(
            rules.TOO_MANY_NAMES,
            mention.span,
            f"`{mention.name}` stands for {len(variable.value.text)} characters,"
            " and no prompt has room for them",
            related=(Label(variable.name.span, "it is defined here"),),
        )

    def _cell(self, mention: Mention, variable: Variable) -> list[Run | Bound]:
        """The text of a cell as it is, its line breaks as one blank each."""
        text = on_one_line(variable.value.text)
        value, place = self.talk.value, Label(variable.value.span, "the row stands here")
        if not text.strip():
            self.scope.report.add(
                rules.EMPTY_CELL if value else rules.EMPTY_CELL_IN_PROSE,
                mention.span,
                f"the column `{mention.name}` is empty in {variable.row}",
                related=(place, *(_used_in(value, mention) if value else ())),
                help="fill the cell" if value else "fill the cell, or say it without the column",
            )
        elif "[" in text and not value:
            self.scope.report.add(
                rules.LITERAL_BRACKET,
                mention.span,
                f"the column `{mention.name}` has a `[` in {variable.row}, and the service may"
                " read it as the start of a camera tag",
                related=(place,),
                help="use other brackets in the table if you can",
            )
        return [Run(text, variable.value.span, Kind.CELL)]

    def _definition(
        self, mention: Mention, definition: Definition, inside: Inside
    ) -> list[Run | Bound]:
        title = definition.title
        if not definition.sound:
            self.scope.report.spoil()
        elif mention.form == "name" and title is None:
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
            if known and not mention.form and definition.sound:
                self._warn_of_repeat(mention, definition)
            return self._full(definition, inside)
        opening, closing = ("（", "）") if is_wide(title.text[-1]) else (" (", ")")
        return [
            _titled(title, definition),
            Run(opening, mention.span, definition.kind),
            *self._full(definition, inside),
            Run(closing, mention.span, definition.kind),
        ]

    def _full(self, definition: Definition, inside: Inside) -> list[Run | Bound]:
        self.scope.names.budget.spend(LINE * len(definition.lines), definition.span)
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


def _used_in(value: Span, mention: Mention) -> tuple[Label, ...]:
    """Where the setting is that comes to *mention* through a variable."""
    at = mention.span
    if at.file == value.file and value.start <= at.start < value.end:
        return ()
    return (Label(value, "it is used here"),)


def on_one_line(text: str) -> str:
    """*text* with one blank in the place of each line break and the blanks around it."""
    first, *others = LINE_BREAKS(text)
    if not others:
        return text
    between = filter(None, map(str.strip, others[:-1]))
    return " ".join((first.rstrip(), *between, others[-1].lstrip()))


def _titled(title: Word, definition: Definition) -> Run:
    return Run(title.text, title.span, definition.kind)


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
        beat = trimmed([run for run in line if isinstance(run, Run) and run.text])
        if beat:
            yield beat
