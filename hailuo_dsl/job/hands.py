"""One take in the hands of one run: does what `decide` says and writes down what came of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, assert_never

from hailuo_dsl.api.errors import Advice, ApiError, NoSuchTask, Refused
from hailuo_dsl.api.model import Status
from hailuo_dsl.ground.trouble import disk_words
from hailuo_dsl.job.asking import Asking
from hailuo_dsl.job.decide import (
    Action,
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
)
from hailuo_dsl.job.model import ASKED_AFTER, UNDER_WAY, Event, Stage
from hailuo_dsl.job.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.api.model import Answer
    from hailuo_dsl.job.model import Aside, TakeState
    from hailuo_dsl.job.shift import Shift
    from hailuo_dsl.plan.model import Step

ENDINGS = {
    Status.FAILED: "the service failed to make it",
    Status.CANCELLED: "the service says that it was cancelled",
    Status.EXPIRED: "the service says that its time is over",
}


class Hands:
    """Brings one take to its end, or to where this run must leave it."""

    def __init__(self, step: Step, clips: Mapping[str, str], key: str, shift: Shift) -> None:
        """Take up *step*, whose take is *key* and which starts from *clips*."""
        self.step = step
        self.clips = clips
        self.key = key
        self.shift = shift
        self.started = shift.now()
        self.fresh = True
        # The attempt that the author's word is about; what is under way by then has had it.
        self.spoken_of = -1
        self.asking = Asking(step, clips, key, shift)
        self.url = ""
        self.queried: float | None = None
        self.hold = 0.0
        self.stranger = ""
        self.stranger_since = 0.0
        self.no_queries = ""
        self.fumbles = 0
        self.trouble = ""

    async def bring(self) -> None:
        """Turn after turn, until there is nothing left to do in this run.

        Raises:
            FrameError: what it starts from cannot be sent; nothing was.
            LedgerError: what happens can no longer be written down.
        """
        try:
            while await self._turn():
                pass
        finally:
            self.shift.door.lands(self.key)

    async def _turn(self) -> bool:
        """Do one thing; return whether there may be another."""
        state = self.shift.state(self.key)
        if self.fresh:
            self._hear_the_word(state)
        action = decide(state, self.shift.now(), self._around(state))
        self.fresh = False
        self._show(state, action)
        match action:
            case Submit():
                await self.asking.submit(self._around)
            case TakeUp(task_id):
                known = {"task_id": task_id, "adopted": True, "run": self.shift.run}
                self._write(state.attempt, Event.SUBMITTED, **known)
            case Query(at):
                await self.shift.rest(at)
                await self._query(state)
            case Download(url):
                await self._download(state, url)
            case Wait(until):
                await self.shift.rest(until)
            case Doubt(words):
                self._write(state.attempt, Event.UNKNOWN, words=words, said=self.stranger)
            case Finished(clip):
                await self._finish(clip, Stage.DONE)
                return False
            case Stop():
                await self._stop(state, action)
                return False
            case _:
                assert_never(action)
        return True

    async def _stop(self, state: TakeState, stop: Stop) -> None:
        if stop.stage is Stage.REFUSED and state.advice is None and not self.shift.no_submits:
            # Nobody was reached, time after time: neither will the other takes.
            self.shift.no_submits = stop.why
        if stop.clip:
            await self._finish(stop.clip, stop.stage)

    def _around(self, state: TakeState, slot: float = 0.0) -> Around:
        shift = self.shift
        is_spoken_of = state.attempt == self.spoken_of
        return Around(
            run=shift.run,
            started=self.started,
            alive=self._lives(state),
            fresh=self.fresh,
            kept=shift.store.has(state.standing),
            resend=is_spoken_of and self.step.id in shift.resend,
            retake=is_spoken_of and self.step.id in shift.retake,
            slot=slot,
            url=self.url,
            queried=self.queried,
            hold=self.hold,
            stranger=self.stranger,
            stranger_since=self.stranger_since,
            no_submits=shift.no_submits or self._not_agreed() or self.asking.too_dear(state),
            no_queries=self.no_queries,
            fumbles=self.fumbles,
            trouble=self.trouble,
            policy=shift.policy,
            terms=shift.terms,
        )

    def _hear_the_word(self, state: TakeState) -> None:
        if state.stage not in ASKED_AFTER and not self._lives(state):
            self.spoken_of = state.attempt

    def _lives(self, state: TakeState) -> bool:
        ours = state.run == self.shift.run
        return state.stage in UNDER_WAY and (ours or self.shift.ledger.alive(state.run))

    def _not_agreed(self) -> str:
        agreed = self.shift.agreed
        if agreed is None or self.step.id in agreed:
            return ""
        return "it was not on the bill that you agreed to; run again to be asked"

    def _show(self, state: TakeState, action: Action) -> None:
        if state.stage in UNDER_WAY and isinstance(action, Query | Download | Wait):
            self.shift.door.flies(self.key)
        else:
            self.shift.door.lands(self.key)
        self.shift.board.change(
            self.step.id,
            stage=action.stage if isinstance(action, Stop) else state.stage,
            attempt=state.attempt,
            task_id=state.task_id,
            said=state.said,
            advice=state.advice,
            message=_message(action) or (self.trouble if state.stage in UNDER_WAY else ""),
        )

    async def _query(self, state: TakeState) -> None:
        try:
            answer = await self.shift.service.query(state.task_id)
        except ApiError as error:
            self._trouble(error)
        else:
            self.stranger = self.trouble = ""
            self._heard(state, answer)
        self.queried = self.shift.now()

    def _trouble(self, error: Exception) -> None:
        """Remember why a question or a download came to nothing; the take does not fail by it."""
        self.trouble = disk_words(error) if isinstance(error, OSError) else str(error)
        if isinstance(error, NoSuchTask):
            if not self.stranger:
                self.stranger_since = self.shift.now()
            self.stranger = error.said or str(error)
        elif isinstance(error, Refused):
            if error.advice is Advice.ACCOUNT:
                self.no_queries = str(error)
            longest = self.shift.policy.longest_pause
            self.hold = self.shift.now() + min(error.retry_after or 0.0, longest)

    def _heard(self, state: TakeState, answer: Answer) -> None:
        match answer.status:
            case Status.FAILED | Status.CANCELLED | Status.EXPIRED if state.stage is Stage.DONE:
                self.stranger = answer.failure or f"it says {answer.status}"
                self.stranger_since = float("-inf")
            case Status.FAILED | Status.CANCELLED | Status.EXPIRED:
                self._write(
                    state.attempt,
                    Event.FAILED,
                    status=answer.status,
                    words=": ".join(filter(None, (ENDINGS[answer.status], answer.reason))),
                    said=answer.failure,
                    moderated=answer.moderated,
                )
            case Status.QUEUED | Status.RUNNING | Status.SUCCEEDED:
                seen = Stage(answer.status)
                fetching = state.stage is Stage.DOWNLOADING and seen is Stage.SUCCEEDED
                if state.stage not in {seen, Stage.DONE} and not fetching:
                    self._write(state.attempt, Event.SEEN, status=answer.status)
                self.url = answer.url if answer.status is Status.SUCCEEDED else ""
                if answer.status is Status.SUCCEEDED and not answer.url:
                    self.trouble = "the service says that the clip is there, but not where"
                if answer.progress is not None:
                    self.shift.board.change(self.step.id, progress=answer.progress)
            case _:
                assert_never(answer.status)

    async def _download(self, state: TakeState, url: str) -> None:
        shift = self.shift
        if state.stage not in {Stage.DOWNLOADING, Stage.DONE}:
            self._write(state.attempt, Event.DOWNLOADING)
        # A link that failed once is not tried again: the service is asked for a new one.
        self.url = ""
        try:
            part = shift.store.part(self.key, state.attempt, shift.run, shift.ledger.alive)
            await shift.service.download(url, part)
            clip, facts = await asyncio.to_thread(shift.store.keep, part)
            size = shift.store.path(clip).stat().st_size
        except (ApiError, StoreError, OSError) as error:
            self.fumbles += 1
            self._trouble(error)
        else:
            self._write(state.attempt, Event.DONE, clip=clip, seconds=facts.seconds, bytes=size)

    async def _finish(self, clip: str, stage: Stage | Aside) -> None:
        change, path = {"stage": stage, "clip": clip, "progress": 100.0}, None
        try:
            path = await asyncio.to_thread(self.shift.store.place, clip, self.step.id)
        except StoreError as error:
            self.shift.board.change(self.step.id, **change, message=str(error))
        else:
            self.shift.board.change(self.step.id, **change, path=path)

    def _write(self, attempt: int, event: Event, **data: Any) -> None:
        self.shift.write(self.key, attempt, event, data)


def _message(action: Action) -> str:
    match action:
        case Wait(_, why) | Stop(_, why) | Finished(_, why):
            return why
        case Download():
            return "downloading"
        case _:
            return ""
