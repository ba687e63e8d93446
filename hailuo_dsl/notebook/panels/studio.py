"""The studio: the script as text, what is wrong with it, its controls, its board and an animatic.

Each key that is pressed arrives as the whole text. It is compiled when none has come for a moment;
what is wrong is shown at its place. A script in a file is written there as soon as it is read: what
one sees is what the other panels run. A file that another program has changed is left alone.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.fix import MARK, edited
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.panels.base import PREVIEWS, module, short
from hailuo_dsl.notebook.panels.controls import Choosing, ShotControls
from hailuo_dsl.notebook.panels.model import Sheet, playable
from hailuo_dsl.notebook.panels.script import Changed
from hailuo_dsl.notebook.show import storyboard_html
from hailuo_dsl.studio.reprs_clip import relative

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hailuo_dsl.ground.model import Diagnostic, Report, Source
    from hailuo_dsl.notebook.panels.base import Gesture, Words
    from hailuo_dsl.notebook.panels.model import Look, Offered, Playable
    from hailuo_dsl.studio.film import Film

DEBOUNCE = 0.3
"""Seconds without a key before a script is read."""

PAUSE = 0.7
"""Seconds without a change before an animatic is drawn."""

MOST_FOUND = 50
"""Mistakes that are shown one by one."""

MOST_KEPT = 60_000
"""Letters of a script that are kept for a page without a kernel."""

MOST_VIEWS = 8
"""Views of one studio whose typing is kept apart."""


@dataclass(frozen=True)
class Editing(Choosing):
    """How a studio stands.

    Attributes:
        typed: view -> the number of the last text that came from it.
        by: the view whose text the script says; empty where it is nobody's.
        version: grows with every text.
        sight: grows with every look; another board may be there to see.
        changed: the file was changed elsewhere, and what is typed here is not written.
        animatic: of the shot that is meant.
        of: the id of what it shows.
        drawing: one is being drawn.
    """

    typed: Mapping[str, int] = field(default_factory=dict)
    by: str = ""
    version: int = 0
    sight: int = 0
    changed: bool = False
    animatic: Playable | None = None
    of: str = ""
    drawing: bool = False


class Studio(ShotControls):
    """A script's editor beside its controls, its storyboard and an animatic of the shot."""

    _esm = module("panel.js", "colours.js", "controls.js", "studio.js")
    _state: Editing
    _animating: asyncio.Task[None] | None = None
    _keys = 0

    def _at_first(self, shot: str | None) -> Editing:
        return Editing(shot=shot)

    def gestures(self) -> Mapping[str, Gesture]:
        return {
            **super().gestures(),
            "edit": self._edit,
            "fix": self._fix,
            "overwrite": self._overwrite,
        }

    def data(self) -> Mapping[str, Any]:
        state = self._state
        film = state.look.film if state.look else None
        return {
            **super().data(),
            # Each mistake stands in a list of its own, and where it was made.
            **({"error": state.error} if film and not film.compiled.ok else {}),
            "text": self._text_token,
            "by": state.by,
            "typed": dict(state.typed),
            "changed": state.changed,
            "read": self._text == self._before,
            "file": self._script.path.name if self._script.text is None and film else "",
            "loose": self._script.text is not None,
            "places": places(film) if film else [],
            "found": found_data(film.compiled.report) if film else [],
            "board": self._board_token if film else "",
            "animatic": state.animatic.token if state.animatic else "",
            "of": state.of,
            "drawing": state.drawing,
        }

    def offered(self) -> Iterable[Offered]:
        state, text = self._state, self._text
        yield Sheet(self._text_token, lambda: text, "text/plain")
        if state.look:
            film = state.look.film
            yield Sheet(self._board_token, lambda: storyboard_html(film))
        if state.animatic:
            yield state.animatic

    def html(self) -> str:
        """Its board, and a text that is in no file: the kernel alone has it."""
        if self._script.text is None:
            return super().html()
        text = f"<pre>{escape(short(self._text, MOST_KEPT))}</pre>"
        return f"{super().html()}<details><summary>the script</summary>{text}</details>"

    @property
    def _text_token(self) -> str:
        return f"text-{self._state.version}"

    @property
    def _board_token(self) -> str:
        return f"board-{self._state.sight}"

    # What follows runs on the loop thread.

    async def _opened(self, words: Words) -> None:
        """A page has opened; what it sees is drawn from now on."""
        await super()._opened(words)
        if self._state.look is None:
            # It may be there by now.
            await self._look(error="")
        else:
            self._animate()

    async def _edit(self, words: Words) -> None:
        """Take what is typed, and read it once no more comes."""
        text, view, number = str(words.get("text")), str(words.get("view")), words.get("number")
        # A page knows one kind of line end, and no byte order mark; the file keeps its own.
        end = "\r\n" if "\r\n" in self._before else "\n"
        mark = MARK * self._before.startswith(MARK)
        self._text = mark + text.replace("\r\n", "\n").replace("\n", end)
        others = {name: it for name, it in self._state.typed.items() if name != view}
        typed = {**others, view: number if isinstance(number, int) else 0}
        self._show(
            typed=dict(list(typed.items())[-MOST_VIEWS:]), by=view, version=self._state.version + 1
        )
        self._keys += 1
        key = self._keys
        await asyncio.sleep(DEBOUNCE)
        if key == self._keys and self._text != self._before:
            await self._write(self._text)

    async def _fix(self, words: Words) -> None:
        """Put one mistake right, as its diagnostic says it can be."""
        report = (await self._current()).compiled.report
        seen = (words.get("number"), words.get("words"))
        found = next((it for at, it in enumerate(report) if (at, it.message) == seen), None)
        if found is None or found.fix is None or not _is_own(found, report):
            raise Trouble("that mistake is not there any more")
        await self._write(edited(self._text, found.fix.edits))

    async def _overwrite(self, _words: Words) -> None:
        """Write what is typed over what another program has written."""
        self._before = await asyncio.to_thread(self._script.read)
        await self._write(self._text)

    async def _select(self, words: Words) -> None:
        await super()._select(words)
        self._animate()

    async def _write(self, text: str) -> None:
        if text != self._text:
            # Not a page has typed it, so each has to ask for it.
            self._show(by="", version=self._state.version + 1)
        self._text = text
        self._show()
        try:
            await super()._write(text)
        except Changed:
            self._show(changed=True)
            raise
        self._show(changed=False)

    async def _look(self, **changes: Any) -> Look:
        before = self._text
        found = await super()._look(**changes)
        self._show(sight=self._state.sight + 1)
        if before != self._text == self._before:
            self._show(by="", version=self._state.version + 1)
        self._animate()
        return found

    async def _look_again(self, words: Words) -> None:
        if self._text != self._before:
            self._text = self._before
            self._show(by="", version=self._state.version + 1, changed=False)
        await super()._look_again(words)

    def _animate(self) -> None:
        """Draw an animatic of the shot that is meant, unless something else is to be seen first."""
        if self._animating:
            self._animating.cancel()
        if self._views:
            self._animating = asyncio.get_running_loop().create_task(self._animated_soon())

    async def _animated_soon(self) -> None:
        await asyncio.sleep(PAUSE)
        await self._guarded(self._animated())

    async def _animated(self) -> None:
        from hailuo_dsl.studio.preview import preview

        look = self._state.look
        if look is None or not look.is_sound:
            return
        film, shot = look.film, self._meant(look.film)
        id = next((it.id for it in film.requests if shot in {None, it.family}), None)
        if id is None:
            return
        self._show(drawing=True)
        try:
            made = await preview(film, film.folder / PREVIEWS, only={id})
            self._show(animatic=playable(made[id]), of=id)
        finally:
            self._show(drawing=False)


