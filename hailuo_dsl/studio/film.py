"""Read a script, with its project and the caller's choices, into a compiled film."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from hailuo_dsl.catalog.home import config_folder
from hailuo_dsl.catalog.load import catalog, with_rows
from hailuo_dsl.compile import Compiled, World, compile_script
from hailuo_dsl.ground.model import Report
from hailuo_dsl.ground.read import MOST_BYTES, source_of, source_of_bytes
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.storyboard.frames import listed
from hailuo_dsl.storyboard.resolve import MOST_REQUESTS
from hailuo_dsl.studio.asked import Asked, let_source, overrides, settings_source
from hailuo_dsl.studio.beside import asked_of
from hailuo_dsl.studio.disk import Disk, read_at_most, read_file, read_input
from hailuo_dsl.studio.verbs import Verbs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hailuo_dsl.catalog.model import Catalog, Provider
    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.request.model import Request
    from hailuo_dsl.studio.beside import Beside
    from hailuo_dsl.studio.build import Script

PROJECT_FILE = "hailuo.toml"
CATALOG_FILE = "catalog.toml"
"""A user's own rows, for all projects; it stands beside `config.toml`."""

MOST_ROWS = 1_000_000
"""Bytes of a file of rows."""

STANDARD_INPUT = "-"
STDIN = "<stdin>"
"""What diagnostics call the standard input."""

HIDDEN = ".hailuo"
"""The folder beside a script that holds what is not meant for the eye."""


@dataclass(frozen=True)
class Film(Verbs):
    """A compiled script and where it lives; what it can do is in `Verbs`.

    Attributes:
        name: the script's name without its suffix; the reel is called so.
        folder: what the script's paths are relative to.
        asked: what was asked for beside the script.
    """

    name: str
    folder: Path
    catalog: Catalog = field(repr=False)
    provider: Provider = field(repr=False)
    compiled: Compiled = field(repr=False)
    asked: Asked = field(repr=False)

    @classmethod
    def read(cls, path: str | os.PathLike[str], **beside: Unpack[Beside]) -> Film:
        """The film of the script at *path*.

        Args:
            path: the script; its own paths are relative to it.
            beside: what is asked for beside the script; see `Beside`.

        Raises:
            ScriptError: the script has mistakes.
            Trouble: there is no such file, provider or setting.
        """
        return read_film(os.fspath(path), **asked_of(**beside)).sound()

    @classmethod
    def of(
        cls,
        script: str | Script,
        name: str = "film",
        *,
        folder: str | os.PathLike[str] = ".",
        **beside: Unpack[Beside],
    ) -> Film:
        """The film of *script*, a text or what was built in Python.

        Args:
            script: what the film is made of.
            name: what the film is called; its reel gets this name.
            folder: what its paths are relative to.
            beside: what is asked for beside the script; see `Beside`.

        Raises:
            ScriptError: the script has mistakes.
            Trouble: there is no such folder, provider or setting.
        """
        home = Path(folder)
        if not home.is_dir():
            raise Trouble(f"there is no folder {home}")
        return film_of(str(script), name, folder=home, **asked_of(**beside)).sound()

    @property
    def requests(self) -> tuple[Request, ...]:
        return tuple(step.request for step in self.compiled.plan.steps)


def read_film(path: str, **asked: Unpack[Asked]) -> Film:
    """Compile the script at *path*; `-` is standard input.

    Args:
        asked: what the caller asks for beside the script; see `Asked`.

    Raises:
        Trouble: there is no such file, provider or setting.
    """
    report = Report()
    source = read_source(path, report, **asked)
    if path == STANDARD_INPUT:
        return _film(source, "stdin", Path.cwd(), report, asked)
    return _film(source, Path(path).stem, Path(path).parent, report, asked)


def read_source(path: str, report: Report, **asked: Unpack[Asked]) -> Source:
    """The text of the script at *path*; `-` is standard input.

    Raises:
        Trouble: there is no such file.
    """
    most, drafts = _most(asked), asked.get("drafts", {})
    if not path:
        raise Trouble("an empty word names no script")
    if path != STANDARD_INPUT:
        return source_of_bytes(path, _read(Path(path), most, drafts), report, most)
    data = drafts[STDIN] if STDIN in drafts else read_input(most + 1)
    return source_of_bytes(STDIN, data, report, most)


