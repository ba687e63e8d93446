"""Which shot makes which request: its scene, its name, its variant, its takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.request.decompile.families import Families, Head, Home, families
from hailuo_dsl.request.decompile.ids import Id, is_name, read_id
from hailuo_dsl.storyboard.resolve import MOST_REQUESTS
from hailuo_dsl.storyboard.slug import LONGEST_SLUG, slug_of
from hailuo_dsl.syntax.names import name_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hailuo_dsl.request.decompile.model import Asked

BRACKET = re.compile(r"\[[^\]]*\]")
UNNAMED = "shot"
FEW_WORDS = 3
FEW_LETTERS = 200
"""Of a prompt, for the name of a shot that has none."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One shot of the script, or one variant of a shot that varies.

    Attributes:
        asked: the request that it makes, or the first of its takes.
        kept: it is called as the id says, so that its frames can be referred to.
    """

    asked: Asked
    scene: str | None
    name: str
    row: str | None = None
    variant: tuple[str, ...] = ()
    takes: int = 1
    kept: bool = False

    @property
    def shot(self) -> str:
        """The shot as the script names it, whatever its row and variant."""
        return f"{self.scene}/{self.name}" if self.scene else self.name

    @property
    def id(self) -> str:
        """The id of the request, takes aside."""
        return Id(self.scene, self.row, self.name, self.variant, None).name


def cast(asked: Sequence[Asked]) -> tuple[Unit, ...]:
    """The shots that make *asked*, in their order, each with a name of its own.

    A shot varies, and a scene is repeated, only where frames are asked for that need it; else each
    variant is a shot.
    """
    heads = list(_heads(asked))
    needed = families(heads)
    units = [_unit(head, needed) for head in heads]
    if not _scenes_hold_together(units):
        units = [_without_scene(unit) for unit in units]
    return _told_apart(units)


def _heads(asked: Sequence[Asked]) -> Iterator[Head]:
    at = 0
    while at < len(asked):
        first = asked[at]
        count = 1
        while at + count < len(asked) and count < MOST_REQUESTS:
            if not _is_take(asked[at + count], first, count + 1):
                break
            count += 1
        yield Head(first, count)
        at += count


def _is_take(asked: Asked, first: Asked, number: int) -> bool:
    """Whether *asked* is take *number* of the shot whose first take is *first*."""
    if (asked.body, asked.silent) != (first.body, first.silent):
        return False
    if asked.id is None or first.id is None:
        return asked.id is first.id
    shot, mark, take = first.id.rpartition("#")
    return bool(mark) and take == "1" and asked.id == f"{shot}#{number}"


def _unit(head: Head, needed: Families) -> Unit:
    """The shot in the scene and under the name that the id says, or nearly so."""
    asked, takes = head
    if asked.id is None:
        return Unit(asked, None, _name(_first_words(asked.body["prompt"]), asked), takes=takes)
    id_ = read_id(asked.id)
    if id_ is None:
        return Unit(asked, None, _name(asked.id, asked), takes=takes)
    scene, row, shot, variant, take = id_
    is_alone = take is not None and takes == 1
    named = is_name(shot) and (scene is None or is_name(scene))
    varies = not variant or Home(scene, row, shot) in needed.shots
    if named and varies and not is_alone and (row is None or scene in needed.scenes):
        return Unit(asked, scene, shot, row, variant, takes, kept=True)
    home = "-".join(it for it in (scene, row) if it)
    name = "-".join((shot, *variant, *([take] if take and is_alone else [])))
    scene = home if not home or is_name(home) else _name(home, asked)
    return Unit(asked, scene or None, _name(name, asked), takes=takes)


def _without_scene(unit: Unit) -> Unit:
    if unit.scene is None:
        return unit
    return Unit(unit.asked, None, _name(unit.id, unit.asked), takes=unit.takes)


def _scenes_hold_together(units: Sequence[Unit]) -> bool:
    """Whether no scene is left and comes again; shots without a scene come first."""
    scenes = [unit.scene for unit in units]
    turns = [scene for at, scene in enumerate(scenes) if at == 0 or scene != scenes[at - 1]]
    return len(set(turns)) == len(turns) and None not in turns[1:]


def _told_apart(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """*units*, those renamed whose name is taken; a name that an id says goes before others."""
    owners: dict[str, str | int] = {}
    numbers: dict[str, int] = {}
    named: dict[int, Unit] = {}
    for at in sorted(range(len(units)), key=lambda it: not units[it].kept):
        first = unit = units[at]
        owner = first.shot if first.variant or first.row else at
        while owners.setdefault(unit.shot.casefold(), owner) != owner:
            number = numbers[first.shot] = numbers.get(first.shot, 1) + 1
            name = f"{first.name}-{number}"
            unit = Unit(first.asked, first.scene, name, takes=first.takes)
        named[at] = unit
    return tuple(named[at] for at in range(len(units)))


def _first_words(prompt: str) -> str:
    """The words that a prompt begins with, brackets aside."""
    words = slug_of(BRACKET.sub(" ", prompt[:FEW_LETTERS])).split("-")
    return "-".join(words[:FEW_WORDS])


def _name(text: str, asked: Asked) -> str:
    """A name made of *text*, else of the request's number."""
    slug = slug_of(text)[:LONGEST_SLUG].rstrip("-")
    return slug if name_problem(slug) is None else f"{UNNAMED}-{asked.number}"
