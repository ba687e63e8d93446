"""Takes side by side: players that start together, and the one that is picked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Unpack

from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.notebook.panels.base import PREVIEWS, Panel, module, plural
from hailuo_dsl.notebook.panels.grid import Cell, Grid, at_most, grids
from hailuo_dsl.notebook.panels.model import State, playable
from hailuo_dsl.notebook.panels.script import script_of
from hailuo_dsl.notebook.panels.stills import clips_html
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from hailuo_dsl.notebook.panels.base import Gesture, Words
    from hailuo_dsl.notebook.panels.model import Offered, Playable
    from hailuo_dsl.notebook.panels.script import ScriptLike
    from hailuo_dsl.studio.asked import Asked

MOST_CELLS = 120
"""Players of a page."""


@dataclass(frozen=True)
class Comparing(State):
    """How the takes stand.

    Attributes:
        previews: request id -> its animatic, of those that were drawn here.
    """

    previews: Mapping[str, Playable] = field(default_factory=dict)


class Takes(Panel):
    """The clips of each shot that has several, to compare them and pick one."""

    _esm = module("panel.js", "takes.js")
    _state: Comparing

    def __init__(
        self,
        script: ScriptLike,
        *,
        name: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        shots: Sequence[str] = (),
        on_text: Callable[[str], None] = lambda _: None,
        **asked: Unpack[Asked],
    ) -> None:
        """Open the takes of a script's file, its text, or a film; see `Runner`.

        Args:
            script: a path, a text of more than one line, or a film.
            name: what a text is called.
            folder: what a text's paths are relative to; the working folder by default.
            shots: ids or globs of the shots to compare; without any, all that have several clips.
            on_text: is told on the loop thread what a text says after a pick; a file is written.
            asked: what is asked for beside the script.

        Raises:
            Trouble: *script* is a path of no script.
        """
        self._shots = tuple(shots)
        self._on_text = on_text
        super().__init__(script_of(script, name, folder, asked), Comparing())

    def gestures(self) -> Mapping[str, Gesture]:
        return {**super().gestures(), "pick": self._pick, "preview": self._preview}

    def data(self) -> Mapping[str, Any]:
        idle, found = self._state.phase is Phase.IDLE, self._grids()
        shown = at_most(found, MOST_CELLS)
        left = sum(len(it.cells) for it in found) - sum(len(it.cells) for it in shown)
        return {
            "shots": [_data(it) for it in shown],
            "more": f"and {plural(left, 'clip')} more: name shots to see them" * bool(left),
            "preview": {"on": idle and bool(_to_draw(shown))},
            "pick": {"on": idle},
        }

    def offered(self) -> Iterable[Offered]:
        yield from (it.clip for grid in self._grids() for it in grid.cells if it.clip)

    def html(self) -> str:
        # The takes of a shot begin alike.
        return "".join(
            f"<p><strong>{escape(it.shot)}</strong></p>{clips_html(map(_told, it.cells), 'last')}"
            for it in self._grids()
        )

    def _grids(self) -> list[Grid]:
        found = self._state.look
        if found is None or not found.is_sound:
            return []
        return grids(found, self._state.previews, selected(found.film, self._shots))

    # What follows runs on the loop thread.

    async def _pick(self, words: Words) -> None:
        script, picked = await asyncio.to_thread(self._script.with_pick, str(words.get("id")))
        self._script = script
        was = f", no longer {picked.before}" * (picked.before not in {"", picked.value})
        # A text comes from a cell, and a cell is its author's.
        keep = f" Write `pick: {picked.value}` into the shot to keep that." * bool(script.text)
        await self._look(says=f"{picked.shot} picks {picked.value}{was}.{keep}")
        if script.text is not None:
            self._on_text(script.text)
        self._tell(script.text)

    async def _preview(self, _words: Words) -> None:
        """Draw a preview of each clip that is not made yet."""
        from hailuo_dsl.studio.preview import preview

        if self._state.phase is not Phase.IDLE:
            return
        with self._busy(Phase.PREVIEWING):
            film = (await self._look()).film
            ids = _to_draw(at_most(self._grids(), MOST_CELLS))
            await preview(film, film.folder / PREVIEWS, only=ids, on_made=self._drawn)
            self._show(says=f"{plural(len(ids), 'preview')} drawn.")

    def _drawn(self, id: str, path: Path) -> None:
        made = playable(path)
        if made:
            self._show(previews={**self._state.previews, id: made})


def _to_draw(grids: Iterable[Grid]) -> frozenset[str]:
    return frozenset(it.id for grid in grids for it in grid.cells if not it.made)


def _data(grid: Grid) -> dict[str, Any]:
    """A shot with its cells by row and column, for the page."""
    return {
        "shot": grid.shot,
        "rows": list(dict.fromkeys(it.row for it in grid.cells)),
        "columns": list(dict.fromkeys(it.column for it in grid.cells)),
        "cells": [
            {
                "id": it.id,
                "row": it.row,
                "column": it.column,
                "label": it.label,
                "clip": it.clip.token if it.clip else "",
                "words": it.words,
                "picked": it.picked,
            }
            for it in grid.cells
        ],
    }


def _told(cell: Cell) -> tuple[str, str, Path | None]:
    """*cell* for a page without a kernel."""
    words = f"{cell.words}, picked" if cell.picked else cell.words
    return cell.label, words, cell.clip.path if cell.clip else None
