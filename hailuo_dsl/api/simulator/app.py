"""The simulator's ASGI app: the gateway's two routes, the finished files, and a count.

    POST /v1/video/generations             {"task_id", "status"}
    GET  /v1/video/generations/{task_id}   {"code": "200", "message", "data": {"status", …}}
    GET  /files/{task_id}.mp4              the clip, by ranges if asked so
    GET  /_simulator/stats                 {"submissions", "ids"}

Shapes: https://docs.tokensmind.ai/en/guide/video/hailuo/video-generation-i2v and …-query; errors
as New API's source makes them, https://github.com/QuantumNous/new-api.
"""

from __future__ import annotations

import hmac
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from hailuo_dsl.animatic.clips import Clips
from hailuo_dsl.animatic.make import animatic_of, short_edge_of
from hailuo_dsl.api.simulator.tasks import Picture, Task, Tasks, Word, stand
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.request.model import FRAME_KEYS
from hailuo_dsl.request.validate import Validator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from hailuo_dsl.animatic.model import Animatic
    from hailuo_dsl.catalog.model import Catalog

BODY_LIMIT = 64 * 2**20
"""Bytes; what the vendor's newest API takes (https://platform.minimax.io/docs, v2 create)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a simulator is told.

    Attributes:
        catalog: what it offers.
        state: the SQLite file of its tasks; its clips lie beside it. None: a passing folder.
        job_seconds: how long a job takes.
        api_key: the only bearer token it takes; None: any.
        clock: the time, seconds since the epoch.
    """

    catalog: Catalog
    state: Path | None = None
    job_seconds: float = 2.0
    api_key: str | None = field(default=None, repr=False)
    clock: Callable[[], float] = time.time


class BadRequestError(Exception):
    """A body that is not taken; the message says why."""


