"""The simulator's ASGI app: the gateway's two routes, the finished files, and its own desk.

    POST /v1/video/generations             {"task_id", "status"}
    GET  /v1/video/generations/{task_id}   {"code": "200", "message", "data": {"status", …}}
    GET  /files/{task_id}.mp4              the clip, by ranges if asked so
    GET  /_simulator/stats                 what it was asked for, and paid for
    GET  /_simulator/clock                 {"now"}
    POST /_simulator/clock                 {"advance": seconds}

Shapes: https://docs.tokensmind.ai/en/guide/video/hailuo/video-generation-i2v and …-query; errors
as New API's source makes them, https://github.com/QuantumNous/new-api. A scenario makes it answer
otherwise: what strikes is dealt in `deal`, what becomes of an answer then is in `strike`.
"""

from __future__ import annotations

import hmac
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hailuo_dsl.api.simulator.clock import Clock
from hailuo_dsl.api.simulator.deal import Dealer, Pace
from hailuo_dsl.api.simulator.films import Films
from hailuo_dsl.api.simulator.model import Fate, Task, stand
from hailuo_dsl.api.simulator.read import BadRequestError, Reader, advance_in, body_of
from hailuo_dsl.api.simulator.scenario import Fault, Scenario, ScenarioError
from hailuo_dsl.api.simulator.shapes import View, Word, accepted, told
from hailuo_dsl.api.simulator.strike import (
    Struck,
    before_tasks,
    envelope,
    expired_link,
    not_exist,
)
from hailuo_dsl.api.simulator.tasks import ReusedKeyError, Tasks
from hailuo_dsl.api.simulator.tell import (
    is_denied,
    is_good,
    link_of,
    paid_for,
    view_of,
)
from hailuo_dsl.api.simulator.words import FATES, SPOILT, Does, Place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from hailuo_dsl.api.simulator.model import Job
    from hailuo_dsl.catalog.model import Catalog

BODY_LIMIT = 64 * 2**20
"""Bytes; what the vendor's newest API takes (https://platform.minimax.io/docs, v2 create)."""

QUICK = 4096
"""Bytes of a body that is read faster than a thread is asked to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a simulator is told.

    Attributes:
        catalog: what it offers.
        state: the SQLite file of its tasks; its clips lie beside it. None: a passing folder.
        job_seconds: how long a job takes; None: as long as the scenario says.
        api_key: the only bearer token it takes; None: any.
        clock: the real time, seconds since the epoch.
        scenario: what it does otherwise than an honest service.
    """

    catalog: Catalog
    state: Path | None = None
    job_seconds: float | None = None
    api_key: str | None = field(default=None, repr=False)
    clock: Callable[[], float] = time.time
    scenario: Scenario = field(default_factory=Scenario)


