"""The tree: a script as its lines, each in its class, grouped under the headings that open blocks.

Spans take no part in equality: two trees are equal when they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Span
    from hailuo_dsl.syntax.words import Key, Keyword


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of the text, blanks at its ends taken off."""

    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Comment:
    text: Word


@dataclass(frozen=True, slots=True)
class Blank:
    """A line with nothing on it."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A line of no class; it has been reported.

    Attributes:
        meant: the key or the opening word that it was probably meant to begin with.
    """

    text: Word
    meant: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    path: Word


@dataclass(frozen=True, slots=True)
class Setting:
    key: Key
    value: Word
    span: Span = field(compare=False)
    """The key's place."""


@dataclass(frozen=True, slots=True)
class Let:
    name: Word
    value: Word


@dataclass(frozen=True, slots=True)
class Vary:
    name: Word
    value: Word


@dataclass(frozen=True, slots=True)
class Motion:
    """A line of prose; with no text it is a line feed in the prompt."""

    prose: Word


@dataclass(frozen=True, slots=True)
class Heading:
    """What opens a block; *keyword* is None where the line only resembles a heading."""

    keyword: Keyword | None
    name: Word
    title: Word | None
    span: Span = field(compare=False)


Line: TypeAlias = Comment | Blank | Bad | Use | Setting | Let | Vary | Motion


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the lines up to the next one; the file's own lines have no heading.

    Attributes:
        sound: no line of it is bad.
    """

    heading: Heading | None
    lines: tuple[Line, ...]
    sound: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Script:
    """A whole file: the lines before the first heading, then the blocks."""

    name: str
    head: Block
    blocks: tuple[Block, ...]
    broken: frozenset[str] = field(default=frozenset(), compare=False)
    """Names that bad lines were meant to define; whoever uses one is told nothing more."""

    whole: bool = field(default=True, compare=False)
    """No `use` or `each` is lost on a bad line; where one is, any name may be missing."""
