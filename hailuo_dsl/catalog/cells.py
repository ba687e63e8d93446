"""What may stand in each column of the catalogue's rows, and what becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.model import Dialect, Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"a text was expected, not {value!r}")
    return value


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"a list of texts was expected, not {value!r}")
    return tuple(map(text, value))


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
        raise ValueError(f"a day was expected, as in 2026-08-20, not {value!r}")
    return value


def amount(value: Any) -> Decimal:
    """A number is text, so that no binary fraction comes between the list and the sum."""
    try:
        read = Decimal(text(value))
    except InvalidOperation:
        raise ValueError(f"an amount was expected, not {value!r}") from None
    if not read.is_finite() or read < 0:
        raise ValueError(f"an amount was expected, not {value!r}")
    return read


def sizes(value: Any) -> dict[str, tuple[int, ...]]:
    """Resolution -> durations, the first of each the default; none may be empty."""
    if not isinstance(value, dict) or not value or not all(value.values()):
        raise ValueError(f'durations by resolution, {{ "768P" = [6] }}, were expected: {value!r}')
    return {text(size): tuple(map(count, seconds)) for size, seconds in value.items()}


CELLS: Mapping[str, Callable[[Any], Any]] = {
    "model": text,
    "mode": lambda value: Mode(text(value)),
    "modes": lambda value: tuple(map(Mode, texts(value))),
    "sizes": sizes,
    "tags": flag,
    "sends_size": flag,
    "name": text,
    "value": amount,
    "meaning": text,
    "mime": text,
    "title": text,
    "dialect": lambda value: Dialect(text(value)),
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
    "english": text,
    "chinese": text,
    "gateway": text,
    "aliases": texts,
    "motion": text,
    "opposite": text,
    "source": text,
    "checked": day,
}
