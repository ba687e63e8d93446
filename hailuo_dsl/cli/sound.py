"""A script without mistakes, or the end of the command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hailuo_dsl.cli.page import show_report
from hailuo_dsl.studio.film import read_film

if TYPE_CHECKING:
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film

SCRIPT_HAS_ERRORS = 1


def sound_film(script: str, asked: Asked, *, otherwise: int = SCRIPT_HAS_ERRORS) -> Film:
    """Compile *script*, say on the standard error what is wrong, and leave if it has errors.

    Args:
        script: a path; `-` is standard input.
        asked: what is asked for beside the script.
        otherwise: the exit code of a script with errors.
    """
    film = read_film(script, **asked)
    show_report(film.compiled.report, file=sys.stderr)
    if not film.compiled.ok:
        sys.exit(otherwise)
    return film
