"""What the ledger remembers of a script's shots: how each was asked for last."""

from __future__ import annotations

from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from hailuo_dsl.job.frames import ids_of, key_of, parents
from hailuo_dsl.plan.diff.ask import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.job.book import Book, Life
    from hailuo_dsl.job.model import TakeState
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Sent:
    """A take as it was asked for.

    Attributes:
        shot: the id that it had then.
        script: the script that it was in; empty where nobody knows.
        request: the body, without the bytes of its frames.
        frames: metadata key -> identity of the frame in the key.
        at: when it was asked for, seconds since the epoch.
        state: what became of it.
    """

    key: str
    shot: str
    script: str
    request: Mapping[str, Any]
    frames: Mapping[str, str]
    at: float
    state: TakeState


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a plan's requests; all by request id.

    Attributes:
        takes: the take that a run would find in the ledger, as what the request asks for is known.
        before: of the other requests, what was sent under their names last.
        gone: what was sent of this script last under names that are there no more.
        last: when anything was sent of this script, seconds since the epoch; None: never.
    """

    takes: Mapping[str, Sent] = field(default_factory=dict)
    before: Mapping[str, Sent] = field(default_factory=dict)
    gone: tuple[Sent, ...] = ()
    last: float | None = None


def recall(plan: Plan, book: Book, terms: Terms, script: str) -> Memory:
    """What *book*, a ledger that was read, remembers of *plan* at these *terms*.

    Two scripts beside each other may have shots of one name: what another script sent under it is
    looked at only where nothing was sent of *script* itself.
    """
    sent = _sent(book, terms)
    takes = _takes(plan, sent, terms)
    ours = [it for it in sent if it.script == script]
    # A script that was never run and has takes all the same is another's copy, or has a new name.
    by_name = {plain(it.shot): it for it in ours or (sent if takes else ())}
    ids = {step.id: plain(step.id) for step in plan.steps}
    before = {id: by_name[name] for id, name in ids.items() if id not in takes and name in by_name}
    found = {it.key for it in (*takes.values(), *before.values())}
    names = set(ids.values())
    last = {plain(it.shot): it for it in ours}
    gone = [it for name, it in last.items() if name not in names and it.key not in found]
    times = (it.at for it in (*ours, *takes.values()))
    return Memory(takes, before, tuple(gone), max(times, default=None))


def _sent(book: Book, terms: Terms) -> tuple[Sent, ...]:
    """Every take that was asked for at *terms*, in the order of their latest intentions."""
    lives = book.at(terms).values()
    return tuple(map(_take, sorted(lives, key=lambda life: life.asked_as)))


def _take(life: Life) -> Sent:
    asked = life.asked
    data = asked.data
    return Sent(
        asked.key,
        str(data.get("shot", "")),
        str(data.get("script", "")),
        data.get("request", {}),
        data.get("frames", {}),
        asked.at,
        life.state,
    )


def _takes(plan: Plan, sent: Iterable[Sent], terms: Terms) -> dict[str, Sent]:
    """The take of each request whose key is known: all that it starts from has its clip."""
    by_key = {it.key: it for it in sent}
    steps, ids = {step.id: step for step in plan.steps}, ids_of(plan)
    order = TopologicalSorter({name: parents(step, ids) for name, step in steps.items()})
    takes: dict[str, Sent] = {}
    clips: dict[str, str] = {}
    for name in order.static_order():
        step = steps[name]
        if step.request.undecided or not all(it in clips for it in parents(step, ids)):
            continue
        take = by_key.get(key_of(step, clips, terms))
        if take:
            takes[name] = take
            if take.state.standing:
                clips[name] = take.state.standing
    return takes
