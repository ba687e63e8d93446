"""What comes next: the rules as tables."""

from dataclasses import replace

import pytest
from film import FREE, TERMS, every

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.decide import (
    OWN_WORD,
    Around,
    Doubt,
    Download,
    Finished,
    Query,
    Stop,
    Submit,
    TakeUp,
    Wait,
    decide,
    next_slot,
)
from hailuo_dsl.job.model import ENDED_BADLY, UNDER_WAY, Aside, Stage, TakeState
from hailuo_dsl.job.terms import Policy

NOW = 100_000.0
MINE = Around(run="me", started=NOW, terms=TERMS)
TASKED = sorted(UNDER_WAY - {Stage.INTENDED})


def at(stage, **known):
    known = {"attempt": 1, "tries": 1, "since": NOW, "submitted": NOW, "run": "other"} | known
    return TakeState(stage=stage, task_id="7", **known)


def what(state, *, now=NOW, terms=TERMS, **around):
    return decide(state, now, replace(MINE, terms=terms, **around))


def test_a_new_take_is_submitted():
    assert what(TakeState()) == Submit(1)


def test_a_finished_take_is_never_submitted():
    for terms in (TERMS, FREE):
        for resend in (False, True):
            assert what(at(Stage.DONE, clip="abc"), terms=terms, resend=resend) == Finished("abc")


def test_a_clip_that_is_gone_from_the_disk_is_asked_for_and_not_generated():
    gone = {"state": at(Stage.DONE, clip="abc"), "kept": False}

    assert isinstance(what(**gone), Query)
    assert what(**gone, url="u") == Download("u")
    assert what(**gone, stranger="no", stranger_since=0.0, now=NOW + 121).stage is Stage.EXPIRED
    assert what(**gone, now=NOW + 4000).stage is Stage.SUCCEEDED


@pytest.mark.parametrize("stage", TASKED)
@pytest.mark.parametrize("terms", [TERMS, FREE])
@pytest.mark.parametrize("resend", [False, True])
def test_what_has_a_task_is_gone_on_with(stage, terms, resend):
    assert what(at(stage), terms=terms, resend=resend) == Query(NOW + 3.0)
    assert what(at(stage), terms=terms, resend=resend, url="u") == Download("u")


@pytest.mark.parametrize("stage", sorted(UNDER_WAY))
def test_what_a_living_run_has_under_way_is_followed(stage):
    assert what(at(stage), alive=True) == Wait(NOW + 0.5, "another run is at it")
    assert what(at(stage), alive=True, now=NOW + 3601).stage is stage


@pytest.mark.parametrize("stage", TASKED)
def test_what_is_my_own_is_not_waited_for(stage):
    assert isinstance(what(at(stage, run="me"), alive=True), Query)


LOST = [at(Stage.INTENDED), replace(at(Stage.UNKNOWN, words="it broke"), task_id="")]


@pytest.mark.parametrize("state", LOST, ids=["intended by the dead", "unknown"])
def test_a_lost_answer_is_left_unless_it_is_free_or_the_author_says_so(state):
    left = what(state)
    assert left.stage is Stage.UNKNOWN
    assert "may have been accepted and paid" in left.why

    named = replace(state, intention="i")
    assert what(named, resend=True) == Submit(2, "i")
    assert what(named, terms=FREE) == Submit(2, "i")


@pytest.mark.parametrize("state", LOST, ids=["intended by the dead", "unknown"])
def test_one_word_of_the_author_sends_once(state):
    again = replace(state, run="me", attempt=2)

    assert what(again, resend=True).stage is Stage.UNKNOWN
    assert what(again, terms=FREE).until == NOW + 2
    assert what(again, terms=FREE, now=NOW + 2) == Submit(3)
    assert what(replace(again, tries=3), terms=FREE).stage is Stage.UNKNOWN


def test_an_unknown_task_with_an_id_is_asked_for_first():
    state = at(Stage.UNKNOWN)

    assert isinstance(what(state), Query)
    assert what(state, stranger="no", now=NOW + 121).stage is Stage.UNKNOWN
    assert what(state, stranger="no", now=NOW + 121, terms=FREE) == Submit(2)


@pytest.mark.parametrize("advice", [Advice.FIX, Advice.ACCOUNT])
def test_a_refusal_that_needs_a_change_ends_this_run_only(advice):
    state = at(Stage.REFUSED, run="me", advice=advice, words="no", intention="i")

    assert what(state) == Stop(Stage.REFUSED, "no")
    assert what(replace(state, run="other")) == Submit(2, "i")


@pytest.mark.parametrize(("tries", "pause"), [(1, 2.0), (2, 4.0), (3, 8.0), (7, 120.0)])
def test_a_busy_service_is_given_time(tries, pause):
    state = at(Stage.REFUSED, run="me", advice=Advice.WAIT, tries=tries, words="busy")

    assert what(state) == Wait(NOW + pause, "busy")
    assert what(state, now=NOW + pause) == Submit(2)


