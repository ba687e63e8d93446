"""A script without mistakes, or the end of the command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hailuo_dsl.cli.show import show_report
from hailuo_dsl.studio.film import read_film

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.studio.film import Film

SCRIPT_HAS_ERRORS = 1


def sound_film(script: str, provider: str | None, settings: Sequence[str]) -> Film:
    """Compile *script*, say on the standard error what is wrong, and leave if it has errors."""
    film = read_film(script, provider=provider, settings=settings)
    show_report(film.compiled.report, file=sys.stderr)
    if not film.compiled.ok:
        sys.exit(SCRIPT_HAS_ERRORS)
    return film
