"""Look for a thing at the places where one service or another puts it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHOWN = 300
"""Characters kept of what a service says."""


def document_in(body: bytes | str) -> dict[str, Any] | None:
    """The JSON object that *body* is; None if it is broken or something else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def dig(document: Any, path: str) -> Any:
    """What stands at the dotted *path* in *document*; None if nothing does."""
    for step in path.split("."):
        document = document.get(step) if isinstance(document, dict) else None
    return document


def texts(document: Any, paths: Iterable[str]) -> Iterator[str]:
    """The texts at *paths* that are not blank, in order; whole numbers count as texts."""
    for path in paths:
        found = dig(document, path)
        if isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        if isinstance(found, str) and found.strip():
            yield found.strip()


def first(found: Iterable[str]) -> str:
    return next(iter(found), "")


def is_link(text: str) -> bool:
    """Whether *text* is an http or https URL and not words that stand where one should be."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and text.isprintable()
        and " " not in text
    )


def percent(found: Any) -> float | None:
    """`50`, `"50"` or `"50%"` as 50.0, held between 0 and 100; None for anything else."""
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        return None
    try:
        number = float(found.strip().removesuffix("%") if isinstance(found, str) else found)
    except (ValueError, OverflowError):
        return None
    return min(100.0, max(0.0, number)) if math.isfinite(number) else None


def shown(text: str) -> str:
    """*text* on one line, short, and without anything that a terminal would obey."""
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