def test_a_busy_service_names_its_time():
    state = at(Stage.REFUSED, run="me", advice=Advice.WAIT, retry_after=30.0, words="busy")

    assert what(state) == Wait(NOW + 30.0, "busy")
    assert what(replace(state, run="other")) == Wait(NOW + 30.0, "busy")
    assert what(replace(state, retry_after=7200.0)).why == "busy; it asks to wait for 7200 seconds"


@pytest.mark.parametrize(("advice", "limit"), [(Advice.WAIT, 8), (None, 4)])
def test_tries_are_bounded_in_one_run(advice, limit):
    state = at(Stage.REFUSED, run="me", advice=advice, words="no")

    assert isinstance(what(replace(state, tries=limit - 1)), Wait)
    assert what(replace(state, tries=limit)) == Stop(Stage.REFUSED, "no")
    assert what(replace(state, tries=limit, run="other")) == Submit(2)


@pytest.mark.parametrize("stage", sorted(ENDED_BADLY))
def test_what_has_failed_may_have_been_paid(stage):
    state = at(stage, words="bad light")

    assert what(state) == Stop(stage, "bad light")
    assert what(state, resend=True) == Submit(2)
    assert what(state, terms=FREE) == Submit(2)
    assert what(replace(state, run="me"), resend=True) == Stop(stage, "bad light")
    assert what(replace(state, run="me"), terms=FREE) == Stop(stage, "bad light")


def test_a_denied_task_is_believed_to_be_gone_after_a_while():
    state = at(Stage.SUBMITTED, submitted=NOW - 600)
    denied = {"stranger": "task_not_exist", "stranger_since": NOW}

    assert isinstance(what(state, **denied), Query)
    assert isinstance(what(state, **denied, now=NOW + 120), Query)
    assert what(state, **denied, now=NOW + 121) == Doubt("the service does not know task 7")


def test_patience_ends_and_leaves_the_task():
    left = what(at(Stage.RUNNING), now=NOW + 3601, trouble="no route")

    assert left.stage is Stage.RUNNING
    assert left.why == (
        "task 7 is still running (the last query failed: no route); run again to go on with it"
    )


def test_patience_begins_with_the_submit_or_with_the_run():
    late = at(Stage.RUNNING, submitted=NOW + 9000, since=NOW + 9000)
    early = at(Stage.RUNNING, submitted=NOW - 9000, since=NOW - 9000)

    assert isinstance(what(late, now=NOW + 9001), Query)
    assert isinstance(what(early, now=NOW + 1), Query)


def test_downloads_are_bounded():
    left = what(at(Stage.SUCCEEDED), fumbles=5, trouble="it ends too early")

    assert left.stage is Stage.SUCCEEDED
    assert "could not be fetched (it ends too early)" in left.why
    assert isinstance(what(at(Stage.SUCCEEDED), fumbles=4), Query)


def test_nothing_is_submitted_once_the_account_is_refused():
    for state, stage in (
        (TakeState(), Aside.WITHHELD),
        (at(Stage.FAILED), Stage.FAILED),
        (at(Stage.INTENDED), Stage.UNKNOWN),
    ):
        assert what(state, no_submits="no money", resend=True) == Stop(stage, "no money")
    assert isinstance(what(at(Stage.RUNNING), no_submits="no money"), Query)


def test_nothing_is_queried_once_the_key_is_refused():
    left = what(at(Stage.RUNNING), no_queries="the key is not valid")

    assert left == Stop(Stage.RUNNING, "task 7 waits: the key is not valid")


@pytest.mark.parametrize(
    ("age", "queried", "at_"),
    [
        (0.0, None, 3.0),
        (2.0, None, 3.0),
        (600.0, None, 600.0),
        (10.0, 8.0, 13.0),
        (29.0, 29.0, 34.0),
        (30.0, 30.0, 40.0),
        (119.0, 119.0, 129.0),
        (120.0, 120.0, 150.0),
    ],
)
def test_queries_keep_the_published_schedule(age, queried, at_):
    asked = None if queried is None else NOW + queried

    assert what(at(Stage.RUNNING), now=NOW + age, queried=asked) == Query(NOW + at_)


def test_queries_wait_as_long_as_the_service_asks():
    assert what(at(Stage.RUNNING), queried=NOW, hold=NOW + 60) == Query(NOW + 60)
    assert what(at(Stage.RUNNING), now=NOW - 7200, queried=NOW, hold=NOW + 60) == Query(NOW - 7080)


def test_queries_keep_the_schedule_of_the_author():
    policy = Policy(polls=every(1.5))

    assert what(at(Stage.RUNNING), policy=policy) == Query(NOW + 1.5)
    assert what(at(Stage.RUNNING), policy=policy, queried=NOW) == Query(NOW + 1.5)


