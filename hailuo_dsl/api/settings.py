"""Read a service's table in the user's own `config.toml`: how it is reached and how it behaves.

    [gateway]
    base_url = "https://gateway.example"
    api_key = "…"
    account = "studio"
    honours_idempotency_key = true
    refunds = true
    requests_per_minute = 20
    jobs_in_flight = 8
    polls = [3, 5, 10, 30]
    deadline = 3600

Whatever is left out has its usual value (`profile.Profile`). No message holds a value that stands
in quotes: it may be a key, wherever it stands.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.probe import shown
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

WEEK = 7 * 86400
NAMES = ("base_url", "api_key", "account")
"""The columns that are texts: whom to ask, and who pays."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


class ProfileError(Trouble):
    """There is no provider to ask; the message is one sentence for the author, without any key."""


@dataclass(frozen=True, slots=True)
class Table:
    """What the config file says of one service; empty where it says nothing.

    Attributes:
        behaviour: those of `profile.Profile`'s columns that tell how the service behaves.
    """

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    account: str = ""
    behaviour: Mapping[str, Any] = field(default_factory=dict)


def table_of(name: str, file: Path) -> Table:
    """The table of the service *name* in *file*.

    Raises:
        ProfileError: the file cannot be read, others can read a key in it, or the table has an
            unknown column or a value of the wrong kind.
    """
    written = _document(file).get(name, {})
    where = f"under {heading(name)} in {file}"
    if not isinstance(written, dict):
        raise ProfileError(f"{heading(name)} in {file} must be a table")
    cells: dict[str, Any] = {}
    for column, value in written.items():
        read = _COLUMNS.get(column)
        if read is None:
            advice = did_you_mean(column, _COLUMNS, f"there are {', '.join(_COLUMNS)}")
            raise ProfileError(f"there is an unknown column `{shown(column)}` {where}; {advice}")
        try:
            cells[column] = read(value)
        except (TypeError, ValueError) as wanted:
            raise ProfileError(
                f"`{column}` {where} must be {wanted}, not {_called(value)}"
            ) from None
    names = {column: cells.pop(column) for column in NAMES if column in cells}
    return Table(**names, behaviour=cells)


def heading(name: str) -> str:
    """How the table of the service *name* begins: `[gateway]`."""
    return f"[{name}]" if _BARE.fullmatch(name) else f'["{name}"]'


def _document(file: Path) -> dict[str, Any]:
    """The config file; empty if there is none."""
    try:
        with file.open("rb") as opened:
            mode = stat.S_IMODE(os.fstat(opened.fileno()).st_mode)
            data = opened.read()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ProfileError(f"{file} cannot be read: {error.strerror}") from None
    if os.name == "posix" and mode & 0o077 and b"api_key" in data:
        raise ProfileError(f"other users can read {file}: run chmod 600 '{file}'")
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        # What tomllib says may quote the line, and the line may be the key's.
        raise ProfileError(f"{file} is not valid TOML") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text in quotes")
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _count(value: Any, *, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"a whole number from 1 to {most}")
    return value


def _seconds(value: Any, *, least: float, most: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise ValueError(f"a number of seconds from {least:g} to {most:.0f}")
    return float(value)


def _polls(value: Any) -> tuple[float, ...]:
    wanted = "four numbers of seconds from 0.05 to 600, as in [3, 5, 10, 30]"
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError(wanted)
    try:
        return tuple(_seconds(it, least=0.05, most=600.0) for it in value)
    except ValueError:
        raise ValueError(wanted) from None


_COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(NAMES, _text),
    "honours_idempotency_key": _flag,
    "refunds": _flag,
    "requests_per_minute": partial(_count, most=100_000),
    "jobs_in_flight": partial(_count, most=10_000),
    "polls": _polls,
    "deadline": partial(_seconds, least=1.0, most=float(WEEK)),
}
"""Column -> what reads it; a `ValueError` or a `TypeError` says what was wanted."""


def _called(value: Any) -> str:
    """*value* in a message."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return shown(str(value))
        case str():
            return "a text in quotes"
        case list():
            return f"[{', '.join(map(_called, value))}]"
        case dict():
            return "a table"
        case _:
            return "a date"
