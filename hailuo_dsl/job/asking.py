"""Asks for one take's clip: the intention written, the paid call made, its answer written."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.errors import Advice, ApiError, Lost, Refused, Unreached
from hailuo_dsl.job.charge import FREE, over_budget, written
from hailuo_dsl.job.decide import MINUTE, Submit, Wait, decide, next_slot
from hailuo_dsl.job.fold import UNREACHED
from hailuo_dsl.job.frames import identities, wire_body, without_bytes
from hailuo_dsl.job.ledger import LedgerError
from hailuo_dsl.job.model import Event, Stage
from hailuo_dsl.job.terms import money_of
from hailuo_dsl.request.validate import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from hailuo_dsl.job.decide import Around
    from hailuo_dsl.job.model import TakeState
    from hailuo_dsl.job.shift import Shift
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.plan.model import Step

    Looking: TypeAlias = Callable[[TakeState, float], Around]


@dataclass(frozen=True)
class Asking:
    """Sends one take for one run."""

    step: Step
    clips: Mapping[str, str]
    key: str
    shift: Shift

    async def submit(self, around: Looking) -> None:
        """Wait for a turn at the door and ask for the clip, if that is still what comes next.

        Args:
            around: what is known around the take, as of now; it is told of the next free slot.

        Raises:
            FrameError: what it starts from cannot be sent; nothing was.
            LedgerError: what happens can no longer be written down.
        """
        shift = self.shift
        async with shift.uploads:
            body = await asyncio.to_thread(
                wire_body, self.step, self.clips, shift.root, shift.store
            )
            async with shift.door.through():
                call = await self._intend(body, around)
            if call is not None:
                # Whatever happens to this run, the answer is heard and written down.
                await asyncio.shield(call)

    async def _intend(self, body: Mapping[str, Any], around: Looking) -> asyncio.Task[None] | None:
        """Write the intention and begin the call; None where there is nothing to submit any more.

        Nothing can come between the two: neither another run nor the end of this one.
        """
        shift, per_minute = self.shift, self.shift.terms.requests_per_minute
        while True:
            with shift.ledger.turn():
                now = shift.now()
                state = shift.state(self.key)
                submits = shift.book.submits(shift.terms.service, now - MINUTE)
                slot = next_slot(submits, now, per_minute)
                action = decide(state, now, around(state, slot))
                if isinstance(action, Submit):
                    intention = action.intention or uuid.uuid4().hex
                    self._write_intention(state, action.attempt, intention)
            if isinstance(action, Submit):
                shift.door.flies(self.key)
                return shift.call(self._ask(action.attempt, body, intention))
            if not (isinstance(action, Wait) and action.until == slot):
                return None
            shift.board.change(self.step.id, message=action.why)
            await shift.rest(slot)

    def _write_intention(self, state: TakeState, attempt: int, intention: str) -> None:
        shift = self.shift
        price = FREE if shift.terms.free else written(self.step.price)
        same_job = {"same_job": True} if _is_same_job(state, shift.terms) else {}
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
            price=price,
            **same_job,
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

    def too_dear(self, state: TakeState) -> str:
        """Why the budget does not hold the take; empty where it does."""
        terms = self.shift.terms
        if terms.budget is None or _is_same_job(state, terms):
            return ""
        spent = self.shift.book.spent(terms, terms.budget.currency)
        return over_budget(money_of(self.step.price), spent, terms)

    def _write(self, attempt: int, event: Event, **data: Any) -> None:
        self.shift.write(self.key, attempt, event, data)


def _said(error: ApiError) -> dict[str, str]:
    return {"words": str(error), "said": error.said}


def _is_same_job(state: TakeState, terms: Terms) -> bool:
    """Whether sending the take again can make no second job."""
    return terms.honours_key and state.stage in {Stage.INTENDED, Stage.UNKNOWN}
