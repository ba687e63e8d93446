"""What a shot is shot with, as controls: each choice is an edit of the script's text.

The text is the only truth. A control shows what the script says, and a gesture on it is written
into the text by `studio.edit`, as an author would have done; a script in a file is written there.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from hailuo_dsl.catalog.model import Bound, Dialect
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.choices import choices, with_duration, with_model
from hailuo_dsl.notebook.panels.base import Panel, module
from hailuo_dsl.notebook.panels.model import State
from hailuo_dsl.notebook.panels.script import script_of
from hailuo_dsl.notebook.panels.stills import MOST_STILLS, STILL
from hailuo_dsl.notebook.show import report_html, storyboard_html
from hailuo_dsl.request.lower import dialect_of, prompt_of
from hailuo_dsl.storyboard.rules.prompt_near_limit import NEAR
from hailuo_dsl.studio.edit import with_move, with_settings
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from hailuo_dsl.notebook.choices import Choices
    from hailuo_dsl.notebook.panels.base import Gesture, Words
    from hailuo_dsl.notebook.panels.model import Look, Offered
    from hailuo_dsl.notebook.panels.script import ScriptLike
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film

MOST_SHOTS = 500
"""Shots that can be chosen from a list."""


@dataclass(frozen=True)
class Choosing(State):
    """How the controls stand.

    Attributes:
        shot: the shot that they mean; None for the whole film.
    """

    shot: str | None = None


class ShotControls(Panel):
    """Model, duration, resolution, the tags' words and the camera's moves of a shot."""

    _esm = module("panel.js", "controls.js", "shot.js")
    _css = module("panel.css", "studio.css")
    _state: Choosing

    def __init__(
        self,
        script: ScriptLike,
        *,
        shot: str | None = None,
        name: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        on_text: Callable[[str], None] = lambda _: None,
        **asked: Unpack[Asked],
    ) -> None:
        """Open the controls of a script's file, its text, or a film; see `Runner`.

        Args:
            script: a path, a text of more than one line, or a film.
            shot: the id of the shot that the controls mean at first; None for the whole film.
            name: what a text is called.
            folder: what a text's paths are relative to; the working folder by default.
            on_text: is told on the loop thread what the script says after a change made here.
            asked: what is asked for beside the script.

        Raises:
            Trouble: *script* is a path of no script.
        """
        self._on_text = on_text
        # What the script is known to say, and what it is to say; they part while one types.
        self._before = self._text = ""
        self._writing = asyncio.Lock()
        super().__init__(script_of(script, name, folder, asked), self._at_first(shot))

    def _at_first(self, shot: str | None) -> Choosing:
        return Choosing(shot=shot)

    def gestures(self) -> Mapping[str, Gesture]:
        return {
            **super().gestures(),
            "select": self._select,
            "set": self._set,
            "move": self._move,
        }

    def data(self) -> Mapping[str, Any]:
        film = self._state.look.film if self._state.look else None
        return {"controls": controls_data(film, self._meant(film)) if film else None}

    def offered(self) -> Iterable[Offered]:
        return ()

    def html(self) -> str:
        film = self._state.look.film if self._state.look else None
        if film is None:
            return ""
        return report_html(film.compiled.report) + storyboard_html(film, MOST_STILLS, STILL)

    def _meant(self, film: Film | None) -> str | None:
        """The shot that is meant: the chosen one if it is still there, and an only one always."""
        families = _families(film) if film else ()
        if self._state.shot in families:
            return self._state.shot
        return families[0] if len(families) == 1 else None

    def _first_look(self) -> None:
        with suppress(Trouble):
            self._take(self._script.read())
        super()._first_look()

    def _take(self, text: str) -> None:
        """Know that the script says *text*; what is not written yet stays to be written."""
        if self._text == self._before:
            self._before = self._text = text

    # What follows runs on the loop thread.

    async def _select(self, words: Words) -> None:
        self._show(shot=str(words.get("shot")) or None)

    async def _set(self, words: Words) -> None:
        film = await self._current()
        shot = self._meant(film)
        chosen = _chosen(choices(film, shot), str(words.get("key")), str(words.get("value")))
        await self._write(with_settings(self._text, shot, chosen))

    async def _move(self, words: Words) -> None:
        film = await self._current()
        shot = self._meant(film)
        move = next((it for it in film.catalog.moves if it.id == words.get("move")), None)
        if shot is None or move is None:
            raise Trouble("a move is added to a shot: choose one first")
        said = move.said(choices(film, shot).tags)
        text = with_move(self._text, shot, said, together=bool(words.get("together")))
        await self._write(text)

    async def _look(self, *, take: bool = True, **changes: Any) -> Look:
        found = await super()._look(**changes)
        before = self._before
        text = await asyncio.to_thread(self._script.read) if take else before
        if self._before == before:
            self._take(text)
        return found

    async def _look_again(self, words: Words) -> None:
        """Look at what the script says, and forget what could not be written into it."""
        self._text = self._before
        await super()._look_again(words)

    async def _current(self) -> Film:
        """The film of what the text says now; a file may have been changed elsewhere.

        Raises:
            Trouble: it cannot be read, or not be written.
        """
        if self._text != self._before:
            await self._write(self._text)
        return (await self._look()).film

    async def _write(self, text: str) -> None:
        """Let the script say *text*, look at it, and tell the others.

        Raises:
            Trouble: its file cannot be written, or was changed elsewhere.
        """
        self._text = text
        async with self._writing:
            self._script = await asyncio.to_thread(self._script.with_text, text, self._before)
            self._before = text
        # What another program writes by then is not known to who types on.
        await self._look(take=False)
        self._tell(text)
        self._on_text(text)


def controls_data(film: Film, shot: str | None) -> dict[str, Any]:
    """What the controls show of *shot*; None is the whole film, which its first shot speaks for."""
    now = choices(film, shot)
    return {
        "shot": shot or "",
        "shots": list(_families(film))[:MOST_SHOTS],
        "model": {"is": now.model or "", "of": list(now.models)},
        "duration": {"is": f"{now.duration or ''}", "of": [f"{it}" for it in now.durations]},
        "resolution": {"is": now.resolution or "", "of": list(now.resolutions)},
        "tags": {"is": str(now.tags), "of": [str(it) for it in Dialect]},
        "moves": [[it.id, it.said(now.tags), it.motion] for it in film.catalog.moves],
        "prompt": _prompt(film, shot),
        "near": NEAR,
    }


def _prompt(film: Film, shot: str | None) -> dict[str, Any] | None:
    """How much of a prompt's room is taken: by *shot*, or by the shot with the longest."""
    most = int(film.catalog.limit(Bound.PROMPT))
    shots = [it for it in film.compiled.storyboard.shots if shot in {None, it.family}]
    if not shots:
        return None
    used, of = max(
        (len(prompt_of(it, dialect_of(it, film.provider))[0]), it.family) for it in shots
    )
    return {"of": of, "used": used, "most": most}


def _families(film: Film) -> tuple[str, ...]:
    """The shots as they are written, in the script's order."""
    return tuple(dict.fromkeys(it.family for it in film.compiled.storyboard.shots))


def _chosen(now: Choices, key: str, value: str) -> dict[Key, str]:
    """The settings that *key* being *value* means.

    Raises:
        Trouble: there is no such choice.
    """
    if key == Key.MODEL and value in now.models:
        return with_model(now, value)
    if key == Key.DURATION and value in map(str, now.durations):
        return with_duration(now, int(value))
    if (key == Key.RESOLUTION and value in now.resolutions) or (
        key == Key.TAGS and value in set(Dialect)
    ):
        return {Key(key): value}
    raise Trouble(f"`{key}: {value}` cannot be chosen here")
