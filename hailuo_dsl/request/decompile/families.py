"""What must come back as it was: shots that vary, and scenes that a table repeats.

A request whose frame others ask for keeps its id. An id with a variant or a row in it is made only
by a shot that varies or a scene with a table, so that shot or scene is put together again, if all
of it is there.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.request.decompile.ids import Id, frames_of, is_name, read_frame, read_id
from hailuo_dsl.request.decompile.vary import axes_of, can_be_chosen
from hailuo_dsl.storyboard.resolve import MOST_REQUESTS
from hailuo_dsl.storyboard.slug import slug_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from hailuo_dsl.request.decompile.model import Asked


class Head(NamedTuple):
    """The first request of a shot, or of one of its variants, and how many takes it has."""

    asked: Asked
    takes: int


class Home(NamedTuple):
    """Where the variants of a shot are at home."""

    scene: str | None
    row: str | None
    shot: str


class Families(NamedTuple):
    """The scenes that a table repeats, and the shots that vary."""

    scenes: frozenset[str]
    shots: frozenset[Home]


class Member(NamedTuple):
    """A head whose id can be read, and its place among all heads."""

    place: int
    id: Id
    takes: int

    @property
    def home(self) -> Home:
        return Home(*self.id[:3])

    @property
    def alone(self) -> bool:
        """It is one take, and those before it are not there."""
        return self.id.take is not None and self.takes == 1


def families(heads: Sequence[Head]) -> Families:
    """The scenes and shots of *heads* that must be put together again, and can be."""
    members = [
        Member(place, id_, head.takes)
        for place, head in enumerate(heads)
        if (id_ := read_id(head.asked.id))
    ]
    wanted = _referred_to(heads)
    scenes = _grouped(members, lambda it: it.id.scene)
    shots = _grouped(members, lambda it: it.home)
    varying = {home for home, its in shots.items() if _varies(its)}
    repeated = {it.id.scene for it in members if it.id.row and it.id.scene and it.id.name in wanted}
    repeated = {it for it in repeated if _is_repeated(scenes[it], varying)}
    needed = {it.home for it in members if it.id.name in wanted or it.id.scene in repeated}
    return Families(frozenset(repeated), frozenset(varying & needed))


def _referred_to(heads: Iterable[Head]) -> set[str]:
    """The names of the shots and variants whose frames are asked for."""
    frames = (read_frame(frame) for head in heads for _, frame in frames_of(head.asked))
    return {frame.shot for frame in frames if frame}


def _grouped(
    members: Iterable[Member], key: Callable[[Member], Hashable]
) -> dict[Any, list[Member]]:
    groups: dict[Any, list[Member]] = {}
    for member in members:
        groups.setdefault(key(member), []).append(member)
    return groups


def _varies(members: Sequence[Member]) -> bool:
    """Whether *members* are all variants of one shot that can be written."""
    first = members[0].id
    return bool(
        first.variant
        and _is_whole(members)
        and axes_of([it.id.variant for it in members])
        and is_name(first.shot)
        and (first.scene is None or is_name(first.scene))
    )


def _is_repeated(members: Sequence[Member], varying: set[Home]) -> bool:
    """Whether *members* are all shots of one scene, again and again, row after row."""
    rows = [(row, list(its)) for row, its in groupby(members, lambda it: it.id.row)]
    names = [row for row, _ in rows if row]
    played = [[(it.id.shot, it.id.variant) for it in its] for _, its in rows]
    return (
        _is_whole(members)
        and can_be_chosen(names)
        and all(slug_of(name) == name for name in names)
        and len(names) == len(rows)
        and all(its == played[0] for its in played)
        and len(set(played[0])) == len(played[0])
        and all(it.home in varying if it.id.variant else is_name(it.id.shot) for it in members)
        and is_name(members[0].id.scene or "")
    )


def _is_whole(members: Sequence[Member]) -> bool:
    """Whether nothing stands between *members*, and a script may become so much."""
    places = [it.place for it in members]
    return (
        places == list(range(places[0], places[0] + len(places)))
        and not any(it.alone for it in members)
        and sum(it.takes for it in members) <= MOST_REQUESTS
    )
