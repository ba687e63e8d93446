"""What `%shots VERB NAME` does: the command line's verbs, on a film that is bound to a name."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from hailuo_dsl.ground.render import tally
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.live import follow, said, show
from hailuo_dsl.notebook.model import lines_of, preview_lines
from hailuo_dsl.notebook.show import bill_html, takes_html
from hailuo_dsl.notebook.work import key_of, shooting, under_way
from hailuo_dsl.studio.film import selected
from hailuo_dsl.studio.loop import begin
from hailuo_dsl.studio.reprs import BILL_HEAD, report_html, report_text, table_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from hailuo_dsl.job.model import Snapshot
    from hailuo_dsl.notebook.live import Bundle, Draw
    from hailuo_dsl.notebook.model import Line
    from hailuo_dsl.notebook.work import Shooting
    from hailuo_dsl.plan.model import Step
    from hailuo_dsl.studio.film import Film
    from hailuo_dsl.studio.production import Production

    Only = frozenset[str] | None

STOPPED = "Stopped. What was sent goes on at the service; `%shots run` takes it up again."
MOST_STILLS = 12
"""Players that have a still; the others have a link."""


@dataclass(frozen=True)
class Way:
    """How a verb is to go.

    Attributes:
        shots: ids or globs of the shots that are meant; none for all.
        yes: send what costs money.
        budget: the most that it may cost, as it was written.
        pages: what was shown can be drawn over.
        wait: block until the end.
    """

    shots: tuple[str, ...] = ()
    yes: bool = False
    budget: str | None = None
    allow_unknown_price: bool = False
    pages: bool = False
    wait: bool = False

    def production(self, film: Film) -> Production:
        """*film* in the making, with what may be spent on it.

        Raises:
            Trouble: the provider cannot be reached as things are set up, or the budget is none.
        """
        from hailuo_dsl.studio.budget import of_options
        from hailuo_dsl.studio.production import produced

        free_hand = self.allow_unknown_price
        budget = of_options(self.budget, film, allow_unknown_price=free_hand)
        return produced(film, budget=budget, allow_unknown_price=free_hand)


def check(film: Film, _way: Way) -> None:
    """Say everything that is wrong with the script."""
    report = film.compiled.report
    counted = Counter(it.rule.severity for it in report)
    count = len(film.requests)
    words = f"{film.name}: {tally(counted)}; {count} request{'s' * (count != 1)}"
    text = "\n\n".join(filter(None, (report_text(report), words)))
    show({"text/plain": text, "text/html": f"{report_html(report)}<p>{escape(words)}</p>"})


def plan(film: Film, way: Way) -> None:
    """Say of each take what `run` would do with it, why, and what that costs."""
    from hailuo_dsl.studio.forecast import forecast
    from hailuo_dsl.studio.production import known
    from hailuo_dsl.studio.reprs import plan_html, plan_text

    production = way.production(_made_of(film))
    outlook = forecast(production, known(production.ledger), selected(film, way.shots))
    show({"text/plain": plan_text(outlook), "text/html": plan_html(outlook)})


def status(film: Film, way: Way) -> None:
    """Say where each take stands, since when, its task and its cost; nobody is asked."""
    from hailuo_dsl.studio.accounts import accounts
    from hailuo_dsl.studio.production import known
    from hailuo_dsl.studio.statement import statement_html, statement_text

    production = way.production(_made_of(film))
    found = accounts(production, known(production.ledger), selected(film, way.shots))
    show({"text/plain": statement_text(found), "text/html": statement_html(found)})


def preview(film: Film, way: Way) -> None:
    """Make an animatic of each shot and show them; nothing is sent."""
    only = selected(_made_of(film), way.shots)
    ids = [it.id for it in film.requests if only is None or it.id in only]

    async def story(draw: Draw) -> Bundle:
        from hailuo_dsl.studio.preview import preview as made_of

        made: dict[str, Path] = {}

        def on_made(id: str, path: Path) -> None:
            made[id] = path
            draw(lambda: _progress("Drawing …", preview_lines(ids, made)))

        clips = await made_of(film, film.folder / "out" / "preview", only=only, on_made=on_made)
        return await asyncio.to_thread(_players, {it: clips[it] for it in ids})

    first = _progress("Drawing …", preview_lines(ids, ()))
    follow(story, first, pages=way.pages, wait=way.wait)


def run(film: Film, way: Way) -> None:
    """Make the clips that are not there yet, each paid for once; a run under way is gone on with.

    What costs money is sent only where the author has agreed to it.
    """
    from hailuo_dsl.studio.production import to_send

    only = selected(_made_of(film), way.shots)
    production = way.production(film)
    agreed: Only = None
    if not (film.provider.free or way.yes):
        agreed = frozenset()
        steps = () if _is_under_way(film, only) else to_send(production, only)
        if steps:
            show(_offer(steps, production))
            return
    _shoot(production, only, agreed, way)


def stop(film: Film, way: Way) -> None:
    """Stop waiting for the clips; what was sent goes on at the service."""
    run = begin(_stopped(key_of(film, selected(_made_of(film), way.shots)))).wait()
    show(said(f"`{film.name}` is being stopped." if run else f"`{film.name}` is not under way."))


VERBS: Mapping[str, Callable[[Film, Way], None]] = {
    "check": check,
    "plan": plan,
    "preview": preview,
    "run": run,
    "status": status,
    "stop": stop,
}


def attach(film: Film, way: Way) -> None:
    """Show the run of the whole *film*, if it is under way and can be watched beside other work."""
    if way.pages and _is_under_way(film, None):
        _shoot(way.production(film), None, frozenset(), way)


def _made_of(film: Film) -> Film:
    """*film*, if something can be made of it.

    Raises:
        Trouble: it has mistakes, or no shots.
    """
    if not film.compiled.ok:
        report = film.compiled.report
        raise Trouble(f"nothing is made of a script with mistakes\n\n{report_text(report)}")
    if not film.requests:
        raise Trouble(f"`{film.name}` has no shots; other cells can use it: `--with {film.name}`")
    return film


def _shoot(production: Production, only: Only, agreed: Only, way: Way) -> None:
    async def story(draw: Draw) -> Bundle:
        from hailuo_dsl.studio.shoot import shoot

        begun = shooting(
            key_of(production.film, only),
            lambda on_change: shoot(production, only=only, agreed=agreed, on_change=on_change),
        )
        return await _watched(begun, production, draw)

    follow(story, _progress("Shooting …", ()), pages=way.pages, wait=way.wait)


async def _watched(run: Shooting, production: Production, draw: Draw) -> Bundle:
    """Draw *run* as it goes; return how it ended."""
    from hailuo_dsl.studio.results import result_of

    def see(snapshot: Snapshot) -> None:
        draw(lambda: _progress("Shooting …", lines_of(snapshot)))

    film = production.film
    if run.latest:
        see(run.latest)
    run.watchers.append(see)
    try:
        await asyncio.wait({run.task})
    except asyncio.CancelledError:
        # Whoever waited has stopped it; what is on its way is written down first.
        run.task.cancel()
        await asyncio.wait({run.task})
    finally:
        run.watchers.remove(see)
    if run.task.cancelled():
        return said(STOPPED)
    result = result_of(run.task.result(), film, production.store)
    return await asyncio.to_thread(result._repr_mimebundle_)


def _is_under_way(film: Film, only: Only) -> bool:
    async def look() -> bool:
        return under_way(key_of(film, only)) is not None

    return begin(look()).wait()


async def _stopped(key: object) -> bool:
    run = under_way(key)
    if run:
        run.task.cancel()
    return run is not None


def _progress(words: str, lines: Iterable[Line]) -> Bundle:
    lines = tuple(lines)
    rows = [f"{line.id}  {line.percent:.0f} %  {line.words}" for line in lines]
    html = f"<p><strong>{escape(words)}</strong></p>{takes_html(lines)}"
    return {"text/plain": "\n".join((words, *rows)), "text/html": html}


def _offer(steps: Iterable[Step], production: Production) -> Bundle:
    """What would be sent and what it costs."""
    from hailuo_dsl.plan.bill import bill

    film = production.film
    offer, to = bill(steps, film.provider.name), production.profile.base_url
    advice = "Nothing was sent: this costs money. Add --yes to send it."
    text = (f"To be sent to {to}:", table_text(BILL_HEAD, offer.lines), offer.total, advice)
    return {
        "text/plain": "\n\n".join(text),
        "text/html": f"{bill_html(offer, to)}<p>{escape(advice)}</p>",
    }


def _players(clips: Mapping[str, Path]) -> Bundle:
    """Players of *clips* by their names: the bytes of the first few, stills and links of others."""
    from hailuo_dsl.studio.reprs_clip import MOST_INLINE, clip_html, relative

    cards, room = [], MOST_INLINE
    for number, (id, path) in enumerate(clips.items()):
        size = path.stat().st_size
        inline, still = size <= room, number < MOST_STILLS
        room -= size * inline
        player = clip_html(path, inline=inline, still=still)
        cards.append(f'<div style="flex:0 1 320px"><div>{escape(id)}</div>{player}</div>')
    html = f'<div style="display:flex;flex-wrap:wrap;gap:12px">{"".join(cards)}</div>'
    text = "\n".join(f"{id}  {relative(path)}" for id, path in clips.items())
    return {"text/plain": text, "text/html": html}
