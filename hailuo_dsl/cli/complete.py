"""What may stand at a place of the command line; asked by a shell, and never an error.

A shell asks while somebody types: half a script or none must do, and nothing may be printed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.model import Report, Source
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.studio.completion import families, listed
from hailuo_dsl.studio.film import project_catalog, read_film, read_source
from hailuo_dsl.studio.rewrite import SUFFIX
from hailuo_dsl.syntax.model import Let
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.words import STANDS_IN, TAKES, Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from click import Context

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.syntax.model import Script

    Item = CompletionItem[str]

MOST = 5000
"""Files and folders that are looked at for scripts."""

SPECIAL = frozenset(" \t\n\"'\\$`,")
"""Letters that mean something to a shell."""


def beginning(incomplete: str, words: Mapping[str, str]) -> list[Item]:
    """Those of *words* that begin as what is typed, each with what it means."""
    return [
        CompletionItem(word, help=" ".join(help_.split()) or None)
        for word, help_ in words.items()
        if word.startswith(incomplete)
    ]


def scripts(_ctx: Context, incomplete: str) -> list[Item]:
    """The scripts that a path may come to; where there are none, the shell's own files."""
    found = sorted(_scripts(incomplete))
    # A name with blanks has to be quoted, and the shell knows how.
    if not found or any(SPECIAL.intersection(path) for path in found):
        return [CompletionItem(incomplete, type="file")]
    return [CompletionItem(path) for path in found]


def providers(_ctx: Context, incomplete: str) -> list[Item]:
    """Who makes clips."""
    return beginning(incomplete, {row.name: row.title for row in _rows().providers})


def settings(ctx: Context, incomplete: str) -> list[Item]:
    """`key=value` for every setting that a whole file can have."""
    name, equals, _ = incomplete.partition("=")
    keys = {f"{key}=": TAKES[key] for key in Key if None in STANDS_IN[key]}
    keys.pop(f"{Key.NOTE}=")
    found = beginning(incomplete, keys)
    key = name if equals else found[0].value.rstrip("=") if len(found) == 1 else ""
    values = listed(Key(key), _rows(), [_script(_path(ctx))]) if key in set(Key) else ()
    if not values:
        return found
    return beginning(incomplete, {f"{key}={value}": "" for value in values})


def lets(ctx: Context, incomplete: str) -> list[Item]:
    """`name=` for the variables of the script's file, each with the value that it has there."""
    found = (line for line in _script(_path(ctx)).head.lines if isinstance(line, Let))
    return beginning(incomplete, {f"{it.name.text}=": it.value.text for it in found})


def shots(ctx: Context, incomplete: str) -> list[Item]:
    """The shots of the script on the line; behind an `@` or a `#`, their variants and takes."""
    return _shots_of(_path(ctx), incomplete)


def shots_here(ctx: Context, incomplete: str) -> list[Item]:
    """The shots of the script on the line; without one, those of the only one here, and scripts."""
    path = _path(ctx)
    if path:
        return _shots_of(path, incomplete)
    here = [it.name for it in _entries("", MOST) if it.name.endswith(SUFFIX)]
    shots = _shots_of(here[0], incomplete) if len(here) == 1 else []
    return [*shots, *scripts(ctx, incomplete)]


def explained(ctx: Context, incomplete: str) -> list[Item]:
    """What `explain` tells: rules, shots, and the scripts that these are of."""
    path = _path(ctx)
    if path:
        return _shots_of(path, incomplete)
    if ctx.params.get("words"):
        return scripts(ctx, incomplete)
    here = sorted(it.name for it in _entries("", MOST) if it.name.endswith(SUFFIX))
    shots_here = _shots_of(here[0], incomplete) if len(here) == 1 else []
    return [*_rules(incomplete), *shots_here, *beginning(incomplete, dict.fromkeys(here, ""))]


def _rules(incomplete: str) -> list[Item]:
    from hailuo_dsl.rulebook import every

    folded = incomplete.casefold()
    return [
        CompletionItem(name, help=it.summary)
        for it in every()
        for name in (it.rule.code, it.rule.slug)
        if name.casefold().startswith(folded)
    ]


def _scripts(incomplete: str) -> Iterator[str]:
    """The scripts whose paths go on from *incomplete*, in its folder and in those below."""
    folder, slash, name = incomplete.rpartition("/")
    folders, left = [f"{folder}{slash}"], MOST
    for folder in folders:
        for entry in _entries(folder, left):
            left -= 1
            path = f"{folder}{entry.name}"
            is_hidden = entry.name.startswith(".") and not name
            if not path.startswith(incomplete) or is_hidden:
                continue
            if path.endswith(SUFFIX):
                yield path
            elif entry.is_dir():
                folders.append(f"{path}/")
        name = ""


def _entries(folder: str, most: int) -> list[os.DirEntry[str]]:
    """What is in *folder*, at most so much; nothing of one that cannot be read."""
    try:
        with os.scandir(folder or ".") as entries:
            return list(islice(entries, most))
    except (OSError, ValueError):
        return []


def _rows() -> Catalog:
    """The catalogue with the project's rows, if these can be read."""
    try:
        return project_catalog()
    except (Trouble, OSError):
        return catalog()


def _path(ctx: Context) -> str:
    """The script that is named on the line; empty if there is none yet.

    While an option still wants its value, click has not told the arguments apart.
    """
    params = ctx.params
    many = (*(params.get("scripts") or ()), *(params.get("words") or ()), *ctx.args)
    words = (params.get("script"), *many)
    return next((str(it) for it in words if it and str(it).endswith(SUFFIX)), "")


def _script(path: str) -> Script:
    """The tree of the script at *path*; an empty one if it cannot be read."""
    source = Source("", "")
    with suppress(Trouble):
        # A pipe would keep the shell waiting.
        if os.path.isfile(path):  # noqa: PTH113 - it is quiet about what is no path at all
            source = read_source(path, Report())
    return parse(source, Report())


def _shots_of(path: str, incomplete: str) -> list[Item]:
    names = [f"{scene}/{name}" if scene else name for scene, name in families(_script(path))]
    if names and {"@", "#"}.intersection(incomplete):
        with suppress(Trouble, OSError):
            names = [name for it in read_film(path).requests for name in it.names]
    return beginning(incomplete, dict.fromkeys(names, ""))
