"""Animatics of a film's shots, made on this machine without jobs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hailuo_dsl.animatic.clips import AT_ONCE, Clips
from hailuo_dsl.animatic.make import animatic_of, short_edge_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.frames import chosen, parents, shots_of
from hailuo_dsl.job.store import Store, check_names
from hailuo_dsl.media.frames import first_frame, last_frame
from hailuo_dsl.media.picture import png, read_data_url
from hailuo_dsl.request.model import FRAME_KEYS
from hailuo_dsl.request.read import files_in
from hailuo_dsl.studio.disk import DATA, read_file
from hailuo_dsl.studio.film import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film

FRAME = {"first": first_frame, "last": last_frame}

AT_HAND = 2 * AT_ONCE
"""How many shots have their pictures in memory: those that are drawn, and the next ones."""


async def preview(
    film: Film,
    out: Path,
    *,
    only: Collection[str] | None = None,
    on_made: Callable[[str, Path], None] = lambda _id, _path: None,
) -> dict[str, Path]:
    """Make the animatic of each shot; return request id -> MP4 file.

    A shot whose first or last frame is another shot's has it from that one's animatic; where
    several takes could be meant, from the first one's.

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
    room = asyncio.Semaphore(AT_HAND)

    async def make(step: Step) -> Path:
        starts = {parent: await made[parent] for parent in parents(step, made)}
        async with room:
            pictures = await asyncio.to_thread(_pictures, step, film.folder, starts)
            short_edge = short_edge_of(step.request.body, film.catalog)
            animatic = animatic_of(step.request.body, pictures, short_edge, film.catalog)
            path = await clips.clip(animatic)
        target = await asyncio.to_thread(store.place, path.stem, step.id)
        on_made(step.id, target)
        return target

    try:
        async with asyncio.TaskGroup() as group:
            for step in chosen(film.compiled.plan, only):
                made[step.id] = group.create_task(make(step))
    except BaseExceptionGroup as failures:
        # One sentence is enough for an author; what is ours to mend is raised whole.
        raise _plain(failures) from None
    finally:
        await clips.aclose()
    return {name: task.result() for name, task in made.items()}


def _pictures(step: Step, folder: Path, clips: Mapping[str, Path]) -> dict[str, bytes]:
    """Key of the frame -> its picture's bytes, of each that can be seen; a URL cannot."""
    frames = step.request.body["metadata"]
    written = {key: frames[key] for key in FRAME_KEYS if key in frames}
    pictures = {key: read_data_url(it) for key, it in written.items() if it.startswith(DATA)}
    for key, path in files_in(step.request.body):
        pictures[key] = read_file(folder / path)
    for key, name, which in shots_of(step, clips):
        pictures[key] = png(FRAME[which](clips[name]))
    return pictures


def _plain(failures: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first failure that an author, or the disk, is to blame for; else all of them."""
    for failure in failures.exceptions:
        if isinstance(failure, Trouble | OSError):
            return failure
    return failures
