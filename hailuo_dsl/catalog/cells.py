"""What may stand in each column of the catalogue's rows, and what becomes of it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from hailuo_dsl.catalog.model import Bound, Dialect, Mode
from hailuo_dsl.ground.suggest import asked, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

E = TypeVar("E", bound="StrEnum")

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]").search
NO_SPELLING = re.compile(r"[\[\]{}\\+,，|]").search
"""Signs that part moves or end a bracket, so that no script could say a move with one of them."""

MIME = re.compile(r"image/[a-z0-9.+-]+").fullmatch


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"a text was expected, not {value!r}")
    if value != value.strip() or UNSEEN(value):
        raise ValueError(
            f"a text of one line, without blanks at its ends, was expected, not {value!r}"
        )
    return value


def texts(value: Any) -> tuple[str, ...]:
    return tuple(map(text, _several(value)))


def spelling(value: Any) -> str:
    found = NO_SPELLING(text(value))
    if found:
        raise ValueError(f"no script could say a move with a `{found[0]}` in it: {value!r}")
    return str(value)


def spellings(value: Any) -> tuple[str, ...]:
    return tuple(map(spelling, _several(value)))


def mime(value: Any) -> str:
    if not MIME(text(value)):
        raise ValueError(f"a picture's media type was expected, as in image/png, not {value!r}")
    return str(value)


def count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"a whole number from 1 was expected, not {value!r}")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"true or false was expected, not {value!r}")
    return value


def day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError(f"a day was expected, as in 2026-08-20 and without quotes, not {value!r}")
    return value


def amount(value: Any) -> Decimal:
    """A number is text, so that no binary fraction comes between the list and the sum."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise TypeError(f'an amount in quotes was expected, "{value}", not a bare number')
    try:
        read = Decimal(text(value))
    except InvalidOperation:
        raise ValueError(f"an amount was expected, not {value!r}") from None
    if not read.is_finite() or read < 0:
        raise ValueError(f"an amount was expected, not {value!r}")
    return read


def bound(value: Any) -> Decimal:
    read = amount(value)
    if not read:
        raise ValueError("a number over 0 was expected: nothing would fit")
    return read


def sizes(value: Any) -> dict[str, tuple[int, ...]]:
    """Resolution -> durations, the first of each the default; none may be empty."""
    if not isinstance(value, dict) or not value:
        raise ValueError(
            f'durations by resolution were expected, {{ "768P" = [6, 10] }}, not {value!r}'
        )
    return {text(size): _durations(size, seconds) for size, seconds in value.items()}


def _durations(size: str, value: Any) -> tuple[int, ...]:
    seconds = tuple(map(count, _several(value)))
    if not seconds:
        raise ValueError(f"`{size}` has no durations; leave it out if it is not offered")
    if len(set(seconds)) < len(seconds):
        raise ValueError(f"`{size}` says a duration twice: {value!r}")
    return seconds


def _several(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, in brackets, not {value!r}")
    return value


def one_of(words: type[E], value: Any) -> E:
    if isinstance(value, str) and value in set(words):
        return words(value)
    near = nearest(str(value), words)
    advice = f"; {asked(near)}" if near else ""
    raise ValueError(f"one of {', '.join(words)} was expected, not {value!r}{advice}")


def mode(value: Any) -> Mode:
    return one_of(Mode, value)


CELLS: Mapping[str, Callable[[Any], Any]] = {
    "model": text,
    "mode": mode,
    "modes": lambda value: tuple(map(mode, _several(value))),
    "sizes": sizes,
    "tags": flag,
    "sends_size": flag,
    "name": text,
    "limit.name": lambda value: one_of(Bound, value),
    "value": bound,
    "meaning": text,
    "mime": mime,
    "title": text,
    "dialect": lambda value: one_of(Dialect, value),
    "jobs_in_flight": count,
    "requests_per_minute": count,
    "free": flag,
    "prices": text,
    "provider": text,
    "resolution": text,
    "duration": count,
    "amount": amount,
    "currency": text,
    "id": text,
    "english": spelling,
    "chinese": spelling,
    "gateway": spelling,
    "aliases": spellings,
    "motion": text,
    "opposite": text,
    "source": text,
    "checked": day,
}
"""Column -> what reads it; a kind of row may have one of its own, `KIND.column`."""


def cell(kind: str, column: str, value: Any) -> Any:
    """What *value* is in *column* of a row of *kind*.

    Raises:
        ValueError: it cannot stand there; so says a TypeError too.
    """
    return (CELLS.get(f"{kind}.{column}") or CELLS[column])(value)
