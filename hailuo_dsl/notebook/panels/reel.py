"""The reel: plays what was cut last, says what is in it, and cuts it anew."""

from __future__ import annotations

import asyncio
from html import escape
from typing import TYPE_CHECKING, Any, Unpack

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.notebook.panels.base import Panel, module, plural
from hailuo_dsl.notebook.panels.model import State
from hailuo_dsl.notebook.panels.script import script_of
from hailuo_dsl.notebook.panels.stills import player_html

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from hailuo_dsl.notebook.panels.base import Gesture, Words
    from hailuo_dsl.notebook.panels.model import Offered
    from hailuo_dsl.notebook.panels.script import ScriptLike
    from hailuo_dsl.studio.asked import Asked

MOST_NAMES = 200
"""Shots that are named one by one."""

THERE_IS_NONE = "There is no reel yet: run the film, or cut it from the clips that are there."


class ReelPanel(Panel):
    """Plays the joined reel of a film."""

    _esm = module("panel.js", "reel.js")

    def __init__(
        self,
        script: ScriptLike,
        *,
        name: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        **asked: Unpack[Asked],
    ) -> None:
        """Open the reel of a script's file, its text, or a film; see `Runner`.

        Raises:
            Trouble: *script* is a path of no script.
        """
        super().__init__(script_of(script, name, folder, asked), State())

    def gestures(self) -> Mapping[str, Gesture]:
        return {**super().gestures(), "cut": self._cut}

    def data(self) -> Mapping[str, Any]:
        state = self._state
        shown, missing = _shots(state)
        reel = state.look.reel if state.look else None
        return {
            "reel": reel.token if reel else "",
            "caption": _caption(state),
            "shown": shown[:MOST_NAMES],
            "missing": missing[:MOST_NAMES],
            "cut": {"on": state.phase is Phase.IDLE and bool(shown)},
        }

    def offered(self) -> Iterable[Offered]:
        if self._state.look and self._state.look.reel:
            yield self._state.look.reel

    def html(self) -> str:
        reel = self._state.look.reel if self._state.look else None
        player = player_html(reel.path) if reel else ""
        return f"{player}<p>{escape(_caption(self._state))}</p>"

    async def _cut(self, _words: Words) -> None:
        """Cut what is there, in the way that the script says now; nobody is asked for a clip."""
        from hailuo_dsl.reel.cut import cut

        if self._state.phase is not Phase.IDLE:
            return
        with self._busy(Phase.SHOOTING):
            found = await self._look()
            production = found.production
            if production is None:
                raise Trouble(found.wrong)
            plan = found.film.compiled.plan
            made = await asyncio.to_thread(
                cut, plan, found.clips, production.store, production.reel
            )
            seconds = f"{made.seconds:.1f} s of {plural(len(made.shots), 'shot')}"
            await self._look(says=f"The reel is cut: {seconds}." if made.path else THERE_IS_NONE)


def _shots(state: State) -> tuple[list[str], list[str]]:
    """The shots that the reel can show now, and those whose clip is not there."""
    if state.look is None:
        return [], []
    shown: list[str] = []
    missing: list[str] = []
    for request in state.look.film.requests:
        if request.cutting.shown:
            (shown if request.id in state.look.clips else missing).append(request.shot)
    return shown, missing


def _caption(state: State) -> str:
    shown, missing = _shots(state)
    if state.look is None or state.look.reel is None:
        return THERE_IS_NONE
    says = f"{state.look.reel.path.name}: {plural(len(shown), 'shot')}"
    return f"{says}, {len(missing)} not there yet" if missing else says
