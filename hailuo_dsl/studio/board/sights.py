"""What can be seen of a film's frames: the author's pictures, clips' frames, previews of them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hailuo_dsl.animatic.make import animatic_of
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.frames import parents, shots_of
from hailuo_dsl.request.model import FILE, FRAME_KEYS
from hailuo_dsl.studio.board.model import Sight
from hailuo_dsl.studio.board.poster import MOST, poster, poster_of, poster_of_clip, poster_of_file
from hailuo_dsl.studio.disk import DATA

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from hailuo_dsl.animatic.model import Animatic
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film

SHORT_EDGE = 180
"""Pixels of the shorter side of a preview that is seen as a poster."""

FROM, TO = FRAME_KEYS
OWN = {FROM: "first frame", TO: "last frame"}
SHOTS = {FROM: "starts from", TO: "ends on"}
PREVIEW = "(preview)"
WORDS_ALONE = Sight("from words alone")


class Sights:
    """The frames of *film*, looked up by the request they belong to.

    A frame of another shot is taken from its clip, else from the end of its animatic. Addresses
    are never fetched.

    Args:
        film: a compiled script.
        only: ids of the requests that are looked up.
        clips: request id -> the clip, of the takes that have been made.
        most: bytes of a picture.
    """

    def __init__(
        self, film: Film, only: Collection[str], clips: Mapping[str, Path], most: int = MOST
    ) -> None:
        self._film = film
        self._most = most
        self._clips = clips
        self._steps = {step.id: step for step in film.compiled.plan.steps}
        self._found: dict[tuple[str, str], Sight] = {}
        for id in self._in_order(only):
            for key, text in self._steps[id].request.body["metadata"].items():
                if key in FRAME_KEYS:
                    self._found[id, key] = self._sight(self._steps[id], key, text)

    def first(self, id: str) -> Sight:
        return self._small(self._found.get((id, FROM), WORDS_ALONE))

    def last(self, id: str) -> Sight | None:
        found = self._found.get((id, TO))
        return found and self._small(found)

    def _small(self, sight: Sight) -> Sight:
        if sight.picture is None or len(sight.picture) <= self._most:
            return sight
        return replace(sight, picture=poster_of(sight.picture, self._most))

    def _in_order(self, only: Iterable[str]) -> Iterable[str]:
        """*only* and what they start from, each after what it starts from."""
        needs: dict[str, tuple[str, ...]] = {}
        more = list(only)
        while more:
            id = more.pop()
            if id not in needs:
                needs[id] = tuple(
                    it for it in parents(self._steps[id], self._steps) if it in self._steps
                )
                more += needs[id]
        return TopologicalSorter(needs).static_order()

    def _sight(self, step: Step, key: str, text: str) -> Sight:
        for frame, parent, which in shots_of(step, self._steps):
            if frame == key:
                return self._of_shot(parent, which, SHOTS[key])
        if text[: len(DATA)].lower() == DATA:
            return _own(OWN[key], "a data URL", _of_data(text))
        if not text.startswith(FILE):
            return Sight(OWN[key], f"at {_host(text)}")
        path = text.removeprefix(FILE)
        sha256 = dict(step.pictures).get(path, "")
        return _own(OWN[key], path, poster_of_file(self._film.folder / path, sha256), path)

    def _of_shot(self, parent: str, which: str, head: str) -> Sight:
        name = f"{parent}.{which}"
        clip = self._clips.get(parent)
        if clip and clip.is_file():
            seen = poster_of_clip(clip, which, clip.stat().st_mtime_ns)
            if seen:
                return Sight(head, name, picture=seen)
        seen = self._previewed(parent, which) if parent in self._steps else None
        return Sight(head, name, PREVIEW if seen else "", seen)

    def _previewed(self, id: str, which: str) -> bytes | None:
        """The first or the last frame of the animatic of *id*, as a poster."""
        first, last = self._found.get((id, FROM), WORDS_ALONE).picture, self._found.get((id, TO))
        if which == "last" and last and last.picture:
            return last.picture
        return self._moved(id, first) if which == "last" and first else first

    def _moved(self, id: str, first: bytes) -> bytes | None:
        """How the animatic of *id* ends, which begins with the picture *first*."""
        body = self._steps[id].request.body
        return _end(animatic_of(body, {FROM: first}, SHORT_EDGE, self._film.catalog))


@lru_cache(maxsize=256)
def _end(animatic: Animatic) -> bytes | None:
    """The poster of the last frame of *animatic*, which has no picture to end on."""
    from hailuo_dsl.animatic.camera import path
    from hailuo_dsl.animatic.draw import look
    from hailuo_dsl.animatic.stage import stage, start_frame

    try:
        at = stage(start_frame(animatic))
    except Trouble:
        return None
    return poster(look(at, path(animatic.brackets, animatic.seconds, animatic.fps)[-1]))


def _own(head: str, name: str, seen: bytes | None, file: str = "") -> Sight:
    """The sight of a picture of the author's own."""
    if seen is None:
        return Sight(head, name, "cannot be read")
    return Sight(head, name, picture=seen, own=True, file=file)


def _of_data(text: str) -> bytes | None:
    from hailuo_dsl.media.picture import read_data_url

    try:
        return poster_of(read_data_url(text))
    except Trouble:
        return None


def _host(url: str) -> str:
    """The host of *url*; the rest of an address may hold what is nobody's business."""
    try:
        return urlsplit(url).hostname or "an address"
    except ValueError:
        return "an address"
