"""The shot desk: a script, its controls, and buttons that preview and shoot it.

A gesture arrives on whatever thread the kernel likes and is handed over to the loop thread. There
alone the desk's state is replaced and the page told, so nothing needs a lock.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import ipywidgets as w

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.controls import Controls
from hailuo_dsl.notebook.model import Desk, Phase, lines_of, preview_lines
from hailuo_dsl.notebook.page import Page
from hailuo_dsl.notebook.player import Player
from hailuo_dsl.notebook.show import film_html, film_text, message_html, words_of
from hailuo_dsl.notebook.work import Pace, key_of, shooting, under_way
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.studio.film import film_of
from hailuo_dsl.studio.loop import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Mapping

    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.notebook.work import Shooting
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Production
    from hailuo_dsl.studio.shoot import Made

STARTER = """\
shot first
  model: MiniMax-Hailuo-2.3
  from: picture.jpg
  > Say here what moves.
"""
DEBOUNCE = 0.3
"""Seconds without a key before a script is read."""

STOPPED = "Stopped. What was sent goes on at the service; Run takes it up again."


class ShotDesk(w.VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """A script with its controls, its mistakes as they are typed, previews, a run and a player.

    The text is the truth: a control only edits it. `value` is the text, `film` what it became.
    """

    def __init__(
        self,
        script: str | Film = STARTER,
        *,
        name: str = "desk",
        folder: Path | str | None = None,
        job_seconds: float = 2.0,
        **asked: Unpack[Asked],
    ) -> None:
        """Open a desk for a script's text, or for a film that was compiled before.

        Args:
            name: what the film is called; the reel gets this name.
            folder: what paths are relative to; the working folder by default.
            job_seconds: how long a job takes at `local`.
            asked: what is asked for beside the script, `provider="gateway"` or
                `settings=["resolution=768P"]`; a film brings its own.
        """
        text = script if isinstance(script, str) else _source(script).text
        if not isinstance(script, str):
            name, folder = script.name, script.folder
            asked = {**script.asked, "provider": script.provider.name}
        self._name, self._beside = name, asked
        self._folder = Path(folder or ".").resolve()
        self._job_seconds = job_seconds
        self._keys = 0
        self._asked: tuple[Production, frozenset[str] | None] | None = None
        self._task: asyncio.Task[Any] | None = None
        self._state = Desk()
        self._pace = Pace(self._draw)
        self.controls = Controls()
        self.player = Player(lambda: self._hand_over(self._play()))
        self.page = Page(text, self.controls, self.player)
        super().__init__(self.page.children)
        self.add_class("hailuo-desk")
        self._first_look(text)
        self.controls.listen(lambda gesture: self._hand_over(self._choose(gesture)))
        self.page.script.observe(lambda _: self._hand_over(self._typed()), "value")
        for button, gesture in self._buttons().items():
            button.on_click(lambda _, gesture=gesture: self._hand_over(gesture()))
        self._hand_over(self._attach())

    @property
    def value(self) -> str:
        """The script."""
        return str(self.page.script.value)

    @value.setter
    def value(self, text: str) -> None:
        self.page.script.value = text

    @property
    def film(self) -> Film | None:
        """The script as it was last compiled; None where it could not be read at all."""
        return self._state.film

    @property
    def state(self) -> Desk:
        return self._state

    def __repr__(self) -> str:
        return f"ShotDesk({self._name!r})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """What a page shows that has no kernel: the film as text and as a table."""
        bundle, film = super()._repr_mimebundle_(**kwargs), self.film
        text = film_text(film) if film else self._state.wrong
        html = film_html(film) if film else message_html(self._state.wrong)
        return {**bundle, "text/plain": f"{self!r}\n\n{text}", "text/html": html}

    def _buttons(self) -> Mapping[w.Button, Callable[[], Coroutine[Any, Any, None]]]:
        page = self.page
        return {
            page.preview: self._preview,
            page.run: self._run,
            page.stop: self._stop,
            page.send: self._pay,
            page.withdraw: self._withdraw,
        }

    def _first_look(self, text: str) -> None:
        """Compile before anything is shown; nobody else has hold of the desk yet."""
        try:
            film = self._compiled(text)
            self.controls.follow(film)
            self._state = Desk(film, self.controls.selected)
        except Trouble as trouble:
            self._state = Desk(wrong=str(trouble))
        self._draw(self._state)

    def _compiled(self, text: str) -> Film:
        return film_of(text, self._name, folder=self._folder, **self._beside)

    def _hand_over(self, work: Coroutine[Any, Any, None]) -> None:
        begin(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """See *work* to its end; whatever goes wrong is said on the page."""
        try:
            await work
        except Exception as error:
            self._show(says=words_of(error))

    def _show(self, **changes: Any) -> None:
        before, self._state = self._state, replace(self._state, **changes)
        self._pace.tell(self._state, at_once=before.phase is not self._state.phase)

    def _draw(self, desk: Desk) -> None:
        self.page.draw(desk, self._asked[0].profile.base_url if self._asked else "")

    # What follows runs on the loop thread.

    async def _typed(self) -> None:
        self._keys += 1
        key = self._keys
        if self._state.phase is Phase.ASKING:
            # What was asked about is no longer what the script says.
            await self._withdraw()
        await asyncio.sleep(DEBOUNCE)
        if key == self._keys:
            await self._read()

    async def _choose(self, gesture: str) -> None:
        if gesture == "shot":
            self.controls.follow_shot()
            self._show(shot=self.controls.selected)
            return
        text = self.controls.edit(gesture, self.value)
        if text != self.value:
            self.value = text
            await self._read()

    async def _read(self) -> Film | None:
        """Compile what stands in the script now; None where that cannot be done."""
        text = self.value
        try:
            film = await asyncio.to_thread(self._compiled, text)
        except Trouble as trouble:
            self._show(film=None, wrong=str(trouble))
            return None
        if text == self.value:
            self.controls.follow(film)
            self._show(film=film, shot=self.controls.selected)
        return film

    async def _ready(self) -> Film | None:
        """The film of what stands in the script now; None where it has mistakes."""
        film = await self._read()
        if film and film.compiled.ok and film.requests:
            return film
        self._show(says="Nothing is made of a script with mistakes.")
        return None

    def _only(self, film: Film) -> frozenset[str] | None:
        shot = self._state.shot
        if shot is None:
            return None
        return frozenset(request.id for request in film.requests if request.family == shot)

    @contextmanager
    def _busy(self, phase: Phase) -> Iterator[None]:
        """Be in *phase*; Stop ends what is done meanwhile."""
        self._task = asyncio.current_task()
        self._show(phase=phase, says="", lines=())
        try:
            yield
        except asyncio.CancelledError:
            self._show(says="Stopped.")
            raise
        finally:
            self._task = None
            self._show(phase=Phase.IDLE)

    async def _preview(self) -> None:
        from hailuo_dsl.studio.preview import preview

        if self._state.phase not in {Phase.IDLE, Phase.ASKING}:
            return
        with self._busy(Phase.PREVIEWING):
            film = await self._ready()
            if film is None:
                return
            only = self._only(film)
            ids = [it.id for it in film.requests if only is None or it.id in only]
            made: dict[str, Path] = {}

            def on_made(id: str, path: Path) -> None:
                made[id] = path
                self._show(lines=preview_lines(ids, made))

            self._show(lines=preview_lines(ids, made))
            await preview(film, film.folder / "out" / "preview", only=only, on_made=on_made)
            await self._offer([(f"{id}, preview", made[id]) for id in ids])
            self._show(says="The preview is ready.")

    async def _run(self) -> None:
        from hailuo_dsl.studio.production import produced, to_send

        if self._state.phase is not Phase.IDLE:
            return
        with self._busy(Phase.SHOOTING):
            film = await self._ready()
            if film is None:
                return
            production, only = produced(film), self._only(film)
            if film.provider.free:
                await self._shoot(production, only)
                return
            steps = await asyncio.to_thread(to_send, production, only)
            if not steps:
                await self._shoot(production, only)
                return
        self._asked = (production, only)
        self._show(
            phase=Phase.ASKING, says="Nothing is sent yet.", offer=bill(steps, film.provider.name)
        )

    async def _pay(self) -> None:
        if self._state.phase is Phase.ASKING and self._asked:
            production, only = self._asked
            with self._busy(Phase.SHOOTING):
                await self._shoot(production, only)

    async def _withdraw(self) -> None:
        if self._state.phase is Phase.ASKING:
            self._show(phase=Phase.IDLE, offer=None, says="Nothing was sent.")

    async def _stop(self) -> None:
        if self._task and self._state.phase in {Phase.PREVIEWING, Phase.SHOOTING}:
            self._show(phase=Phase.STOPPING)
            self._task.cancel()

    async def _attach(self) -> None:
        """Watch the run of this very script that another desk has begun, if there is one."""
        film = self.film
        run = under_way(key_of(film, self._only(film))) if film else None
        if run:
            with self._busy(Phase.SHOOTING):
                await self._watch(run)

    async def _shoot(self, production: Production, only: frozenset[str] | None) -> None:
        from hailuo_dsl.studio.shoot import shoot

        await self._watch(
            shooting(
                key_of(production.film, only),
                lambda on_change: shoot(
                    production, only=only, job_seconds=self._job_seconds, on_change=on_change
                ),
            )
        )

    async def _watch(self, run: Shooting) -> None:
        self._task = run.task
        if run.latest:
            self._see(run.latest)
        run.watchers.append(self._see)
        try:
            await asyncio.wait({run.task})
        finally:
            run.watchers.remove(self._see)
        if run.task.cancelled():
            self._show(says=STOPPED)
        else:
            await self._finish(run.task.result())

    def _see(self, snapshot: Snapshot) -> None:
        self._show(lines=lines_of(snapshot))

    async def _finish(self, made: Made) -> None:
        clips = [(take.id, take.path) for take in made.outcome.takes if take.path]
        says = f"{len(clips)} clip{'s' * (len(clips) != 1)} made."
        if made.outcome.exit_code:
            says = "Not every clip is there; each line says why."
        if made.reel.path and len(made.reel.shots) > 1:
            clips.append(("the reel", made.reel.path))
        self._show(lines=lines_of(made.outcome), says=says)
        await self._offer(clips)

    async def _offer(self, clips: list[tuple[str, Path]]) -> None:
        self._show(clips=tuple(clips))
        self.player.offer(self._state.clips)
        await self._play()

    async def _play(self) -> None:
        await self.player.load(self._folder)


def _source(film: Film) -> Source:
    """The script itself, which is read before anything that it needs."""
    return next(iter(film.compiled.report.sources.values()))
