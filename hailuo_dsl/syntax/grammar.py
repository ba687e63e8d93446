"""The grammars of `grammar/`, as Lark parsers.

They are built once and kept as tables in the user's cache folder: loading takes a tenth of the
time of building. Lark makes a new table when a grammar or its own version changes, and does
without where the folder cannot be written.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from lark import Lark

if TYPE_CHECKING:
    from collections.abc import Sequence

HOMES = (Path(__file__).parent.parent / "grammar", Path(__file__).parent.parent.parent / "grammar")
"""Where the grammars are: in an installed wheel, and in a checkout or an editable install."""

VALUE_STARTS = (
    *("camera", "bracket", "duration", "count", "names", "reference"),
    *("pick", "choices", "trim", "transition"),
)


def grammar_path(name: str) -> Path:
    """The path of `grammar/NAME.lark`.

    Raises:
        FileNotFoundError: the package was installed without its grammars.
    """
    for home in HOMES:
        path = home / f"{name}.lark"
        if path.is_file():
            return path
    raise FileNotFoundError(f"{name}.lark is neither in {HOMES[0]} nor in {HOMES[1]}")


@cache
def script_parser() -> Lark:
    """Reads a whole script into lines."""
    return _load("script", ["script"], lexer="basic")


@cache
def value_parser() -> Lark:
    """Reads the inside of a value; its start rule is one of `VALUE_STARTS`."""
    return _load("values", VALUE_STARTS, lexer="contextual")


def _load(name: str, starts: Sequence[str], *, lexer: Literal["basic", "contextual"]) -> Lark:
    return Lark(
        grammar_path(name).read_text(encoding="utf-8"),
        parser="lalr",
        lexer=lexer,
        start=list(starts),
        cache=_table(name) or False,
    )


def _table(name: str) -> str | None:
    from platformdirs import user_cache_path

    folder = user_cache_path("hailuo-dsl")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder / f"{name}.table")
