"""One take in the hands of one run: does what `decide` says and writes down what came of it."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any, assert_never

from hailuo_dsl.api.errors import Advice, ApiError, Lost, NoSuchTask, Refused, Unreached
from hailuo_dsl.api.model import Status
from hailuo_dsl.job.decide import (
    MINUTE,
    Action,
    Around,
    Doubt,
    Download,
    Finished,
    Query,
    Stop,
    Submit,
    Wait,
    decide,
    next_slot,
)
from hailuo_dsl.job.fold import UNREACHED, fold
from hailuo_dsl.job.frames import identities, wire_body, without_bytes
from hailuo_dsl.job.ledger import AlreadyIntended, LedgerError
from hailuo_dsl.job.model import UNDER_WAY, Entry, Event, Stage
from hailuo_dsl.job.store import StoreError
from hailuo_dsl.request.validate import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.api.model import Answer
    from hailuo_dsl.job.model import TakeState
    from hailuo_dsl.job.shift import Shift
    from hailuo_dsl.plan.model import Step


class Hands:
    """Brings one take to its end, or to where this run must leave it."""

    def __init__(self, step: Step, clips: Mapping[str, str], key: str, shift: Shift) -> None:
        """Take up *step*, whose take is *key* and which starts from *clips*."""
        self.step = step
        self.clips = clips
        self.key = key
        self.shift = shift
        self.started = shift.now()
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
        state = self._state()
        action = decide(state, self.shift.now(), self._around(state))
        self._show(state, action)
        match action:
            case Submit():
                await self._submit()
            case Query(at):
                await self._rest(at)
                await self._query(state)
            case Download(url):
                await self._download(state, url)
            case Wait(until):
                await self._rest(until)
            case Doubt(words):
                self._write(state.attempt, Event.UNKNOWN, words=words, said=self.stranger)
            case Finished(clip):
                await self._finish(clip)
                return False
            case Stop(stage, words):
                if stage is Stage.REFUSED and state.advice is None and not self.shift.no_submits:
                    # Nobody was reached, time after time: neither will the other takes.
                    self.shift.no_submits = words
                return False
            case _:
                assert_never(action)
        return True

    def _state(self) -> TakeState:
        return fold(self.shift.ledger.events(self.key))

    def _around(self, state: TakeState) -> Around:
        shift = self.shift
        under_way = state.stage in UNDER_WAY
        return Around(
            run=shift.run,
            started=self.started,
            alive=under_way and (state.run == shift.run or shift.ledger.alive(state.run)),
            kept=shift.store.has(state.clip),
            resend=self.step.id in shift.resend,
            url=self.url,
            queried=self.queried,
            hold=self.hold,
            stranger=self.stranger,
            stranger_since=self.stranger_since,
            no_submits=shift.no_submits or self._not_agreed(),
            no_queries=self.no_queries,
            fumbles=self.fumbles,
            trouble=self.trouble,
            policy=shift.policy,
            terms=shift.terms,
        )

    def _not_agreed(self) -> str:
        agreed = self.shift.agreed
        if agreed is None or self.step.id in agreed:
            return ""
        return "it was not on the bill: what it starts from has changed; run again to be asked"

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
            message=_message(action) or (self.trouble if state.stage in UNDER_WAY else ""),
        )

    async def _submit(self) -> None:
        shift = self.shift
        async with shift.uploads:
            body = await asyncio.to_thread(
                wire_body, self.step, self.clips, shift.root, shift.store
            )
            async with shift.door.through():
                call = await self._intend(body)
            if call is not None:
                # Whatever happens to this run, the answer is heard and written down.
                await asyncio.shield(call)

    async def _intend(self, body: Mapping[str, Any]) -> asyncio.Task[None] | None:
        """Write the intention and begin the call; None where there is nothing to submit any more.

        Nothing can come between the two: neither another run nor the end of this one.
        """
        shift = self.shift
        while True:
            now = shift.now()
            with shift.ledger.turn():
                state = self._state()
                action = decide(state, now, self._around(state))
                if not isinstance(action, Submit):
                    return None
                submits = shift.ledger.intended(shift.terms.service, now - MINUTE)
                slot = next_slot(submits, now, shift.terms.requests_per_minute)
                if slot <= now:
                    intention = action.intention or uuid.uuid4().hex
                    try:
                        self._write_intention(action.attempt, intention)
                    except AlreadyIntended:
                        return None
            if slot <= now:
                shift.door.flies(self.key)
                return shift.call(self._ask(action.attempt, body, intention))
            per_minute = shift.terms.requests_per_minute
            shift.board.change(
                self.step.id, message=f"waits its turn: {per_minute} submits a minute"
            )
            await self._rest(slot)

    def _write_intention(self, attempt: int, intention: str) -> None:
        shift = self.shift
        self._write(
            attempt,
            Event.INTENDED,
            script=shift.script,
            shot=self.step.id,
            service=shift.terms.service,
            account=shift.terms.account,
            run=shift.run,
            intention=intention,
            request=without_bytes(self.step.request.body),
            frames=identities(self.step, self.clips),
        )

    async def _ask(self, attempt: int, body: Mapping[str, Any], intention: str) -> None:
        """Make the paid call and write down what came of it, whatever that is."""
        try:
            task_id = await self.shift.service.submit(body, intention=intention)
        except Refused as no:
            if no.advice is Advice.ACCOUNT:
                self.shift.no_submits = str(no)
            self._write(
                attempt, Event.REFUSED, advice=no.advice, retry_after=no.retry_after, **_said(no)
            )
        except Unreached as error:
            self._write(attempt, Event.REFUSED, advice=UNREACHED, **_said(error))
        except Lost as error:
            self._write(attempt, Event.UNKNOWN, **_said(error))
        except InvalidRequestError as error:
            # Our own mistake, found before anything was sent.
            self._write(attempt, Event.REFUSED, advice=Advice.FIX, words=str(error))
            raise
        except BaseException:
            words = "the run was stopped before the answer came"
            self._write(attempt, Event.UNKNOWN, words=words)
            raise
        else:
            try:
                self._write(attempt, Event.SUBMITTED, task_id=task_id)
            except LedgerError as error:
                raise LedgerError(
                    f"{error}; note that the service took {self.step.id} as task {task_id}"
                ) from error

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
        self.trouble = str(error)
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
                    words=answer.failure,
                    said=answer.failure,
                )
            case Status.QUEUED | Status.RUNNING | Status.SUCCEEDED:
                if state.stage not in {Stage(answer.status), Stage.DONE}:
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
        # A link that failed once is not tried again: the service is asked for a new one.
        self.url = ""
        try:
            part = shift.store.part(self.key, state.attempt, shift.run)
            await shift.service.download(url, part)
            clip, facts = await asyncio.to_thread(shift.store.keep, part)
        except (ApiError, StoreError, OSError) as error:
            self.fumbles += 1
            self._trouble(error)
        else:
            self._write(state.attempt, Event.DONE, clip=clip, seconds=facts.seconds)

    async def _finish(self, clip: str) -> None:
        change, path = {"stage": Stage.DONE, "clip": clip, "progress": 100.0}, None
        try:
            path = await asyncio.to_thread(self.shift.store.place, clip, self.step.id)
        except StoreError as error:
            self.shift.board.change(self.step.id, **change, message=str(error))
        else:
            self.shift.board.change(self.step.id, **change, path=path)

    async def _rest(self, until: float) -> None:
        await self.shift.sleep(max(0.0, until - self.shift.now()))

    def _write(self, attempt: int, event: Event, **data: Any) -> None:
        self.shift.ledger.add(Entry(self.key, attempt, event, self.shift.now(), data))


def _said(error: ApiError) -> dict[str, str]:
    return {"words": str(error), "said": error.said}


def _message(action: Action) -> str:
    match action:
        case Wait(_, why) | Stop(_, why):
            return why
        case Download():
            return "downloading"
        case _:
            return ""