class Simulator:
    """One simulator; `app` is what a server or a client is given.

    Raises:
        StateError: the state file cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._passing = None if settings.state else TemporaryDirectory(prefix="hailuo-dsl-")
        state = settings.state or Path(str(self._passing and self._passing.name), "state.sqlite")
        self._tasks = Tasks(state)
        self._clips = Clips(state.with_name(f"{state.stem}.clips"))
        self._validator = Validator(settings.catalog, wire=True)
        self.app = Starlette(
            routes=[
                Route("/v1/video/generations", self.submit, methods=["POST"]),
                Route("/v1/video/generations/{task_id}", self.query),
                Route("/files/{task_id}.mp4", self.file, name="file"),
                Route("/_simulator/stats", self.stats),
            ],
            lifespan=self._lifespan,
        )

    async def submit(self, request: Request) -> Response:
        """Take a job: written down first, then answered."""
        if not self._knows(request):
            return _unauthorised()
        body = await _body_of(request)
        if body is None:
            return _error(413, "request_too_large", f"more than {BODY_LIMIT} bytes")
        intention = request.headers.get("idempotency-key", "")
        try:
            task_id = await run_in_threadpool(self._accept, body, intention)
        except BadRequestError as problem:
            return _error(400, "invalid_request", str(problem))
        return JSONResponse({"task_id": task_id, "status": Word.QUEUED})

    async def query(self, request: Request) -> Response:
        """Say where a job stands."""
        if not self._knows(request):
            return _unauthorised()
        task = await run_in_threadpool(self._tasks.find, request.path_params["task_id"])
        if task is None:
            return _error(400, "task_not_exist", "task_not_exist")
        data = await run_in_threadpool(self._data_of, task)
        if data["status"] == Word.SUCCESS:
            data["result_url"] = str(request.url_for("file", task_id=task.task_id))
        return JSONResponse({"code": "200", "message": "success", "data": data})

    async def file(self, request: Request) -> Response:
        """Give the finished clip to whoever has its link, as a store of files does."""
        task = await run_in_threadpool(self._tasks.find, request.path_params["task_id"])
        if task is None or stand(task, self._settings.clock()).word is not Word.SUCCESS:
            return _error(404, "not_found", "there is no such file")
        animatic = await run_in_threadpool(self._animatic_of, task)
        return FileResponse(await self._clips.clip(animatic), media_type="video/mp4")

    async def stats(self, _request: Request) -> Response:
        """Count what was accepted."""
        ids = await run_in_threadpool(self._tasks.ids)
        return JSONResponse({"submissions": len(ids), "ids": ids})

    async def aclose(self) -> None:
        """End the workers and close the state; once is enough, twice does no harm."""
        await self._clips.aclose()
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

    def _accept(self, body: bytes, intention: str) -> str:
        """Write down the job that *body* asks for and return its id.

        Raises:
            BadRequestError: the wire's schema does not allow it, or a picture cannot be filmed.
        """
        try:
            asked = json.loads(body)
        except (ValueError, RecursionError):
            raise BadRequestError("the body is not valid JSON") from None
        problems = self._validator.problems(asked)
        if problems:
            raise BadRequestError("; ".join(problems))
        kept, pictures = _without_pictures(asked)
        return self._tasks.add(
            kept,
            pictures,
            short_edge=short_edge_of(asked, self._settings.catalog),
            now=self._settings.clock(),
            job_seconds=self._settings.job_seconds,
            intention=intention,
        )

    def _data_of(self, task: Task) -> dict[str, Any]:
        """The `data` of an answer to a query, but for the link."""
        word, progress = stand(task, self._settings.clock())
        data = {
            "task_id": task.task_id,
            "status": word,
            "progress": str(progress),
            "submit_time": int(task.submitted),
            "finish_time": 0,
        }
        if word is Word.SUCCESS:
            from hailuo_dsl.animatic.stage import frame_size

            # The clip has the shape of the first picture that can be seen.
            picture = next(iter(task.pictures.values()), None)
            shape = self._tasks.size(picture) if picture else (16, 9)
            width, height = frame_size(*shape, task.short_edge)
            data |= {
                "finish_time": int(task.finished),
                "video_width": width,
                "video_height": height,
            }
        return data

    def _animatic_of(self, task: Task) -> Animatic:
        pictures = {key: self._tasks.picture(sha256) for key, sha256 in task.pictures.items()}
        return animatic_of(task.request, pictures, task.short_edge, self._settings.catalog)


def _without_pictures(asked: dict[str, Any]) -> tuple[dict[str, Any], tuple[Picture, ...]]:
    """*asked* with what stands for the picture of each data URL, and the pictures.

    Raises:
        BadRequestError: a picture cannot be filmed.
    """
    from hailuo_dsl.animatic.stage import filmable
    from hailuo_dsl.media.picture import read_data_url

    metadata, pictures = dict(asked["metadata"]), []
    for key in FRAME_KEYS:
        text = metadata.get(key, "")
        if not text.startswith("data:"):
            continue
        try:
            data = read_data_url(text)
            height, width = filmable(data).shape[:2]
        except MediaError as problem:
            raise BadRequestError(f"metadata.{key}: {problem}") from problem
        pictures.append(Picture(data, width, height))
        metadata[key] = pictures[-1].kept
    return {**asked, "metadata": metadata}, tuple(pictures)


async def _body_of(request: Request) -> bytes | None:
    """The whole body; None if it is too long, read to its end so that the client hears of it."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= BODY_LIMIT:
            parts.append(part)
    return b"".join(parts) if size <= BODY_LIMIT else None


def _error(status: int, code: str, message: str) -> JSONResponse:
    """The task layer's envelope."""
    return JSONResponse({"code": code, "message": message, "data": None}, status)


def _unauthorised() -> JSONResponse:
    """The envelope of what stands before the task layer."""
    error = {"message": "invalid token", "type": "new_api_error", "code": ""}
    return JSONResponse({"error": error}, 401)