def film_of(text: str, name: str, *, folder: Path, **asked: Unpack[Asked]) -> Film:
    """Compile *text*, a script that is in no file; its paths are relative to *folder*."""
    return _film(source_of(name, text), name, folder, Report(), asked)


def _most(asked: Asked) -> int:
    """The bytes of a script that are read."""
    return int(asked["max_size"] * 1_000_000) if "max_size" in asked else MOST_BYTES


def _read(path: Path, most: int, drafts: Mapping[str, bytes]) -> bytes:
    try:
        data = read_at_most(path, most, drafts)
        if not data and path.is_fifo():
            raise Trouble(f"cannot read {path}: it is a pipe that nobody writes into")
    except OSError as error:
        raise Trouble(f"cannot read {path}: {error.strerror}") from error
    return data


def _film(source: Source, name: str, folder: Path, report: Report, asked: Asked) -> Film:
    rows, defaults = project(folder)
    chosen = chosen_provider(rows, asked.get("provider"))
    outside = asked.get("allow_outside", False)
    disk = Disk(folder, project_folder(folder), outside, _most(asked), asked.get("drafts", {}))
    world = World(
        rows,
        chosen,
        disk.pictures,
        disk.files,
        defaults,
        overrides(asked.get("settings", ())),
        let_source(asked.get("lets", ())),
        asked.get("limit", MOST_REQUESTS),
    )
    return Film(name, folder, rows, chosen, compile_script(source, world, report), asked)


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
    return project(folder or Path.cwd())[0]


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


def project(folder: Path) -> tuple[Catalog, tuple[Source, ...]]:
    """The catalogue with your own rows and the project's, and the project's default settings.

    Yours stand in `catalog.toml` beside your config file, the project's in the `hailuo.toml` of the
    project around *folder*; of two rows that say the same the project's is the stronger.

    Raises:
        Trouble: one of the two files is wrong; the message names it.
    """
    rows = catalog()
    yours, projects = config_folder() / CATALOG_FILE, project_folder(folder) / PROJECT_FILE
    if _is_there(yours):
        from hailuo_dsl.catalog.project import read_rows

        with _in_file(yours):
            rows = with_rows(rows, read_rows(_text(yours)))
    if not projects.is_file():
        return rows, ()
    from hailuo_dsl.catalog.project import read_project

    with _in_file(projects):
        project = read_project(_text(projects))
        defaults = (settings_source(f"{PROJECT_FILE} [defaults]", project.defaults),)
        return with_rows(rows, project.rows), defaults


@contextmanager
def _in_file(path: Path) -> Iterator[None]:
    """Name *path* in what stops the command."""
    try:
        yield
    except Trouble as trouble:
        raise Trouble(f"{path}: {trouble}") from trouble


def _is_there(path: Path) -> bool:
    """Whether *path* is a file; in a folder that nobody may look into there is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_ROWS:
            raise Trouble(f"it has more than {MOST_ROWS / 1e6:g} MB")
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble(f"it is not UTF-8: byte {error.start}") from error


def selected(film: Film, patterns: Sequence[str]) -> frozenset[str] | None:
    """The ids of the requests that *patterns* name: ids, or globs as `harbour/*`; None for all.

    A shot's id names all its variants and takes, and so does the beginning of a variant's.

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
            if any(fnmatchcase(name, pattern) for name in request.names)
        }
        if not found:
            raise Trouble(f"no shot is called `{pattern}`; {_nearest_shot(pattern, film)}")
        ids |= found
    return frozenset(ids)


def _nearest_shot(pattern: str, film: Film) -> str:
    """What to try instead of *pattern*, which names no shot of *film*."""
    names = list(dict.fromkeys(name for request in film.requests for name in request.names[1:]))
    if f"{pattern}/" in {name[: name.find("/") + 1] for name in names}:
        return f"the shots of a scene are `{pattern}/*`"
    shots = list(dict.fromkeys(request.family for request in film.requests))
    there_are = f"there are {listed(shots)}" if shots else "the script has none"
    return did_you_mean(pattern, names, there_are)
