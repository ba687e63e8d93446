"""The runner: previews a film and runs it, shows each take's progress, and takes the author's word.

A run belongs to the kernel and not to a widget: every runner on the same film shows the same one.
A runner that finds takes under way in the ledger, of a kernel that is gone, takes up the polling;
it submits nothing that its author has not pressed a button for.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Unpack

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.model import UNDER_WAY
from hailuo_dsl.notebook.model import Phase
from hailuo_dsl.notebook.panels.base import PREVIEWS, Panel, module, plural
from hailuo_dsl.notebook.panels.look import look
from hailuo_dsl.notebook.panels.model import Order, Running, playable
from hailuo_dsl.notebook.panels.page import ended, runner_data, runner_html
from hailuo_dsl.notebook.panels.script import script_of
from hailuo_dsl.notebook.panels.settling import adopted, given_up, left
from hailuo_dsl.notebook.work import key_of, shooting, under_way
from hailuo_dsl.plan.bill import bill
from hailuo_dsl.studio.budget import budget_of
from hailuo_dsl.studio.film import selected

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.job.terms import Money
    from hailuo_dsl.notebook.panels.base import Gesture, Words
    from hailuo_dsl.notebook.panels.model import Look, Offered
    from hailuo_dsl.notebook.panels.script import ScriptLike
    from hailuo_dsl.notebook.work import Shooting
    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Production
    from hailuo_dsl.studio.shoot import Made

STOPPED = "Stopped. What was sent goes on at the service; Run takes it up again."


class Runner(Panel):
    """Preview and Run, and how every take stands."""

    _esm = module("panel.js", "runner.js")
    _state: Running

    def __init__(
        self,
        script: ScriptLike,
        *,
        name: str | None = None,
        folder: str | os.PathLike[str] | None = None,
        shots: Sequence[str] = (),
        budget: str | Money | None = None,
        poll: float | None = None,
        job_seconds: float = 2.0,
        on_over: Callable[[Made], None] = lambda _: None,
        **asked: Unpack[Asked],
    ) -> None:
        """Open a runner for a script's file, its text, or a film that was compiled before.

        Args:
            script: a path, a text of more than one line, or a film.
            name: what a text is called; the reel gets this name.
            folder: what a text's paths are relative to; the working folder by default.
            shots: ids or globs of the shots that are meant; all without any.
            budget: the most that all takes of the ledger at this provider may cost: `"5.00 USD"`.
            poll: seconds between two queries of a task; None follows the published schedule.
            job_seconds: how long a job takes at `local`.
            on_over: is told on the loop thread what each run came to; it must be quick.
            asked: what is asked for beside the script, `provider="gateway"`; a film brings its own.

        Raises:
            Trouble: *script* is a path of no script.
        """
        self._shots = tuple(shots)
        self._budget = budget
        self._poll = poll
        self._job_seconds = job_seconds
        self._on_over = on_over
        self._orders = 0
        super().__init__(script_of(script, name, folder, asked), Running())
        self._hand_over(self._take_up())

    def gestures(self) -> Mapping[str, Gesture]:
        return {
            **super().gestures(),
            "preview": self._preview,
            "run": self._run,
            "make": self._make,
            "send": self._send_order,
            "withdraw": self._withdraw,
            "stop": self._stop,
            "cancel": self._cancel,
            "retry": self._resend,
            "resend": self._resend,
            "adopt": self._adopt,
            "give_up": self._give_up,
        }

    def data(self) -> Mapping[str, Any]:
        return runner_data(self._state)

    def offered(self) -> Iterable[Offered]:
        rows = self._state.look.rows if self._state.look else ()
        yield from (row.clip for row in rows if row.clip)
        yield from self._state.previews.values()
        yield from self._state.made.values()

    def html(self) -> str:
        return runner_html(self._state)

    def _only(self, film: Film) -> frozenset[str] | None:
        return selected(film, self._shots)

    def _looked(self) -> Look:
        film = self._script.film()
        if not film.compiled.ok:
            return look(film)
        budget = self._budget
        bound = budget_of(budget, film) if isinstance(budget, str) else budget
        return look(film, self._only(film), bound)

    # What follows runs on the loop thread.

    async def _ready(self) -> Look:
        """The film as its script stands now.

        Raises:
            Trouble: nothing can be made of it.
        """
        found = await self._look()
        if not found.is_sound:
            raise Trouble(found.wrong or "The script has no shot that could be made.")
        return found

    async def _preview(self, _words: Words) -> None:
        from hailuo_dsl.studio.preview import preview

        if self._state.phase is not Phase.IDLE:
            return
        with self._busy(Phase.PREVIEWING):
            film = (await self._ready()).film
            only = self._only(film)
            ids = frozenset(it.id for it in film.requests if only is None or it.id in only)
            self._show(drawing=ids, previews={})
            try:
                await preview(film, film.folder / PREVIEWS, only=only, on_made=self._drawn)
                says = f"{plural(len(ids), 'preview')} drawn."
            except asyncio.CancelledError:
                says = "Stopped."
            finally:
                self._show(drawing=frozenset())
            first = next((it for it in self._state.previews.values()), None)
            self._show(says=says, player=first.token if first else "")

    def _drawn(self, id: str, path: Path) -> None:
        made = playable(path)
        if made:
            previews = {**self._state.previews, id: made}
            self._show(previews=previews, drawing=self._state.drawing - {id})

    async def _run(self, _words: Words) -> None:
        if self._state.phase is Phase.IDLE:
            await self._order()

    async def _make(self, words: Words) -> None:
        """Run one take alone, with what it starts from."""
        if self._state.phase is Phase.IDLE:
            await self._order(frozenset({str(words.get("id"))}))

    async def _resend(self, words: Words) -> None:
        """Send a take again that has failed, or whose outcome is unknown."""
        if self._state.phase is Phase.IDLE:
            only = frozenset({str(words.get("id"))})
            await self._order(only, only)

    async def _order(
        self, only: frozenset[str] | None = None, resend: frozenset[str] = frozenset()
    ) -> None:
        """Shoot what is free; show the bill of what costs money, and wait for the author's word."""
        from hailuo_dsl.studio.production import to_send

        with self._busy(Phase.SHOOTING):
            found = await self._ready()
            if found.production is None:
                raise Trouble(found.wrong)
            film, production = found.film, found.production
            only = self._only(film) if only is None else only
            steps = await asyncio.to_thread(to_send, production, only, resend)
            free = film.provider.free
            agreed = None if free else frozenset(step.id for step in steps)
            self._orders += 1
            offer = bill(steps, film.provider.name, free=free)
            order = Order(self._orders, production, only, resend, agreed, offer)
            if free or not steps:
                await self._shoot(order)
                return
        self._show(phase=Phase.ASKING, says="Nothing is sent yet.", order=order)

    async def _send_order(self, words: Words) -> None:
        order = self._state.order
        if self._state.phase is Phase.ASKING and order and words.get("order") == order.number:
            with self._busy(Phase.SHOOTING):
                self._show(order=None)
                await self._shoot(order)

    async def _withdraw(self, _words: Words | None = None) -> None:
        if self._state.phase is Phase.ASKING:
            self._show(phase=Phase.IDLE, order=None, says="Nothing was sent.")

    async def _stop(self, _words: Words) -> None:
        if self._task and self._state.phase in {Phase.PREVIEWING, Phase.SHOOTING}:
            self._show(phase=Phase.STOPPING)
            self._task.cancel()

    async def _cancel(self, words: Words) -> None:
        """Stop waiting for one take; the run leaves it too."""
        says = await asyncio.to_thread(left, self._production(), str(words.get("id")))
        if self._state.phase is Phase.IDLE:
            await self._look(says=says)
        else:
            # The run tells of the take itself.
            self._show(says=says)

    async def _adopt(self, words: Words) -> None:
        task = str(words.get("task", "")).strip()
        says = await adopted(self._production(), str(words.get("id")), task)
        await self._look(says=says)
        await self._take_up()

    async def _give_up(self, words: Words) -> None:
        says = await asyncio.to_thread(given_up, self._production(), str(words.get("id")))
        await self._look(says=says)

    def _production(self) -> Production:
        found = self._state.look
        if found is None or found.production is None:
            raise Trouble(found.wrong if found else self._state.error)
        return found.production

    async def _follow(self, text: str) -> None:
        # What was asked about is no longer what the script says.
        await self._withdraw()
        await super()._follow(text)

    async def _caught_up(self) -> None:
        await self._withdraw()
        await self._look()
        await self._attach()

    async def _attach(self) -> bool:
        """Watch the run of this film that another panel has begun; tell whether there was one."""
        found = self._state.look
        if self._state.phase is not Phase.IDLE or not found or not found.production:
            return False
        run = under_way(key_of(found.film, self._only(found.film)))
        if run is None:
            return False
        with self._busy(Phase.SHOOTING):
            await self._watch(run)
        return True

    async def _take_up(self) -> None:
        """Go on with what a kernel that is gone has left under way; nothing is submitted."""
        if await self._attach():
            # A kernel is there, and its author's word counts: what was stopped stays so.
            return
        found = self._state.look
        if self._state.phase is Phase.IDLE and found and found.production and found.under_way:
            with self._busy(Phase.SHOOTING):
                clips = plural(len(found.under_way), "clip")
                self._show(says=f"{clips} under way from before: waiting for what was sent.")
                nothing: frozenset[str] = frozenset()
                offer = bill((), found.film.provider.name)
                await self._shoot(
                    Order(0, found.production, found.under_way, nothing, nothing, offer)
                )

    async def _shoot(self, order: Order) -> None:
        from hailuo_dsl.studio.shoot import shoot

        film = order.production.film
        key = key_of(film, self._only(film))
        is_new = under_way(key) is None
        run = shooting(
            key,
            lambda on_change: shoot(
                order.production,
                only=order.only,
                resend=order.resend,
                agreed=order.agreed,
                poll=self._poll,
                job_seconds=self._job_seconds,
                on_change=on_change,
            ),
        )
        if is_new:
            self._tell()
        await self._watch(run)

    async def _watch(self, run: Shooting) -> None:
        self._task = run.task
        self._show(live={}, begun={}, made={}, told="")
        if run.latest:
            self._see(run.latest)
        run.watchers.append(self._see)
        try:
            await asyncio.wait({run.task})
        finally:
            run.watchers.remove(self._see)
        await self._finish(run)

    def _see(self, snapshot: Snapshot) -> None:
        now = time.time()
        seen = {it.id: now for it in snapshot.takes if it.stage in UNDER_WAY}
        live = {it.id: it for it in snapshot.takes}
        known = self._state.made
        new = {it.id: playable(it.path) for it in snapshot.takes if it.path and it.id not in known}
        made = {**known, **{id: clip for id, clip in new.items() if clip}}
        self._show(live=live, begun={**seen, **self._state.begun}, made=made)

    async def _finish(self, run: Shooting) -> None:
        """Say what the run came to; what stands in the ledger is looked at anew."""
        over: Mapping[str, Any] = {"live": {}, "begun": {}, "made": {}}
        if run.task.cancelled():
            await self._look(**over, says=STOPPED)
        elif error := run.task.exception():
            await self._look(**over)
            raise error
        else:
            made = run.task.result()
            film = self._state.look.film if self._state.look else None
            await self._look(**over, **ended(made, film))
            self._on_over(made)
