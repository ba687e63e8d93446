"""Frozen rows of the catalogue, and the look-ups that the floors above ask of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal


PHRASE = 4
"""Letters from which a Chinese spelling of a move is no everyday word."""


class Mode(StrEnum):
    """How a clip begins: from a first frame, from words alone, or toward a last frame."""

    IMAGE = "image-to-video"
    TEXT = "text-to-video"
    FRAMES = "first-last-frame"


class Dialect(StrEnum):
    """Whose words stand inside the camera's brackets."""

    GATEWAY = "gateway"
    ENGLISH = "english"
    CHINESE = "chinese"


class Bound(StrEnum):
    """What the service limits; each has its row."""

    PROMPT = "prompt"
    MOVES = "moves"
    PICTURE_BYTES = "picture_bytes"
    PICTURE_EDGE = "picture_edge"
    PICTURE_SHAPE = "picture_shape"
    DATA_URL_BYTES = "data_url_bytes"


def folded(spelling: str) -> str:
    """*spelling* of a move as it is compared: without regard to case, blanks or composition."""
    return normalize("NFC", " ".join(spelling.split())).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One model in one mode.

    Attributes:
        sizes: resolution -> durations in seconds; the first of each is the model's default.
        sends_size: whether a resolution may stand in the request.
    """

    model: str
    mode: Mode
    sizes: Mapping[str, tuple[int, ...]]
    tags: bool
    source: str
    checked: date
    sends_size: bool = True

    @property
    def name(self) -> str:
        """The name of its entry in the schema's `$defs`."""
        return f"{self.model}.{self.mode}"

    @property
    def default_resolution(self) -> str:
        return next(iter(self.sizes))

    @property
    def default_duration(self) -> int:
        return self.sizes[self.default_resolution][0]

    @property
    def durations(self) -> tuple[int, ...]:
        """Every duration (seconds) that it offers at some resolution."""
        return tuple(sorted({seconds for offered in self.sizes.values() for seconds in offered}))

    def resolutions_at(self, seconds: int) -> tuple[str, ...]:
        """The resolutions that it offers for a clip of *seconds*."""
        return tuple(size for size, offered in self.sizes.items() if seconds in offered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Who takes requests, how many, and in which words."""

    name: str
    title: str
    dialect: Dialect
    modes: tuple[Mode, ...]
    jobs_in_flight: int
    free: bool
    source: str
    checked: date
    requests_per_minute: int | None = None
    prices: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one clip costs at one provider."""

    provider: str
    model: str
    resolution: str
    duration: int
    amount: Decimal
    currency: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One camera move, in every dialect."""

    id: str
    english: str
    chinese: str
    motion: str
    source: str
    checked: date
    gateway: str | None = None
    aliases: tuple[str, ...] = ()
    opposite: str | None = None

    def said(self, dialect: Dialect) -> str:
        """The move's words in *dialect*; what the gateway does not list is the vendor's English."""
        if dialect is Dialect.CHINESE:
            return self.chinese
        if dialect is Dialect.ENGLISH:
            return self.english
        return self.gateway or self.english.lower()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way a script may write it, the gateway's first."""
        return tuple(
            dict.fromkeys((self.said(Dialect.GATEWAY), self.english, self.chinese, *self.aliases))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One bound that the service sets; *meaning* tells how it is meant."""

    name: Bound
    value: Decimal
    meaning: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A picture format that the service takes; *name* is what Pillow calls it."""

    name: str
    mime: str
    source: str
    checked: date


@dataclass(frozen=True)
class Catalog:
    """All rows, in the order of the files."""

    offers: tuple[Offer, ...] = ()
    providers: tuple[Provider, ...] = ()
    prices: tuple[Price, ...] = ()
    moves: tuple[Move, ...] = ()
    limits: tuple[Limit, ...] = ()
    formats: tuple[Format, ...] = ()

    @cached_property
    def models(self) -> dict[str, dict[Mode, Offer]]:
        """Model -> mode -> offer."""
        models: dict[str, dict[Mode, Offer]] = {}
        for offer in self.offers:
            models.setdefault(offer.model, {})[offer.mode] = offer
        return models

    @cached_property
    def resolutions(self) -> tuple[str, ...]:
        """Every resolution that some offer knows."""
        return tuple(dict.fromkeys(size for offer in self.offers for size in offer.sizes))

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {folded(word): move for move in self.moves for word in move.spellings}

    @property
    def move_words(self) -> tuple[str, ...]:
        """Every spelling of every move, folded, for suggestions."""
        return tuple(self._moves)

    @cached_property
    def move_phrases(self) -> frozenset[str]:
        """The spellings of moves, in small letters, that are no everyday words.

        Those of two words or more, and of four letters or more where a letter is a word.
        """
        return frozenset(
            word
            for word in self._moves
            if " " in word or (not word.isascii() and len(word) >= PHRASE)
        )

    def move(self, spelling: str) -> Move | None:
        """The move that *spelling* names, in any dialect and without regard to case or blanks."""
        return self._moves.get(spelling) or self._moves.get(folded(spelling))

    @cached_property
    def _limits(self) -> dict[str, Decimal]:
        return {row.name: row.value for row in self.limits}

    def limit(self, name: str) -> Decimal:
        """The value of the limit called *name*."""
        return self._limits[name]

    @cached_property
    def data_url(self) -> str:
        """A pattern for the head of a data URL of a picture that the service takes."""
        return f"data:(?:{'|'.join(re.escape(row.mime) for row in self.formats)});base64,"

    def provider(self, name: str) -> Provider | None:
        return next((row for row in self.providers if row.name == name), None)

    @cached_property
    def _prices(self) -> dict[tuple[str, str, str, int], Price]:
        return {(row.provider, row.model, row.resolution, row.duration): row for row in self.prices}

    def currencies(self, provider: str) -> tuple[str, ...]:
        """The currencies of *provider*'s own list, else of the list that it points to."""
        row = self.provider(provider)
        for name in (provider, row.prices if row else None):
            found = [it.currency for it in self.prices if it.provider == name]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def price(self, provider: str, model: str, resolution: str, duration: int) -> Price | None:
        """What *provider* asks for such a clip, by its own list, else by the list it points to.

        The row's `provider` tells whose list it is. None: nobody has published it.
        """
        row = self.provider(provider)
        lists = (provider, row.prices if row else None)
        found = (self._prices.get((name, model, resolution, duration)) for name in lists if name)
        return next((price for price in found if price), None)
