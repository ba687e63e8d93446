"""What a panel knows at one moment: one value, replaced whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.model import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hailuo_dsl.job.model import Take
    from hailuo_dsl.plan.bill import Bill
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Production

BUSY = frozenset({Phase.PREVIEWING, Phase.SHOOTING, Phase.STOPPING})

MOST_BYTES = 40_000_000
"""A larger clip is named and not sent to the page."""


class Playable(NamedTuple):
    """A clip that a page may ask for.

    Attributes:
        token: what the page asks by; another where the file is another.
        size: in bytes.
    """

    token: str
    path: Path
    size: int

    @property
    def mime(self) -> str:
        return "video/mp4"

    def read(self) -> bytes:
        """Its bytes.

        Raises:
            Trouble: they are too many for a page.
            OSError: the file cannot be read.
        """
        if self.size > MOST_BYTES:
            megabytes = f"{self.size / 1e6:.0f} MB"
            raise Trouble(f"{megabytes} are too much for a page; open {self.path}")
        return self.path.read_bytes()


class Sheet(NamedTuple):
    """A text that a page may ask for, and that is made when it does.

    Attributes:
        token: what the page asks by; another where the text is another.
        make: makes it; it is called in a worker thread.
    """

    token: str
    make: Callable[[], str]
    mime: str = "text/html"

    def read(self) -> bytes:
        return self.make().encode()


Offered: TypeAlias = Playable | Sheet


def playable(path: Path | None) -> Playable | None:
    """The clip at *path* for a page to ask for; None where there is none."""
    try:
        stat = path.stat() if path else None
    except OSError:
        return None
    if path is None or stat is None or not stat.st_size:
        return None
    name = f"{path} {stat.st_mtime_ns} {stat.st_size}"
    return Playable(hashlib.sha256(name.encode()).hexdigest()[:16], path, stat.st_size)


@dataclass(frozen=True, slots=True)
class Row:
    """How one take stands.

    Attributes:
        percent: 0 to 100.
        since: when it was sent, seconds since the epoch; None where it is not under way.
        expected: seconds that such a clip takes, by the ledger; None where none was made yet.
        does: what can be done with it: `make`, `cancel`, `retry`, or for one of unknown outcome
            `adopt`, `resend` and `give_up`.
    """

    id: str
    stage: str
    words: str = ""
    percent: float = 0.0
    since: float | None = None
    expected: float | None = None
    clip: Playable | None = None
    does: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """What is known of a film, from its script and its ledger.

    Attributes:
        production: None where the provider cannot be reached as things are set up.
        rows: a row a take, in the script's order.
        bill: what a run would send; None where that cannot be told.
        under_way: ids of the takes that the service is at, or has a clip of.
        clips: request id -> sha256 of its clip.
        beside: how many takes of unknown outcome the ledger has beside those of the script.
        wrong: why nothing can be made of it, or not at its provider.
        reel: the film that was cut last, if it is there.
    """

    film: Film
    production: Production | None = None
    rows: tuple[Row, ...] = ()
    bill: Bill | None = None
    under_way: frozenset[str] = frozenset()
    clips: Mapping[str, str] = field(default_factory=dict)
    beside: int = 0
    wrong: str = ""
    reel: Playable | None = None

    @property
    def is_sound(self) -> bool:
        return self.film.compiled.ok and bool(self.film.requests)


@dataclass(frozen=True)
class State:
    """How a panel stands.

    Attributes:
        says: the status line; it is read aloud, so it changes only where something happens.
        error: what went wrong with what the author asked for last.
        look: None where the script could not be read at all.
    """

    look: Look | None = None
    phase: Phase = Phase.IDLE
    says: str = ""
    error: str = ""


@dataclass(frozen=True)
class Order:
    """What would be sent, and waits for the author's word.

    Attributes:
        number: which order of the panel it is; a word on an earlier one counts for nothing.
        only, resend: as `studio.shoot` takes them.
        agreed: ids on the bill; None where nothing costs anything.
    """

    number: int
    production: Production
    only: frozenset[str] | None
    resend: frozenset[str]
    agreed: frozenset[str] | None
    bill: Bill


@dataclass(frozen=True)
class Running(State):
    """How a runner stands.

    Attributes:
        live: request id -> the take, as the run that is under way tells of it.
        begun: request id -> when its take was first seen under way.
        made: request id -> its clip, of those that this run has finished.
        previews: request id -> its animatic, of those that were drawn here.
        drawing: ids of the animatics that are being drawn.
        order: what waits for the author's word.
        told: why takes were not made, at their places in the script.
        player: the clip that is in the player.
    """

    live: Mapping[str, Take] = field(default_factory=dict)
    begun: Mapping[str, float] = field(default_factory=dict)
    made: Mapping[str, Playable] = field(default_factory=dict)
    previews: Mapping[str, Playable] = field(default_factory=dict)
    drawing: frozenset[str] = field(default=frozenset())
    order: Order | None = None
    told: str = ""
    player: str = ""
