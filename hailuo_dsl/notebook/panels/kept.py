"""What of a widget stays in a notebook that is opened without its kernel.

JupyterLab shows nothing of a widget that has no kernel, not even the HTML that lies beside it. So
a second output is put below each: plain HTML that is drawn anew as things change, and that a live
view hides by its name; see `panel.js`.
"""

# IPython's own functions carry no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hailuo_dsl.notebook.show import message_html, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hailuo_dsl.notebook.panels.base import Panel

LATER = 0.5
"""Seconds from a change until it is kept: each time, all of it is sent to the page."""


class Kept:
    """The second output: what it shows of *panels*."""

    def __init__(self, panels: Sequence[Panel]) -> None:
        from IPython.display import display

        self._panels = panels
        self._waits = False
        self._html = self._made()
        # Without pages there is nothing that could be drawn over.
        self._handle = display(self._bundle(), raw=True, display_id=True)

    def renew(self) -> None:
        """Draw it anew, soon; on the loop thread."""
        if self._handle is not None and not self._waits:
            self._waits = True
            asyncio.get_running_loop().create_task(self._renewed())

    async def _renewed(self) -> None:
        await asyncio.sleep(LATER)
        self._waits = False
        html = await asyncio.to_thread(self._made)
        if html != self._html:
            self._html = html
            # A page that is gone must not stop what goes on.
            with suppress(Exception):
                self._handle.update(self._bundle(), raw=True)

    def _made(self) -> str:
        try:
            return "".join(it.kept_html() for it in self._panels)
        except Exception as error:
            return message_html(words_of(error))

    def _bundle(self) -> dict[str, str]:
        return {"text/plain": "\n".join(map(repr, self._panels)), "text/html": self._html}


def display_kept(widget: object, bundle: Any, panels: Sequence[Panel]) -> None:
    """Show *widget* below the cell, and what is kept of its *panels* below that.

    Args:
        bundle: what the widget is by MIME type, perhaps with metadata.
    """
    from IPython.display import display

    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    display(_captioned(data, widget), metadata=metadata, raw=True)
    kept = Kept(panels)
    for panel in panels:
        panel.keep(kept)


def _captioned(data: Mapping[str, Any], widget: object) -> Mapping[str, Any]:
    """What is shown instead of a widget by those who show no widgets, as in mail."""
    return {**data, "text/plain": repr(widget), "text/html": ""}
