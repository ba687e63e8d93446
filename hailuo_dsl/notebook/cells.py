"""Cells that use each other's definitions: to the compiler, the other cell is a file that is used.

It is read from memory, under a name that no file has and that tells which cell it is. The first
line of a cell's script stands for its `%%shots` line, so the numbers of the lines are the cell's.
"""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Report, Source
from hailuo_dsl.ground.read import as_far_as_it_goes
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.storyboard.frames import listed
from hailuo_dsl.storyboard.rules import SHOTLESS
from hailuo_dsl.studio.film import Film
from hailuo_dsl.syntax.model import Let, Setting, Vary
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.words import Key, Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from hailuo_dsl.syntax.model import Line, Script

SIGN = "%%shots"
USE = "use"


class Cell(NamedTuple):
    """A cell as the compiler is given it.

    Attributes:
        text: its script; the first line stands for the magic's own.
        drafts: what is read in the place of the cells that it uses (`studio.asked.Asked`).
    """

    text: str
    drafts: Mapping[str, bytes]


def cell_of(
    text: str, name: str | None, used: Sequence[str], films: Mapping[str, object], folder: Path
) -> Cell:
    """The cell of the script *text*, with what the cells named *used* define.

    Args:
        text: what stands below the magic's line.
        name: what the cell is called, if it is.
        used: names that films of other cells are bound to.
        films: what is bound to each name of the notebook.
        folder: what the cell's paths are relative to.

    Raises:
        Trouble: one of *used* is no film, or uses this cell itself.
    """
    used = tuple(dict.fromkeys(used))
    found = {it: film_called(it, films) for it in used}
    _refuse_circles(name, found, folder)
    drafts: dict[str, bytes] = {}
    for film in found.values():
        drafts |= film.asked.get("drafts", {})
    for it, film in found.items():
        drafts[_key(film.folder, it)] = _definitions(film).encode()
    lines = [f"{USE} {_path(film.folder, it, folder)}" for it, film in found.items()]
    first = "".join(lines)
    if len(lines) > 1:
        # One line stands for the magic's: a file between that uses the others.
        first = f"{USE} {SIGN} --with {' --with '.join(used)}"
        between = "\n".join(lines)
        drafts[str((folder / first.removeprefix(f"{USE} ")).resolve())] = between.encode()
    return Cell(f"{first}\n{text}", drafts)


def film_called(name: str, films: Mapping[str, object]) -> Film:
    """The film that is bound to *name*.

    Raises:
        Trouble: there is none.
    """
    found = films.get(name)
    if isinstance(found, Film):
        return found
    if found is not None:
        raise Trouble(f"`{name}` is no film; it is of the type `{type(found).__name__}`")
    known = names_of_films(films)
    there_are = f"there are {listed(known)}" if known else f"`{SIGN} {name}` makes one of a cell"
    raise Trouble(f"no film is called `{name}` here; {did_you_mean(name, known, there_are)}")


def defined_for_others(film: Film) -> tuple[str, ...]:
    """What *film* defines, if it has no shots: then it is there for other cells to use."""
    source, report = Source(film.name, film.to_script()), Report()
    with as_far_as_it_goes(report):
        script = parse(source, report)
        headings = [block.heading for block in script.blocks if block.heading]
        if not any(it.keyword is Keyword.SHOT for it in headings):
            lets = [it.name.text for it in script.head.lines if isinstance(it, Let)]
            return (*lets, *(it.name.text for it in headings if it.keyword))
    return ()


def allow_no_shots(film: Film) -> None:
    """Leave unsaid that *film* has no shots."""
    report = film.compiled.report
    for diagnostic in report:
        if diagnostic.rule == SHOTLESS:
            report.withdraw(diagnostic)


def names_of_films(films: Mapping[str, object]) -> list[str]:
    """The names that films are bound to; not those that IPython gives to what a cell returns."""
    return [it for it, film in films.items() if isinstance(film, Film) and not it.startswith("_")]


def _refuse_circles(name: str | None, used: Mapping[str, Film], folder: Path) -> None:
    if name is None:
        return
    if name in used:
        raise Trouble(f"`{SIGN} {name} --with {name}`: a cell cannot use itself")
    here = _key(folder, name)
    around = next((it for it, film in used.items() if here in film.asked.get("drafts", {})), None)
    if around:
        raise Trouble(
            f"the cells use each other: {name} → {around} → {name};"
            " move what both need into a cell of its own"
        )


def _path(home: Path, name: str, folder: Path) -> str:
    """What the cell *name*, whose paths start from *home*, is called from *folder*."""
    up = os.path.relpath(home.resolve(), folder.resolve()).replace(os.sep, "/")
    return f"{SIGN} {name}" if up == "." else f"{up}/{SIGN} {name}"


def _key(home: Path, name: str) -> str:
    """The path that the cell *name* would have as a file."""
    return str((home / f"{SIGN} {name}").resolve())


def _definitions(film: Film) -> str:
    """*film*'s script without its shots and settings; the rest stands on the lines it stood on."""
    source, report = Source(film.name, film.to_script()), Report()
    with as_far_as_it_goes(report):
        return _kept(source, parse(source, report))
    return source.text


def _kept(source: Source, script: Script) -> str:
    lines = source.text.split("\n")
    headings = [block.heading for block in script.blocks if block.heading]
    starts = [source.position(it.span.start)[0] - 1 for it in headings]
    for heading, (start, end) in zip(headings, pairwise([*starts, len(lines)]), strict=True):
        if heading.keyword in {Keyword.SCENE, Keyword.SHOT}:
            lines[start:end] = [""] * (end - start)
    for at in _no_definitions(script.head.lines):
        lines[source.position(at)[0] - 1] = ""
    return "\n".join(lines)


def _no_definitions(head: Iterable[Line]) -> Iterable[int]:
    """Where the lines of *head* stand that say how this film's own shots are shot."""
    for line in head:
        if isinstance(line, Setting) and line.key is not Key.NOTE:
            yield line.span.start
        elif isinstance(line, Vary):
            yield line.name.span.start
