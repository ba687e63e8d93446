"""The mistakes of a script, raised where a caller in Python needs a script without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.render import render

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Diagnostic
    from hailuo_dsl.studio.film import Film

MOST = 20
"""Diagnostics that a message tells; all of them are in `diagnostics`."""


class ScriptError(Exception):
    """A script has mistakes; the message draws each under its line, as `hailuo-dsl check` does.

    Attributes:
        film: what could be made of the script all the same: the shots without a mistake.
    """

    def __init__(self, film: Film) -> None:
        self.film = film
        super().__init__(self._drawn())

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every error of the script, in the order of its lines."""
        return tuple(it for it in self.film.compiled.report if it.is_error)

    def _drawn(self) -> str:
        errors, sources = self.diagnostics, self.film.compiled.report.sources
        drawn = [render(it, sources) for it in errors[:MOST]]
        if len(errors) > MOST:
            drawn.append(f"… and {len(errors) - MOST} more errors")
        return "\n\n".join(drawn)

    def _render_traceback_(self) -> list[str]:
        """What IPython prints: an author of a script has no use for lines of Python."""
        return str(self).split("\n")
