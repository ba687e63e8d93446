"""Frames of other shots: `shot:harbour/arrive#2.last` as a script refers to it."""

from __future__ import annotations

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from hailuo_dsl.request.decompile.ids import frames_of, is_name, read_frame, read_id
from hailuo_dsl.request.decompile.model import Refusal, Unsayable, shown
from hailuo_dsl.storyboard.frame_value import PREVIOUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hailuo_dsl.request.decompile.cast import Unit
    from hailuo_dsl.request.decompile.ids import Reference
    from hailuo_dsl.request.decompile.model import Asked

GIVE = "give the document that `hailuo-dsl compile` prints"

Said = dict[tuple[int, str], str]
"""(place of the unit, `shot:ID.last`) -> the value of `from:` or `to:`."""


def references(units: Sequence[Unit], asked: Sequence[Asked]) -> Said:
    """How each unit refers to the frames of other shots.

    Raises:
        Unsayable: a shot that is referred to is not there or cannot be called so.
    """
    finder = _Finder(units, asked)
    said = {}
    for at, unit in enumerate(units):
        for key, frame in frames_of(unit.asked):
            value = finder.said(at, key, frame)
            if value is not None:
                said[at, frame] = value
    refusals = finder.refusals or list(_circle(units, finder.waits_for))
    if refusals:
        raise Unsayable(refusals)
    return said


class _Finder:
    """Knows every shot that can be referred to, and the ids that were given."""

    def __init__(self, units: Sequence[Unit], asked: Sequence[Asked]) -> None:
        self.refusals: list[Refusal] = []
        self.waits_for: dict[str, set[str]] = {}
        self._units = units
        self._ids = Counter(it.id for it in asked if it.id is not None)
        self._targets = {unit.id: unit for unit in units if unit.kept}
        self._numbers = {name: at for at, name in enumerate(dict.fromkeys(it.shot for it in units))}

    def said(self, at: int, key: str, frame: str) -> str | None:
        """How the unit at place *at* refers to *frame*; None if it has been refused."""
        unit = self._units[at]
        found = read_frame(frame)
        target = self._targets.get(found.shot) if found else None
        why = self._why_not(unit, target, found)
        if found is None or target is None or why:
            field, why = f"metadata.{key}", f"{shown(frame)} {why}"
            self.refusals.append(Refusal(unit.asked.number, unit.asked.id, field, why))
            return None
        self.waits_for.setdefault(unit.id, set()).add(target.id)
        if self._is_previous(unit, target, found):
            return PREVIOUS
        home = "@".join(it for it in (target.scene, target.row) if it)
        at_home = target.scene is None or (target.scene, target.row) == (unit.scene, unit.row)
        name = "@".join((target.name, *target.variant))
        return f"{'' if at_home else f'{home}/'}{name}{found.take}.{found.which}"

    def _is_previous(self, unit: Unit, target: Unit, found: Reference) -> bool:
        """Whether `previous` says it: the last frame of the shot before, which does not vary."""
        after = self._numbers[target.shot] + 1
        in_row = target.row is None or (target.scene, target.row) == (unit.scene, unit.row)
        is_plain = in_row and not target.variant and not found.take and found.which == "last"
        return is_plain and self._numbers[unit.shot] == after

    def _why_not(self, unit: Unit, target: Unit | None, found: Reference | None) -> str:
        """Why *unit* cannot refer to *target* as was *found*; empty if it can."""
        if found is None:
            return "names no shot"
        if target is None:
            return self._why_nobody(found)
        if found.take and not 1 < target.takes >= int(found.take[1:]):
            return "names a take that is not among these requests"
        if target.asked.id is not None and self._ids[target.asked.id] > 1:
            return "may be any of several requests that are called so"
        mine = f"{unit.scene}/{target.name}"
        if target.scene is None and unit.scene and mine in self._numbers:
            is_said = self._is_previous(unit, target, found)
            return "" if is_said else f"would be a frame of {shown(mine)} in that scene"
        return ""

    def _why_nobody(self, found: Reference) -> str:
        """Why no shot has in a script the name that *found* calls it by."""
        if not self._ids:
            return f"is another shot's frame, and these requests have no ids; {GIVE}"
        named = (found.shot, f"{found.shot}{found.take}", f"{found.shot}#1")
        if not any(it in self._ids for it in named):
            return "is a frame of a shot that is not among these requests; give it too"
        id_ = read_id(found.shot)
        if id_ and id_.row:
            return "is in a scene that a table repeats, and not all of it is here, in its order"
        if id_ and id_.variant:
            return "is one of several variants, and not all of them are here, in their order"
        if id_ is None or not is_name(id_.shot):
            return "has an id that is no name"
        if found.shot in self._ids:
            return "has the name of another shot, or its scene is left and comes again"
        return "is one of several takes, and those before it are not among these requests"


def _circle(units: Sequence[Unit], waits_for: Mapping[str, set[str]]) -> Iterator[Refusal]:
    """The shots that wait for each other, if some do."""
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        circle = error.args[1]
        first = next(unit for unit in units if unit.id in circle)
        why = f"these shots wait for each other: {' → '.join(circle)}"
        yield Refusal(first.asked.number, first.asked.id, "", why)
