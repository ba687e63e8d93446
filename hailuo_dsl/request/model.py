"""A request: the body for the wire, and where each character of its prompt came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.storyboard.model import family_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.ground.model import Span
    from hailuo_dsl.storyboard.model import Kind, Transition, Trim

FILE = "file:"
SHOT = "shot:"
FRAME_KEYS = ("first_frame_image", "last_frame_image")


class Mark(NamedTuple):
    """One entry of a source map: prompt characters `[start, end)` came from *span*."""

    start: int
    end: int
    span: Span
    kind: Kind


@dataclass(frozen=True, slots=True)
class Cutting:
    """How a take stands in the reel.

    Attributes:
        shown: it is in the reel at all; of a shot's takes the picked one is, else the first.
        trim: the part of the clip that is shown; None for the whole.
        transition: how the reel goes over into it; None for a cut.
    """

    shown: bool = True
    trim: Trim | None = None
    transition: Transition | None = None


SHOWN = Cutting()


@dataclass(frozen=True, slots=True)
class Request:
    """One take of one shot.

    Attributes:
        id: `scene/shot`, with `#2` where the shot has takes.
        body: the gateway's request; a frame may still be `file:PATH` or `shot:ID.last`.
        source_map: gapless over `body["prompt"]`.
        depends_on: ids of the requests one of whose clips it starts from.
        take: from 1.
        undecided: the shot it starts from has several takes and none was named.
        cutting: how it stands in the reel; no part of what is asked for.
        span: the heading of the shot, where what the service says of it is shown.
    """

    id: str
    body: Mapping[str, Any]
    source_map: tuple[Mark, ...] = field(repr=False)
    span: Span = field(compare=False, repr=False)
    depends_on: tuple[str, ...] = ()
    take: int = 1
    undecided: bool = False
    cutting: Cutting = SHOWN

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def shot(self) -> str:
        """The id without the take."""
        return self.id.partition("#")[0]

    @property
    def family(self) -> str:
        """The shot as it is written: what a glob without `@` speaks of."""
        return family_of(self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: its id, then with ever less said, down to the shot as written.

        Of `ad@shoe/lamp@dawn#2` these are `ad@shoe/lamp@dawn`, `ad@shoe/lamp` and `ad/lamp`.
        """
        names = [self.id, self.shot]
        while "@" in names[-1].rpartition("/")[2]:
            names.append(names[-1].rpartition("@")[0])
        return (*names, self.family)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """What a notebook shows: the prompt, each stretch marked by where it came from."""
        from hailuo_dsl.request.page import request_bundle

        return request_bundle(self)
