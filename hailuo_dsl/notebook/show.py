"""What the notebook shows beside what `studio.reprs` makes: progress, and what went wrong.

Its HTML is made as there: semantic elements, inline styles, nothing told by colour alone.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble, disk_words
from hailuo_dsl.studio.board.poster import MOST
from hailuo_dsl.studio.reprs import (
    bill_html,
    film_text,
    message_html,
    report_html,
    report_text,
    requests_html,
    table_html,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hailuo_dsl.notebook.model import Line
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.studio.film import Film

MOST_CARDS = 24
"""Shots of a storyboard below a cell; each has a picture, and the notebook keeps them."""

MOST_ROWS = 60
"""Requests below it that have a row."""

__all__ = [
    "bill_html",
    "film_text",
    "message_html",
    "report_html",
    "report_text",
    "requests_html",
    "storyboard",
    "storyboard_html",
    "takes_html",
    "words_of",
]


def storyboard(film: Film, defined: Sequence[str] = ()) -> Mapping[str, str]:
    """What is to be said of *film* and its storyboard, by MIME type.

    Args:
        defined: what it defines for other cells, where it has no shots.
    """
    report, text = report_html(film.compiled.report), film_text(film)
    if defined and film.compiled.ok:
        names = f"defined for other cells, `--with {film.name}`: {', '.join(defined)}"
        text = "\n\n".join(filter(None, (text, names)))
        report += f"<p>{escape(names)}</p>"
    return {"text/plain": text, "text/html": report + storyboard_html(film) * bool(film.requests)}


def storyboard_html(film: Film, most: int = MOST_CARDS, picture: int = MOST) -> str:
    """A card a shot, also of one with a mistake, and a row for some of those that are too many.

    The page that links are relative to lies in the working folder.

    Args:
        most: how many cards there are at most.
        picture: bytes of the picture on each.
    """
    from hailuo_dsl.studio.board import fragment

    requests = film.requests
    cards = list(dict.fromkeys(map(_card, requests)))
    if len(cards) <= most:
        return fragment(film, at=Path.cwd(), most=picture) if film.compiled.storyboard.shots else ""
    first = frozenset(cards[:most])
    shown = frozenset(it.id for it in requests if _card(it) in first)
    others = [it for it in requests if it.id not in shown]
    words = f"The first {most} of {len(cards)}; a table of the others is below."
    rows = requests_html(others[:MOST_ROWS])
    left = len(others) - MOST_ROWS
    more = f"<p>and {left} requests more; <code>hailuo-dsl board</code> shows all</p>" * (left > 0)
    board = fragment(film, only=shown, at=Path.cwd(), most=picture)
    return f"<p>{words}</p>{board}{rows}{more}"


def _card(request: Request) -> str:
    """What a request is called on its card: takes of one request share a picture."""
    return request.id.partition("#")[0]


def takes_html(lines: Iterable[Line]) -> str:
    """A row a take: its id, how far it is, and where it stands in words."""
    rows = [(escape(line.id), _bar(line), escape(line.words)) for line in lines]
    return table_html((), rows) if rows else ""


def words_of(error: BaseException) -> str:
    """What to say of *error*; of several that came together, of the first."""
    if isinstance(error, BaseExceptionGroup):
        return words_of(error.exceptions[0])
    if isinstance(error, OSError) and error.strerror:
        return disk_words(error)
    # Trouble is a sentence for the author; the name of any other tells whose fault it is.
    return str(error) if isinstance(error, Trouble) else f"{type(error).__name__}: {error}"


def _bar(line: Line) -> str:
    return (
        f'<progress max="100" value="{line.percent:.0f}" style="width:220px"'
        f' aria-label="{escape(line.id)}">{line.percent:.0f} %</progress>'
    )
