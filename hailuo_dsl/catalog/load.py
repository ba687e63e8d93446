"""Read the catalogue's rows, the package's own and then the user's."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.catalog.cells import CELLS
from hailuo_dsl.catalog.model import Catalog, Format, Limit, Move, Offer, Price, Provider
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
FILES = ("models.toml", "prices.toml", "words.toml", "limits.toml")


class Kind(NamedTuple):
    """One kind of row: its class, what makes a row itself, and its table in the catalogue."""

    row: type[Any]
    identity: tuple[str, ...]
    table: str


KINDS: Mapping[str, Kind] = {
    "offer": Kind(Offer, ("model", "mode"), "offers"),
    "provider": Kind(Provider, ("name",), "providers"),
    "price": Kind(Price, ("provider", "model", "resolution", "duration"), "prices"),
    "move": Kind(Move, ("id",), "moves"),
    "limit": Kind(Limit, ("name",), "limits"),
    "format": Kind(Format, ("name",), "formats"),
}


class CatalogError(Trouble):
    """A row of the user's that cannot be read; the message says which and why."""


@cache
def catalog() -> Catalog:
    """The catalogue that ships with the package."""
    return with_rows(Catalog(), *(_document(HERE / name) for name in FILES))


def with_rows(known: Catalog, *documents: Mapping[str, Any]) -> Catalog:
    """*known* with the rows of *documents* added; a row of the same identity takes its place.

    Raises:
        CatalogError: a row lacks something, has something unknown, or a value of the wrong kind.
    """
    tables: dict[str, tuple[Any, ...]] = {}
    for name, kind in KINDS.items():
        rows = {_identity(kind, row): row for row in getattr(known, kind.table)}
        for document in documents:
            rows |= {_identity(kind, row): row for row in _rows(name, document.get(name, []))}
        tables[kind.table] = tuple(rows.values())
    return Catalog(**tables)


def _document(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _identity(kind: Kind, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in kind.identity)


def _rows(kind: str, written: Any) -> list[Any]:
    if not isinstance(written, list) or not all(isinstance(row, dict) for row in written):
        raise CatalogError(f"`{kind}` is a list of rows: each begins with [[{kind}]]")
    return [_row(kind, row, f"[[{kind}]] row {number}") for number, row in enumerate(written, 1)]


def _row(kind: str, row: Mapping[str, Any], where: str) -> Any:
    columns = {column.name: column for column in fields(KINDS[kind].row)}
    strange = sorted(set(row) - set(columns))
    if strange:
        raise CatalogError(f"{where} has an unknown key `{strange[0]}`")
    missing = [it for it, column in columns.items() if column.default is MISSING and it not in row]
    if missing:
        raise CatalogError(f"{where} lacks `{missing[0]}`")
    try:
        return KINDS[kind].row(**{key: CELLS[key](value) for key, value in row.items()})
    except (TypeError, ValueError, ArithmeticError) as error:
        raise CatalogError(f"{where}: {error}") from error
