"""Read the catalogue's rows, the package's own and then the user's."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.cells import CELLS
from hailuo_dsl.catalog.model import Catalog, Move, Offer, Price, Provider
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
FILES = ("models.toml", "prices.toml", "words.toml")
KINDS: Mapping[str, type[Any]] = {
    "offer": Offer,
    "provider": Provider,
    "price": Price,
    "move": Move,
}
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "offer": ("model", "mode"),
    "provider": ("name",),
    "price": ("provider", "model", "resolution", "duration"),
    "move": ("id",),
}


class CatalogError(Trouble):
    """A row of the user's that cannot be read; the message says which and why."""


@cache
def catalog() -> Catalog:
    """The catalogue that ships with the package."""
    return with_rows(Catalog((), (), (), ()), *(_document(HERE / name) for name in FILES))


def with_rows(known: Catalog, *documents: Mapping[str, Any]) -> Catalog:
    """*known* with the rows of *documents* added; a row of the same identity takes its place.

    Raises:
        CatalogError: a row lacks something, has something unknown, or a value of the wrong kind.
    """
    tables: dict[str, dict[tuple[Any, ...], Any]] = {
        "offer": {_identity("offer", row): row for row in known.offers},
        "provider": {_identity("provider", row): row for row in known.providers},
        "price": {_identity("price", row): row for row in known.prices},
        "move": {_identity("move", row): row for row in known.moves},
    }
    for document in documents:
        for kind, table in tables.items():
            for row in _rows(kind, document.get(kind, [])):
                table[_identity(kind, row)] = row
    offers, providers, prices, moves = (tuple(table.values()) for table in tables.values())
    return Catalog(offers, providers, prices, moves)


def _document(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _identity(kind: str, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in IDENTITY[kind])


def _rows(kind: str, written: Any) -> list[Any]:
    if not isinstance(written, list) or not all(isinstance(row, dict) for row in written):
        raise CatalogError(f"`{kind}` is a list of rows: each begins with [[{kind}]]")
    return [_row(kind, row, f"[[{kind}]] row {number}") for number, row in enumerate(written, 1)]


def _row(kind: str, row: Mapping[str, Any], where: str) -> Any:
    columns = {column.name: column for column in fields(KINDS[kind])}
    strange = sorted(set(row) - set(columns))
    if strange:
        raise CatalogError(f"{where} has an unknown key `{strange[0]}`")
    missing = [it for it, column in columns.items() if column.default is MISSING and it not in row]
    if missing:
        raise CatalogError(f"{where} lacks `{missing[0]}`")
    try:
        return KINDS[kind](**{key: CELLS[key](value) for key, value in row.items()})
    except (TypeError, ValueError, ArithmeticError) as error:
        raise CatalogError(f"{where}: {error}") from error
