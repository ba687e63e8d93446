"""What comes next for one take. Pure: the time and all that is known are arguments.

planned                      submit
intended, its run alive      wait: somebody else's work under way
intended, its run dead       the answer is lost; as unknown
unknown                      query, if there is a task id; else leave it (the author may resend
                             it), and where sending is free, resend
submitted … succeeded        go on: query, then download; never submit
done                         finished; where the clip is gone, query and download it again
refused                      nothing was accepted: try again by the kind of refusal
failed, cancelled, expired   leave it (the author may resend it); where sending is free,
                             a later run submits it again
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.model import ENDED_BADLY, Policy, Stage, TakeState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.job.model import Terms

POLLS = ((30.0, 5.0), (120.0, 10.0), (float("inf"), 30.0))
"""A task younger than the first number is queried every second number of seconds."""

FIRST_POLL = 3.0
"""Seconds after its submit that a task is queried first."""

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Submit:
    """Ask for the clip; *intention* is the name of the act, empty where it is a new one."""

    attempt: int
    intention: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """Ask how the task stands, not before *at*."""

    at: float


@dataclass(frozen=True, slots=True)
class Download:
    url: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again at *until*."""

    until: float
    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Write down that nobody knows what became of the task."""

    words: str


@dataclass(frozen=True, slots=True)
class Finished:
    clip: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Leave it as it stands."""

    stage: Stage
    why: str


