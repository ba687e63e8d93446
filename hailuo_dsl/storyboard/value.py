"""The values of settings, their names replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Span
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Kind, Run
from hailuo_dsl.storyboard.slug import slug_of
from hailuo_dsl.storyboard.speak import MOST_NESTED, Bound, Inside, Speaker, Talk
from hailuo_dsl.syntax.names import name_problem, nfc
from hailuo_dsl.syntax.prose import Mention, Words, read_template

if TYPE_CHECKING:
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
    if len(pieces) > 1:
        scope.names.budget.spend(len(pieces), word.span)
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
    runs = Speaker(scope, Talk(scope, value=span)).said(pieces, Kind.VARIABLE, inside)
    for bound in (run for run in runs if isinstance(run, Bound)):
        scope.report.add(
            rules.TAG_IN_VALUE,
            bound.bracket.span,
            "a value that is used in a setting or in brackets holds no brackets of its own",
            help="leave the brackets out, as in `let move: pan left`",
        )
    if scope.report.wrong > before:
        return None
    text = "".join(run.text for run in runs if isinstance(run, Run))
    return Value(text.strip(), span, exact=False)


def _slugged(piece: Words | Mention, scope: Scope) -> Words | Mention:
    """*piece*, a name of a variable replaced by what the variable is called in an id."""
    if not isinstance(piece, Mention) or piece.form:
        return piece
    slug = _slug(piece, scope)
    return Words(slug, piece.span, escaped=True) if slug else piece


def _slug(mention: Mention, scope: Scope, left: int = MOST_NESTED) -> str | None:
    """None where there is none: the name is then said as any other, and refused if it must be.

    Args:
        left: how many names may still stand for names.
    """
    found = scope.variable(mention.name)
    if found is None or not left:
        return None
    variable, home = found
    scope.names.used.add(variable.name.span)
    if variable.slug is not None:
        return variable.slug
    text = variable.value.text
    if name_problem(text) is None:
        # A name is given as it is: it may be the shot's own, capitals and all.
        return text
    if text[0] + text[-1] == "{}" and name_problem(text[1:-1]) is None:
        return _slug(Mention(nfc(text[1:-1]), "", mention.span), home, left - 1)
    value = value_of((mention,), mention.span, scope)
    return value and slug_of(value.text)
