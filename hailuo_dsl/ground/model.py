"""Source texts, spans in them, and the diagnostics that speak of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.suggest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_ERRORS = 10_000
"""Errors that are said of a script; a text that has more is no script, and reading stops."""

MOST_REMARKS = 10_000
"""Warnings and hints that are kept."""

MOST_COMPARED = 50_000
"""Words that are looked at in all to guess what was meant; the first guesses count most."""

LONGEST = 400
"""Letters of a sentence; a longer one is cut where it repeats what the author wrote."""


class Span(NamedTuple):
    """A range of a source text: code-point offsets `[start, end)` into the file named *file*."""

    start: int
    end: int
    file: str


@dataclass(frozen=True)
class Source:
    """A text and the name that diagnostics call it by; see `read.source_of` for how it is made."""

    name: str
    text: str

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of *offset*, both from 1, the column in characters."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line *number* (from 1), without its line feed."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]

    def span(self, start: int = 0, end: int | None = None) -> Span:
        return Span(start, len(self.text) if end is None else end, self.name)


class Severity(StrEnum):
    """How bad it is: an error stops the shot it stands in, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the language: its code (`E401`) and the slug that people remember."""

    code: str
    slug: str

    @property
    def severity(self) -> Severity:
        """The code's letter tells: E error, W warning, I hint."""
        return {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.HINT}[self.code[0]]


@dataclass(frozen=True, slots=True)
class Label:
    """A place and what is to be said of it."""

    span: Span
    text: str


class Edit(NamedTuple):
    """Letters to put in the place of a span; an empty span is a place between two letters."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What would put a mistake right; *safe* if it cannot change what the author means."""

    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the author: what was wanted, what was found, and one thing to try."""

    rule: Rule
    message: str
    span: Span
    label: str = ""
    related: tuple[Label, ...] = ()
    help: str = ""
    fix: Fix | None = None

    @property
    def is_error(self) -> bool:
        return self.rule.severity is Severity.ERROR


class Enough(Exception):
    """There is no use in reading on; *span* is where that became clear."""

    def __init__(self, span: Span) -> None:
        super().__init__(span)
        self.span = span


@dataclass
class Report:
    """Collects what is to be said of one script, each mistake once.

    It also keeps the sources it was told of, so that a diagnostic can be drawn.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    errors: int = 0
    wrong: int = 0
    """Goes up with every error, also one that was said before; equal twice: nothing was wrong."""

    _said: dict[tuple[str, Span], Diagnostic] = field(default_factory=dict)
    _compared: int = 0
    _closed: bool = False

    def add(
        self,
        rule: Rule,
        span: Span,
        message: str,
        *,
        label: str = "",
        related: tuple[Label, ...] = (),
        help: str = "",
        fix: Fix | None = None,
    ) -> None:
        """Say *message* of *span*; the same rule at the same place is said once.

        Raises:
            Enough: there are too many errors; `read.as_far_as_it_goes` puts an end to it.
        """
        found = Diagnostic(rule, _short(message), span, label, related, _short(help), fix)
        self.wrong += found.is_error
        if (rule.code, span) in self._said:
            return
        if found.is_error:
            if self._closed or self.errors >= MOST_ERRORS:
                raise Enough(span)
            self.errors += 1
        elif self.is_full:
            return
        self._said[rule.code, span] = found

    @property
    def is_full(self) -> bool:
        """Whether no more warnings and hints are kept."""
        return len(self._said) - self.errors >= MOST_REMARKS

    def near(self, word: str, known: Iterable[str]) -> str | None:
        """The word of *known* that *word* was probably meant to be, if there is one close to it.

        None too after many guesses: they cost more than they are worth to a script like that.
        """
        if self._compared >= MOST_COMPARED:
            return None
        words = tuple(known)
        self._compared += len(words)
        return nearest(word, words)

    def has(self, rule: Rule, span: Span) -> bool:
        """Whether *rule* was said of *span*."""
        return (rule.code, span) in self._said

    def withdraw(self, diagnostic: Diagnostic) -> None:
        """Leave unsaid what was to be said, no error; its author has allowed it."""
        del self._said[diagnostic.rule.code, diagnostic.span]

    def spoil(self) -> None:
        """Count an error without a word: what is wrong has been said elsewhere."""
        self.wrong += 1

    def close(self, rule: Rule, span: Span, message: str, *, help: str = "") -> None:
        """Say *message*, an error, as the last one; it is said once, whoever says it first."""
        if not self._closed:
            self._closed = True
            self._said[rule.code, span] = Diagnostic(rule, _short(message), span, help=help)
            self.errors += 1
            self.wrong += 1

    def know(self, source: Source) -> None:
        self.sources[source.name] = source

    def __iter__(self) -> Iterator[Diagnostic]:
        """The diagnostics in the order of the files read and of the places in them."""
        order = {name: number for number, name in enumerate(self.sources)}
        return iter(
            sorted(
                self._said.values(),
                key=lambda it: (order.get(it.span.file, len(order)), it.span.start, it.rule.code),
            )
        )


def _short(sentence: str) -> str:
    if len(sentence) <= LONGEST:
        return sentence
    half = LONGEST // 2
    return f"{sentence[:half]} … {sentence[-half:]}"
