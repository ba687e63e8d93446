"""Read the catalogue's rows: the package's own, then yours, then a project's."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.catalog.agree import disagreement
from hailuo_dsl.catalog.cells import cell
from hailuo_dsl.catalog.model import Catalog, Format, Limit, Move, Offer, Price, Provider
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.catalog.agree import Places

HERE = Path(__file__).parent
FILES = ("models.toml", "prices.toml", "words.toml", "limits.toml")
PROOF = ("source", "checked")
"""The columns that say where a row was read, and when."""

Identity = tuple[Any, ...]


class Kind(NamedTuple):
    """One kind of row: its class, what makes a row itself, and its table in the catalogue."""

    row: type[Any]
    identity: tuple[str, ...]
    table: str

    def of(self, row: Any) -> Identity:
        """What makes *row* itself."""
        return tuple(getattr(row, name) for name in self.identity)

    @property
    def columns(self) -> dict[str, bool]:
        """Column -> whether a row cannot do without it."""
        return {it.name: it.default is MISSING for it in fields(self.row)}


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
    """*known* with the rows of *documents* added.

    A row that names one that is known (a price by provider, model, resolution and duration) changes
    the columns that it has, and leaves the others as they were; where it changes a fact it says
    anew where and when that was read.

    Raises:
        CatalogError: a row lacks something, has something unknown or a value of the wrong kind, is
            said twice in a document, or does not agree with the other rows.
    """
    tables: dict[str, tuple[Any, ...]] = {}
    places: Places = {}
    for name, kind in KINDS.items():
        rows = {kind.of(row): row for row in getattr(known, kind.table)}
        for document in documents:
            _add(rows, name, document.get(name, []), places)
        tables[kind.table] = tuple(rows.values())
    together = Catalog(**tables)
    problem = disagreement(together, places)
    if problem:
        raise CatalogError(problem)
    return together


def _document(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _add(rows: dict[Identity, Any], name: str, written: Any, places: Places) -> None:
    """Add the rows *written* of one document to *rows*, which are of the same kind."""
    if not isinstance(written, list) or not all(isinstance(row, dict) for row in written):
        raise CatalogError(f"`{name}` is a list of rows: each begins with [[{name}]]")
    said: dict[Identity, int] = {}
    for number, row in enumerate(written, 1):
        where = f"[[{name}]] row {number}"
        cells = _cells(name, row, where)
        identity = tuple(cells[it] for it in KINDS[name].identity)
        first = said.setdefault(identity, number)
        if first != number:
            raise CatalogError(f"{where} is of {_called(identity)}, and so is row {first}")
        rows[identity] = _row(name, cells, identity, rows, where)
        places[name, *identity] = where


def _cells(name: str, row: Mapping[str, Any], where: str) -> dict[str, Any]:
    columns = KINDS[name].columns
    strange = next((it for it in row if it not in columns), None)
    if strange is not None:
        advice = did_you_mean(strange, columns, f"there are {', '.join(columns)}")
        raise CatalogError(f"{where} has an unknown column `{strange}`; {advice}")
    missing = next((it for it in KINDS[name].identity if it not in row), None)
    if missing:
        raise CatalogError(f"{where} lacks `{missing}`, so that it cannot be told which row it is")
    cells = {}
    for column, value in row.items():
        try:
            cells[column] = cell(name, column, value)
        except (TypeError, ValueError) as error:
            raise CatalogError(f"{where}: `{column}`: {error}") from error
    return cells


def _row(
    name: str,
    cells: Mapping[str, Any],
    identity: Identity,
    rows: Mapping[Identity, Any],
    where: str,
) -> Any:
    """A new row of *cells*, or the known one of that identity with them in it."""
    kind, known = KINDS[name], rows.get(identity)
    if known is None:
        missing = next(
            (it for it, needed in kind.columns.items() if needed and it not in cells), ""
        )
        if missing:
            near = did_you_mean(_called(identity), map(_called, rows), "a new row says all of them")
            raise CatalogError(
                f"{where} lacks `{missing}`, and no {name} {_called(identity)} is known; {near}"
            )
        return kind.row(**cells)
    changed = [it for it in cells if it not in PROOF and not _same(cells[it], getattr(known, it))]
    unproved = [it for it in PROOF if it not in cells]
    if changed and unproved:
        raise CatalogError(
            f"{where} changes `{changed[0]}` of {_called(identity)} and lacks `{unproved[0]}`:"
            f" say where it was read (`source`) and on which day (`checked`)"
        )
    return replace(known, **cells)


def _same(value: Any, known: Any) -> bool:
    """Whether two cells say the same; of sizes the first is the default, so order counts."""
    if isinstance(value, dict):
        return list(value.items()) == list(known.items())
    return bool(value == known)


def _called(identity: Identity) -> str:
    return " ".join(map(str, identity))