def test_a_clock_that_was_set_back_stops_nothing():
    early = NOW - 7200

    assert what(at(Stage.RUNNING), now=early, queried=NOW) == Query(early + 5.0)
    assert what(at(Stage.RUNNING), now=early) == Query(early + 3.0)
    refused = at(Stage.REFUSED, run="me", advice=Advice.WAIT)
    assert what(refused, now=early) == Submit(2)
    assert next_slot([NOW] * 9, early, 5) == early


@pytest.mark.parametrize(
    ("intended", "slot"),
    [
        ([], NOW),
        ([NOW - 50, NOW - 40], NOW),
        ([NOW - 50, NOW - 40, NOW - 1], NOW + 10),
        ([NOW - 70, NOW - 50, NOW - 40], NOW),
        ([NOW - 50, NOW - 40, NOW - 30, NOW + 0.5], NOW + 20),
    ],
)
def test_submits_are_paced(intended, slot):
    assert next_slot(intended, NOW, 3) == slot
    assert next_slot(intended, NOW, None) == NOW


HONOURS = replace(TERMS, honours_key=True)


def test_where_the_key_is_honoured_a_lost_answer_is_asked_for_again_under_the_same_name():
    lost = at(Stage.UNKNOWN, run="me", intention="i")
    lost = replace(lost, task_id="")

    assert what(lost, terms=HONOURS).until == NOW + 2
    assert what(lost, terms=HONOURS, now=NOW + 2) == Submit(2, "i")
    assert what(replace(lost, retry_after=30.0), terms=HONOURS).until == NOW + 30
    assert what(replace(lost, tries=3), terms=HONOURS).stage is Stage.UNKNOWN
    assert what(replace(lost, tries=3, run="other"), terms=HONOURS) == Submit(2, "i")
    assert what(lost, terms=TERMS).stage is Stage.UNKNOWN


def test_a_clip_is_made_once_more_by_the_authors_word_and_under_a_new_name():
    done = at(Stage.DONE, clip="abc", intention="i")

    assert what(done, retake=True) == Submit(2)
    assert what(replace(done, run="me"), retake=True) == Finished("abc")
    assert what(at(Stage.FAILED), retake=True) == Submit(2)
    assert what(at(Stage.RUNNING), retake=True) == what(at(Stage.RUNNING))
    assert what(replace(at(Stage.UNKNOWN), task_id=""), retake=True).stage is Stage.UNKNOWN


@pytest.mark.parametrize("stage", [*sorted(ENDED_BADLY), Stage.REFUSED])
def test_where_another_clip_did_not_come_the_one_before_counts(stage):
    retaken = at(stage, former="abc", words="no", advice=Advice.FIX)

    assert what(replace(retaken, run="me")) == Stop(stage, "no", "abc")
    content = what(retaken)
    assert (content.clip, "no" in content.why) == ("abc", True)
    assert isinstance(content, Finished)
    assert what(retaken, retake=True) == Submit(2, "")
    assert what(retaken, kept=False) != content


def test_while_another_clip_is_on_its_way_the_one_before_does_not_count():
    assert at(Stage.RUNNING, former="abc").standing == ""
    assert at(Stage.UNKNOWN, former="abc").standing == "abc"
    assert at(Stage.DONE, former="abc", clip="def").standing == "def"


def test_what_the_author_cancelled_is_left_and_taken_up_by_the_next_run():
    cancelled = at(Stage.CANCELLED, own_word=True)

    assert what(cancelled) == Stop(Stage.CANCELLED, OWN_WORD)
    assert what(cancelled, fresh=True) == TakeUp("7")
    assert what(cancelled, terms=FREE) == Stop(Stage.CANCELLED, OWN_WORD)
    assert what(at(Stage.CANCELLED), fresh=True).stage is Stage.CANCELLED


def test_what_was_given_up_is_sent_again_by_the_authors_word_alone():
    given_up = replace(at(Stage.CANCELLED, own_word=True), task_id="")

    assert what(given_up, fresh=True).stage is Stage.CANCELLED
    assert what(given_up, fresh=True, resend=True) == Submit(2)


def test_what_moderation_stopped_is_not_sent_again_by_itself():
    stopped = at(Stage.REFUSED, advice=Advice.MODERATED, words="sensitive")

    assert what(stopped) == Stop(Stage.REFUSED, "sensitive")
    assert what(stopped, resend=True) == Submit(2)
    assert what(at(Stage.REFUSED, advice=Advice.FIX)) == Submit(2)


def test_what_would_be_sent_waits_for_its_turn_and_nothing_else_does():
    assert what(TakeState(), slot=NOW + 5).until == NOW + 5
    assert what(TakeState(), slot=NOW) == Submit(1)
    assert what(TakeState(), slot=NOW + 5, no_submits="no money").stage is Aside.WITHHELD
    assert what(at(Stage.DONE, clip="abc"), slot=NOW + 5) == Finished("abc")
