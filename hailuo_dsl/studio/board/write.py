"""A board as HTML: within a page, and as a page of its own.

All that lays it out is said in `style` attributes, in words that JupyterLab leaves in a notebook
that it does not trust; the style sheet only makes it tidier where it is let through. Letters and
lines take their colours from the page around them, so it is at home in a light and a dark theme.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from hailuo_dsl.ground.render import visible
from hailuo_dsl.request.page import MARKS, prompt_html
from hailuo_dsl.studio.board.board import NO_CLIPS, board
from hailuo_dsl.studio.board.draw import drawn
from hailuo_dsl.studio.board.poster import MOST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from hailuo_dsl.storyboard.model import Kind
    from hailuo_dsl.studio.board.model import Board, Bracket, Card, Row
    from hailuo_dsl.studio.film import Film

CLASS = "hailuo-board"
SHEET = f"""\
.{CLASS} ol{{display:flex;flex-wrap:wrap}}
.{CLASS} a{{color:inherit}}
.{CLASS} figure>img{{border-radius:4px}}
.{CLASS} mark{{white-space:normal!important}}
@media print{{.{CLASS} li{{break-inside:avoid}}}}
"""
PAGE_SHEET = """\
:root{color-scheme:light dark}
body{font:15px/1.45 system-ui,sans-serif;margin:0;padding:16px 20px}
"""
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)

CARDS = "list-style:none;margin:0;padding:0"
CARD = (
    "display:inline-block;vertical-align:top;box-sizing:border-box;width:272px;max-width:100%;"
    "margin:0 12px 12px 0;padding:8px;border:1px solid #8a8a8a;border-radius:8px;"
    "overflow-wrap:break-word;white-space:normal"
)
FIGURE = "margin:0;padding:0"
IMAGE = "display:block;width:100%;height:auto;margin:0"
HEADING = "margin:16px 0 6px 0;padding:0;font-size:115%;font-weight:bold;line-height:1.3"
NAME = "margin:8px 0 2px 0;padding:0;font-size:100%;font-weight:bold;line-height:1.3"
LINE = "margin:2px 0;padding:0;font-size:87%;line-height:1.4"
MOTION = "margin:8px 0;padding:0;font-size:93%;line-height:1.55;white-space:normal"
LIST = "list-style:none;margin:2px 0;padding:0;font-size:87%;line-height:1.4"
ITEM = "margin:0;padding:0"


def fragment(
    film: Film,
    *,
    only: Collection[str] | None = None,
    clips: Mapping[str, Path] = NO_CLIPS,
    at: Path | None = None,
    most: int = MOST,
) -> str:
    """The storyboard of *film* for a page that is there already.

    Args:
        film: a compiled script; what is wrong with it is not told, but a shot with a mistake says
            that it has one.
        only: ids of the requests that are wanted; None for all.
        clips: request id -> the clip, of the takes that have been made.
        at: the folder that the page is in, which links are relative to; the script's if None.
        most: bytes of a picture.
    """
    return _fragment(board(film, only, clips, most), at, top=2)


def page(
    film: Film,
    *,
    only: Collection[str] | None = None,
    clips: Mapping[str, Path] = NO_CLIPS,
    at: Path | None = None,
) -> str:
    """The same as a page that stands alone: it asks nobody for anything, and runs nothing."""
    found = board(film, only, clips)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(found.name)}: storyboard</title>\n<style>\n{PAGE_SHEET}</style>\n</head>\n"
        f"<body>\n<main>\n{_fragment(found, at, top=1)}</main>\n</body>\n</html>\n"
    )


def _fragment(found: Board, at: Path | None, top: int) -> str:
    links = Links(found.folder, at)
    rows = "".join(_row(it, links, top + 1) for it in found.rows)
    shots = sum(len(row.cards) for row in found.rows)
    if not shots:
        rows = f'<p style="{LINE}">There is no shot yet.</p>\n'
    counted = f"{shots} shot{'s' if shots != 1 else ''}, {found.total}"
    return (
        f'<div class="{CLASS}">\n<style>\n{SHEET}</style>\n'
        f'<h{top} style="{HEADING}"><bdi>{_text(found.name)}</bdi></h{top}>\n'
        f'<p style="{LINE}">{_text(counted)}</p>\n{_notes(found.notes)}{rows}'
        f"{_legend(found)}</div>\n"
    )


def _row(row: Row, links: Links, level: int) -> str:
    """A scene; shots that stand before any have no heading."""
    heading = ""
    if row.id:
        title = f" <bdi>“{_text(row.title)}”</bdi>" if row.title else ""
        heading = f'<h{level} style="{HEADING}"><bdi>{_text(row.id)}</bdi>{title}</h{level}>\n'
    cards = "".join(_card(it, links, level + 1) for it in row.cards)
    return (
        f'<section>\n{heading}{_notes(row.notes)}<ol style="{CARDS}">\n{cards}</ol>\n</section>\n'
    )


def _card(card: Card, links: Links, level: int) -> str:
    """A shot: its picture, and below it all that is known of it in words."""
    title = f" <bdi>“{_text(card.title)}”</bdi>" if card.title else ""
    picture = drawn(card.first, card.brackets, card.last)
    takes = f" × {card.takes}" if card.takes > 1 else ""
    price = f"{card.price}{takes}" if card.price else "asks for nothing"
    facts = " · ".join(map(_text, card.facts))
    plain = "<br>".join(map(_text, card.motion.split("\n")))
    motion = prompt_html(card.request) if card.request else plain
    settings = [_text(it) for it in card.settings] + [f"note: {_text(it)}" for it in card.notes]
    return (
        f'<li style="{CARD}"><figure style="{FIGURE}">'
        f'<img style="{IMAGE}" alt="{_text(_alt(card))}" src="{picture}">\n'
        f'<figcaption style="{FIGURE}"><h{level} style="{NAME}"><bdi>{_text(card.name)}</bdi>'
        f"{title}{takes}</h{level}>\n"
        f'<p style="{LINE}">{facts}<br><strong>{_text(price)}</strong></p>\n'
        f'<p style="{LINE}">{_camera(card.brackets)}</p>\n'
        f'<p dir="auto" style="{MOTION}">{motion}</p>\n'
        f"{_list((*_references(card, links), *settings))}</figcaption></figure></li>\n"
    )


def _alt(card: Card) -> str:
    """What is to be seen in a card's picture, in words."""
    moves = [it.motion for it in card.brackets]
    camera = f"first {', then '.join(moves)}" if len(moves) > 1 else "".join(moves)
    end = f"; {card.last.said}" if card.last else ""
    return f"{card.name}: {card.first.said}; {camera or 'no camera move'}{end}"


