"""The storyboard: every shot with all that it needs, and where each thing was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from hailuo_dsl.catalog.model import Mode

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Dialect, Move
    from hailuo_dsl.ground.model import Span
    from hailuo_dsl.syntax.model import Word

T = TypeVar("T")


class Kind(StrEnum):
    """What a stretch of a prompt was in the script."""

    PROSE = "prose"
    CAMERA = "camera"
    CHARACTER = "character"
    PLACE = "place"
    PROP = "prop"
    VARIABLE = "variable"
    CELL = "cell"
    LOOK = "look"
    JOIN = "join"


class Run(NamedTuple):
    """Letters of a prompt, and the script range that they came from."""

    text: str
    span: Span
    kind: Kind


class Tag(NamedTuple):
    """A bracket: camera moves that act together."""

    moves: tuple[Move, ...]
    span: Span


Beat: TypeAlias = tuple[Run | Tag, ...]
"""A line of a prompt; a lone line feed is a line of its own."""


@dataclass(frozen=True, slots=True)
class Chosen(Generic[T]):
    """A setting's value and the place that chose it."""

    value: T
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A frame that is a picture: a path beside the script, a URL or a data URL."""

    text: str
    is_file: bool


@dataclass(frozen=True, slots=True)
class ShotFrame:
    """A frame of another shot's clip.

    Attributes:
        shot: its id.
        take: from 1; None where the shot has but one.
        which: `first` or `last`.
        undecided: the shot has several takes, and the script does not say which is meant.
    """

    shot: str
    which: str
    take: int | None = None
    undecided: bool = False


Frame: TypeAlias = Picture | ShotFrame


class Joint(StrEnum):
    """How a shot follows the one before it in the reel."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    FADE = "fade"


@dataclass(frozen=True, slots=True)
class Transition:
    """How the reel goes over into a shot.

    A dissolve lays the end of the shot before over the beginning of this one; a fade goes through
    black, half of it before the cut and half after. A cut takes no time.
    """

    joint: Joint
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Trim:
    """The part of a clip that the reel shows, in seconds from the clip's beginning."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Pick:
    """Which clip of a shot is the one: a variant, a take, or both."""

    variant: tuple[str, ...] = ()
    take: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a shot is shot with; None where the script leaves it to the service."""

    model: Chosen[str] | None = None
    duration: Chosen[int] | None = None
    resolution: Chosen[str] | None = None
    first: Chosen[Frame | None] | None = None
    last: Chosen[Frame | None] | None = None
    look: Chosen[tuple[str, ...]] | None = None
    optimizer: Chosen[bool] | None = None
    watermark: Chosen[bool] | None = None
    callback: Chosen[str] | None = None
    tags: Chosen[Dialect] | None = None
    takes: Chosen[int] | None = None
    pick: Chosen[Pick] | None = None
    trim: Chosen[Trim] | None = None
    transition: Chosen[Transition] | None = None

    @property
    def frame(self) -> Frame | None:
        """The first frame; None for a clip from words alone."""
        return self.first.value if self.first else None

    @property
    def last_frame(self) -> Frame | None:
        """The frame that the clip moves toward, if one is asked for."""
        return self.last.value if self.last else None

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The first and the last frame, whichever there are."""
        return tuple(frame for frame in (self.frame, self.last_frame) if frame)

    @property
    def mode(self) -> Mode:
        """How the clip begins and ends."""
        if self.last_frame:
            return Mode.FRAMES
        return Mode.IMAGE if self.frame else Mode.TEXT


def family_of(id: str) -> str:
    """*id*, of a request or a shot, without its rows, variants and take.

    >>> family_of("ad@shoe/lamp@dawn#2")
    'ad/lamp'
    """
    return re.sub("[@#][^/]*", "", id)


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot, resolved; a shot that varies is one of these a variant.

    Attributes:
        id: `scene/name`, or the name alone before any scene, with `@variant` where it varies.
        scene: the id of the scene, with the `@row` that it is repeated for.
        variant: the slugs of the variant: its row, then its choices.
        body: motion and camera in the order written.
        looks: the styles' prose, for the prompt's end.
        shown: the take that the reel shows, from 1; None for a variant that it leaves out.
        settled: what it is shot with is known; else it is not held against what models offer.
        sound: nothing in it was wrong; only a sound shot becomes a request.
    """

    id: str
    name: str
    scene: str | None
    title: Word | None
    settings: Settings
    body: tuple[Beat, ...]
    looks: tuple[Beat, ...]
    notes: tuple[str, ...]
    span: Span = field(compare=False)
    sound: bool = field(compare=False)
    variant: tuple[str, ...] = ()
    shown: int | None = 1
    settled: bool = field(default=True, compare=False)

    @property
    def family(self) -> str:
        """The shot as it is written: its id without rows and variants."""
        return family_of(self.id)

    @property
    def takes(self) -> int:
        return self.settings.takes.value if self.settings.takes else 1


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene: what it is called, and what its notes say."""

    id: str
    title: Word | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Storyboard:
    """Every shot in the order of the script, and the scenes that hold them.

    Attributes:
        notes: what the file's own notes say.
    """

    shots: tuple[Shot, ...]
    scenes: tuple[Scene, ...] = ()
    notes: tuple[str, ...] = ()
