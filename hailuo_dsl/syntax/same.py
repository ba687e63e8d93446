"""Whether two scripts say the same: what the formatter is held against on every run."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from hailuo_dsl.syntax.model import Blank, Motion, Setting, Vary
from hailuo_dsl.syntax.values import Unreadable, read_camera, read_choices, read_names
from hailuo_dsl.syntax.words import Key
from hailuo_dsl.syntax.wrap import rejoined

if TYPE_CHECKING:
    from collections.abc import Callable

    from hailuo_dsl.syntax.model import Block, Line, Script


def difference(before: Script, after: Script, *, rewrapped: bool = False) -> Block | None:
    """The first block of *before* of which *after* says something else; None if there is none.

    Blank lines, and blanks that carry no meaning, make no difference.

    Args:
        rewrapped: neither does it make one how many lines the same prose takes.
    """
    old, new = (before.head, *before.blocks), (after.head, *after.blocks)
    for one, other in zip_longest(old, new):
        if one is None or other is None:
            return one or other
        if one.heading != other.heading or _said(one, rewrapped) != _said(other, rewrapped):
            return one
    return None


def _said(block: Block, rewrapped: bool) -> list[Any]:
    lines = [line for line in block.lines if not isinstance(line, Blank)]
    if not rewrapped:
        return [_content(line) for line in lines]
    said: list[Any] = []
    for _, run in groupby(lines, lambda line: isinstance(line, Motion)):
        together = list(run)
        proses = [line.prose.text for line in together if isinstance(line, Motion)]
        said += [rejoined(proses)] if proses else map(_content, together)
    return said


def _content(line: Line) -> Any:
    match line:
        case Setting(Key.CAMERA, value):
            return Key.CAMERA, _read(_camera, value.text)
        case Setting(Key.LOOK, value):
            return Key.LOOK, _read(_looks, value.text)
        case Vary(name, value):
            return name, _read(_choices, value.text)
        case _:
            return line


def _read(reader: Callable[[str], Any], text: str) -> Any:
    """What *reader* makes of a value; the value itself where it cannot be read."""
    try:
        return reader(text)
    except Unreadable:
        return text


def _camera(text: str) -> Any:
    camera = read_camera(text)
    return [[move.text for move in group] for group in camera.groups], len(camera.commas)


def _looks(text: str) -> list[str]:
    return [name.text for name in read_names(text)]


def _choices(text: str) -> list[str]:
    return [choice.text for choice in read_choices(text)]
