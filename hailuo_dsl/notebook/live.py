"""An output of a cell that is drawn over while its work goes on, also after the cell has ended.

The work runs on the loop thread. Nothing is printed from there: a page is told by the display's id,
and a shell without pages, as in a terminal, is shown the end alone.
"""

# IPython's own functions carry no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from IPython.display import display

from hailuo_dsl.ground.render import visible
from hailuo_dsl.notebook.show import message_html, words_of
from hailuo_dsl.notebook.work import AGAIN, Pace
from hailuo_dsl.studio.loop import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    Bundle = Mapping[str, str]
    """What is shown, by MIME type."""

    Draw = Callable[[Callable[[], Bundle]], None]
    """Is given what makes the bundle: much news is little when it is shown."""

    Story = Callable[[Draw], Coroutine[Any, Any, Bundle]]
    """Draws how its work stands and returns how it ended."""


def show(bundle: Bundle) -> None:
    """Show *bundle* below the cell."""
    display(dict(bundle), raw=True)


def said(words: str) -> Bundle:
    """One message that stands alone, in letters that steer no terminal."""
    shown = "\n".join(map(visible, words.split("\n")))
    return {"text/plain": shown, "text/html": message_html(shown)}


def follow(story: Story, first: Bundle, *, pages: bool, wait: bool) -> None:
    """Show *story*, from *first* on, as it goes.

    Args:
        story: the work; it begins at once.
        first: what is shown until there is something to tell.
        pages: the shell has pages, where what was shown can be drawn over.
        wait: block until the end; so it is always where there are no pages.

    Raises:
        KeyboardInterrupt: it was stopped while it was waited for.
    """
    if not pages:
        show(begin(_guarded(story, lambda _: None)).wait())
        return
    handle = display(dict(first), raw=True, display_id=True)

    def update(bundle: Bundle) -> None:
        # A page that is gone must not stop what was paid for.
        with suppress(Exception):
            handle.update(dict(bundle), raw=True)

    work = begin(_told(story, update))
    if wait:
        work.wait()


async def _told(story: Story, update: Callable[[Bundle], None]) -> None:
    pace = Pace["Callable[[], Bundle]"](lambda make: update(make()))
    end = await _guarded(story, pace.tell)
    # Late news must not be drawn over the end.
    pace.tell(lambda: end, at_once=True)
    asyncio.get_running_loop().call_later(AGAIN, update, end)


async def _guarded(story: Story, draw: Draw) -> Bundle:
    """See *story* to its end; whatever goes wrong is that."""
    try:
        return await story(draw)
    except asyncio.CancelledError:
        return said("Stopped.")
    except Exception as error:
        return said(words_of(error))
