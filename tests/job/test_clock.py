"""A clock that is set back or jumps ahead: nothing waits for ever, and nothing is paid for twice.

`World` keeps two times: the true one, which sleeping takes, and what the clock on the wall says.
"""

import asyncio
import heapq
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

import pytest
from film import TERMS, Hailuo, film, shot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hailuo_dsl.api.errors import Advice, Lost, Refused, Unreached
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.job.decide import (
    MINUTE,
    Around,
    Query,
    Stop,
    Submit,
    Wait,
    decide,
    next_slot,
)
from hailuo_dsl.job.memory import MemoryLedger
from hailuo_dsl.job.model import ASKED_AFTER, Stage, TakeState
from hailuo_dsl.job.run import run
from hailuo_dsl.job.store import Store
from hailuo_dsl.job.terms import Policy
from tests.rows import row

EPOCH = 1_800_000_000.0
HOUR, DAY = 3600.0, 86_400.0
PER_MINUTE = 2
SLOW = replace(TERMS, requests_per_minute=PER_MINUTE)
FILM = film("one", shot("two", "shot:one.last"), "three", "four", "five")


class World:
    """True time that passes while somebody sleeps, and a clock that *jumps*: (true time, by)."""

    def __init__(self, jumps=()):
        self.true = 0.0
        self.jumps = sorted(jumps)
        self._sleepers = []

    def now(self):
        return EPOCH + self.true + sum(by for at, by in self.jumps if at <= self.true)

    async def sleep(self, seconds):
        due = self.true + seconds
        heapq.heappush(self._sleepers, due)
        await asyncio.sleep(0.001)
        while self.true < due:
            before = self.true
            # Whoever else has something to do now does it first.
            for _ in range(5):
                await asyncio.sleep(0)
            if self.true == before:
                self.true = max(before, min(due, self._sleepers[0]))
        heapq.heappop(self._sleepers)


class Timed(Hailuo):
    """A service that knows the true time: its clips take *seconds*, and it counts submits."""

    def __init__(self, world, *, seconds=40.0):
        super().__init__()
        self.world = world
        self.seconds = seconds
        self.submits = []
        self.queried = []
        self.begun = {}

    async def submit(self, body, *, intention):
        self.submits.append(self.world.true)
        task_id = await super().submit(body, intention=intention)
        self.begun[task_id] = self.world.true
        return task_id

    async def query(self, task_id):
        self.queried.append(self.world.true)
        if self.world.true - self.begun.get(task_id, 0.0) < self.seconds:
            return Answer(Status.RUNNING)
        return await super().query(task_id)


def shoot(world, service, ledger, folder, plan=FILM, **more):
    return asyncio.run(
        run(
            plan,
            service,
            ledger,
            Store(folder / "clips", folder / "out"),
            now=world.now,
            sleep=world.sleep,
            **{"terms": SLOW, **more},
        )
    )


