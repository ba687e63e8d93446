"""A scenario: what the simulator does otherwise than an honest service, and when; read from TOML.

A key or a word that nobody knows is an error that names the nearest one: a fault that never
strikes would let a client pass.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.simulator.shapes import Shape
from hailuo_dsl.api.simulator.words import LIMITS, NUMBERED, WORDS, Does, Place, Terms
from hailuo_dsl.catalog.cells import count, flag, one_of, text
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SHIPPED = ("stormy",)
"""The scenarios that lie beside this file."""


class ScenarioError(Trouble):
    """A scenario that cannot be played; the message is one sentence for its author."""


class Spelling(StrEnum):
    """Which words a status is said in."""

    USUAL = "usual"  # those of the shape
    EVERY = "every"  # all that are in circulation, in turns


class Clip(StrEnum):
    """What the finished clips are."""

    ANIMATIC = "animatic"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row: what goes wrong, where and when. What a row leaves out is as `WORDS` has it.

    Attributes:
        at: what it strikes.
        does: what becomes of it.
        share: how often, 0 to 1; by chance, which the scenario's seed decides.
        nth: which times instead, counted from 1: of all submits, of one task's queries, of one
            task's downloads.
        times: how often at most; None: no end.
        prompt: only where the job's prompt has this text in it.
        accepted: whether a submit that it strikes is accepted.
        code: the service's code.
        seconds: how long it takes, or is asked to wait.
        says: the service's words.

    Raises:
        ValueError: the parts do not go together.
    """

    at: Place
    does: Does
    share: float = 1.0
    nth: frozenset[int] = frozenset()
    times: int | None = None
    prompt: str = ""
    accepted: bool | None = None
    code: str | None = None
    seconds: float | None = None
    says: str | None = None

    def __post_init__(self) -> None:
        terms = self.terms
        if self.at not in terms.at:
            raise ValueError(f"`{self.does}` happens at {' and '.join(sorted(terms.at))} alone")
        if self.nth and self.share != 1.0:
            raise ValueError("it has `nth` and `share`; one of them says when it strikes")
        if self.accepted is not None and (self.at is not Place.SUBMIT or not terms.either):
            raise ValueError(f"`accepted` cannot be chosen with `{self.does}` at {self.at}")
        for key in ("code", "seconds", "says"):
            if getattr(self, key) is not None and getattr(terms, key) is None:
                raise ValueError(f"`{key}` means nothing with `{self.does}`")
        if self.does in NUMBERED and not self.its_code.isdecimal():
            raise ValueError(f'the code of `{self.does}` is a number in quotes, as in "1024"')

    @property
    def terms(self) -> Terms:
        return WORDS[self.does]

    @property
    def is_accepted(self) -> bool:
        """Whether the job is accepted although, or so that, this goes wrong."""
        return self.terms.accepted if self.accepted is None else self.accepted

    @property
    def its_code(self) -> str:
        return self.code or self.terms.code or ""

    @property
    def its_seconds(self) -> float:
        return (self.terms.seconds if self.seconds is None else self.seconds) or 0.0

    @property
    def its_words(self) -> str:
        return self.says or self.terms.says or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What a simulator plays; as it stands here, an honest service. Seconds are the simulator's.

    Attributes:
        seed: decides everything that is left to chance.
        job_seconds: how long a job takes.
        requests_per_minute: submits that are let through in any 60 seconds; None: all.
        limit_answer: how the others are answered.
        honours_idempotency_key: whether the same key gives the same task, paid once.
        shapes: the shapes of the answers; each task is told of in one of them.
        spelling: the words that a status is said in.
        link_seconds: how long a link to a clip is good; None: for ever.
        ranges: whether parts of a clip can be asked for.
        task_not_exist_seconds: how long a task that was accepted is denied.
        clip: what the clips are.
        clock_speed: seconds of the simulator in one second.
        faults: of those that strike the same request the first one counts.
    """

    seed: int = 0
    job_seconds: float = 2.0
    requests_per_minute: int | None = None
    limit_answer: Does = Does.BUSY_SECONDS
    honours_idempotency_key: bool = False
    shapes: tuple[Shape, ...] = (Shape.TOKENSMIND,)
    spelling: Spelling = Spelling.USUAL
    link_seconds: float | None = None
    ranges: bool = True
    task_not_exist_seconds: float = 0.0
    clip: Clip = Clip.ANIMATIC
    clock_speed: float = 1.0
    faults: tuple[Fault, ...] = ()


def load_scenario(name: str) -> Scenario:
    """The scenario called *name*, one that ships or the path of a file.

    Raises:
        ScenarioError: there is none, or it cannot be played.
    """
    shipped = name in SHIPPED and not Path(name).exists()
    path = Path(__file__).with_name(f"{name}.toml") if shipped else Path(name)
    try:
        return read_scenario(path.read_text(encoding="utf-8"), name)
    except OSError as error:
        ready = f"; {', '.join(SHIPPED)} is there without a file"
        raise ScenarioError(f"{name} cannot be read: {error.strerror}{ready}") from error
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{name} is no text in UTF-8") from error


def read_scenario(text: str, name: str = "the scenario") -> Scenario:
    """The scenario that *text*, in TOML, describes; *name* is what messages call it.

    Raises:
        ScenarioError: it cannot be played.
    """
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"{name} is no TOML: {error}") from error
    rows = document.pop("fault", [])
    if not isinstance(rows, list):
        raise ScenarioError(f"{name}: a fault's heading is written [[fault]], in double brackets")
    try:
        cells = _cells(document, KEYS, [*KEYS, "fault"])
        faults = tuple(_fault(row, number) for number, row in enumerate(rows, 1))
    except (ValueError, TypeError) as error:
        raise ScenarioError(f"{name}: {error}") from error
    return Scenario(**cells, faults=faults)


def _fault(row: Any, number: int) -> Fault:
    try:
        return Fault(**_row(row))
    except (ValueError, TypeError) as error:
        raise ValueError(f"[[fault]] row {number}: {error}") from error


def _row(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise TypeError(f"keys were expected, not {row!r}")
    missing = next((key for key in ("at", "does") if key not in row), None)
    if missing:
        raise ValueError(f"`{missing}` is missing")
    return _cells(row, ROW_KEYS, ROW_KEYS)


def _cells(
    row: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]], known: Iterable[str]
) -> dict[str, Any]:
    """What *row* says, each value read by its key's reader.

    Raises:
        ValueError: a key is unknown, or its value cannot stand there.
    """
    cells = {}
    for key, value in row.items():
        if key not in readers:
            advice = did_you_mean(key, known, f"there are {', '.join(known)}")
            raise ValueError(f"no key is called `{key}`; {advice}")
        try:
            cells[key] = readers[key](value)
        except (ValueError, TypeError) as error:
            raise ValueError(f"`{key}`: {error}") from error
    return cells


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"a whole number was expected, not {value!r}")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number of seconds was expected, not {value!r}")
    if not 0 <= value < math.inf:
        raise ValueError(f"a number of seconds from 0 was expected, not {value!r}")
    return float(value)


def _over_none(value: Any) -> float:
    if not _seconds(value):
        raise ValueError("a number over 0 was expected, not 0")
    return float(value)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError(f"a share over 0 and up to 1 was expected, as in 0.1, not {value!r}")
    return float(value)


def _nth(value: Any) -> frozenset[int]:
    if not isinstance(value, list) or not value:
        raise TypeError(f"a list was expected, as in [1, 4], not {value!r}")
    return frozenset(map(count, value))


def _shapes(value: Any) -> tuple[Shape, ...]:
    if not isinstance(value, list) or not value:
        raise TypeError(f'a list was expected, as in ["newapi"], not {value!r}')
    return tuple(one_of(Shape, it) for it in value)


def _limit(value: Any) -> Does:
    does = one_of(Does, value)
    if does not in LIMITS:
        raise ValueError(f"one of {', '.join(sorted(LIMITS))} was expected, not {value!r}")
    return does


KEYS: Mapping[str, Callable[[Any], Any]] = {
    "seed": _whole,
    "job_seconds": _seconds,
    "requests_per_minute": count,
    "limit_answer": _limit,
    "honours_idempotency_key": flag,
    "shapes": _shapes,
    "spelling": partial(one_of, Spelling),
    "link_seconds": _over_none,
    "ranges": flag,
    "task_not_exist_seconds": _seconds,
    "clip": partial(one_of, Clip),
    "clock_speed": _over_none,
}
ROW_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "at": partial(one_of, Place),
    "does": partial(one_of, Does),
    "share": _share,
    "nth": _nth,
    "times": count,
    "prompt": text,
    "accepted": flag,
    "code": text,
    "seconds": _seconds,
    "says": text,
}
