"""The values of settings, their names replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Label, Span
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Kind, Run
from hailuo_dsl.storyboard.slug import slug_of
from hailuo_dsl.storyboard.speak import Bound, Inside, Speaker, Talk
from hailuo_dsl.syntax.names import name_problem
from hailuo_dsl.syntax.prose import Mention, Words, read_template

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.storyboard.scope import Scope
    from hailuo_dsl.syntax.model import Word


class Value(NamedTuple):
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


def template_value(word: Word, scope: Scope, *, slugs: bool = False) -> Value | None:
    """The value that *word* says; None if something in it is wrong (reported).

    Args:
        slugs: a name gives the slug of what it stands for, as a reference to a shot wants it.
    """
    before = scope.report.wrong
    pieces = read_template(word, scope.report)
    if scope.report.wrong > before:
        return None
    if slugs:
        pieces = tuple(_slugged(piece, scope) for piece in pieces)
    return value_of(pieces, word.span, scope)


def value_of(
    pieces: tuple[Words | Mention, ...], span: Span, scope: Scope, inside: Inside = ()
) -> Value | None:
    """The value that *pieces* become; None if something in them is wrong (reported)."""
    if len(pieces) == 1 and isinstance(pieces[0], Words) and not pieces[0].escaped:
        return Value(pieces[0].text, span)
    before = scope.report.wrong
    _refuse_what_is_no_value(pieces, scope)
    runs = Speaker(scope, Talk(scope, is_value=True)).said(pieces, Kind.VARIABLE, inside)
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
    return Value(text.strip(), span, exact=False)


def _refuse_what_is_no_value(pieces: Iterable[Words | Mention], scope: Scope) -> None:
    """A definition is no value, and neither is an empty cell."""
    for piece in pieces:
        if not isinstance(piece, Mention):
            continue
        variable = scope.variable(piece.name)
        definition = scope.names.named.get(piece.name)
        if variable and variable[0].is_cell and not variable[0].value.text.strip():
            scope.report.add(
                rules.EMPTY_CELL,
                piece.span,
                f"the column `{piece.name}` is empty in {variable[0].row}",
                related=(Label(variable[0].value.span, "the row stands here"),),
                help="fill the cell",
            )
        elif variable is None and definition:
            scope.report.add(
                rules.NAME_IN_SETTING,
                piece.span,
                f"`{piece.name}` is a {definition.kind}, and a setting takes only variables",
                help=f"put the value into a variable: `let {piece.name}-value: …`",
            )


def _slugged(piece: Words | Mention, scope: Scope) -> Words | Mention:
    """*piece*, a name of a variable replaced by what the variable is called in an id."""
    if not isinstance(piece, Mention):
        return piece
    slug = _slug(piece.name, scope, 0)
    if slug is None:
        return piece
    return Words(slug, piece.span, escaped=True)


def _slug(name: str, scope: Scope, depth: int) -> str | None:
    """None where *name* cannot be replaced by a slug: it is said as it is, and refused there."""
    found = scope.variable(name)
    if found is None or depth > 1:
        return None
    variable, home = found
    scope.names.used.add(variable.name.span)
    if variable.slug is not None:
        return variable.slug
    text = variable.value.text
    if variable.is_cell or "{" not in text:
        # A name is given as it is: it may be the shot's own, capitals and all.
        plain = not variable.is_cell and name_problem(text) is None
        return text if plain else slug_of(text) or None
    if text[0] == "{" and text[-1] == "}" and name_problem(text[1:-1]) is None:
        return _slug(text[1:-1], home, depth + 1)
    return None
