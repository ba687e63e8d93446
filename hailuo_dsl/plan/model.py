"""A plan: the takes of a script in order, what each costs, and what makes each one itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Price
    from hailuo_dsl.request.model import Request


@dataclass(frozen=True, slots=True)
class Step:
    """One take to make.

    Attributes:
        request: what is asked for.
        ordinal: from 1; counts the equal requests of a plan, so that two equal shots are two clips.
        pictures: path as in the body (`file:` taken off) -> sha256 of the file's bytes.
        price: None where nobody has published one, or where the provider is free.
    """

    request: Request
    ordinal: int = 1
    pictures: tuple[tuple[str, str], ...] = ()
    price: Price | None = None

    @property
    def id(self) -> str:
        return self.request.id


@dataclass(frozen=True, slots=True)
class Plan:
    """Every step of a script, in the script's order."""

    steps: tuple[Step, ...]
