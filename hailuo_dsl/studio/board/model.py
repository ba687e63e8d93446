"""What is on a board."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.catalog.model import Move
    from hailuo_dsl.request.model import Request


class Bracket(NamedTuple):
    """Camera moves that act together, and the words that the prompt has for them."""

    words: str
    moves: tuple[Move, ...]

    @property
    def motion(self) -> str:
        """What the camera does: `the camera rises and the lens narrows`."""
        return " and ".join(move.motion for move in self.moves)


@dataclass(frozen=True, slots=True)
class Sight:
    """A frame, as far as it can be seen.

    Attributes:
        head: what it is to the shot: `first frame`, `starts from`.
        name: what the frame is: a path, a host, `arrive.last`.
        tail: what else is to be said of it.
        picture: the bytes of a small JPEG file; None where there is nothing to be seen.
        own: the picture is the author's own.
        file: the path beside the script, where it is such a picture.
    """

    head: str
    name: str = ""
    tail: str = ""
    picture: bytes | None = field(default=None, repr=False)
    own: bool = False
    file: str = ""

    @property
    def said(self) -> str:
        return " ".join(part for part in (self.head, self.name, self.tail) if part)


@dataclass(frozen=True, slots=True)
class Card:
    """One shot; its equal takes are one card.

    Attributes:
        id: the shot's, with its rows and its variant.
        request: what each take asks for; None where something in the shot is wrong.
        motion: the prompt.
        last: None where no last frame is asked for.
        facts: model, duration and resolution, what there is of them.
        price: of one clip; empty where nothing would be asked for.
        settings: what else the script says, as `trim: 0.5s..5.5s`.
        clips: request id -> file, of the takes that have been made.
    """

    id: str
    title: str
    takes: int
    request: Request | None
    motion: str
    brackets: tuple[Bracket, ...]
    first: Sight
    last: Sight | None
    facts: tuple[str, ...]
    price: str
    settings: tuple[str, ...]
    notes: tuple[str, ...]
    clips: tuple[tuple[str, Path], ...] = ()

    @property
    def name(self) -> str:
        """The id without the scene."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Row:
    """A scene; its id is empty for shots that stand before any."""

    id: str
    title: str
    notes: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The storyboard of a film.

    Attributes:
        folder: what the paths of pictures are relative to.
        total: how many clips there are and what they cost, in a sentence.
    """

    name: str
    folder: Path
    notes: tuple[str, ...]
    total: str
    rows: tuple[Row, ...]
