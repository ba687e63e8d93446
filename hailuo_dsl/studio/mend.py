"""Put right what can be put right in a script and in the files that it uses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.fix import choose, edited
from hailuo_dsl.ground.rules import NOT_UTF8
from hailuo_dsl.studio.disk import read_file, read_input
from hailuo_dsl.studio.film import STANDARD_INPUT, STDIN, project_folder, read_film

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hailuo_dsl.studio.asked import Asked
    from hailuo_dsl.studio.film import Film

MOST_ROUNDS = 20
"""One fix may make room for the next; what is not right by then is left to its author."""


@dataclass
class Page:
    """A file's bytes as they are and as they should be, and how many mistakes that puts right."""

    before: bytes
    after: bytes
    fixed: int = 0


class Mended(NamedTuple):
    """A film with its fixes made.

    Attributes:
        pages: the script, and each other file that changes, by what diagnostics call it.
        drafts: what the next script is to read in the place of these files.
    """

    film: Film
    pages: Mapping[str, Page]
    drafts: Mapping[str, bytes]


def mend(path: str, asked: Asked, *, unsafe: bool = False) -> Mended:
    """Compile the script at *path* as it would be with its fixes made; nothing is written.

    A file that it uses is put right too if it lies in the script's project.

    Args:
        unsafe: make also fixes that may change what the author means.

    Raises:
        Trouble: there is no such file, provider or setting.
    """
    drafts = dict(asked.get("drafts", {}))
    asked = {**asked, "drafts": drafts}
    name = STDIN if path == STANDARD_INPUT else path
    if name == STDIN:
        drafts.setdefault(STDIN, read_input())
    pages = {name: _page(name, drafts)}
    for left in reversed(range(MOST_ROUNDS)):
        film = read_film(path, **asked)
        report = film.compiled.report
        unread = {it.span.file for it in report if it.rule == NOT_UTF8}
        files = {it for it in report.sources if it not in unread and _is_own(it, film)}
        edits = choose(report, files=files, unsafe=unsafe)
        if not edits or not left:
            break
        for name, chosen in edits.items():
            page = pages.setdefault(name, _page(name, drafts))
            page.after = edited(page.after.decode("utf-8"), chosen.edits).encode()
            page.fixed += chosen.fixed
            drafts[_key(name)] = page.after
    return Mended(film, pages, drafts)


def _is_own(name: str, film: Film) -> bool:
    """Whether the source called *name* is a file of the film's project, or the standard input."""
    path = Path(name)
    real = path.resolve()
    return name == STDIN or (real.is_relative_to(project_folder(film.folder)) and path.is_file())


def _key(name: str) -> str:
    return name if name == STDIN else str(Path(name).resolve())


def _page(name: str, drafts: Mapping[str, bytes]) -> Page:
    key = _key(name)
    data = drafts[key] if key in drafts else read_file(Path(name))
    return Page(data, data)
