"""Clips on a page without a kernel: small stills and relative links, and no more than a page bears.

An untrusted page keeps tables, inline styles, pictures as data URLs and videos with relative
sources; it loses style sheets, roles and scripts.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from hailuo_dsl.studio.reprs import table_html
from hailuo_dsl.studio.reprs_clip import clip_html

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MOST_STILLS = 10
"""Stills of a panel: a saved notebook is to stay under 300 kB."""

STILL = 3_000
"""Bytes of a still; the storyboard has larger ones of the same shots."""

MOST_ROWS = 300
WIDTH = "width:220px"


def clips_html(clips: Iterable[tuple[str, str, Path | None]], which: str = "first") -> str:
    """A row a clip: what it is called, how it stands, and a player where it is there.

    Args:
        which: the frame that is its still, `first` or `last`.
    """
    rows: list[tuple[str, str, str]] = []
    left, more = MOST_STILLS, 0
    for name, words, path in clips:
        if len(rows) == MOST_ROWS:
            more += 1
        else:
            player = player_html(path, which, still=left > 0) if path else ""
            rows.append((escape(name), escape(words), player))
            left -= bool(path)
    table = table_html((), rows) if rows else ""
    return table + (f"<p>and {more} more</p>" if more else "")


def player_html(path: Path, which: str = "first", *, still: bool = True) -> str:
    """A small player of the clip at *path* with its link."""
    player = clip_html(path, inline=False, still=still, which=which, most=STILL)
    return f'<div style="{WIDTH}">{player}</div>'
