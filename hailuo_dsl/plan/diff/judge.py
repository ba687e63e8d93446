"""What follows from what differs: which requests go stale, and what is made anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hailuo_dsl.plan.diff.ask import in_order
from hailuo_dsl.plan.diff.fields import fields, reel_fields
from hailuo_dsl.plan.diff.model import Cause, Change, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from hailuo_dsl.plan.diff.ask import Ask
    from hailuo_dsl.plan.diff.model import Field, Made


@dataclass(frozen=True, slots=True)
class Sides:
    """Two scripts, and which request of one is which of the other; all ids are plain.

    Attributes:
        partners: new id -> old id.
        same: new ids whose take has the same key as their partner's.
        made: new id -> whether it needs a new clip.
        places: new id -> where it stands in the reel, where that is another place.
        notes: new id -> how its take stands, where that is worth a word.
    """

    old: Mapping[str, Ask]
    new: Mapping[str, Ask]
    partners: Mapping[str, str]
    same: Collection[str]
    made: Mapping[str, Made]
    places: Mapping[str, Field] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def judged(sides: Sides) -> dict[str, Change]:
    """New plain id -> what became of the request, in the new script's order."""
    changes = {id: _own(id, sides) for id in sides.new}
    for id in in_order(sides.new):
        if changes[id].status is Status.STALE:
            changes[id] = _blamed(id, changes, sides)
    return changes


def _own(id: str, sides: Sides) -> Change:
    """What became of *id*, whoever is to blame."""
    ask, partner, note = sides.new[id], sides.partners.get(id), sides.notes.get(id, "")
    if partner is None:
        return Change(ask.id, Status.ADDED, sides.made[id], note=note)
    old = sides.old[partner]
    found = fields(old, ask, sides.partners)
    reel = [*reel_fields(old.cutting, ask.cutting)] if old.cutting and ask.cutting else []
    if id in sides.places:
        reel.append(sides.places[id])
    return Change(
        ask.id,
        _status(id, found, reel, sides),
        sides.made[id],
        None if partner == id else old.id,
        found,
        tuple(reel),
        note=note,
    )


def _status(id: str, found: Collection[Field], reel: Collection[Field], sides: Sides) -> Status:
    counting = sum(it.counts for it in found)
    if counting > len(list(_uprooted(id, sides))):
        return Status.CHANGED
    if counting or id not in sides.same:
        return Status.STALE
    if found or reel:
        return Status.TOUCHED
    return Status.UNCHANGED if sides.partners[id] == id else Status.RENAMED


def _uprooted(id: str, sides: Sides) -> Iterator[tuple[str, Cause]]:
    """Yield, of each frame that is another shot's only because one came or went, that shot."""
    old, new = sides.old[sides.partners[id]].starts, sides.new[id].starts
    for was, now in ((old[key].shot, new[key].shot) for key in old if key in new):
        if not was or not now or was == now:
            continue
        if now not in sides.partners:
            yield now, Cause.ADDED
        elif was not in sides.partners.values() and was not in sides.new:
            yield was, Cause.REMOVED


def _blamed(id: str, changes: Mapping[str, Change], sides: Sides) -> Change:
    """The change of *id* with the way to the request that made it stale.

    Args:
        id: of a stale request.
        changes: those of what it starts from have their own ways.
        sides: what is compared.
    """
    gone = next(_uprooted(id, sides), None)
    if gone:
        return replace(changes[id], chain=gone[:1], cause=gone[1])
    parents = [it for it in sides.new[id].parents if it in changes]
    other = next((changes[it] for it in parents if it not in sides.same), None)
    if other is None:
        cause = Cause.REMADE if parents else Cause.UNKNOWN
        return replace(changes[id], chain=tuple(changes[it].id for it in parents[:1]), cause=cause)
    if other.status is Status.STALE:
        return replace(changes[id], chain=(other.id, *other.chain), cause=other.cause)
    cause = Cause.ADDED if other.status is Status.ADDED else Cause.CHANGED
    return replace(changes[id], chain=(other.id,), cause=cause)
