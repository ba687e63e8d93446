"""Several scripts at once: which are meant, and what is said of all of them together."""

from __future__ import annotations

from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.rules import SHOTLESS
from hailuo_dsl.studio.rewrite import scripts_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hailuo_dsl.compile import Compiled
    from hailuo_dsl.ground.model import Diagnostic, Source


def named(words: Iterable[str]) -> Iterator[str]:
    """The scripts that *words* mean, each once; a folder stands for those below it.

    Raises:
        Trouble: a folder has none.
    """
    yield from dict.fromkeys(it for word in words for it in _below(word))


def together(films: Iterable[Compiled]) -> tuple[list[Diagnostic], dict[str, Source]]:
    """What is said of all *films*, and the sources that it is said of.

    What is said of a file that several of them use is said once, and a file that one of them uses
    needs no shots of its own.
    """
    found: dict[object, Diagnostic] = {}
    sources: dict[str, Source] = {}
    used: set[str] = set()
    for film in films:
        _, *others = film.report.sources
        used.update(map(realpath, others))
        sources |= film.report.sources
        for diagnostic in film.report:
            found.setdefault((diagnostic.rule.code, diagnostic.span), diagnostic)
    return [it for it in found.values() if not _is_shared(it, used)], sources


def _below(word: str) -> list[str]:
    if word and not Path(word).is_dir():
        return [word]
    return [str(path) for path in scripts_at([word])]


def _is_shared(diagnostic: Diagnostic, used: set[str]) -> bool:
    return diagnostic.rule == SHOTLESS and realpath(diagnostic.span.file) in used
