"""What a film can do, for those who have one in Python.

Each verb opens what it needs when it is called: who only reads a script need not wait for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack, cast

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Diagnostic
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.loop import Underway
    from hailuo_dsl.studio.results import Board, Plan, Result, Takes
    from hailuo_dsl.studio.running import Places, Way


class Verbs:
    """The verbs of a film; `Film` is the only one that has them."""

    @property
    def _film(self) -> Film:
        return cast("Film", self)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is to be said of the script: errors, warnings and hints, in its order."""
        return tuple(self._film.compiled.report)

    def sound(self) -> Film:
        """This very film, if its script has no mistakes.

        Raises:
            ScriptError: it has.
        """
        from hailuo_dsl.studio.script_error import ScriptError

        if not self._film.compiled.ok:
            raise ScriptError(self._film)
        return self._film

    def to_script(self) -> str:
        """The text of the script; what was asked for beside it is not in it."""
        # The script itself is read before anything that it needs.
        return next(iter(self._film.compiled.report.sources.values())).text

    def plan(self, *shots: str, **places: Unpack[Places]) -> Plan:
        """What a run would do with each take, why, and what it costs; nothing is sent.

        Args:
            shots: ids or globs, as `harbour/*`; none for all.
            places: where things are and what may be spent; see `Places`.

        Raises:
            ScriptError: the script has mistakes.
            Trouble: the provider cannot be reached as things are set up.
        """
        from hailuo_dsl.studio.running import planned

        return planned(self.sound(), shots, **places)

    def run(self, *shots: str, **way: Unpack[Way]) -> Underway[Result]:
        """Make the clips that are not there yet, each paid for once, and cut the reel.

        The run has begun when this returns: `await` it, or let it go on and `wait()` for it later.
        What is done is reused and what is under way is gone on with.

        Args:
            shots: ids or globs, as `harbour/*`; none for all.
            way: how the run is to go; see `Way`. At a provider that is not free, `yes=True` or a
                `budget` is needed.

        Raises:
            ScriptError: the script has mistakes.
            Trouble: it would cost money and nobody has agreed, or something is set up wrongly.
        """
        from hailuo_dsl.studio.running import started

        return started(self.sound(), shots, **way)

    def run_sync(self, *shots: str, **way: Unpack[Way]) -> Result:
        """The same, for where nothing can be awaited; Ctrl-C stops it."""
        return self.run(*shots, **way).wait()

    @property
    def takes(self) -> Takes:
        """How each take stands by the ledger beside the script; nobody is asked.

        Raises:
            Trouble: the provider cannot be reached as things are set up.
        """
        from hailuo_dsl.studio.running import standing

        return standing(self._film)

    def board(self, *shots: str) -> Board:
        """The storyboard, for the eye, with the clips that have been made.

        Args:
            shots: ids or globs, as `harbour/*`; none for all.

        Raises:
            Trouble: there is no such shot.
        """
        from hailuo_dsl.studio.running import boarded

        return boarded(self._film, shots)

    def __str__(self) -> str:
        from hailuo_dsl.studio.reprs import film_text

        return film_text(self._film)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        from hailuo_dsl.studio.reprs import film_html

        return {"text/plain": str(self), "text/html": film_html(self._film)}
