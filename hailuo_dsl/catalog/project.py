"""Read rows of a user's own: a project's `hailuo.toml`, and the `catalog.toml` for all projects."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.load import KINDS, CatalogError
from hailuo_dsl.ground.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_DOTS = 100
"""Keys of keys in a line; reading them takes the square of their number."""

DEFAULTS = "defaults"
count_dots = methodcaller("count", ".")
SECRET = frozenset({"base_url", "api_key", "key", "token"})
"""What a project may not hold: it is shared, and a script that came with it must not choose who
is paid and with whose key."""


@dataclass(frozen=True, slots=True)
class Project:
    """What `hailuo.toml` says.

    Attributes:
        defaults: setting -> value, as a script's first lines would say them.
        rows: the document, for `with_rows`.
    """

    defaults: Mapping[str, str]
    rows: Mapping[str, Any]


def read_project(text: str) -> Project:
    """The project that *text*, a `hailuo.toml`, describes.

    Raises:
        CatalogError: it is no TOML, or says what a project may not say.
    """
    document = _document(text, (DEFAULTS, *KINDS))
    _refuse_free(document.get("provider"))
    defaults = document.pop(DEFAULTS, {})
    if not isinstance(defaults, dict) or not all(isinstance(it, str) for it in defaults.values()):
        raise CatalogError('[defaults] holds settings as text: `duration = "6s"`')
    return Project(defaults, document)


def read_rows(text: str) -> Mapping[str, Any]:
    """The rows that *text*, a `catalog.toml`, holds, for `with_rows`.

    Raises:
        CatalogError: it is no TOML, or holds something else.
    """
    return _document(text, KINDS)


def _document(text: str, tables: Iterable[str]) -> dict[str, Any]:
    if max(map(count_dots, text.splitlines()), default=0) > MOST_DOTS:
        raise CatalogError(f"a line of it has more than {MOST_DOTS} dots")
    try:
        document = tomllib.loads(text)
        _refuse_secrets(document)
    except RecursionError as error:
        raise CatalogError("its values are nested too deep") from error
    except ValueError as error:  # of TOML, or of a number without end
        raise CatalogError(f"it is no TOML: {error}") from error
    strange = next((it for it in document if it not in tables), None)
    if strange is not None:
        names = ", ".join("[defaults]" if it == DEFAULTS else f"[[{it}]]" for it in tables)
        advice = did_you_mean(strange, tables, f"it may hold {names}")
        raise CatalogError(f"there is an unknown table `{strange}`; {advice}")
    return document


def _refuse_secrets(document: Any) -> None:
    if isinstance(document, list):
        for row in document:
            _refuse_secrets(row)
    if isinstance(document, dict):
        found = sorted(SECRET & set(document))
        if found:
            raise CatalogError(
                f"it may not hold `{found[0]}`: put it into HAILUO_BASE_URL or HAILUO_API_KEY,"
                " or into your own config file"
            )
        for value in document.values():
            _refuse_secrets(value)


def _refuse_free(rows: Any) -> None:
    """What is free is sent without asking, so a project that is shared may not call it that."""
    for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
        if isinstance(row, dict) and row.get("free"):
            raise CatalogError(
                f"[[provider]] row {number}: a project may not say that a provider is `free`:"
                " what is free is sent without asking; say it in your own catalog.toml"
            )
