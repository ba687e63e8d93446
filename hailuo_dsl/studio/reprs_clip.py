"""A clip for the output of a cell: its bytes if they are few, else a small still and a link."""

from __future__ import annotations

import base64
import os
from html import escape
from pathlib import Path
from urllib.parse import quote

from hailuo_dsl.studio.board.poster import MOST

MOST_INLINE = 256_000
"""Bytes of a clip that may stand in a page; a notebook that is saved keeps them."""

STYLE = "max-width:100%;width:480px"


def relative(path: Path) -> str:
    """*path* relative to the working folder, with `/`: a page can reach nothing else."""
    return Path(os.path.relpath(path)).as_posix()


def clip_html(
    path: Path, *, inline: bool = True, still: bool = True, which: str = "first", most: int = MOST
) -> str:
    """A player of the clip at *path*, and a link to it.

    Args:
        path: an MP4 file.
        inline: put the clip's bytes into the page if they are few.
        still: where its bytes stay outside, show one of its frames.
        which: that frame, `first` or `last`.
        most: bytes of it.
    """
    name = relative(path)
    link = f'<a href="{escape(quote(name))}">{escape(name)}</a>'
    if not path.is_file():
        return f"<div>{escape(name)} is not there any more</div>"
    if inline and path.stat().st_size <= MOST_INLINE:
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        source = f'src="data:video/mp4;base64,{data}"'
    else:
        poster = _poster(path, which, most) if still else ""
        source = f'src="{escape(quote(name))}"{poster} preload="none"'
    return (
        f'<div><video {source} controls style="{STYLE}" aria-label="{escape(name)}"></video></div>'
        f"<div>{link}</div>"
    )


def _poster(path: Path, which: str, most: int) -> str:
    """The attribute with a frame of the clip; nothing where none can be read."""
    from hailuo_dsl.studio.board.poster import poster_of_clip

    still = poster_of_clip(path, which, path.stat().st_mtime_ns, most)
    if still is None:
        return ""
    return f' poster="data:image/jpeg;base64,{base64.b64encode(still).decode("ascii")}"'
