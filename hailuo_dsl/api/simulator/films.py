"""The files of finished clips, each made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from hailuo_dsl.animatic.clips import Clips
from hailuo_dsl.animatic.make import animatic_of
from hailuo_dsl.api.simulator.scenario import Clip
from hailuo_dsl.api.simulator.small import SHORT_EDGE, small_clip

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

    from hailuo_dsl.api.simulator.model import Task
    from hailuo_dsl.api.simulator.tasks import Tasks
    from hailuo_dsl.catalog.model import Catalog

WIDE = (16, 9)
"""The shape of a clip without a picture that can be seen."""


class Films:
    """The clips of *tasks*, as files in *folder*: animatics, or placeholders."""

    def __init__(self, folder: Path, tasks: Tasks, catalog: Catalog, kind: Clip) -> None:
        self._folder = folder
        self._tasks = tasks
        self._catalog = catalog
        self._kind = kind
        self._clips = Clips(folder)
        self._made: dict[str, Path] = {}

    def size(self, task: Task) -> tuple[int, int]:
        """Width and height of the clip of *task*, pixels."""
        from hailuo_dsl.animatic.stage import frame_size

        # The clip has the shape of the first picture that can be seen.
        picture = next(iter(task.pictures.values()), None)
        shape = self._tasks.size(picture) if picture else WIDE
        return frame_size(*shape, SHORT_EDGE if self._kind is Clip.SMALL else task.short_edge)

    async def answer(self, task: Task, *, ranges: bool) -> FileResponse:
        """The clip of *task*, or of *ranges* the parts of it that are asked for."""
        kind = FileResponse if ranges else _WholeFile
        return kind(await self._file(task), media_type="video/mp4")

    async def aclose(self) -> None:
        """End the workers."""
        await self._clips.aclose()

    async def _file(self, task: Task) -> Path:
        made = self._made.get(task.task_id)
        if made and made.exists():
            return made
        if self._kind is Clip.SMALL:
            name = f"{task.prompt} {task.turn}"
            path = await run_in_threadpool(small_clip, self._folder, name, self.size(task))
        else:
            pictures = {key: self._tasks.picture(it) for key, it in task.pictures.items()}
            path = await self._clips.clip(
                animatic_of(task.request, pictures, task.short_edge, self._catalog)
            )
        self._made[task.task_id] = path
        return path


class _WholeFile(FileResponse):
    """A file of which no part can be asked for."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.headers["accept-ranges"] = "none"
        headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)
