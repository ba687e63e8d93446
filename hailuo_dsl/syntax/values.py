"""Read the insides of values by the small rules of `grammar/values.lark`.

What is read is kept by its text, so that a value that stands in a thousand shots is read once;
offsets are relative to the value.
"""

from __future__ import annotations

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


class Camera(NamedTuple):
    """Moves that act together, group after group.

    Attributes:
        commas: where a comma stands alone, which could mean either.
    """

    groups: tuple[tuple[Part, ...], ...]
    commas: tuple[Part, ...] = ()


class Reference(NamedTuple):
    """`scene@row/shot@variant#2.last`, taken apart."""

    scene: str | None
    row: tuple[str, ...]
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
    return tuple(_part(token) for token in _tree("names", text).scan_values(_is_name))


@lru_cache(REMEMBERED)
def read_reference(text: str) -> Reference:
    """A shot's frame.

    Raises:
        Unreadable: it names none.
    """
    home, shot, variant, take, which = _tree("reference", text).children
    scene, *row = _names(home) if home else (None,)
    return Reference(
        scene, tuple(map(str, row)), str(shot), _names(variant), _take(take), str(which)
    )


@lru_cache(REMEMBERED)
def read_pick(text: str) -> tuple[tuple[str, ...], int | None]:
    """The names before `#`, and the number after it.

    Raises:
        Unreadable: it is something else.
    """
    path, take = _tree("pick", text).children
    return _names(path), _take(take)


@lru_cache(REMEMBERED)
def read_choices(text: str) -> tuple[Part, ...]:
    """The choices between unescaped `|`.

    Raises:
        Unreadable: one is empty.
    """
    return tuple(_part(it) for it in _tree("choices", text).children if isinstance(it, str))


@lru_cache(REMEMBERED)
def read_trim(text: str) -> tuple[float, float]:
    """The two ends of a range, in seconds.

    Raises:
        Unreadable: it is something else.
    """
    start, end = (float(str(it)) for it in _tree("trim", text).children)
    return start, end


@lru_cache(REMEMBERED)
def read_transition(text: str) -> tuple[str, float]:
    """The word and the seconds of a transition.

    Raises:
        Unreadable: it is something else.
    """
    tree = _tree("transition", text)
    if tree.data == "cut":
        return "cut", 0.0
    word, seconds = map(str, tree.children)
    return word, float(seconds)


def _tree(start: str, text: str) -> Tree[Token]:
    try:
        return value_parser().parse(text, start=start)
    except UnexpectedInput as error:
        at = error.pos_in_stream
        raise Unreadable(len(text) if at is None or at < 0 else at) from None


def _names(tree: Token | Tree[Token]) -> tuple[str, ...]:
    """Every name in *tree*, in order."""
    return () if isinstance(tree, str) else tuple(map(str, tree.scan_values(_is_name)))


def _is_name(value: object) -> bool:
    return getattr(value, "type", "") == "NAME"


def _take(token: object) -> int | None:
    return None if token is None else int(str(token))


def _number(start: str, text: str) -> int:
    return int(str(_tree(start, text).children[0]))


def _moves(tree: Tree[Token]) -> tuple[Part, ...]:
    return tuple(
        _part(child) for child in tree.children if isinstance(child, str) and child.type == "MOVE"
    )


def _part(token: Token) -> Part:
    return Part(token.rstrip(), token.start_pos or 0)
