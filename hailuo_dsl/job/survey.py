"""How the takes of a plan stand by the ledger, before anything is done."""

from __future__ import annotations

from graphlib import TopologicalSorter
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.job.decide import Around, Submit, decide
from hailuo_dsl.job.frames import chosen, ids_of, key_of, parents
from hailuo_dsl.job.model import UNDER_WAY, Aside, Snapshot, Stage, Take

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from hailuo_dsl.job.book import Book
    from hailuo_dsl.job.model import TakeState
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.plan.model import Plan


class Words(NamedTuple):
    """The author's word on a take: to send it again, to make its clip once more."""

    resend: bool = False
    retake: bool = False


NO_WORDS = Words()


def survey(
    plan: Plan,
    book: Book,
    alive: Callable[[str], bool],
    terms: Terms,
    only: Collection[str] | None = None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
) -> Snapshot:
    """Say of each take of *plan* what the ledger knows; nothing is done and nobody is asked.

    A take that starts from a clip which does not exist yet, or is to be made once more, is
    planned: what it will be the same job as is not known before.

    Args:
        plan: the steps.
        book: a ledger that was read.
        alive: tells whether a run lives.
        terms: say with whom the takes are made.
        only: ids of the requests that are asked for, None for all; those that they start from
            are surveyed too.
        resend: ids that the author wants sent again if they are unknown or have failed.
        retake: ids whose clips the author wants made once more.
    """
    steps = {step.id: step for step in chosen(plan, only)}
    ids = ids_of(plan)
    order = TopologicalSorter({name: parents(step, ids) for name, step in steps.items()})
    known: dict[str, Take] = {}
    for name in order.static_order():
        step, asked = steps[name], only is None or name in only
        starts = {parent: known[parent] for parent in parents(step, ids)}
        clips = _clips(starts, retake)
        if step.request.undecided or any(it.stage is Aside.UNDECIDED for it in starts.values()):
            known[name] = Take(name, Aside.UNDECIDED, asked, message="waits for a pick")
        elif clips is None:
            known[name] = Take(name, asked=asked, sends=True)
        else:
            key = key_of(step, clips, terms)
            state = book.state(key)
            lives = state.stage in UNDER_WAY and alive(state.run)
            words = Words(name in resend, name in retake)
            sent = sends(state, terms, lives, words)
            known[name] = taken(name, key, state, asked=asked, sends=sent)
    return Snapshot(tuple(known[name] for name in steps))


def _clips(starts: Mapping[str, Take], retake: Collection[str]) -> dict[str, str] | None:
    """Request id -> sha256 of the clip that a take starts from; None where one is yet to come."""
    if any(name in retake or not take.clip for name, take in starts.items()):
        return None
    return {name: take.clip for name, take in starts.items()}


def taken(id: str, key: str, state: TakeState, *, asked: bool = True, sends: bool = False) -> Take:
    """How a take stands, as the ledger knows it."""
    return Take(
        id,
        state.stage,
        asked,
        sends,
        attempt=state.attempt,
        progress=100.0 if state.stage is Stage.DONE else 0.0,
        message=state.words,
        said=state.said,
        advice=state.advice,
        task_id=state.task_id,
        key=key,
        clip=state.standing,
    )


def sends(state: TakeState, terms: Terms, alive: bool, words: Words = NO_WORDS) -> bool:
    """Tell whether a new run would submit a take that stands at *state*.

    A refused take that has to wait is submitted after that.

    Args:
        state: what the ledger knows of it.
        terms: say with whom it is made.
        alive: whether the run that intended it last still lives.
        words: the author's.
    """
    around = Around(
        run="",
        started=state.since,
        alive=alive,
        fresh=True,
        resend=words.resend,
        retake=words.retake,
        terms=terms,
    )
    if words.resend and state.stage is Stage.UNKNOWN:
        return True
    return isinstance(decide(state, inf, around), Submit)


def left_over(
    book: Book, alive: Callable[[str], bool], terms: Terms, keys: Collection[str]
) -> tuple[Take, ...]:
    """The takes of *book* beside *keys* that were sent and whose end nobody knows yet.

    Such a take belongs to a shot that was changed or taken out meanwhile, or to another script.
    """
    return tuple(
        taken(str(life.asked.data.get("shot", "")), key, life.state, asked=False)
        for key, life in book.at(terms).items()
        if key not in keys
        and life.state.stage in {*UNDER_WAY, Stage.UNKNOWN}
        and not alive(life.state.run)
    )
