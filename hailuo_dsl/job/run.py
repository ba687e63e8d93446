"""Run a plan to its end: every take as soon as the clips that it starts from are there."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hailuo_dsl.job.board import Board
from hailuo_dsl.job.book import Book
from hailuo_dsl.job.clock import Clock
from hailuo_dsl.job.frames import FrameError, chosen, ids_of, key_of, parents
from hailuo_dsl.job.hands import Hands
from hailuo_dsl.job.ledger import LedgerError
from hailuo_dsl.job.model import Aside, Outcome, Snapshot, Stage
from hailuo_dsl.job.pace import Door
from hailuo_dsl.job.shift import Shift
from hailuo_dsl.job.store import check_names
from hailuo_dsl.job.survey import left_over, survey
from hailuo_dsl.job.terms import Policy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Coroutine

    from hailuo_dsl.api.model import Service
    from hailuo_dsl.job.ledger import Ledger
    from hailuo_dsl.job.store import Store
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.plan.model import Plan, Step


async def run(
    plan: Plan,
    service: Service,
    ledger: Ledger,
    store: Store,
    *,
    terms: Terms,
    script: str = "",
    root: Path = Path(),
    policy: Policy | None = None,
    only: Collection[str] | None = None,
    resend: Collection[str] = (),
    retake: Collection[str] = (),
    agreed: Collection[str] | None = None,
    on_change: Callable[[Snapshot], None] = lambda _: None,
    now: Callable[[], float] = time.time,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Outcome:
    """Make every clip of *plan* that is not there yet, each paid for once.

    What the ledger knows to be done is reused, what is under way is gone on with, also where
    another process has begun it. Cancelled, it submits no more, hears the answers of the submits
    that are on their way and writes them down; the next run goes on.

    Args:
        plan: the steps.
        service: makes the clips.
        ledger: remembers what was asked for and what came of it.
        store: keeps the clips.
        terms: with whom the takes are made, and how many at once.
        script: the name that the ledger knows the script by.
        root: the folder that the pictures' paths start from.
        policy: how patient the run is.
        only: ids of the requests to make, None for all; those that they start from are made too.
        resend: ids whose takes are sent again if their outcome is unknown or they have failed.
        retake: ids whose clips are made once more, though they are there.
        agreed: ids that may be submitted, as the author saw and agreed to them; None for all.
        on_change: is told each change, in the event loop; it must be quick and not raise.
        now: tells the time, seconds since the epoch.
        sleep: waits for some seconds.

    Raises:
        LedgerError: the ledger cannot be read or written; nothing more was submitted.
        StoreError: two shots would have one file name, or no clip could be kept.
    """
    check_names(step.id for step in plan.steps)
    store.open()
    this, book = uuid.uuid4().hex, Book()
    with ledger.living(this):
        before = survey(plan, book.read(ledger), ledger.alive, terms, only, resend, retake)
        shift = Shift(
            run=this,
            script=script,
            service=service,
            ledger=ledger,
            book=book,
            store=store,
            terms=terms,
            policy=policy or Policy(),
            root=root,
            resend=frozenset(resend),
            retake=frozenset(retake),
            agreed=None if agreed is None else frozenset(agreed),
            now=Clock(now),
            sleep=sleep,
            board=Board(before, on_change),
            door=Door(terms.jobs_in_flight),
        )
        store.sweep(ledger.alive)
        ids = ids_of(plan)
        over = {name: asyncio.Event() for name in ids}
        takes = [_take(step, parents(step, ids), over, shift) for step in chosen(plan, only)]
        await _together(takes, shift)
        outcome = shift.board.outcome()
        # Read while the run still lives: what it is at is not left over.
        left = left_over(book.read(ledger), ledger.alive, terms, frozenset(shift.locks))
        return replace(outcome, left=left)


async def _take(
    step: Step, starts: Collection[str], over: dict[str, asyncio.Event], shift: Shift
) -> None:
    """Bring the take of *step* as far as this run can, once the takes it *starts* from are over."""
    board = shift.board
    if board[step.id].stage is Aside.UNDECIDED:
        return
    for parent in starts:
        if not over[parent].is_set() and board[step.id].stage is not Stage.DONE:
            board.change(step.id, message=f"waits for {parent}")
        await over[parent].wait()
        if not board[parent].clip:
            why = f"starts from {parent}, which is {board[parent].stage}"
            board.change(step.id, stage=Aside.SKIPPED, message=why)
            break
    else:
        await _bring(step, {parent: board[parent].clip for parent in starts}, shift)
    over[step.id].set()


async def _bring(step: Step, clips: dict[str, str], shift: Shift) -> None:
    key = key_of(step, clips, shift.terms)
    shift.board.change(step.id, key=key)
    if not shift.store.has(shift.board[step.id].clip):
        shift.board.change(step.id, clip="", progress=0.0)
    async with shift.locks[key]:
        try:
            await Hands(step, clips, key, shift).bring()
        except FrameError as error:
            shift.board.change(step.id, stage=Aside.SKIPPED, message=str(error))


async def _together(takes: Collection[Coroutine[None, None, None]], shift: Shift) -> None:
    """Run *takes*; the first that raises ends them all, but no submit on its way."""
    tasks = [asyncio.create_task(take) for take in takes]
    try:
        if tasks:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in tasks:
            task.cancel()
        await _heard_out(tasks, shift)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()):
            raise error


async def _heard_out(tasks: Collection[asyncio.Task[None]], shift: Shift) -> None:
    """Wait for *tasks*, and for the answers of all submits; asked twice to stop, give those up.

    A submit that is given up writes down that its answer is unknown.
    """
    try:
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*shift.calls, return_exceptions=True)
    except asyncio.CancelledError:
        for call in shift.calls:
            call.cancel()
        await asyncio.gather(*shift.calls, return_exceptions=True)
        raise
    errors = [it for call in shift.calls if not call.cancelled() and (it := call.exception())]
    if len(errors) > 1 and all(isinstance(it, LedgerError) for it in errors):
        raise LedgerError("; ".join(map(str, errors)))
    if errors:
        raise errors[0]
