"""Thousands of schedules on the pure core: runs die, answers get lost, money runs out.

`decide`, `fold`, `next_slot` and the book are real; the service is a counter, and what happens
next is hypothesis's to say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.charge import over_budget
from hailuo_dsl.job.decide import (
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
from hailuo_dsl.job.memory import MemoryLedger
from hailuo_dsl.job.model import ASKED_AFTER, UNDER_WAY, Entry, Event, Stage
from hailuo_dsl.job.terms import Money, Terms

TAKES = "abcd"
PRICE = Money(Decimal("1.00"), "USD")
TERMS = Terms(service="s", requests_per_minute=3)
BUDGET = replace(TERMS, budget=Money(Decimal("2.50"), "USD"))
HONOURS = replace(BUDGET, honours_key=True)

HAPPENS = (
    *("answered", "lost", "lost before", "dies", "dies before", "refused", "busy", "unreached"),
    *("cancelled", "cancelled, then busy", "cancelled, then lost"),
)
happens = st.sampled_from(HAPPENS)
moments = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from(TAKES), happens, st.floats(0, 40)),
    max_size=60,
)
"""Which run has a turn, at which take, what befalls its call, and how long after the last."""


@dataclass
class World:
    """A service that makes what it accepts, and two places where runs live and die.

    Attributes:
        accepted: which intentions were accepted, take by take.
        lives: place -> which life it is; a life is a run.
    """

    terms: Terms
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    book: Book = field(default_factory=Book)
    now: float = 1000.0
    accepted: dict[str, list[str]] = field(default_factory=lambda: {take: [] for take in TAKES})
    lives: Counter[str] = field(default_factory=Counter)
    started: dict[str, float] = field(default_factory=dict)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    submits: list[float] = field(default_factory=list)
    taken_up: set[tuple[str, str]] = field(default_factory=set)
    words: set[tuple[str, str]] = field(default_factory=set)
    spoken_of: dict[tuple[str, str], int] = field(default_factory=dict)

    def run(self, place: str) -> str:
        return f"{place}-{self.lives[place]}"

    def dies(self, place: str) -> None:
        run = self.run(place)
        self.links = {name: url for name, url in self.links.items() if name[0] != run}
        self.lives[place] += 1

    def alive(self, run: str) -> bool:
        return run in {self.run(place) for place in "12"}

    def write(self, take: str, attempt: int, event: Event, **data) -> None:
        self.ledger.add(Entry(take, attempt, event, self.now, data))

    def turn(self, place: str, take: str, befalls: str) -> object:
        """One turn of the run at *place*, as `hands` and `asking` take it; what was decided."""
        state = self.book.read(self.ledger).state(take)
        if befalls == "cancelled" and state.stage in UNDER_WAY:
            self.write(take, state.attempt, Event.CANCELLED, words="by the author")
            state = self.book.read(self.ledger).state(take)
        action = self._decided(place, take, state)
        self._do(place, take, state, action, befalls)
        return action

    def _decided(self, place, take, state):
        run = self.run(place)
        lives = state.stage in UNDER_WAY and self.alive(state.run)
        fresh = (run, take) not in self.taken_up
        self.taken_up.add((run, take))
        if fresh and (run, take) in self.words and not lives and state.stage not in ASKED_AFTER:
            self.spoken_of[run, take] = state.attempt
        word = self.spoken_of.get((run, take)) == state.attempt
        so_far = self.book.spent(self.terms, "USD")
        again = self.terms.honours_key and state.stage in {Stage.INTENDED, Stage.UNKNOWN}
        around = Around(
            run=run,
            started=self.started.setdefault(run, self.now),
            alive=lives,
            fresh=fresh,
            resend=word,
            retake=word,
            url=self.links.pop((run, take), ""),
            slot=next_slot(self.book.submits("s", self.now - 60), self.now, 3),
            no_submits="" if again else over_budget(PRICE, so_far, self.terms),
            terms=self.terms,
        )
        action = decide(state, self.now, around)
        if isinstance(action, Submit):
            # At the door it is decided once more.
            action = decide(state, self.now, replace(around, fresh=False))
        return action

    def _do(self, place, take, state, action, befalls) -> None:
        match action:
            case Submit(attempt, intention):
                intention = intention or f"{take}{attempt}"
                again = self.terms.honours_key and state.stage in {Stage.INTENDED, Stage.UNKNOWN}
                self._submit(place, take, attempt, intention, befalls, same=again)
            case TakeUp(task_id):
                self.write(take, state.attempt, Event.SUBMITTED, task_id=task_id, adopted=True)
            case Query():
                if befalls.startswith("dies"):
                    self.dies(place)
                elif befalls == "answered":
                    self.links[self.run(place), take] = f"https://cdn/{state.task_id}"
            case Download():
                if befalls.startswith("dies"):
                    self.dies(place)
                elif befalls == "answered":
                    self.write(take, state.attempt, Event.DONE, clip=f"clip of {state.task_id}")
            case Doubt(words):
                self.write(take, state.attempt, Event.UNKNOWN, words=words)
            case Wait() | Finished() | Stop():
                pass

    def _submit(self, place, take, attempt, intention, befalls, *, same) -> None:
        price = [str(PRICE.amount), PRICE.currency]
        data = {"service": "s", "account": "default", "price": price, "same_job": same}
        self.write(take, attempt, Event.INTENDED, run=self.run(place), intention=intention, **data)
        self.submits.append(self.now)
        if befalls.startswith("cancelled, "):
            self.write(take, attempt, Event.CANCELLED, words="by the author")
            befalls = befalls.removeprefix("cancelled, then ")
        if befalls in ("answered", "lost", "dies", "cancelled"):
            self.accepted[take].append(intention)
        match befalls:
            case "answered" | "cancelled":
                task_id = self.task(take, intention)
                self.write(take, attempt, Event.SUBMITTED, task_id=task_id)
            case "lost" | "lost before":
                self.write(take, attempt, Event.UNKNOWN, words="no answer came")
            case "dies" | "dies before":
                self.dies(place)
            case "refused":
                self.write(take, attempt, Event.REFUSED, advice=Advice.FIX, words="no")
            case "busy":
                self.write(take, attempt, Event.REFUSED, advice=Advice.WAIT, words="busy")
            case "unreached":
                self.write(take, attempt, Event.REFUSED, advice="unreached", words="no route")
                self.submits.pop()

    def task(self, take: str, intention: str) -> str:
        """The task of an intention; one that honours its name gives the same for the same."""
        if self.terms.honours_key:
            return f"task of {intention}"
        return f"task {take} {len(self.accepted[take])}"

    def paid(self, take: str) -> int:
        names = self.accepted[take]
        return len(set(names)) if self.terms.honours_key else len(names)

    def finish(self) -> dict[str, object]:
        """Let a new run go on, with nothing going wrong, until it is done with each take."""
        self.dies("1")
        self.dies("2")
        ends: dict[str, object] = {}
        for _ in range(400):
            for take in TAKES:
                action = self.turn("1", take, "answered")
                ends[take] = action
            if all(isinstance(it, Finished | Stop) for it in ends.values()):
                return ends
            self.now += 15.0
        raise AssertionError(f"it never ends: {ends}")


def play(world: World, schedule) -> World:
    for place, take, befalls, later in schedule:
        world.now += later
        world.turn(place, take, befalls)
    return world


many = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(moments)
def test_each_take_is_paid_once_and_each_clip_is_fetched(schedule):
    world = play(World(TERMS), schedule)
    ends = world.finish()

    for take in TAKES:
        state = world.book.read(world.ledger).state(take)
        assert world.paid(take) <= 1
        if isinstance(ends[take], Finished):
            assert world.paid(take) == 1
        else:
            # Only an answer that nobody has heard leaves a take behind, and it is reported.
            assert ends[take].stage is Stage.UNKNOWN
            assert not state.task_id


@many
@given(moments, st.sets(st.sampled_from(TAKES)), moments)
def test_a_word_of_the_author_is_one_more_payment_at_most(before, words, after):
    world = play(World(TERMS), before)
    world.dies("1")
    world.words = {(world.run("1"), take) for take in words}
    play(world, after)
    world.finish()

    for take in TAKES:
        assert world.paid(take) <= 1 + (take in words)


@many
@given(moments)
def test_the_budget_holds_whatever_happens(schedule):
    world = play(World(BUDGET), schedule)
    world.finish()

    assert sum(world.paid(take) for take in TAKES) * PRICE.amount <= Decimal("2.50")


@many
@given(moments)
def test_where_the_key_is_honoured_nothing_stays_unknown(schedule):
    world = play(World(replace(HONOURS, budget=None)), schedule)
    ends = world.finish()

    assert all(isinstance(it, Finished) for it in ends.values())
    assert all(world.paid(take) == 1 for take in TAKES)


@many
@given(moments)
def test_where_the_key_is_honoured_the_budget_holds_and_takes_sent_again_cost_nothing(schedule):
    world = play(World(HONOURS), schedule)
    ends = world.finish()

    spent = world.book.read(world.ledger).spent(HONOURS, "USD").amount
    assert sum(world.paid(take) for take in TAKES) == sum(
        isinstance(it, Finished) for it in ends.values()
    )
    assert spent == sum(world.paid(take) for take in TAKES)
    assert spent <= Decimal("2.50")


@many
@given(moments)
def test_no_minute_sees_more_submits_than_the_limit(schedule):
    world = play(World(TERMS), schedule)
    world.finish()

    times = world.submits
    assert all(late - early >= 60.0 - 1e-6 for early, late in zip(times, times[3:], strict=False))
