"""Which requests stand elsewhere in the reel."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from hailuo_dsl.plan.diff.model import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hailuo_dsl.plan.diff.ask import Ask


def places(
    old: Mapping[str, Ask], new: Mapping[str, Ask], partners: Mapping[str, str]
) -> dict[str, Field]:
    """New plain id -> after which request it stands, as few as can have been moved."""
    before, after = _followed(old), _followed(new)
    number = {id: at for at, id in enumerate(before)}
    both = [id for id in after if partners.get(id) in number]
    stayed = _rising([number[partners[id]] for id in both])
    return {
        id: Field("after", before[partners[id]], after[id], counts=False)
        for at, id in enumerate(both)
        if at not in stayed and before[partners[id]] != after[id]
    }


def _followed(asks: Mapping[str, Ask]) -> dict[str, str | None]:
    """Plain id of what the reel shows -> id of what it shows before."""
    shown = [id for id, ask in asks.items() if ask.cutting and ask.cutting.shown]
    names = [None, *(asks[id].id for id in shown)]
    return dict(zip(shown, names, strict=False))


def _rising(numbers: Sequence[int]) -> set[int]:
    """The places in *numbers* of a longest rising run of them; all numbers are distinct."""
    ends: list[int] = []
    last: list[int] = []
    back: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [at]
        back.append(last[length - 1] if length else None)
    run: set[int] = set()
    place = last[-1] if last else None
    while place is not None:
        run.add(place)
        place = back[place]
    return run
