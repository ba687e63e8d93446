"""Read the insides of values by the small rules of `grammar/values.lark`.

What is read is kept by its text, so that a value that stands in a thousand shots is read once;
offsets are relative to the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lark.exceptions import UnexpectedInput

from hailuo_dsl.syntax.grammar import value_parser

if TYPE_CHECKING:
    from lark import Token, Tree

REMEMBERED = 4096
"""Values kept."""


class Part(NamedTuple):
    """A stretch of a value: its text and where it begins in the value."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Unreadable(Exception):
    """A value that the grammar does not know; *at* is where it stops making sense."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True, slots=True)
class Camera:
    """Moves that act together, group after group.

    Attributes:
        commas: where a comma stands alone, which could mean either.
    """

    groups: tuple[tuple[Part, ...], ...]
    commas: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """`scene/shot@variant#2.last`, taken apart."""

    scene: str | None
    shot: str
    variant: tuple[str, ...]
    take: int | None
    which: str


@lru_cache(REMEMBERED)
def read_camera(text: str) -> Camera:
    """The value of `camera:`.

    Raises:
        Unreadable: it is no list of moves.
    """
    tree = _tree("camera", text)
    groups = tuple(_moves(child) for child in tree.children if not isinstance(child, str))
    commas = tuple(
        _part(child) for child in tree.children if isinstance(child, str) and child.type == "COMMA"
    )
    return Camera(groups, commas)


@lru_cache(REMEMBERED)
def read_bracket(text: str) -> tuple[Part, ...]:
    """The moves between two brackets in prose, all together.

    Raises:
        Unreadable: it is no list of moves.
    """
    return _moves(_tree("bracket", text))


@lru_cache(REMEMBERED)
def read_duration(text: str) -> int:
    """Whole seconds of `6s`.

    Raises:
        Unreadable: it is something else.
    """
    return _number("duration", text)


@lru_cache(REMEMBERED)
def read_count(text: str) -> int:
    """A whole number.

    Raises:
        Unreadable: it is something else.
    """
    return _number("count", text)


@lru_cache(REMEMBERED)
def read_names(text: str) -> tuple[Part, ...]:
    """Names with commas between.

    Raises:
        Unreadable: it is something else.
    """
    return tuple(_part(child) for child in _tree("names", text).children if isinstance(child, str))


@lru_cache(REMEMBERED)
def read_reference(text: str) -> Reference:
    """A shot's frame.

    Raises:
        Unreadable: it names none.
    """
    scene, shot, variant, take, which = _tree("reference", text).children
    return Reference(
        None if scene is None else str(scene),
        str(shot),
        tuple(str(name) for name in variant.children),  # type: ignore[union-attr]  # the grammar makes it a tree
        None if take is None else int(str(take)),
        str(which),
    )


def _tree(start: str, text: str) -> Tree[Token]:
    try:
        return value_parser().parse(text, start=start)
    except UnexpectedInput as error:
        at = error.pos_in_stream
        raise Unreadable(len(text) if at is None or at < 0 else at) from None


def _number(start: str, text: str) -> int:
    return int(str(_tree(start, text).children[0]))


def _moves(tree: Tree[Token]) -> tuple[Part, ...]:
    return tuple(
        _part(child) for child in tree.children if isinstance(child, str) and child.type == "MOVE"
    )


def _part(token: Token) -> Part:
    return Part(token.rstrip(), token.start_pos or 0)