def _camera(brackets: Iterable[Bracket]) -> str:
    words = [_text(it.words) for it in brackets]
    if len(words) > 1:
        words = [f"{number}. {it}" for number, it in enumerate(words, 1)]
    return f"camera: {' → '.join(words)}" if words else "no camera move"


def _references(card: Card, links: Links) -> Iterator[str]:
    """The frames that the shot begins and ends with, and the clips that have come of it."""
    for sight in (card.first, card.last):
        if sight and sight.file:
            yield f"{_text(sight.head)} {links.picture(sight.file)}"
        elif sight:
            yield _text(sight.said)
    for id, path in card.clips:
        take = id.partition("#")[2]
        yield links.file(path, f"clip of take {take}" if take else "clip")


def _legend(found: Board) -> str:
    """What the marks in the prompts mean, of those that are there."""
    requests = [it.request for row in found.rows for it in row.cards if it.request]
    there = {mark.kind for request in requests for mark in request.source_map}
    kinds = [_mark(kind) for kind in MARKS if kind in there]
    said = f"marked in the prompts: {' '.join(kinds)}" if kinds else ""
    return f'<p style="{LINE}">{said}</p>\n' if said else ""


def _mark(kind: Kind) -> str:
    return f'<mark style="{MARKS[kind]}">{kind}</mark>'


def _notes(notes: Iterable[str]) -> str:
    return "".join(f'<p dir="auto" style="{LINE}">note: {_text(it)}</p>\n' for it in notes)


def _list(items: Iterable[str]) -> str:
    lines = "".join(f'<li dir="auto" style="{ITEM}">{it}</li>' for it in items)
    return f'<ul style="{LIST}">{lines}</ul>' if lines else ""


def _text(words: str) -> str:
    """*words* of anybody, as text or as an attribute's value."""
    return escape(visible(words))


class Links:
    """Relative links from a page in the folder *at* to files of a script in *folder*."""

    def __init__(self, folder: Path, at: Path | None) -> None:
        self._folder = folder
        self._at = folder if at is None else at

    def picture(self, path: str) -> str:
        """A link to the picture that the script calls *path*."""
        return self.file(self._folder / path, path)

    def file(self, path: Path, words: str) -> str:
        """A link to *path*; the words alone where no relative link leads there."""
        try:
            relative = Path(os.path.relpath(path, self._at)).as_posix()
        except ValueError:  # it is on another drive
            return _text(words)
        return f'<a href="{quote(relative, safe="/")}">{_text(words)}</a>'
