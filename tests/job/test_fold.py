"""Events of one take to its state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.fold import fold
from hailuo_dsl.job.model import Entry, Event, Stage

LIFE = (
    Entry("k", 1, Event.INTENDED, 1.0, {"run": "r", "service": "s", "intention": "i"}),
    Entry("k", 1, Event.REFUSED, 2.0, {"advice": "wait", "words": "busy", "retry_after": 7}),
    Entry("k", 2, Event.INTENDED, 9.0, {"run": "r", "service": "s", "intention": "i"}),
    Entry("k", 2, Event.REFUSED, 10.0, {"advice": "unreached", "words": "no route"}),
    Entry("k", 3, Event.INTENDED, 11.0, {"run": "q", "service": "s", "intention": "i"}),
    Entry("k", 3, Event.UNKNOWN, 12.0, {"words": "the line broke", "said": "EOF"}),
    Entry("k", 3, Event.SUBMITTED, 13.0, {"task_id": "7"}),
    Entry("k", 3, Event.SEEN, 14.0, {"status": "queued"}),
    Entry("k", 3, Event.SEEN, 15.0, {"status": "running"}),
    Entry("k", 3, Event.FAILED, 16.0, {"status": "expired", "words": "too late"}),
    Entry("k", 4, Event.INTENDED, 17.0, {"run": "q", "service": "s", "intention": "j"}),
    Entry("k", 4, Event.SUBMITTED, 18.0, {"task_id": "8"}),
    Entry("k", 4, Event.SEEN, 19.0, {"status": "succeeded"}),
    Entry("k", 4, Event.DONE, 20.0, {"clip": "abc"}),
)

STAGES = (
    *("planned", "intended", "refused", "intended", "refused", "intended", "unknown", "submitted"),
    *("queued", "running", "expired", "intended", "submitted", "succeeded", "done"),
)


@pytest.mark.parametrize("length", range(len(LIFE) + 1))
def test_every_prefix_folds(length):
    state = fold(LIFE[:length])

    assert state.stage == STAGES[length]
    assert state.since == (LIFE[length - 1].at if length else 0.0)
    assert state.attempt == (LIFE[length - 1].attempt if length else 0)


def test_a_refusal_keeps_what_was_advised():
    state = fold(LIFE[:2])

    assert (state.advice, state.retry_after, state.words) == (Advice.WAIT, 7, "busy")
    assert fold(LIFE[:4]).advice is None
    assert fold(LIFE[:4]).words == "no route"


def test_tries_are_counted_run_by_run():
    assert [fold(LIFE[:length]).tries for length in (0, 1, 3, 5, 11)] == [0, 1, 2, 1, 2]


def test_a_task_belongs_to_its_attempt():
    assert fold(LIFE[:10]).task_id == "7"
    assert fold(LIFE[:11]).task_id == ""
    assert fold(LIFE).task_id == "8"
    assert fold(LIFE).clip == "abc"


def test_what_comes_too_late_changes_nothing():
    done = fold(LIFE)

    for late in (
        Entry("k", 4, Event.SEEN, 21.0, {"status": "succeeded"}),
        Entry("k", 4, Event.FAILED, 21.0, {"status": "failed"}),
        Entry("k", 3, Event.DONE, 21.0, {"clip": "old"}),
    ):
        assert fold((*LIFE, late)) == done


@given(st.lists(st.sampled_from(LIFE)))
def test_any_sequence_folds_and_attempts_only_grow(events):
    states = [fold(events[:length]) for length in range(len(events) + 1)]

    assert [it.attempt for it in states] == sorted(it.attempt for it in states)


@given(st.lists(st.sampled_from(LIFE)), st.lists(st.sampled_from(LIFE)))
def test_only_a_new_intention_takes_a_clip_away(before, after):
    done = fold([*before, LIFE[-1]])
    later = [entry for entry in after if entry.event is not Event.INTENDED]

    assert done.stage is Stage.DONE
    assert fold([*before, LIFE[-1], *later]) == done
