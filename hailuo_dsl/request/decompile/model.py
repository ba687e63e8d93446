"""Requests on their way back to a script, and what keeps one from getting there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 80
"""Characters of a value that stand in a message."""

MOST_REFUSALS = 10
"""Refusals that a message tells."""

Body = Mapping[str, Any]
"""A request in the gateway's shape."""


@dataclass(frozen=True, slots=True)
class Given:
    """A request as it was given, of whatever shape; *number* is its place, from 1."""

    number: int
    id: str | None
    body: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a script may be able to say.

    Attributes:
        silent: it leaves the duration to the model, as only the vendor's shape can.
    """

    number: int
    id: str | None
    body: Body
    silent: bool = False

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def metadata(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.body["metadata"]
        return found


@dataclass(frozen=True, slots=True)
class Decompiled:
    """A script, and what it makes.

    Attributes:
        tables: path beside the script -> the text of a table that it needs.
        asked: the requests that it makes, in their order.
    """

    text: str
    tables: Mapping[str, str]
    asked: tuple[Asked, ...]


class Refusal(NamedTuple):
    """Why a field of request *number* cannot be said; no field: it is the request itself."""

    number: int
    id: str | None
    field: str
    why: str

    def __str__(self) -> str:
        name = f" ({shown(self.id)})" if self.id is not None else ""
        field = f"{self.field}: " if self.field else ""
        return f"request {self.number}{name}: {field}{self.why}"


class Unsayable(Trouble):
    """Requests that no script can say; the message names each one, its field and the reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        lines = [str(it) for it in self.refusals[:MOST_REFUSALS]]
        more = len(self.refusals) - len(lines)
        if more:
            lines.append(f"and {more} more")
        super().__init__("\n  ".join(["this cannot be said in a script:", *lines]))


def shown(value: Any) -> str:
    """*value* as a message shows it: on one line, short, with nothing that cannot be seen."""
    if isinstance(value, str) and value.isprintable() and "`" not in value:
        text = f"`{value}`"
    else:
        text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
