"""Variants: the choices of each `vary` line and the rows of a table, multiplied in order."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Label, Span
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.scope import Variable
from hailuo_dsl.storyboard.slug import slug_of, slug_problem
from hailuo_dsl.syntax.model import Word
from hailuo_dsl.syntax.names import name_problem, nfc
from hailuo_dsl.syntax.values import Part, Unreadable, read_choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.storyboard.table import Row
    from hailuo_dsl.syntax.model import Vary


class Variant(NamedTuple):
    """One variant of a shot: its slugs, row and axes in order, and what its names stand for."""

    slugs: tuple[str, ...] = ()
    variables: Mapping[str, Variable] = {}


PLAIN = Variant()
"""The only variant of a shot that does not vary."""


class Axes(NamedTuple):
    """What a shot multiplies by.

    Attributes:
        rows: of its own table; None without one.
        choices: axis by axis, each choice a variable with its slug.
        whole: all of it could be read; where not, the shot stands for its variants.
    """

    rows: tuple[Row, ...] | None = None
    choices: tuple[tuple[Variable, ...], ...] = ()
    whole: bool = True

    @property
    def size(self) -> int:
        """How many variants there are; they are counted before they are made."""
        if not self.whole:
            return 1
        return prod(map(len, self.choices)) * (1 if self.rows is None else len(self.rows))

    def variants(self) -> Iterator[Variant]:
        """Rows, then axes as written, the last one quickest."""
        if not self.whole or (self.rows is None and not self.choices):
            yield PLAIN
            return
        for row, chosen in product(self.rows or (None,), product(*self.choices)):
            slugs = tuple(it.slug or "" for it in chosen)
            named = {it.name.text: it for it in chosen}
            yield (
                Variant((row.slug, *slugs), {**row.cells, **named})
                if row
                else Variant(slugs, named)
            )


NO_AXES = Axes()
ESCAPED = re.compile(r"\\.").sub


def count_of(varies: Iterable[Vary]) -> int:
    """How many variants *varies* make, told by their bars alone."""
    return prod(ESCAPED("", it.value.text).count("|") + 1 for it in varies)


def axes_of(varies: Iterable[Vary], report: Report) -> tuple[tuple[Variable, ...], ...]:
    """The choices of each of *varies*; what is wrong with them is reported."""
    return tuple(_choices(line, report) for line in varies)


def _choices(line: Vary, report: Report) -> tuple[Variable, ...]:
    value = line.value
    try:
        parts = read_choices(value.text)
    except Unreadable as error:
        at = min(value.span.start + error.at, value.span.end - 1)
        report.add(
            rules.BAD_CHOICES,
            Span(at, at + 1, value.span.file),
            f"a choice of `{line.name.text}` is empty",
            help="write `\\|` for a bar that is meant as a letter",
        )
        return ()
    if len(parts) < 2:
        report.add(
            rules.BAD_CHOICES,
            value.span,
            f"`{line.name.text}` varies over one choice alone",
            help=f"part choices by `|`, or write `let {line.name.text}: {value.text}`",
        )
        return ()
    choices = tuple(_choice(line.name, part, value.span, report) for part in parts)
    _refuse_equals(choices, report)
    return choices if all(it.slug for it in choices) else ()


def _choice(name: Word, part: Part, span: Span, report: Report) -> Variable:
    at = Span(span.start + part.start, span.start + part.end, span.file)
    inside = part.text[1:-1]
    if part.text[0] + part.text[-1] == "{}" and name_problem(inside) is None:
        slug = nfc(inside)
    else:
        slug = slug_of(part.text)
    problem = slug_problem(slug, part.text)
    if problem:
        report.add(
            rules.BAD_SLUG,
            at,
            f"this choice cannot be named: {problem}",
            help="define it under a short name, `let NAME: …`, and choose `{NAME}`",
        )
        slug = ""
    return Variable(name, Word(part.text, at), slug)


def _refuse_equals(choices: Iterable[Variable], report: Report) -> None:
    seen: dict[str, Variable] = {}
    for choice in choices:
        first = seen.setdefault((choice.slug or "").casefold(), choice)
        if first is not choice and choice.slug:
            same = "are both" if first.slug == choice.slug else "differ only in case:"
            report.add(
                rules.BAD_SLUG,
                choice.value.span,
                f"two choices {same} called `{choice.slug}`",
                related=(Label(first.value.span, "the first one"),),
                help="change one, or define it under another name and choose `{NAME}`",
            )
