"""What a take starts from: which clips it waits for, their names in its key, and their bytes.

Up to here a frame is `file:PATH` or `shot:ID.last`. In a key a picture counts by its sha256 and a
frame by the clip that it is taken from. The wire gets a data URL.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.plan.key import clip_identity, file_identity, take_key
from hailuo_dsl.request.read import files_in, shots_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from hailuo_dsl.job.store import Store
    from hailuo_dsl.job.terms import Terms
    from hailuo_dsl.plan.model import Plan, Step

DATA = "data:"


class FrameError(Trouble):
    """A frame that cannot be sent; the message is one sentence for the author."""


def chosen(plan: Plan, only: Collection[str] | None) -> tuple[Step, ...]:
    """Return the steps with the ids *only* (None: all) and those they start from, in order."""
    if only is None:
        return plan.steps
    needs = {step.id: parents(step, ids_of(plan)) for step in plan.steps}
    wanted: set[str] = set()
    more = set(only) & needs.keys()
    while more:
        wanted |= more
        more = {parent for child in more for parent in needs[child]} - wanted
    return tuple(step for step in plan.steps if step.id in wanted)


def ids_of(plan: Plan) -> frozenset[str]:
    return frozenset(step.id for step in plan.steps)


def parents(step: Step, ids: Collection[str]) -> tuple[str, ...]:
    """Return which of *ids* are the requests whose clips *step* starts from."""
    return tuple(parent for _, parent, _ in shots_of(step, ids))


def key_of(step: Step, clips: Mapping[str, str], terms: Terms) -> str:
    """Return the key of the take that *step* is.

    Args:
        step: what is asked for.
        clips: request id -> sha256 of its clip, for all that *step* starts from.
        terms: say with whom the take is made.
    """
    return take_key(
        step.request.body,
        identities(step, clips),
        service=terms.service,
        account=terms.account,
        take=step.request.take,
        ordinal=step.ordinal,
    )


def identities(step: Step, clips: Mapping[str, str]) -> dict[str, str]:
    """Return what the frames of *step* are in its key: metadata key -> identity.

    Args:
        step: what is asked for.
        clips: request id -> sha256 of its clip, for all that *step* starts from.
    """
    frames = {key: clip_identity(clips[name], which) for key, name, which in shots_of(step, clips)}
    digests = dict(step.pictures)
    for key, path in files_in(step.request.body):
        frames[key] = file_identity(digests[path])
    return frames


def wire_body(step: Step, clips: Mapping[str, str], root: Path, store: Store) -> dict[str, Any]:
    """Return the body of *step* with the bytes of its frames in it.

    Slow: reads files and decodes clips.

    Raises:
        FrameError: a picture is gone or is not the one that was planned with, or no frame can be
            taken from a clip.
    """
    metadata = dict(step.request.body.get("metadata", {}))
    digests = dict(step.pictures)
    for key, path in files_in(step.request.body):
        metadata[key] = _picture(root / path, path, digests[path])
    for key, name, which in shots_of(step, clips):
        metadata[key] = _frame(store.path(clips[name]), name, which)
    return {**step.request.body, "metadata": metadata}


def without_bytes(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return *body* with the sha256 of each data URL in its place."""
    metadata = {
        key: file_identity(hashlib.sha256(value.encode()).hexdigest())
        if isinstance(value, str) and value[: len(DATA)].lower() == DATA
        else value
        for key, value in body.get("metadata", {}).items()
    }
    return {**body, "metadata": metadata}


def shots_of(step: Step, ids: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each frame of *step* that is another shot's: its key, which of *ids*, which frame.

    Where several takes could be meant, the first one is.
    """
    for key, name, which in shots_in(step.request.body):
        yield key, _named(name, ids), which


def _named(name: str, ids: Collection[str]) -> str:
    """The id that *name* means: take 1 is the same job with and without its number."""
    names = (name, f"{name}#1", name.removesuffix("#1"))
    return next((it for it in names if it in ids), name)


def _picture(path: Path, written: str, sha256: str) -> str:
    from hailuo_dsl.media.model import MediaError
    from hailuo_dsl.media.picture import data_url

    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise FrameError(f"the picture {written} has changed since it was checked; run again")
        return data_url(data)
    except OSError as error:
        raise FrameError(f"the picture {written} cannot be read: {error.strerror}") from error
    except MediaError as error:
        raise FrameError(f"the picture {written} cannot be sent: {error}") from error


def _frame(clip: Path, shot: str, which: str) -> str:
    from hailuo_dsl.media.frames import first_frame, last_frame
    from hailuo_dsl.media.model import MediaError
    from hailuo_dsl.media.picture import data_url, png

    try:
        return data_url(png(first_frame(clip) if which == "first" else last_frame(clip)))
    except MediaError as error:
        raise FrameError(f"no {which} frame can be taken from {shot}: {error}") from error
