"""What comes next for one take. Pure: the time and all that is known are arguments.

planned                      submit
intended, its run alive      wait: somebody else's work under way
intended, its run dead       the answer is lost; as unknown
unknown                      query, if there is a task id; else leave it (the author may resend
                             it), and where sending again is safe, resend
submitted … downloading      go on: query, then download; never submit
done                         finished; where the clip is gone, query and download it again
refused                      nothing was accepted: try again by the kind of refusal
failed, cancelled, expired   leave it (the author may resend it); where sending is free,
                             a later run submits it again
cancelled by the author      leave it; a later run goes on with it, if there is a task id

Sending again is safe where it is free, or where the service honours the name of an intention. A
clip that the author wants once more is submitted anew; until it is there, the one before counts.
Whatever would be submitted waits for its turn, and is left where money or the author forbids it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from hailuo_dsl.api.errors import Advice
from hailuo_dsl.job.model import ANSWERLESS, ENDED_BADLY, Aside, Stage, TakeState
from hailuo_dsl.job.terms import Policy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.job.terms import Terms

MINUTE = 60.0
OWN_WORD = "cancelled by you; the clip is still made and paid, and a later run fetches it"


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
class TakeUp:
    """Write down that the task is waited for again."""

    task_id: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The clip is there; *why* it is an earlier one, where it is."""

    clip: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Leave it as it stands; *clip* is the one of before, where there is one."""

    stage: Stage | Aside
    why: str
    clip: str = ""


Action = Submit | Query | Download | Wait | Doubt | TakeUp | Finished | Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What else is known when a take's next step is decided.

    Attributes:
        run: the run that asks.
        started: when this run took the take up.
        alive: whether the run of the latest intention still lives.
        fresh: whether this run has just taken the take up.
        kept: whether the clip, or the one of before, is on the disk.
        resend: the author's word to send again what is unknown or has failed.
        retake: the author's word to make a clip once more that is there or has failed.
        slot: when the next submit may be made; 0.0 where that is not the question yet.
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
    fresh: bool = False
    kept: bool = True
    resend: bool = False
    retake: bool = False
    slot: float = 0.0
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
    there = state.standing if around.kept else ""
    if isinstance(action, Submit) and around.no_submits:
        action = Stop(_unsent(state.stage), around.no_submits)
    if isinstance(action, Submit) and around.slot > now:
        per_minute = around.terms.requests_per_minute
        return Wait(around.slot, f"waits its turn: {per_minute} submits a minute")
    if isinstance(action, Stop) and there:
        return replace(action, clip=there)
    return action


def _wanted(state: TakeState, now: float, around: Around) -> Action:
    match state.stage:
        case Stage.PLANNED:
            return Submit(1)
        case Stage.INTENDED:
            if around.alive:
                return _follow(state, now, around)
            return _lost(state, ANSWERLESS, now, around)
        case Stage.UNKNOWN:
            if state.task_id and not _is_strange(state, now, around):
                return _go_on(state, now, around)
            return _lost(state, state.words, now, around)
        case Stage.SUBMITTED | Stage.QUEUED | Stage.RUNNING | Stage.SUCCEEDED | Stage.DOWNLOADING:
            if around.alive and state.run != around.run:
                return _follow(state, now, around)
            return _go_on(state, now, around)
        case Stage.DONE:
            return _done(state, now, around)
        case Stage.REFUSED:
            return _refused(state, now, around)
        case Stage.CANCELLED if state.own_word:
            return _cancelled(state, around)
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
    if now - max(around.started, _past(state.since, now)) > around.policy.patience:
        return Stop(state.stage, "another run is still at it; run again to go on")
    return Wait(now + around.policy.follow, "another run is at it")


def _lost(state: TakeState, why: str, now: float, around: Around) -> Action:
    mine = state.run == around.run
    terms, tries = around.terms, around.policy.lost_tries
    safe = (terms.free or terms.honours_key) and (not mine or state.tries < tries)
    if (safe and not (mine and state.own_word)) or (around.resend and not mine):
        return _after_a_pause(state, now, around)
    return Stop(
        Stage.UNKNOWN,
        f"{why}; it may have been accepted and paid, so it is not sent again by itself",
    )


def _done(state: TakeState, now: float, around: Around) -> Action:
    if around.retake and state.run != around.run:
        return Submit(state.attempt + 1)
    return Finished(state.clip) if around.kept else _go_on(state, now, around)


def _cancelled(state: TakeState, around: Around) -> Action:
    if not state.task_id:  # given up
        return _failed(state, around)
    return TakeUp(state.task_id) if around.fresh else Stop(state.stage, state.words or OWN_WORD)


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
    if now - max(around.started, _past(state.submitted, now)) > policy.patience:
        still = f"task {state.task_id} is still {left}"
        return Stop(left, f"{still}{_because(around)}; run again to go on with it")
    # A clock that was set back must not make a short pause long.
    held = min(around.hold, now + policy.longest_pause)
    return Query(max(_next_query(state, now, around), held))


def _past(at: float, now: float) -> float:
    """*at*; 0.0 if it is still to come: then it was written before the clock was set back."""
    return at if at <= now else 0.0


def _is_strange(state: TakeState, now: float, around: Around) -> bool:
    """Tell whether the service has denied the task for so long that it is no mere "not yet"."""
    since = max(_past(state.submitted, now), around.stranger_since)
    return bool(around.stranger) and now - since > around.policy.not_yet


def _next_query(state: TakeState, now: float, around: Around) -> float:
    age = max(0.0, now - state.submitted)
    if around.queried is None:
        return now + max(0.0, around.policy.polls.first - age)
    return min(around.queried, now) + around.policy.polls.pause(age)


def _refused(state: TakeState, now: float, around: Around) -> Action:
    mine = state.run == around.run
    policy = around.policy
    if mine and state.own_word:
        return Stop(Stage.CANCELLED, f"cancelled by you; it was not accepted: {state.words}")
    if not mine and (state.advice is Advice.MODERATED or state.former):
        # What moderation stops may be charged, and is stopped again; and a clip that was wanted
        # once more is asked for by the author alone.
        return _failed(state, around)
    if mine and not _may_try_again(state, policy):
        return Stop(Stage.REFUSED, state.words)
    return _after_a_pause(state, now, around)


def _after_a_pause(state: TakeState, now: float, around: Around) -> Action:
    """Send it again, as soon as the service has had the time that it asks for or needs."""
    policy, mine = around.policy, state.run == around.run
    pause = min(policy.backoff * 2 ** (state.tries - 1), policy.longest_pause) if mine else 0.0
    pause = max(pause, state.retry_after or 0.0)
    # What is in the future was written before the clock was set back.
    if not state.since <= now < state.since + pause:
        return Submit(state.attempt + 1, state.intention)
    if pause > policy.longest_pause:
        return Stop(state.stage, f"{state.words}; it asks to wait for {pause:.0f} seconds")
    return Wait(state.since + pause, state.words)


def _may_try_again(state: TakeState, policy: Policy) -> bool:
    match state.advice:
        case Advice.WAIT:
            return state.tries < policy.busy_tries
        case None:
            return state.tries < policy.unreached_tries
        case Advice.FIX | Advice.ACCOUNT | Advice.MODERATED:
            return False
        case _:
            assert_never(state.advice)


def _failed(state: TakeState, around: Around) -> Action:
    words = state.words or f"the service says that task {state.task_id} has {state.stage}"
    if state.run != around.run:
        if around.resend or around.retake:
            return Submit(state.attempt + 1)
        if _is_content(state, around):
            return Finished(state.former, f"the clip of before; of the other: {words}")
        if around.terms.free:
            return Submit(state.attempt + 1)
    return Stop(state.stage, words)


def _is_content(state: TakeState, around: Around) -> bool:
    """Whether the clip of before will do: it is there, and no other is asked for now."""
    return bool(state.former) and around.kept and not (around.resend or around.retake)


def _unsent(stage: Stage) -> Stage | Aside:
    """Where a take is left that would have been sent, had the run been let."""
    if stage in ENDED_BADLY:
        return stage
    return Stage.UNKNOWN if stage in {Stage.INTENDED, Stage.UNKNOWN} else Aside.WITHHELD


def _because(around: Around) -> str:
    return f" (the last query failed: {around.trouble})" if around.trouble else ""