JUMPS = st.lists(
    st.tuples(
        st.floats(0.0, 400.0),
        st.one_of(
            st.floats(-2 * DAY, 2 * DAY), st.floats(-100.0, 100.0), st.sampled_from([-DAY, HOUR])
        ),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(jumps=JUMPS)
def test_however_the_clock_jumps_each_clip_is_made_and_paid_once(tmp_path_factory, jumps):
    folder, world, ledger = tmp_path_factory.mktemp("film"), World(jumps), MemoryLedger()
    hailuo = Timed(world)
    outcome = shoot(world, hailuo, ledger, folder)
    # A jump ahead by more than a run's patience leaves takes for the next one.
    for _ in jumps:
        if outcome.exit_code == 4:
            outcome = shoot(world, hailuo, ledger, folder)

    assert outcome.exit_code == 0
    assert hailuo.paid == dict.fromkeys(outcome.clips, 1)
    assert world.true < 15 * 60
    assert_paced(hailuo.submits, jumps)


def assert_paced(submits, jumps):
    """In no minute more was submitted than is let, and by each jump in it as much again."""
    for first in submits:
        many = bisect_left(submits, first + MINUTE) - bisect_left(submits, first)
        jumped = sum(first - MINUTE <= at <= first + MINUTE for at, _ in jumps)
        assert many <= PER_MINUTE * (1 + jumped)


def test_no_clock_that_is_right_lets_a_minute_overflow(tmp_path):
    world = World()
    hailuo = Timed(world)

    assert shoot(world, hailuo, MemoryLedger(), tmp_path).exit_code == 0
    assert_paced(hailuo.submits, [])
    assert hailuo.submits[-1] >= 2 * MINUTE


@pytest.mark.parametrize("by", [-DAY, -HOUR, -5.0, 5.0, 600.0])
def test_polls_go_on_when_the_clock_jumps(tmp_path, by):
    world = World([(20.0, by)])
    hailuo = Timed(world, seconds=100.0)

    assert shoot(world, hailuo, MemoryLedger(), tmp_path, film("one")).exit_code == 0
    longest = max(after - before for before, after in pairwise(hailuo.queried))
    assert longest <= Policy().polls.old
    assert world.true <= 100.0 + 2 * Policy().polls.old


@pytest.mark.parametrize(
    "answer",
    [
        Refused("busy", advice=Advice.WAIT, retry_after=30.0),
        Refused("busy", advice=Advice.WAIT),
        Unreached("nobody there"),
    ],
    ids=["asked to wait", "busy", "unreached"],
)
@pytest.mark.parametrize("by", [-DAY, DAY])
def test_a_pause_after_a_refusal_is_no_longer_by_a_jump(tmp_path, answer, by):
    world = World([(1.0, by)])
    hailuo = Timed(world, seconds=0.0)
    hailuo.answers["one"] = [answer]

    assert shoot(world, hailuo, MemoryLedger(), tmp_path, film("one")).exit_code == 0
    assert world.true < 90.0
    assert hailuo.paid == {"one": 1}


@pytest.mark.parametrize("by", [-DAY, DAY])
def test_a_lost_answer_is_not_sent_again_by_a_jump(tmp_path, by):
    world, ledger = World([(0.0, 0.0), (50.0, by)]), MemoryLedger()
    hailuo = Timed(world)
    hailuo.answers["one"], hailuo.accepts = [Lost("the line broke")], {"one"}
    plan = film("one")
    first = shoot(world, hailuo, ledger, tmp_path, plan)
    world.true = 60.0
    second = shoot(world, hailuo, ledger, tmp_path, plan)

    assert (first.exit_code, second.exit_code) == (4, 4)
    assert hailuo.paid == {"one": 1}


@row("the clock is set back")
def test_a_run_after_the_clock_was_set_back_waits_for_nothing_in_the_future(tmp_path):
    """What stands in the ledger was written tomorrow."""
    world, ledger = World([(1000.0, -DAY)]), MemoryLedger()
    hailuo = Timed(world, seconds=0.0)
    shoot(world, hailuo, ledger, tmp_path, film("one", "two"))
    hailuo.submits.clear()
    world.true = begun = 2000.0
    outcome = shoot(world, hailuo, ledger, tmp_path, film("one", "two", "three", "four"))

    assert outcome.exit_code == 0
    assert world.true - begun < MINUTE
    assert len(hailuo.submits) == PER_MINUTE


def test_after_a_jump_ahead_over_its_patience_a_run_asks_once_more(tmp_path):
    """A lid was closed for a night, say: the clip is long there."""
    world = World([(20.0, 8 * HOUR)])
    hailuo = Timed(world, seconds=21.0)
    hailuo.queries = 1

    assert shoot(world, hailuo, MemoryLedger(), tmp_path, film("one")).exit_code == 0
    assert hailuo.paid == {"one": 1}


def test_a_take_that_is_still_not_there_then_is_left_for_the_next_run(tmp_path):
    world, ledger = World([(20.0, 8 * HOUR)]), MemoryLedger()
    hailuo = Timed(world, seconds=100.0)
    codes = [shoot(world, hailuo, ledger, tmp_path, film("one")).exit_code for _ in range(2)]

    assert codes == [4, 0]
    assert hailuo.paid == {"one": 1}


def test_a_clock_that_is_set_back_prolongs_no_patience(tmp_path):
    """The task never ends."""
    world = World([(600.0, -DAY)])
    hailuo = Timed(world, seconds=float("inf"))

    assert shoot(world, hailuo, MemoryLedger(), tmp_path, film("one")).exit_code == 4
    assert world.true < Policy().patience + 3 * MINUTE


def test_nor_does_one_that_was_set_back_before_the_run(tmp_path):
    world, ledger = World([(5000.0, -DAY)]), MemoryLedger()
    hailuo = Timed(world, seconds=float("inf"))
    shoot(world, hailuo, ledger, tmp_path, film("one"))
    world.true = begun = 6000.0

    assert shoot(world, hailuo, ledger, tmp_path, film("one")).exit_code == 4
    assert world.true - begun < Policy().patience + 3 * MINUTE
    assert hailuo.paid == {"one": 1}


# The rules by themselves, whatever the clock says and the ledger knows of it.

TIMES = st.one_of(
    st.floats(-10 * DAY, 10 * DAY).map(lambda by: EPOCH + by),
    st.floats(-200.0, 200.0).map(lambda by: EPOCH + by),
    st.just(0.0),
)
STATES = st.builds(
    TakeState,
    stage=st.sampled_from(Stage),
    attempt=st.integers(1, 5),
    since=TIMES,
    submitted=TIMES,
    tries=st.integers(1, 9),
    run=st.sampled_from(["me", "other"]),
    task_id=st.just("7"),
    advice=st.sampled_from([*Advice, None]),
    retry_after=st.sampled_from([None, 1.0, 100.0]),
)
AROUND = st.builds(
    Around,
    run=st.just("me"),
    started=TIMES,
    alive=st.booleans(),
    queried=st.one_of(st.none(), TIMES),
    hold=TIMES,
    stranger=st.sampled_from(["", "task_not_exist"]),
    stranger_since=TIMES,
    terms=st.just(SLOW),
)


@settings(max_examples=400, deadline=None)
@given(state=STATES, around=AROUND)
def test_no_pause_is_longer_than_the_longest_whatever_the_clock_says(state, around):
    match decide(state, EPOCH, around):
        case Query(at) | Wait(at):
            assert at <= EPOCH + around.policy.longest_pause


@settings(max_examples=400, deadline=None)
@given(state=STATES, around=AROUND)
def test_nothing_that_may_be_paid_is_sent_again_whatever_the_clock_says(state, around):
    paid = {*ASKED_AFTER, Stage.INTENDED, Stage.UNKNOWN, Stage.DONE}

    assert state.stage not in paid or not isinstance(decide(state, EPOCH, around), Submit)


@settings(max_examples=200, deadline=None)
@given(submits=st.lists(TIMES, max_size=30).map(sorted), per_minute=st.integers(1, 10))
def test_the_next_slot_is_in_a_minute_at_most(submits, per_minute):
    slot = next_slot(submits, EPOCH, per_minute)

    assert EPOCH <= slot <= EPOCH + MINUTE + 1.0


def test_a_take_whose_submit_is_in_the_future_is_asked_after_at_once():
    state = TakeState(stage=Stage.RUNNING, attempt=1, submitted=EPOCH + DAY, task_id="7", run="x")
    around = Around(run="me", started=EPOCH, terms=SLOW)

    assert decide(state, EPOCH, around) == Query(EPOCH + Policy().polls.first)
    later = decide(state, EPOCH + 2 * DAY, replace(around, queried=EPOCH + 2 * DAY))
    assert isinstance(later, Stop)
