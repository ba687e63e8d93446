"""Ids of requests, as `compile` writes them: `scene@row/shot@variant#2`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.request.model import FRAME_KEYS, SHOT
from hailuo_dsl.syntax.names import name_problem, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.request.decompile.model import Asked

PART = "[^/@#]+"
ID = re.compile(
    rf"(?:(?P<scene>{PART})(?:@(?P<row>{PART}))?/)?"
    rf"(?P<shot>{PART})(?P<variant>(?:@{PART})*)(?:#(?P<take>[1-9][0-9]*))?"
).fullmatch
REFERENCE = re.compile(r"(?P<shot>[^#]+)(?P<take>#[1-9][0-9]*)?\.(?P<which>first|last)").fullmatch


class Id(NamedTuple):
    """An id, taken apart; *row* is the row that the scene is repeated for."""

    scene: str | None
    row: str | None
    shot: str
    variant: tuple[str, ...]
    take: str | None

    @property
    def name(self) -> str:
        """The id without its take."""
        home = "@".join(it for it in (self.scene, self.row) if it)
        return "@".join((f"{home}/{self.shot}" if home else self.shot, *self.variant))


class Reference(NamedTuple):
    """The frame of a shot that a request asks for; *take* is `#2` or empty."""

    shot: str
    take: str
    which: str


def read_id(text: str | None) -> Id | None:
    """*text* taken apart; None if it is no id of a shot."""
    found = ID(text or "")
    if found is None:
        return None
    scene, row, shot, variant, take = found.groups()
    return Id(scene, row, shot, tuple(variant.split("@")[1:]), take)


def read_frame(frame: str) -> Reference | None:
    """`shot:ID.last` taken apart; None if it names no shot."""
    found = REFERENCE(frame.removeprefix(SHOT))
    return Reference(found["shot"], found["take"] or "", found["which"]) if found else None


def frames_of(asked: Asked) -> Iterator[tuple[str, str]]:
    """Key and `shot:ID.last` of each frame that is another shot's."""
    frames = ((key, asked.metadata.get(key, "")) for key in FRAME_KEYS)
    return ((key, frame) for key, frame in frames if frame.startswith(SHOT))


def is_name(text: str) -> bool:
    """Whether *text* is a name, and comes back from a script as it is."""
    return name_problem(text) is None and nfc(text) == text