Action = Submit | Query | Download | Wait | Doubt | Finished | Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What else is known when a take's next step is decided.

    Attributes:
        run: the run that asks.
        started: when this run took the take up.
        alive: whether the run of the latest intention still lives.
        kept: whether the clip of a finished take is on the disk.
        resend: the author's word to send again what is unknown or has failed.
        url: a link to the clip that this run was given and has not yet tried.
        queried: when this run queried last; None before.
        hold: until when the service asks not to be asked.
        stranger: what the service said, if it knew no such task when it was queried last.
        stranger_since: since when it has said nothing else.
        no_submits: why this run is not to submit any more, where that is so.
        no_queries: why the service does not let this run query, where that is so.
        fumbles: how many downloads have failed in this run.
        trouble: why the last query or download failed.
    """

    run: str
    started: float
    alive: bool = False
    kept: bool = True
    resend: bool = False
    url: str = ""
    queried: float | None = None
    hold: float = 0.0
    stranger: str = ""
    stranger_since: float = 0.0
    no_submits: str = ""
    no_queries: str = ""
    fumbles: int = 0
    trouble: str = ""
    policy: Policy = field(default_factory=Policy)
    terms: Terms


def decide(state: TakeState, now: float, around: Around) -> Action:
    """Return the next step for a take that stands at *state*; *now* in seconds since the epoch."""
    action = _wanted(state, now, around)
    if isinstance(action, Submit) and around.no_submits:
        return Stop(_unsent(state.stage), around.no_submits)
    return action


def _wanted(state: TakeState, now: float, around: Around) -> Action:
    match state.stage:
        case Stage.PLANNED:
            return Submit(1)
        case Stage.INTENDED:
            if around.alive:
                return _follow(state, now, around)
            return _lost(state, "the run ended before the answer came", around)
        case Stage.UNKNOWN:
            if state.task_id and not _is_strange(state, now, around):
                return _go_on(state, now, around)
            return _lost(state, state.words, around)
        case Stage.SUBMITTED | Stage.QUEUED | Stage.RUNNING | Stage.SUCCEEDED:
            if around.alive and state.run != around.run:
                return _follow(state, now, around)
            return _go_on(state, now, around)
        case Stage.DONE:
            return Finished(state.clip) if around.kept else _go_on(state, now, around)
        case Stage.REFUSED:
            return _refused(state, now, around)
        case Stage.FAILED | Stage.CANCELLED | Stage.EXPIRED:
            return _failed(state, around)
        case _:
            assert_never(state.stage)


def next_slot(intended: Sequence[float], now: float, per_minute: int | None) -> float:
    """Return when the next submit may be made: *now*, or later where a minute is full.

    *intended* are the times of the submits so far, oldest first, at least of the last minute.
    """
    if per_minute is None:
        return now
    # Submits in the future were made before the clock was set back: waiting for them could take
    # for ever. A second is allowed for, because another process may have looked at it later.
    recent = [at for at in intended if now - MINUTE < at <= now + 1.0]
    return now if len(recent) < per_minute else recent[-per_minute] + MINUTE


def _follow(state: TakeState, now: float, around: Around) -> Action:
    if now - max(around.started, state.since) > around.policy.patience:
        return Stop(state.stage, "another run is still at it; run again to go on")
    return Wait(now + around.policy.follow, "another run is at it")


def _lost(state: TakeState, why: str, around: Around) -> Action:
    again = around.resend
    if around.terms.free:
        again = state.run != around.run or state.tries < around.policy.lost_tries
    elif state.run == around.run:
        again = False
    if again:
        return Submit(state.attempt + 1, state.intention)
    return Stop(
        Stage.UNKNOWN,
        f"{why}; it may have been accepted and paid, so it is not sent again by itself",
    )


def _go_on(state: TakeState, now: float, around: Around) -> Action:
    policy = around.policy
    left = Stage.SUCCEEDED if state.stage is Stage.DONE else state.stage
    if around.no_queries:
        return Stop(left, f"task {state.task_id} waits: {around.no_queries}")
    if _is_strange(state, now, around):
        words = f"the service does not know task {state.task_id}"
        if state.stage is Stage.DONE:
            return Stop(Stage.EXPIRED, f"the clip is gone from the disk, and {words}")
        return Doubt(words)
    if around.url:
        return Download(around.url)
    if around.fumbles >= policy.download_tries:
        return Stop(
            Stage.SUCCEEDED,
            f"task {state.task_id} has its clip, but it could not be fetched "
            f"({around.trouble}); run again to fetch it",
        )
    # A take may have stood at the door for hours before it was submitted.
    if now - max(around.started, state.submitted) > policy.patience:
        still = f"task {state.task_id} is still {left}"
        return Stop(left, f"{still}{_because(around)}; run again to go on with it")
    # A clock that was set back must not make a short pause long.
    held = min(around.hold, now + policy.longest_pause)
    return Query(max(_next_query(state, now, around), held))


def _is_strange(state: TakeState, now: float, around: Around) -> bool:
    """Tell whether the service has denied the task for so long that it is no mere "not yet"."""
    since = max(state.submitted, around.stranger_since)
    return bool(around.stranger) and now - since > around.policy.not_yet


def _next_query(state: TakeState, now: float, around: Around) -> float:
    age = max(0.0, now - state.submitted)
    pause = around.policy.poll
    if around.queried is None:
        first = FIRST_POLL if pause is None else pause
        return now + max(0.0, first - age)
    if pause is None:
        pause = next(every for until, every in POLLS if age < until)
    return min(around.queried, now) + pause


def _refused(state: TakeState, now: float, around: Around) -> Action:
    mine = state.run == around.run
    policy = around.policy
    if mine and not _may_try_again(state, policy):
        return Stop(Stage.REFUSED, state.words)
    pause = min(policy.backoff * 2 ** (state.tries - 1), policy.longest_pause) if mine else 0.0
    pause = max(pause, state.retry_after or 0.0)
    # A refusal in the future was written before the clock was set back.
    if not state.since <= now < state.since + pause:
        return Submit(state.attempt + 1, state.intention)
    if pause > policy.longest_pause:
        return Stop(Stage.REFUSED, f"{state.words}; it asks to wait for {pause:.0f} seconds")
    return Wait(state.since + pause, state.words)


def _may_try_again(state: TakeState, policy: Policy) -> bool:
    match state.advice:
        case Advice.WAIT:
            return state.tries < policy.busy_tries
        case None:
            return state.tries < policy.unreached_tries
        case Advice.FIX | Advice.ACCOUNT:
            return False
        case _:
            assert_never(state.advice)


def _failed(state: TakeState, around: Around) -> Action:
    if state.run != around.run and (around.resend or around.terms.free):
        return Submit(state.attempt + 1)
    return Stop(
        state.stage,
        state.words or f"the service says that task {state.task_id} has {state.stage}",
    )


def _unsent(stage: Stage) -> Stage:
    """Where a take is left that would have been sent, had the run been let."""
    if stage in ENDED_BADLY:
        return stage
    return Stage.UNKNOWN if stage in {Stage.INTENDED, Stage.UNKNOWN} else Stage.REFUSED


def _because(around: Around) -> str:
    return f" (the last query failed: {around.trouble})" if around.trouble else ""
