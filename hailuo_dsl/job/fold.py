"""Events of one take to its state. Any prefix folds, and so does any other sequence of events."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, assert_never

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.model import ENDED_BADLY, Entry, Event, Stage, TakeState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNREACHED = "unreached"
"""The advice that a `refused` event carries where no service answered."""


def fold(entries: Iterable[Entry]) -> TakeState:
    """Return the state that *entries*, all of one take and in order, come to."""
    return reduce(after, entries, TakeState())


def after(state: TakeState, entry: Entry) -> TakeState:
    """Return what *state* has come to after *entry*, of the same take."""
    if entry.attempt < state.attempt or _is_over(state, entry):
        return state
    data = entry.data
    match entry.event:
        case Event.INTENDED:
            return _intended(state, entry)
        case Event.SUBMITTED:
            return _submitted(state, entry)
        case Event.SEEN:
            return _at(Stage(data.get("status", Stage.RUNNING)), state, entry)
        case Event.DOWNLOADING:
            return _at(Stage.DOWNLOADING, state, entry)
        case Event.REFUSED:
            state = replace(state, advice=_advice(data), retry_after=data.get("retry_after"))
            # The answer to the attempt before stays lost.
            return _at(Stage.UNKNOWN if state.same_job else Stage.REFUSED, state, entry)
        case Event.UNKNOWN:
            return _at(Stage.UNKNOWN, state, entry)
        case Event.FAILED:
            state = replace(state, own_word=False)
            return _at(Stage(data.get("status", Stage.FAILED)), state, entry)
        case Event.DONE:
            return _at(Stage.DONE, replace(state, clip=str(data.get("clip", ""))), entry)
        case Event.CANCELLED:
            state = replace(state, own_word=True)
            # Whether it was accepted is still to be heard, or will never be.
            heard = state.stage is not Stage.INTENDED
            return _at(Stage.CANCELLED, state, entry) if heard else state
        case Event.GIVEN_UP:
            # What nobody knows of any more is not asked after again.
            return replace(_at(Stage.CANCELLED, state, entry), own_word=True, task_id="")
        case _:
            assert_never(entry.event)


def _is_over(state: TakeState, entry: Entry) -> bool:
    """Tell whether *entry* comes too late to change anything.

    Of two runs that follow one task, one may still hear of it after the other has finished it.
    """
    if entry.attempt > state.attempt or entry.event is Event.DONE:
        return False
    late = {Event.SEEN, Event.DOWNLOADING}
    return state.stage is Stage.DONE or (state.stage in ENDED_BADLY and entry.event in late)


def _intended(state: TakeState, entry: Entry) -> TakeState:
    run = str(entry.data.get("run", ""))
    return TakeState(
        stage=Stage.INTENDED,
        attempt=entry.attempt,
        since=entry.at,
        tries=state.tries + 1 if run == state.run else 1,
        run=run,
        service=str(entry.data.get("service", "")),
        intention=str(entry.data.get("intention", "")),
        former=state.clip or state.former,
        same_job=bool(entry.data.get("same_job")),
    )


def _submitted(state: TakeState, entry: Entry) -> TakeState:
    state = replace(state, task_id=str(entry.data.get("task_id", "")), submitted=entry.at)
    if state.own_word and not entry.data.get("adopted"):
        # The author had stopped waiting before the answer came.
        return _at(Stage.CANCELLED, state, entry)
    if entry.data.get("adopted"):
        state = replace(state, run=str(entry.data.get("run", "")))
    return replace(_at(Stage.SUBMITTED, state, entry), own_word=False)


def _at(stage: Stage, state: TakeState, entry: Entry) -> TakeState:
    return replace(
        state,
        stage=stage,
        attempt=entry.attempt,
        since=entry.at,
        words=str(entry.data.get("words", "")),
        said=str(entry.data.get("said", "")),
    )


def _advice(data: Mapping[str, Any]) -> Advice | None:
    advice = data.get("advice", UNREACHED)
    return None if advice == UNREACHED else Advice(advice)
