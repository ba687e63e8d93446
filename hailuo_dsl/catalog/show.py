"""The catalogue as rows for a table: headings first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.model import Dialect

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog, Offer, Price, Provider

Row = tuple[str, ...]
Table = tuple[Row, list[Row]]


def model_rows(catalog: Catalog, provider: Provider) -> Table:
    """One row a model, mode and resolution: durations, tags, price at *provider*, source."""
    head: Row = ("model", "mode", "resolution", "seconds", "tags", "price", "read on", "source")
    rows: list[Row] = [
        (
            offer.model,
            str(offer.mode),
            size if offer.sends_size else f"{size} (not sent)",
            " ".join(map(str, seconds)),
            "yes" if offer.tags else "no",
            _prices(catalog, provider, offer, size),
            str(offer.checked),
            offer.source,
        )
        for offer in catalog.offers
        if offer.mode in provider.modes
        for size, seconds in offer.sizes.items()
    ]
    return head, rows


def provider_rows(catalog: Catalog) -> Table:
    """One row a provider."""
    head: Row = (
        "provider",
        "what it is",
        "camera words",
        "submits a minute",
        "jobs at once",
        "prices",
    )
    rows: list[Row] = [
        (
            row.name,
            row.title,
            str(row.dialect),
            str(row.requests_per_minute or "no limit known"),
            str(row.jobs_in_flight),
            "free" if row.free else _list_of(catalog, row),
        )
        for row in catalog.providers
    ]
    return head, rows


def limit_rows(catalog: Catalog) -> Table:
    """One row a limit and a picture format that the service takes."""
    head: Row = ("limit", "value", "meaning", "read on", "source")
    rows: list[Row] = [
        (str(row.name), str(row.value), row.meaning, str(row.checked), row.source)
        for row in catalog.limits
    ]
    rows += [
        ("picture format", row.name, row.mime, str(row.checked), row.source)
        for row in catalog.formats
    ]
    return head, rows


def word_rows(catalog: Catalog) -> Table:
    """One row a camera move, in each dialect."""
    head: Row = ("id", *Dialect, "also", "what it does", "undone by", "read on", "source")
    rows: list[Row] = [
        (
            move.id,
            move.said(Dialect.GATEWAY) + ("" if move.gateway else " *"),
            move.english,
            move.chinese,
            ", ".join(move.aliases),
            move.motion,
            move.opposite or "",
            str(move.checked),
            move.source,
        )
        for move in catalog.moves
    ]
    return head, rows


def priced(price: Price | None) -> str:
    """`0.28 USD`, or that nobody says."""
    return f"{price.amount} {price.currency}" if price else "unknown"


def _prices(catalog: Catalog, provider: Provider, offer: Offer, size: str) -> str:
    if provider.free:
        return "free"
    found = [catalog.price(provider.name, offer.model, size, it) for it in offer.sizes[size]]
    return " / ".join(priced(price) for price in found)


def _list_of(catalog: Catalog, provider: Provider) -> str:
    own = any(price.provider == provider.name for price in catalog.prices)
    if own:
        return (
            f"its own list, else that of {provider.prices}" if provider.prices else "its own list"
        )
    return (
        f"none of its own; shown: the list of {provider.prices}" if provider.prices else "unknown"
    )