def places(film: Film) -> list[list[Any]]:
    """Each shot that stands in the script itself, with the line that it begins in, from 1."""
    own = _own(film.compiled.report)
    begun: dict[str, int] = {}
    for it in film.compiled.storyboard.shots:
        if it.span.file == own.name:
            begun.setdefault(it.family, own.position(it.span.start)[0])
    return [[family, line] for family, line in begun.items()]


def found_data(report: Report) -> list[dict[str, Any]]:
    """What is wrong with a script, each with its place in the script itself, if it is there.

    Lines and columns count from 1, columns and lengths in characters.
    """
    return list(_found(report))


def _found(report: Report) -> Iterator[dict[str, Any]]:
    own = _own(report)
    mistakes = list(report)
    for number, it in enumerate(mistakes[:MOST_FOUND]):
        place: dict[str, Any] = {}
        if it.span.file == own.name:
            line, column = own.position(it.span.start)
            last, _ = own.position(it.span.end)
            room = len(own.line(line)) - column + 1
            length = it.span.end - it.span.start if last == line else room
            place = {"line": line, "column": column, "length": max(1, length)}
        yield {
            "number": number,
            "kind": str(it.rule.severity),
            "code": it.rule.code,
            "words": it.message,
            "label": it.label,
            "help": it.help,
            "file": "" if place else relative(Path(it.span.file)),
            "fixes": _is_own(it, report),
            **place,
        }
    if len(mistakes) > MOST_FOUND:
        words = f"and {len(mistakes) - MOST_FOUND} more"
        yield {"number": MOST_FOUND, "kind": "hint", "code": "", "words": words}


def _is_own(found: Diagnostic, report: Report) -> bool:
    """Whether all that would put it right is in the script itself."""
    own = _own(report).name
    return found.fix is not None and all(it.span.file == own for it in found.fix.edits)


def _own(report: Report) -> Source:
    """The script itself, which is read before anything that it needs."""
    return next(iter(report.sources.values()))
