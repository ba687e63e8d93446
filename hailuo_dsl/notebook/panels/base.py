"""What all panels are: one synced value, clips that the page pulls, errors that stand in the panel.

A gesture arrives as a custom message, on whatever thread and event loop the kernel likes, and is
handed over to the loop thread. There alone the state is replaced and the page told.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import contextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets as t

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.notebook.panels.kept import display_kept
from hailuo_dsl.notebook.panels.look import look
from hailuo_dsl.notebook.panels.model import BUSY, State
from hailuo_dsl.notebook.show import message_html, words_of
from hailuo_dsl.notebook.work import AGAIN, Pace
from hailuo_dsl.studio.loop import begin
from hailuo_dsl.studio.news import listen, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping

    from hailuo_dsl.notebook.panels.kept import Kept
    from hailuo_dsl.notebook.panels.model import Look, Offered
    from hailuo_dsl.notebook.panels.script import Script

    Words = Mapping[str, Any]
    Gesture = Callable[[Words], Coroutine[Any, Any, None]]

VERSION = 1
PREVIEWS = Path("out", "preview")
"""Where previews go, beside the script."""

BEAT = 1.0
"""Seconds between two signs of life while something is under way."""

QUIET = frozenset({"need", "watch", "unwatch", "select"})
"""What a page asks for by itself, or only points at: what went wrong still stands."""

MOST_WORDS = 160
"""Letters of a message in a row; the end of a run says all of it."""

MOST_ERROR = 6000
"""Letters of an error; a script may have many mistakes."""


def module(*names: str) -> str:
    """The files *names* beside this one as one text: a page gets a module whole, from no server.

    A notebook may be saved with it, so it goes without its indents and lines of comment.
    """
    here = files(__package__)
    written = "\n".join((here / name).read_text(encoding="utf-8") for name in names)
    lines = (it.strip() for it in written.splitlines())
    return "\n".join(it for it in lines if it and not it.startswith("//"))


def short(words: str, most: int = MOST_WORDS) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


class Panel(anywidget.AnyWidget):
    """A widget on a film.

    Attributes:
        snapshot: all that the page shows, as JSON; replaced whole.
        beat: grows with every sign of life.
    """

    _css = module("panel.css")
    snapshot = t.Dict().tag(sync=True)
    beat = t.Int(0).tag(sync=True)

    def __init__(self, script: Script, state: State) -> None:
        self._script = script
        self._state = state
        self._offered: dict[str, Offered] = {}
        self._task: asyncio.Task[Any] | None = None
        self._pace = Pace(self._draw)
        self._kept: list[Kept] = []
        self._looking = asyncio.Lock()
        self._views = 0
        self._was_seen = self._is_stale = False
        self._name = secrets.token_hex(4)
        super().__init__()
        self._first_look()
        self._stop_listening = listen(script.place, self._news)
        self.on_msg(lambda _widget, content, _buffers: self.hear(content))

    # What a panel adds to this one. No `ABC` says so, as traitlets has a metaclass of its own.

    def gestures(self) -> Mapping[str, Gesture]:
        """What the page may ask for, by the message's type."""
        return {
            "need": self._need,
            "look": self._look_again,
            "watch": self._opened,
            "unwatch": self._closed,
        }

    def data(self) -> Mapping[str, Any]:
        """What the page is told beside the phase and the words, as JSON."""
        raise NotImplementedError

    def offered(self) -> Iterable[Offered]:
        """The clips and texts that the page may ask for."""
        raise NotImplementedError

    def html(self) -> str:
        """What is shown where there is no kernel, in plain HTML with inline styles."""
        raise NotImplementedError

    # The door for Python.

    @property
    def text(self) -> str:
        """The script."""
        return self._script.read()

    @text.setter
    def text(self, text: str) -> None:
        """Follow an editor; a script that stands in a file is not written."""
        self._hand_over(self._follow(text))

    def hear(self, content: object) -> None:
        """Take a message of the page; from any thread."""
        self._hand_over(self._obey(content))

    def static_html(self) -> str:
        """What stays when there is no kernel any more: no scripts, small stills, relative links."""
        if self._state.look is None:
            return message_html(self._state.error)
        return self.html()

    def kept_html(self) -> str:
        """The same, under the name by which a live view hides it."""
        return f'<div id="hlo-kept-{self._name}">{self.static_html()}</div>'

    def keep(self, kept: Kept) -> None:
        """Let *kept* know what changes from now on; from any thread."""
        self._kept.append(kept)

    def close(self) -> None:
        # A panel that could not be made at all is closed too, when it is thrown away.
        if hasattr(self, "_stop_listening"):
            self._stop_listening()
        super().close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._script.name}: {self._state.phase}>"

    def _ipython_display_(self) -> None:
        display_kept(self, super()._repr_mimebundle_(), [self])

    # What follows runs on the loop thread.

    def _hand_over(self, work: Coroutine[Any, Any, None]) -> None:
        begin(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """See *work* to its end; whatever goes wrong is said in the panel."""
        try:
            await work
        except Exception as error:
            self._show(error=words_of(error))

    async def _obey(self, content: object) -> None:
        self.beat += 1
        words = content if isinstance(content, dict) else {}
        gesture = self.gestures().get(str(words.get("type")))
        if gesture is None:
            raise Trouble(f"the page asked for `{words.get('type')}`, which nobody here knows")
        if self._state.error and words["type"] not in QUIET:
            self._show(error="")
        await gesture(words)

    async def _need(self, words: Words) -> None:
        """Send the bytes of what the page was offered, and of nothing else."""
        token = str(words.get("item"))
        item = self._offered.get(token)
        missing = {"type": "missing", "item": token}
        if item is None:
            self.send({**missing, "words": "this is not there any more"}, [])
            return
        try:
            data = await asyncio.to_thread(item.read)
        except (Trouble, OSError) as error:
            self.send({**missing, "words": words_of(error)}, [])
        else:
            self.send({"type": "item", "item": token, "mime": item.mime}, [data])

    def _first_look(self) -> None:
        """Look before anything is shown; nobody else has hold of the panel yet."""
        try:
            found = self._looked()
            self._state = replace(self._state, look=found)
        except Trouble as trouble:
            self._state = replace(self._state, error=str(trouble))
        self._draw(self._state)

    def _looked(self) -> Look:
        """Look at the film; it reads the disk.

        Raises:
            Trouble: the script or its ledger cannot be read.
        """
        return look(self._script.film())

    async def _look(self, **changes: Any) -> Look:
        """Look at the film and show what is seen, with *changes* of the state.

        Raises:
            Trouble: the script or its ledger cannot be read.
        """
        # One after another: an older look must not be shown after a newer one.
        async with self._looking:
            found = await asyncio.to_thread(self._looked)
            self._show(look=found, **changes)
        return found

    async def _look_again(self, _words: Words) -> None:
        await self._look()

    async def _opened(self, _words: Words) -> None:
        """A page shows the panel."""
        self._was_seen, self._views = True, self._views + 1
        if self._is_stale:
            self._is_stale = False
            await self._caught_up()

    async def _closed(self, _words: Words) -> None:
        """A page does not show it any more."""
        self._views = max(0, self._views - 1)

    async def _follow(self, text: str) -> None:
        self._script = self._script.following(text)
        await self._look()
        self._tell(text)

    def _tell(self, text: str | None = None) -> None:
        """Tell the other panels on this film that something has changed."""
        tell(self._script.place, text, but=self._news)

    def _news(self, text: str | None) -> None:
        if text is not None:
            self._script = self._script.following(text)
        # What nobody sees any more, as its cell was run again, is not looked at for each letter.
        self._is_stale = self._was_seen and not self._views
        if not self._is_stale:
            begin(self._guarded(self._caught_up()))

    async def _caught_up(self) -> None:
        """Show what has changed elsewhere."""
        await self._look()

    def _show(self, **changes: Any) -> None:
        before, self._state = self._state, replace(self._state, **changes)
        self._pace.tell(self._state, at_once=before.phase is not self._state.phase)

    def _draw(self, state: State) -> None:
        self._offered = {it.token: it for it in self.offered()}
        told = {
            "v": VERSION,
            "kept": self._name,
            "film": self._script.name,
            "phase": str(state.phase),
            "busy": state.phase in BUSY,
            "says": state.says,
            "error": short(state.error or (state.look.wrong if state.look else ""), MOST_ERROR),
            **self.data(),
        }
        if told != {key: value for key, value in self.snapshot.items() if key != "now"}:
            # The page's clock may be another one: times are told by ours.
            self.snapshot = {**told, "now": round(time.time(), 1)}
            if not told["busy"]:
                for kept in self._kept:
                    kept.renew()

    @contextmanager
    def _busy(self, phase: Phase) -> Iterator[None]:
        """Be in *phase*, with a beat; what ends the block leaves the panel idle."""
        self._task = asyncio.current_task()
        self._show(phase=phase, says="", error="")
        beating = asyncio.get_running_loop().create_task(self._beats())
        try:
            yield
        finally:
            beating.cancel()
            self._task = None
            self._show(phase=Phase.IDLE)
            asyncio.get_running_loop().call_later(AGAIN, self._send_again)

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            self.beat += 1

    def _send_again(self) -> None:
        self.send_state("snapshot")
