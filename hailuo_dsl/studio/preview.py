"""Animatics of a film's shots, made on this machine without jobs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hailuo_dsl.animatic.clips import Clips
from hailuo_dsl.animatic.make import animatic_of, short_edge_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.frames import chosen
from hailuo_dsl.job.store import Store, check_names
from hailuo_dsl.media.frames import first_frame, last_frame
from hailuo_dsl.media.picture import png, read_data_url
from hailuo_dsl.request.read import files_in, shots_in
from hailuo_dsl.studio.disk import read_file
from hailuo_dsl.studio.film import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from hailuo_dsl.request.model import Request
    from hailuo_dsl.studio.film import Film

FRAME = {"first": first_frame, "last": last_frame}


async def preview(
    film: Film,
    out: Path,
    *,
    only: Collection[str] | None = None,
    on_made: Callable[[str, Path], None] = lambda _id, _path: None,
) -> dict[str, Path]:
    """Make the animatic of each shot; return request id -> MP4 file.

    A shot that starts from another's frame starts from that one's animatic.

    Args:
        film: a compiled script.
        out: the folder that the animatics are put into, named like clips.
        only: ids of the requests that are wanted; None for all.
        on_made: is told each animatic as it is made, in the event loop.

    Raises:
        Trouble: a picture cannot be read, or two shots would have one file name.
    """
    check_names(request.id for request in film.requests)
    store = Store(film.folder / HIDDEN / "previews", out)
    clips = Clips(store.folder)
    made: dict[str, asyncio.Task[Path]] = {}

    async def make(request: Request) -> Path:
        picture = await _picture(request, film, made)
        short_edge = short_edge_of(request.body, film.catalog)
        animatic = animatic_of(request.body, picture, short_edge, film.catalog)
        path = await clips.clip(animatic)
        target = await asyncio.to_thread(store.place, path.stem, request.id)
        on_made(request.id, target)
        return target

    try:
        async with asyncio.TaskGroup() as group:
            for step in chosen(film.compiled.plan, only):
                made[step.id] = group.create_task(make(step.request))
    except BaseExceptionGroup as failures:
        # One sentence is enough for an author; what is ours to mend is raised whole.
        raise _plain(failures) from None
    finally:
        await clips.aclose()
    return {name: task.result() for name, task in made.items()}


async def _picture(
    request: Request, film: Film, made: Mapping[str, asyncio.Task[Path]]
) -> bytes | None:
    """The bytes of the frame that *request* starts from; None for a URL or words alone."""
    for _, path in files_in(request.body):
        return await asyncio.to_thread(read_file, film.folder / path)
    for _, _, which in shots_in(request.body):
        # Where several takes could be meant, the first one shows as much as any.
        clip = await made[request.depends_on[0]]
        return png(await asyncio.to_thread(FRAME[which], clip))
    frame = request.body["metadata"].get("first_frame_image", "")
    return read_data_url(frame) if frame.startswith("data:") else None


def _plain(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first failure that an author can put right, or all of them."""
    for failure in failures.exceptions:
        if isinstance(failure, Trouble):
            return failure
        if isinstance(failure, OSError):
            return Trouble(f"{failure.filename or 'the disk'}: {failure.strerror}")
    return failures
