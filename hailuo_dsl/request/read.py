"""Read a request body: what it asks for, and the frames that are not bytes or addresses yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import Mode
from hailuo_dsl.request.model import FILE, FRAME_KEYS, SHOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hailuo_dsl.catalog.model import Catalog


def mode_of(body: Mapping[str, Any]) -> Mode:
    """Which mode a body asks for, by the frames that it carries."""
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    if "last_frame_image" in metadata:
        return Mode.FRAMES
    return Mode.IMAGE if "first_frame_image" in metadata else Mode.TEXT


def resolution_of(body: Mapping[str, Any], catalog: Catalog) -> str:
    """The resolution that a body asks for, the offer's default where it says none."""
    offer = catalog.models[body["model"]][mode_of(body)]
    return str(body["metadata"].get("resolution", offer.default_resolution))


def files_in(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key of the frame, and path, of each picture beside the script."""
    for key, frame in _frames_in(body):
        if frame.startswith(FILE):
            yield key, frame.removeprefix(FILE)


def shots_in(body: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Key of the frame, name of the shot as it is written, and `first` or `last`."""
    for key, frame in _frames_in(body):
        if frame.startswith(SHOT):
            name, _, which = frame.removeprefix(SHOT).rpartition(".")
            yield key, name, which


def _frames_in(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    metadata = body["metadata"]
    return ((key, metadata[key]) for key in FRAME_KEYS if key in metadata)
