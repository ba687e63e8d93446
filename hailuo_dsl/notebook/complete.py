"""Completion inside `%%shots` cells and of the words of the magics, through IPython's completer."""

# IPython's own functions carry no types.
# mypy: allow-untyped-calls, allow-untyped-decorators

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.completer import SimpleCompletion, context_matcher

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.read import MOST_BYTES
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.notebook.cells import SIGN, cell_of, names_of_films
from hailuo_dsl.studio.completion import Completion, Offered, World, beginning, completed, listed
from hailuo_dsl.studio.disk import Disk
from hailuo_dsl.studio.film import Film, chosen_provider, project_catalog, project_folder
from hailuo_dsl.syntax.words import STANDS_IN, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from hailuo_dsl.catalog.model import Catalog

    Films = Mapping[str, object]

MOST = 2000
"""Files of a folder that are looked at."""

NAME = "hailuo_dsl.shots"
CELL = re.compile(rf"\s*{SIGN}(?=\s)").match
LINE = re.compile(rf"\s*{SIGN[1:]}(?=[ \t])").match
OPTION = re.compile(r"--[a-z-]+").findall


def matcher_of(films: Films, verbs: Collection[str], usages: tuple[str, str]) -> Any:
    """What IPython's completer asks (its matchers' second version).

    Args:
        films: what is bound to each name of the notebook.
        verbs: what may follow `%shots`.
        usages: how the cell's magic and the line's are called, with all their options.
    """
    of_cell, of_line = (sorted({*OPTION(usage)}) for usage in usages)

    @context_matcher(identifier=NAME, priority=100)
    def shots(context: Any) -> dict[str, Any]:
        lines = context.full_text.split("\n")
        line = lines[context.cursor_line][: context.cursor_position]
        cell = CELL(f"{context.full_text}\n")
        first = context.full_text.count("\n", 0, cell.end()) if cell else 0
        found = None
        try:
            if cell:
                if context.cursor_line == first:
                    found = _of_first_line(line.lstrip().removeprefix(SIGN), films, of_cell)
                elif context.cursor_line > first:
                    below = "\n".join([*lines[first + 1 : context.cursor_line], line])
                    after = "\n".join(lines[context.cursor_line :])[len(line) :]
                    found = _inside(lines[first], below, after, films)
            elif sign := LINE(line):
                found = _of_line(line[sign.end() :], films, verbs, of_line)
        except (Trouble, OSError):
            pass
        return _answer(found, line, alone=bool(cell) and context.cursor_line >= first)

    return shots


def _answer(found: Completion | None, typed: str, *, alone: bool) -> dict[str, Any]:
    """*found* as IPython wants it.

    Python's own words have no place in a script. Who offers nothing cannot keep them away, so what
    was *typed* is offered as it is.
    """
    completion = found or Completion("", ())
    if alone and not completion.offers:
        word = re.split(r"\s", typed)[-1]
        completion = Completion(word, (Offered(word, "text"),))
    return {
        "completions": [SimpleCompletion(it.word, type=it.kind) for it in completion.offers],
        "matched_fragment": completion.fragment,
        "suppress": bool(completion.offers),
        "ordered": True,
    }


def _inside(first: str, below: str, after: str, films: Films) -> Completion | None:
    """What may stand between *below* and *after*, the letters of a cell under its line *first*."""
    folder = Path(_value("--folder", first) or ".").expanduser().resolve()
    rows = _rows(folder)
    used = [it for it in _values("--with", first) if isinstance(films.get(it), Film)]
    cell = cell_of(f"{below}{after}", None, used, films, folder)
    disk = Disk(folder, project_folder(folder), False, MOST_BYTES, cell.drafts)
    dialect = chosen_provider(rows, _value("--provider", first)).dialect
    world = World(rows, dialect, disk.files, lambda typed: _paths(folder, typed))
    return completed(cell.text, len(cell.text) - len(after), world)


def _of_first_line(line: str, films: Films, options: Sequence[str]) -> Completion | None:
    *before, typed = _words(line)
    if typed.startswith("-"):
        return beginning(typed, options, "option")
    asked: dict[str, Callable[[], Completion]] = {
        "--with": lambda: beginning(typed, names_of_films(films), "film"),
        "--provider": lambda: beginning(typed, [it.name for it in _rows().providers], "provider"),
        "--folder": lambda: beginning(
            typed, [it for it in _paths(Path(), typed) if it[-1] == "/"], "path"
        ),
        "--set": lambda: _setting(typed),
    }
    if before and before[-1] in asked:
        return asked[before[-1]]()
    return None if before else beginning(typed, names_of_films(films), "film")


def _of_line(
    line: str, films: Films, verbs: Collection[str], options: Sequence[str]
) -> Completion | None:
    *before, typed = _words(line)
    if typed.startswith("-"):
        return beginning(typed, options, "option")
    if before and before[-1] == "--budget":
        return None
    said = [it for it in before if not it.startswith("-")]
    if not said:
        return beginning(typed, verbs, "verb")
    if len(said) == 1:
        return beginning(typed, names_of_films(films), "film")
    film = films.get(said[1])
    return _shots_of(film, typed) if isinstance(film, Film) else None


def _shots_of(film: Film, typed: str) -> Completion:
    """The shots of *film*; behind an `@` or a `#`, their variants and takes."""
    names = [it.family for it in film.requests]
    if {"@", "#"}.intersection(typed):
        names = [name for it in film.requests for name in it.names]
    return beginning(typed, names, "shot")


def _setting(typed: str) -> Completion:
    """`key=value` for the settings that a whole film can have."""
    key, equals, value = typed.partition("=")
    if not equals:
        keys = [it for it in Key if None in STANDS_IN[it] and it is not Key.NOTE]
        return beginning(typed, [f"{it}=" for it in keys], "key")
    values = listed(Key(key), _rows(), ()) if key in set(Key) else ()
    found = beginning(value, values, "value").offers
    return Completion(typed, tuple(Offered(f"{key}={it.word}", it.kind) for it in found))


def _words(line: str) -> list[str]:
    """The words of *line*; the last is the one that is being typed, and may be empty."""
    return re.split(r"\s+", line.lstrip())


def _values(option: str, line: str) -> list[str]:
    return re.findall(rf"(?<!\S){option}(?:=|\s+)([^\s\"']+)", line)


def _value(option: str, line: str) -> str | None:
    return next(iter(_values(option, line)), None)


def _rows(folder: Path | None = None) -> Catalog:
    """The catalogue with the project's rows, if these can be read."""
    try:
        return project_catalog(folder)
    except (Trouble, OSError):
        return catalog()


def _paths(folder: Path, typed: str) -> Iterator[str]:
    """The files beside *typed*, a path that begins at *folder*; a folder ends in a slash."""
    home, slash, name = typed.rpartition("/")
    try:
        with os.scandir(folder / f"{home}{slash}") as entries:
            found = sorted(islice(entries, MOST), key=lambda it: it.name)
    except (OSError, ValueError):
        return
    for entry in found:
        is_hidden = entry.name.startswith(".") and not name
        if entry.name.isprintable() and not is_hidden:
            yield f"{home}{slash}{entry.name}{'/' * entry.is_dir()}"
