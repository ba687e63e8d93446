"""The catalogue as rows for a table: headings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.model import Dialect

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog, Format, Limit, Move, Offer, Price, Provider

    Sourced = Offer | Provider | Price | Move | Limit | Format

Row = tuple[str, ...]
Table = tuple[Row, list[Row]]


class Sources:
    """The sources of rows, each with a number that stands for it and for its day."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], str] = {}

    def of(self, *rows: Sourced) -> str:
        """`[1] [4]`, for where *rows* were read and when."""
        return " ".join(dict.fromkeys(map(self._number, rows)))

    def _number(self, row: Sourced) -> str:
        source = (str(row.checked), row.source)
        return self._numbers.setdefault(source, f"[{len(self._numbers) + 1}]")

    @property
    def rows(self) -> Table:
        """One row a source, in the order in which they were asked for."""
        rows: list[Row] = [(number, *source) for source, number in self._numbers.items()]
        return ("source", "read on", "where"), rows


def model_rows(catalog: Catalog, provider: Provider, sources: Sources) -> Table:
    """One row a model, mode and resolution: durations, tags, price at *provider*, source."""
    head: Row = ("model", "mode", "resolution", "seconds", "tags", "price", "source")
    rows: list[Row] = []
    for offer in (it for it in catalog.offers if it.mode in provider.modes):
        for size, seconds in offer.sizes.items():
            found = [catalog.price(provider.name, offer.model, size, it) for it in seconds]
            prices = [] if provider.free else [it for it in found if it]
            rows.append(
                (
                    offer.model,
                    str(offer.mode),
                    size if offer.sends_size else f"{size} (not sent)",
                    " ".join(map(str, seconds)),
                    "yes" if offer.tags else "no",
                    "free" if provider.free else " / ".join(map(priced, found)),
                    sources.of(offer, *prices),
                )
            )
    return head, rows


def provider_rows(catalog: Catalog, sources: Sources) -> Table:
    """One row a provider."""
    head: Row = (
        "provider",
        "what it is",
        "camera words",
        "submits a minute",
        "jobs at once",
        "prices",
        "source",
    )
    rows: list[Row] = [
        (
            row.name,
            row.title,
            str(row.dialect),
            str(row.requests_per_minute or "no limit known"),
            str(row.jobs_in_flight),
            "free" if row.free else _list_of(catalog, row),
            sources.of(row),
        )
        for row in catalog.providers
    ]
    return head, rows


def limit_rows(catalog: Catalog, sources: Sources) -> Table:
    """One row a limit and a picture format that the service takes."""
    head: Row = ("limit", "value", "source", "meaning")
    rows: list[Row] = [
        (str(row.name), str(row.value), sources.of(row), row.meaning) for row in catalog.limits
    ]
    rows += [("picture format", row.name, sources.of(row), row.mime) for row in catalog.formats]
    return head, rows


def word_rows(catalog: Catalog, sources: Sources) -> Table:
    """One row a camera move, in each dialect."""
    head: Row = ("id", *Dialect, "also", "what it does", "undone by", "source")
    rows: list[Row] = [
        (
            move.id,
            move.said(Dialect.GATEWAY) + ("" if move.gateway else " *"),
            move.english,
            move.chinese,
            ", ".join(move.aliases),
            move.motion,
            move.opposite or "",
            sources.of(move),
        )
        for move in catalog.moves
    ]
    return head, rows


def priced(price: Price | None) -> str:
    """`0.28 USD`, or that nobody says."""
    return f"{price.amount} {price.currency}" if price else "unknown"


def _list_of(catalog: Catalog, provider: Provider) -> str:
    own = any(price.provider == provider.name for price in catalog.prices)
    if own:
        return (
            f"its own list, else that of {provider.prices}" if provider.prices else "its own list"
        )
    return (
        f"none of its own; shown: the list of {provider.prices}" if provider.prices else "unknown"
    )
