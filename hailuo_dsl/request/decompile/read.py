"""Read JSON into requests, each with its id where it has one."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.request.decompile.model import Given, Refusal, Unsayable, shown
from hailuo_dsl.request.show import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

BETWEEN = re.compile(r"[ \t\r\n]*")
DOCUMENT = frozenset({"version", "requests"})
ENTRY = frozenset({"id", "request", "source_map", "depends_on", "take", "undecided", "cutting"})
"""What `compile` prints of a request; all but its id and the request itself is made anew."""


def read_requests(text: str) -> tuple[Given, ...]:
    """The requests in *text*: one, a list, one after the other, or the document of `compile`.

    Raises:
        Trouble: it is no JSON, or there is no request in it.
    """
    entries = [entry for value in _values(text) for entry in _entries(value)]
    if not entries:
        raise Trouble("there is no request in this: an object with a model and a prompt, or a list")
    return tuple(_given(number, entry) for number, entry in enumerate(entries, 1))


def _values(text: str) -> Iterator[Any]:
    """Every JSON value in *text*; JSON Lines are several."""
    decoder = JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)
    at = _next(text, 0)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except JSONDecodeError as error:
            what = f"line {error.lineno}, column {error.colno}: this is no JSON"
            raise Trouble(f"{what}: {error.msg[:1].lower()}{error.msg[1:]}") from None
        except RecursionError:
            raise Trouble(f"{_line(text, at)}, objects or lists are nested too deep") from None
        except ValueError as error:
            raise Trouble(f"{_line(text, at)}, {error}") from None
        yield value
        at = _next(text, end)


def _line(text: str, at: int) -> str:
    return f"in the value that begins on line {text.count(chr(10), 0, at) + 1}"


def _next(text: str, at: int) -> int:
    """Where the next value begins, or the text's end."""
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f"an object says {shown(key)} twice, and only one can be meant")
        made[key] = value
    return made


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} stands for a number, and JSON has none of that name")


def _entries(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or "requests" not in value:
        return [value]
    strange = sorted(set(value) - DOCUMENT)
    if strange:
        raise Trouble(f"the document has a key that nothing is known of: {shown(strange[0])}")
    if value.get("version", VERSION) != VERSION:
        found = shown(value["version"])
        raise Trouble(f"the document is of version {found}, and only {VERSION} can be read")
    if not isinstance(value["requests"], list):
        raise Trouble("`requests` is no list")
    return value["requests"]


def _given(number: int, entry: Any) -> Given:
    if not isinstance(entry, dict) or "request" not in entry:
        return Given(number, None, entry)
    id_ = entry.get("id")
    if id_ is not None and not isinstance(id_, str):
        raise Unsayable([Refusal(number, None, "id", f"{shown(id_)} is no text")])
    strange = sorted(set(entry) - ENTRY)
    if strange:
        raise Unsayable([Refusal(number, id_, strange[0], "no script can say it")])
    return Given(number, id_, entry["request"])
