"""Two plans to what changed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.plan.diff.ask import asks_of
from hailuo_dsl.plan.diff.judge import Sides, judged
from hailuo_dsl.plan.diff.model import Change, Diff, Status
from hailuo_dsl.plan.diff.pair import Sameness, making, pairs
from hailuo_dsl.plan.diff.place import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hailuo_dsl.plan.model import Plan


def diff(old: Plan, new: Plan) -> Diff:
    """What changed from *old* to *new*; what *old* asks for counts as made."""
    before, after = asks_of(old), asks_of(new)
    partners = pairs(before, after)
    sameness = Sameness()
    there, numbers = sameness.numbered(before), sameness.numbered(after)
    known = set(there.values())
    sides = Sides(
        before,
        after,
        partners,
        same={id for id, partner in partners.items() if numbers[id] == there[partner]},
        made=making(after, {id for id, number in numbers.items() if number in known}),
        places=places(before, after, partners),
    )
    return diff_of(sides)


def diff_of(sides: Sides, gone: Iterable[str] = ()) -> Diff:
    """What changed between *sides*; *gone* are ids that were sent before."""
    left = (Change(id, Status.GONE) for id in gone)
    return Diff((*_with_removed(judged(sides), sides), *left))


def _with_removed(changes: Mapping[str, Change], sides: Sides) -> Iterator[Change]:
    """Yield *changes*, each removed request after what stood before it."""
    found = {partner: id for id, partner in sides.partners.items()}
    removed: dict[str | None, list[Change]] = {}
    before = None
    for id, ask in sides.old.items():
        if id in found:
            before = found[id]
        else:
            removed.setdefault(before, []).append(Change(ask.id, Status.REMOVED))
    yield from removed.get(None, ())
    for id, change in changes.items():
        yield change
        yield from removed.get(id, ())
