"""Read a script, with its project and the caller's choices, into a compiled film."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hailuo_dsl.catalog.load import catalog, with_rows
from hailuo_dsl.compile import Compiled, World, compile_script
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import source_of, source_of_bytes
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.syntax.words import STANDS_IN, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.ground.world import FileProblem, ImageFacts, Pictures
    from hailuo_dsl.request.model import Request

PROJECT_FILE = "hailuo.toml"
STANDARD_INPUT = "-"
HIDDEN = ".hailuo"
"""The folder beside a script that holds what is not meant for the eye."""


@dataclass(frozen=True)
class Film:
    """A compiled script and where it lives.

    Attributes:
        name: the script's name without its suffix; the reel is called so.
        folder: what the script's paths are relative to.
    """

    name: str
    folder: Path
    catalog: Catalog
    provider: Provider
    compiled: Compiled

    @property
    def requests(self) -> tuple[Request, ...]:
        return tuple(step.request for step in self.compiled.plan.steps)


def read_film(path: str, *, provider: str | None = None, settings: Sequence[str] = ()) -> Film:
    """Compile the script at *path*; `-` is standard input.

    Args:
        provider: who makes the clips; None asks `HAILUO_PROVIDER`, else it is `local`.
        settings: `key=value`, each stronger than what the script says.

    Raises:
        Trouble: there is no such file, provider or setting.
    """
    report = Report()
    if path == STANDARD_INPUT:
        source = source_of_bytes("<stdin>", sys.stdin.buffer.read(), report)
        return _film(source, "stdin", Path.cwd(), report, provider, settings)
    source = source_of_bytes(path, read_file(Path(path)), report)
    return _film(source, Path(path).stem, Path(path).parent, report, provider, settings)


def film_of(
    text: str,
    name: str,
    *,
    folder: Path,
    provider: str | None = None,
    settings: Sequence[str] = (),
) -> Film:
    """Compile *text*, a script that is in no file; its paths are relative to *folder*."""
    return _film(source_of(name, text), name, folder, Report(), provider, settings)


def _film(
    source: Source,
    name: str,
    folder: Path,
    report: Report,
    provider: str | None,
    settings: Sequence[str],
) -> Film:
    rows, defaults = _project(folder)
    chosen = chosen_provider(rows, provider)
    world = World(rows, chosen, pictures_in(folder), defaults, _overrides(settings))
    return Film(name, folder, rows, chosen, compile_script(source, world, report))


def chosen_provider(
    rows: Catalog, name: str | None = None, *, otherwise: str = "local"
) -> Provider:
    """The provider that was asked for; having a key never chooses one.

    Args:
        rows: the catalogue.
        name: what the caller asks for; None asks `HAILUO_PROVIDER`.
        otherwise: who it is if nobody was asked for.

    Raises:
        Trouble: there is no such provider.
    """
    name = name or os.environ.get("HAILUO_PROVIDER") or otherwise
    found = rows.provider(name)
    if found is None:
        known = ", ".join(row.name for row in rows.providers)
        raise Trouble(f"there is no provider `{name}`; there are {known}")
    return found


def project_catalog(folder: Path | None = None) -> Catalog:
    """The catalogue with the rows of the project around *folder* (the working folder)."""
    return _project(folder or Path.cwd())[0]


def project_folder(folder: Path) -> Path:
    """The nearest folder from *folder* up that holds `hailuo.toml` or `.git`.

    Else the working folder if *folder* lies in it, else *folder* itself.
    """
    here = folder.resolve()
    for home in (here, *here.parents):
        if (home / PROJECT_FILE).is_file() or (home / ".git").exists():
            return home
    working = Path.cwd().resolve()
    return working if here.is_relative_to(working) else here


def pictures_in(folder: Path) -> Pictures:
    """The facts of the pictures beside a script in *folder*, each picture read once."""

    @cache
    def pictures(text: str) -> ImageFacts | FileProblem:
        from hailuo_dsl.media.facts import facts_of_data_url, image_facts

        return facts_of_data_url(text) if text.startswith("data:") else image_facts(folder / text)

    return pictures


def validated(film: Film) -> tuple[Request, ...]:
    """The film's requests, each held against the schema of compiled requests.

    Raises:
        InvalidRequestError: the compiler broke its promise.
    """
    from hailuo_dsl.request.validate import Validator

    validator = Validator(film.catalog, wire=False)
    for request in film.requests:
        validator.validate(request.body)
    return film.requests


def embedded(request: Request, folder: Path) -> Request:
    """*request* with data URLs in place of the pictures beside the script."""
    from hailuo_dsl.media.picture import data_url
    from hailuo_dsl.request.read import files_in

    bytes_of = {key: data_url(read_file(folder / path)) for key, path in files_in(request.body)}
    metadata = {**request.body["metadata"], **bytes_of}
    return replace(request, body={**request.body, "metadata": metadata})


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Trouble: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble(f"cannot read {path}: {error.strerror}") from error


def _project(folder: Path) -> tuple[Catalog, tuple[Source, ...]]:
    """The catalogue and the default settings of the project around *folder*."""
    path = project_folder(folder) / PROJECT_FILE
    if not path.is_file():
        return catalog(), ()
    from hailuo_dsl.catalog.project import read_project

    try:
        project = read_project(read_file(path).decode("utf-8", errors="replace"))
        rows = with_rows(catalog(), project.rows)
        return rows, (_settings(f"{PROJECT_FILE} [defaults]", project.defaults),)
    except Trouble as trouble:
        raise Trouble(f"{path}: {trouble}") from trouble


def _overrides(settings: Iterable[str]) -> tuple[Source, ...]:
    chosen = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise Trouble(f"`--set {setting}` has no `=`; write `--set resolution=768P`")
        chosen[key.strip()] = value.strip()
    return (_settings("--set", chosen),) if chosen else ()


def _settings(name: str, chosen: Mapping[str, str]) -> Source:
    """Settings from elsewhere, as the lines of a script, so that one reader reads both.

    Raises:
        Trouble: one is no setting that a whole file can have.
    """
    for key, value in chosen.items():
        if key not in set(Key) or None not in STANDS_IN[Key(key)]:
            keys = [str(it) for it in Key if None in STANDS_IN[it]]
            advice = did_you_mean(key, keys, f"there are {', '.join(keys)}")
            raise Trouble(f"{name}: no setting of all shots is called `{key}`; {advice}")
        if not value.strip():
            raise Trouble(f"{name}: `{key}` has no value")
    lines = (f"{key}: {' '.join(value.splitlines())}\n" for key, value in chosen.items())
    return source_of(name, "".join(lines))


def selected(film: Film, patterns: Sequence[str]) -> frozenset[str] | None:
    """The ids of the requests that *patterns* name: ids, or globs as `harbour/*`; None for all.

    A shot's id names all its takes.

    Raises:
        Trouble: a pattern names nothing.
    """
    if not patterns:
        return None
    ids: set[str] = set()
    for pattern in patterns:
        found = {
            request.id
            for request in film.requests
            if fnmatchcase(request.id, pattern) or fnmatchcase(request.shot, pattern)
        }
        if not found:
            shots = list(dict.fromkeys(request.shot for request in film.requests))
            advice = did_you_mean(pattern, shots, f"there are {', '.join(shots)}")
            raise Trouble(f"no shot is called `{pattern}`; {advice}")
        ids |= found
    return frozenset(ids)
