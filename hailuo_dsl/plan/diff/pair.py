"""Which request of one script is which of the other, and which of them ask for one and the same."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from hailuo_dsl.plan.diff.ask import in_order
from hailuo_dsl.plan.diff.model import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from hailuo_dsl.plan.diff.ask import Ask, Start

NO_PART = "callback_url"
"""The setting that is no part of a take's key."""


def pairs(old: Mapping[str, Ask], new: Mapping[str, Ask]) -> dict[str, str]:
    """New plain id -> old one: by id, else by what is asked for."""
    return with_renamed(old, new, {id: id for id in new if id in old})


def with_renamed(
    old: Mapping[str, Ask], new: Mapping[str, Ask], known: Mapping[str, str]
) -> dict[str, str]:
    """The pairs *known*, and those of the other requests that ask for the same by another name.

    A frame of another shot counts by that shot, whatever it is called.
    """
    found, taken = dict(known), set(known.values())
    spare: defaultdict[Hashable, deque[str]] = defaultdict(deque)
    for id, ask in old.items():
        if id not in taken:
            spare[_content(ask, lambda shot: ("old", shot))].append(id)
    if not spare:
        return found
    # A shot's own partner is found before that of the shots that start from it.
    for id in in_order(new):
        if id not in found:
            same = spare[_content(new[id], lambda shot: _partner(shot, found))]
            if same:
                found[id] = same.popleft()
    return found


class Sameness:
    """Numbers takes: one number for those that have one key, whatever their shots are called."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def numbered(self, asks: Mapping[str, Ask]) -> dict[str, int]:
        """Plain id -> number, a shot's frame counting by the number of that shot."""
        made: dict[str, int] = {}
        for id in in_order(asks):
            content = _content(asks[id], lambda shot: made.get(shot, shot))
            made[id] = self._numbers.setdefault(content, len(self._numbers))
        return made


def making(asks: Mapping[str, Ask], reused: Collection[str]) -> dict[str, Made]:
    """Plain id -> whether it needs a new clip; *reused* are those that have theirs."""
    made: dict[str, Made] = {}
    for id in in_order(asks):
        ask = asks[id]
        if any(it.undecided for it in ask.starts.values()) or any(
            made.get(parent) is Made.WAITS for parent in ask.parents
        ):
            made[id] = Made.WAITS
        else:
            made[id] = Made.REUSED if id in reused else Made.ANEW
    return made


def _content(ask: Ask, known_as: Callable[[str], Hashable]) -> Hashable:
    settings = frozenset((key, value) for key, value in ask.settings.items() if key != NO_PART)
    starts = frozenset((key, _start(it, known_as)) for key, it in ask.starts.items())
    return (ask.take, ask.ordinal, settings, starts)


def _start(start: Start, known_as: Callable[[str], Hashable]) -> Hashable:
    if start.shot:
        return (known_as(start.shot), start.which, start.undecided)
    return start.identity


def _partner(shot: str, found: Mapping[str, str]) -> Hashable:
    return ("old", found[shot]) if shot in found else ("new", shot)
