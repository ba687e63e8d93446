"""Players: one in the desk, which holds one clip at a time, and one for a cell's output."""

from __future__ import annotations

import asyncio
import base64
import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import ipywidgets as w

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 40_000_000
"""A larger clip is named and not sent to the page."""

POSTER_WIDTH = 320


class Player(w.VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """Shows one of several clips; the page holds the bytes of that one alone.

    They are a part of the widget's state, and so of a notebook that is saved with its widgets'
    state. Therefore nothing is loaded before somebody asked for a clip to be made.
    """

    def __init__(self, on_choice: Callable[[], None]) -> None:
        self.choice = w.Dropdown(description="Clip", style={"description_width": "76px"})
        self.video = w.Video(value=b"", format="mp4", autoplay=False, loop=False, controls=True)
        self.caption = w.HTML()
        self.shown: Path | None = None
        self.choice.layout.width = "290px"
        self.caption.add_class("hailuo-caption")
        self.choice.observe(lambda _: on_choice(), "value")
        super().__init__(
            [
                w.HBox([self.choice, self.caption], layout={"align_items": "center"}),
                self.video,
            ],
            layout={"display": "none"},
        )
        self.add_class("hailuo-player")

    def offer(self, clips: tuple[tuple[str, Path], ...]) -> None:
        """Let one choose among *clips*; the first is chosen."""
        options = tuple((name, str(path)) for name, path in clips)
        if tuple(self.choice.options) != options:
            self.choice.options = options
            self.choice.value = options[0][1] if options else None
        self.layout.display = "" if clips else "none"

    async def load(self, home: Path) -> None:
        """Show the clip that is chosen; its path is told relative to *home*."""
        if not self.choice.value:
            return
        path = Path(self.choice.value)
        data = await asyncio.to_thread(path.read_bytes)
        name = path.relative_to(home) if path.is_relative_to(home) else path
        caption = f"{name}, {len(data) / 1e6:.1f} MB"
        if len(data) > MOST_BYTES:
            data, caption = b"", f"{caption}: too large for a page, open the file"
        self.shown = path
        self.caption.value = escape(caption)
        self.video.value = data


class Clip:
    """A clip, for the output of a cell: a link beside the notebook with a small still, no bytes."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    @property
    def _name(self) -> str:
        """The path relative to the working folder: a page can reach nothing else."""
        return Path(os.path.relpath(self.path)).as_posix()

    def __repr__(self) -> str:
        return f"Clip({self._name!r})"

    def _repr_html_(self) -> str:
        from hailuo_dsl.media.frames import first_frame
        from hailuo_dsl.media.picture import small

        name = self._name
        still = base64.b64encode(small(first_frame(self.path), POSTER_WIDTH)).decode("ascii")
        return (
            f'<video src="{escape(quote(name))}" poster="data:image/jpeg;base64,{still}" controls'
            f' preload="none" style="max-width:100%;width:480px" title="{escape(name)}"></video>'
        )