class Simulator:
    """One simulator; `app` is what a server or a client is given.

    Args:
        settings: what it is told.
        has_line: whether `app` is served over TCP, by `serve`.

    Raises:
        StateError: the state file cannot be used.
        ScenarioError: the scenario takes a TCP line, and there is none.
    """

    def __init__(self, settings: Settings, *, has_line: bool = False) -> None:
        scenario = settings.scenario
        if not has_line:
            _refuse_lines(scenario)
        self._settings = settings
        self._scenario = scenario
        self._passing = None if settings.state else TemporaryDirectory(prefix="hailuo-dsl-")
        state = settings.state or Path(str(self._passing and self._passing.name), "state.sqlite")
        self._tasks = Tasks(state)
        ahead = self._tasks.ahead(settings.clock())
        self._clock = Clock(settings.clock, scenario.clock_speed, ahead or 0.0)
        self._keeps_ahead = ahead is not None or scenario.clock_speed != 1.0
        clips = state.with_name(f"{state.stem}.clips")
        self._films = Films(clips, self._tasks, settings.catalog, scenario.clip)
        self._reader = Reader(settings.catalog)
        self._dealer = Dealer(scenario, self._tasks.turns() if scenario != Scenario() else {})
        self._pace = Pace(scenario.requests_per_minute, self._clock)
        self._counts = Counter(refused=0, queries=0, downloads=0)
        self.app = Starlette(
            routes=[
                Route("/v1/video/generations", self.submit, methods=["POST"]),
                Route("/v1/video/generations/{task_id}", self.query),
                Route("/files/{task_id}.mp4", self.file, name="file"),
                Route("/_simulator/stats", self.stats),
                Route("/_simulator/clock", self.clock, methods=["GET", "POST"]),
            ],
            lifespan=self._lifespan,
        )

    async def submit(self, request: Request) -> ASGIApp:
        """Take a job: written down first, then answered."""
        if not self._knows(request):
            return self._refusal(before_tasks(401, "invalid token"))
        body = await body_of(request.stream(), BODY_LIMIT)
        if body is None:
            return self._refusal(
                envelope(413, "request_too_large", f"more than {BODY_LIMIT} bytes")
            )
        wait = self._pace.wait()
        if wait:
            return self._refusal(self._struck(self._limit(wait)))
        try:
            if len(body) > QUICK:
                job = await run_in_threadpool(self._reader.read, body)
            else:
                job = self._reader.read(body)
        except BadRequestError as problem:
            return self._refusal(envelope(400, "invalid_request", str(problem)))
        turn, fault = self._dealer.submit(job.prompt)
        if fault and not fault.is_accepted:
            return self._refusal(self._struck(fault))
        intention = request.headers.get("idempotency-key", "")
        try:
            task = await run_in_threadpool(self._accept, job, intention, turn, fault)
        except ReusedKeyError:
            said = "this Idempotency-Key came before with another request"
            return self._refusal(envelope(422, "idempotency_key_reused", said))
        view = View(
            task_id=task.task_id,
            stand=Word.QUEUED,
            progress=0,
            submitted=int(task.submitted),
            model=str(task.request["model"]),
        )
        answer = JSONResponse(accepted(self._dealer.shape(task), view))
        if fault and fault.does not in FATES:
            return self._struck(fault, answer, task)
        await self._tell(task)
        return answer

    async def query(self, request: Request) -> ASGIApp:
        """Say where a job stands."""
        if not self._knows(request):
            return before_tasks(401, "invalid token")
        self._counts["queries"] += 1
        task = await self._find(request)
        if task is None:
            return not_exist()
        # Whoever asks for it knows its id.
        await self._tell(task)
        fault = self._dealer.query(task)
        now = self._clock()
        if is_denied(task, self._scenario, now):
            answer = not_exist()
        else:
            view = view_of(
                task,
                now,
                said=partial(self._dealer.spelling, task),
                link=lambda: link_of(
                    request.url_for("file", task_id=task.task_id), task, self._scenario, now
                ),
                size=partial(self._films.size, task),
            )
            answer = JSONResponse(told(self._dealer.shape(task), view))
        return self._struck(fault, answer) if fault else answer

    async def file(self, request: Request) -> ASGIApp:
        """Give the finished clip to whoever has its link, as a store of files does."""
        self._counts["downloads"] += 1
        task, now = await self._find(request), self._clock()
        if task is None or stand(task, now).word is not Word.SUCCESS:
            return envelope(404, "not_found", "there is no such file")
        if not is_good(request.query_params, task, self._scenario, now):
            return expired_link()
        fault = self._dealer.download(task)
        if fault and fault.does not in SPOILT:
            return self._struck(fault)
        ranges = self._scenario.ranges and (fault is None or fault.does is not Does.NO_RANGE)
        answer = await self._films.answer(task, ranges=ranges)
        return self._struck(fault, answer) if fault else answer

    async def stats(self, _request: Request) -> Response:
        """Count what was accepted, and tell what became of it."""
        tasks = await run_in_threadpool(self._tasks.every)
        counts = {**self._counts, "faults": self._dealer.dealt}
        return JSONResponse({**paid_for(tasks, self._clock()), **counts})

    async def clock(self, request: Request) -> Response:
        """Tell the time, after a jump ahead if one is asked for."""
        if request.method == "POST":
            try:
                self._clock.advance(advance_in(await request.body()))
            except BadRequestError as problem:
                return envelope(400, "invalid_request", str(problem))
            await run_in_threadpool(self._tasks.set_ahead, self._clock.ahead)
            self._keeps_ahead = True
        return JSONResponse({"now": self._clock()})

    async def aclose(self) -> None:
        """End the workers and close the state; once is enough, twice does no harm."""
        await self._films.aclose()
        if self._keeps_ahead:
            self._tasks.set_ahead(self._clock.ahead)
            self._keeps_ahead = False
        self._tasks.close()
        if self._passing:
            self._passing.cleanup()

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await self.aclose()

    def _knows(self, request: Request) -> bool:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return False
        wanted = self._settings.api_key
        return wanted is None or hmac.compare_digest(token.strip().encode(), wanted.encode())

    def _refusal(self, answer: ASGIApp) -> ASGIApp:
        self._counts["refused"] += 1
        return answer

    def _limit(self, wait: float) -> Fault:
        """What strikes a submit that is to come again in *wait* seconds."""
        does = self._scenario.limit_answer
        seconds = None if does in (Does.BUSY, Does.VENDOR_400) else wait
        return Fault(at=Place.SUBMIT, does=does, seconds=seconds)

    def _struck(
        self, fault: Fault, answer: Response | None = None, task: Task | None = None
    ) -> Struck:
        heard = partial(self._tell, task) if task else None
        return Struck(fault, self._settings.clock(), answer, heard)

    def _accept(self, job: Job, intention: str, turn: int, fault: Fault | None) -> Task:
        is_fate = fault is not None and fault.does in FATES
        scenario = self._scenario
        seconds = self._settings.job_seconds
        return self._tasks.add(
            job,
            now=self._clock(),
            job_seconds=scenario.job_seconds if seconds is None else seconds,
            intention=intention,
            once=scenario.honours_idempotency_key,
            turn=turn,
            told=fault is None or is_fate,
            fate=Fate(fault.does, fault.its_code, fault.its_words) if fault and is_fate else None,
        )

    async def _find(self, request: Request) -> Task | None:
        task_id = request.path_params["task_id"]
        known = self._tasks.remembered(task_id)
        return known or await run_in_threadpool(self._tasks.find, task_id)

    async def _tell(self, task: Task) -> None:
        if not task.told:
            await run_in_threadpool(self._tasks.tell, task)


def _refuse_lines(scenario: Scenario) -> None:
    found = next((fault for fault in scenario.faults if fault.terms.line), None)
    if found:
        raise ScenarioError(
            f"the scenario has the fault `{found.does}`, for which there must be a TCP line: "
            "serve it with `hailuo-dsl simulate --scenario`"
        )
