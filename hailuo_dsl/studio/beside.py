"""What a caller in Python asks for beside the script, as the command line would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.studio.asked import Asked


class Beside(TypedDict, total=False):
    """What is asked for beside the script; each may be left out.

    Attributes:
        lets: name -> what stands in the place of the file's own `let`, read as there: names and
            camera tags mean something, and `plain` keeps letters that are only letters.
        settings: key -> value, each stronger than what the script says.
        provider: who makes the clips; without it `HAILUO_PROVIDER`, else `local`.
        limit: how many requests a shot, or a scene with a table, may become.
        allow_outside: the script may name files outside the project's folder.
    """

    lets: Mapping[str, object]
    settings: Mapping[str, object]
    provider: str | None
    limit: int
    allow_outside: bool


def asked_of(
    *,
    lets: Mapping[str, object] | None = None,
    settings: Mapping[str, object] | None = None,
    provider: str | None = None,
    limit: int | None = None,
    allow_outside: bool = False,
) -> Asked:
    """The same as it goes to whoever reads a script; see `Beside`."""
    asked: Asked = {
        "provider": provider,
        "lets": [f"{name}={value}" for name, value in (lets or {}).items()],
        "settings": [f"{key}={value}" for key, value in (settings or {}).items()],
        "allow_outside": allow_outside,
    }
    return asked if limit is None else {**asked, "limit": limit}
