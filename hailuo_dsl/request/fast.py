"""A quick yes from `jsonschema-rs`, where it is installed.

Its no is never the last word: jsonschema decides then, and words the mistakes. Its yes has to be
jsonschema's yes too, so it is asked only about bodies of JSON's own types. Of others it takes some
that jsonschema refuses: the member of an enum as its value.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jsonschema_rs

PROVEN = "0.61."
"""Begins the versions that were held against jsonschema; others may say yes too soon, or crash."""

PLAIN = frozenset({str, int, float, bool})
"""What the fields of a sound body are, but for `metadata`."""


@cache
def accelerator() -> type[jsonschema_rs.Draft202012Validator] | None:
    """The validator that says yes quickly; None where no proven version is installed."""
    try:
        from importlib.metadata import version

        from jsonschema_rs import Draft202012Validator

        return Draft202012Validator if version("jsonschema_rs").startswith(PROVEN) else None
    except ImportError:
        return None


def quick_yes(schema: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool]:
    """What tells of a body whether it certainly keeps to *schema*; False leaves that open."""
    make = accelerator()
    if make is None:
        return _never
    try:
        takes = make(dict(schema)).is_valid
    except ValueError:  # a schema made from a user's rows may hold a pattern that it cannot read
        return _never

    def certainly(body: Mapping[str, Any]) -> bool:
        try:
            return _is_plain(body) and takes(body)
        except ValueError:  # a lone surrogate, an integer of thousands of digits
            return False

    return certainly


def _never(_: Mapping[str, Any]) -> bool:
    return False


def _is_plain(body: Mapping[str, Any]) -> bool:
    """Whether *body* is of JSON's own types to the letter, and no deeper than a sound one."""
    metadata = body.get("metadata")
    return (
        type(metadata) is dict
        and type(body) is dict
        and all(type(key) is str for key in (*body, *metadata))
        and all(type(it) in PLAIN for it in metadata.values())
        and all(type(it) in PLAIN or it is metadata for it in body.values())
    )
