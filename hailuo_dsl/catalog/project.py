"""Read a project's `hailuo.toml`: settings for all its scripts, and catalogue rows of its own."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.load import KINDS, CatalogError

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"it is no TOML: {error}") from error
    _refuse_secrets(document)
    strange = sorted(set(document) - {"defaults", *KINDS})
    if strange:
        raise CatalogError(
            f"there is an unknown table `{strange[0]}`; it may hold"
            f" [defaults], {', '.join(f'[[{kind}]]' for kind in KINDS)}"
        )
    defaults = document.pop("defaults", {})
    if not isinstance(defaults, dict) or not all(isinstance(it, str) for it in defaults.values()):
        raise CatalogError('[defaults] holds settings as text: `duration = "6s"`')
    return Project(defaults, document)


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
