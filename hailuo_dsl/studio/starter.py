"""The starter script: a short film that explains itself, from words or from pictures at hand."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from functools import cache
from itertools import cycle
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.trouble import Trouble, disk_words
from hailuo_dsl.request.decompile.frame import frame_problem, path_value
from hailuo_dsl.request.model import FILE
from hailuo_dsl.storyboard.slug import LONGEST_SLUG, slug_of
from hailuo_dsl.syntax.names import name_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PIECES = Path(__file__).with_suffix(".toml")
NO_NAME = "picture"
"""What a shot is called whose picture's name has nothing to make a name of."""

VARIABLE = "picture"
"""What a path goes by that cannot stand in a setting as it is."""

BARE = re.compile(r"[\w./+@~]+[\w./+@~-]*").fullmatch
"""A path that a shell takes as it is."""


def starter(script: Path, pictures: Sequence[Path] = ()) -> str:
    """A script to stand at *script*: a shot of each picture, or of words, and one that goes on.

    Raises:
        Trouble: there is no such picture, or its path cannot stand in a script.
    """
    for picture in pictures:
        _look_at(picture)
    starts = [_start_line(picture, script.parent) for picture in pictures]
    told = _pieces()["pictures" if pictures else "words"]
    names = _Names()
    shots = [names.of(picture.stem) for picture in pictures] or [told["shot"]]
    first, *others = zip(shots, starts or ["from: none"], strict=True)
    return "".join(
        (
            _piece("head", told, title=script.name, command=quoted(script)),
            _shot("first", told, *first),
            *(
                _shot("another", told, *its, moves=moves)
                for its, moves in zip(others, cycle(told.get("moves", ())), strict=False)
            ),
            _piece("last", told, shot=names.of(told["last_shot"]), prose=told["last_prose"]),
        )
    )


def write_starter(script: Path, text: str) -> None:
    """Write *text* to the new file *script*.

    Raises:
        Trouble: there is one already, or it cannot be written.
    """
    try:
        with script.open("xb") as file:
            file.write(text.encode())
    except FileExistsError:
        other = quoted(script.with_name(f"{script.stem}-{_free_number(script)}"))
        raise Trouble(
            f"{script} is there already and stays as it is; try another name:"
            f" `hailuo-dsl new {other}`"
        ) from None
    except FileNotFoundError:
        raise Trouble(f"there is no folder {script.parent}; make it first") from None
    except OSError as error:
        raise Trouble(disk_words(error)) from error


def quoted(path: Path) -> str:
    """*path* as a word for a shell; letters of any script stand as they are."""
    text = f"./{path}" if str(path).startswith("-") else str(path)
    return text if BARE(text) else shlex.quote(text)


def _free_number(script: Path) -> int:
    number = 2
    while script.with_stem(f"{script.stem}-{number}").exists():
        number += 1
    return number


@cache
def _pieces() -> dict[str, Any]:
    return tomllib.loads(PIECES.read_text(encoding="utf-8"))


def _piece(piece: str, told: dict[str, Any], **more: str) -> str:
    return Template(_pieces()[piece]).substitute({**told, **more})


def _shot(piece: str, told: dict[str, Any], name: str, start: str, **more: str) -> str:
    return _piece(piece, told, shot=name, start_line=start, **more)


def _look_at(picture: Path) -> None:
    """See that *picture* is a file.

    Raises:
        Trouble: it is none.
    """
    try:
        is_file = picture.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        what = "is a folder" if picture.is_dir() else "is not there"
        raise Trouble(f"the picture {picture} {what}; name pictures after the script's name")


def _start_line(picture: Path, folder: Path) -> str:
    """The lines that start a shot from *picture*, as seen from *folder*.

    Raises:
        Trouble: no script can say its path.
    """
    path = Path(os.path.relpath(picture, folder)).as_posix()
    problem = frame_problem(f"{FILE}{path}", catalog())
    if problem:
        raise Trouble(f"the path {path!r} cannot stand in a script ({problem}); rename the file")
    variable, value = path_value(path, VARIABLE)
    return (f"let {VARIABLE}: {variable}\n    " if variable else "") + f"from: {value}"


class _Names:
    """Names for shots, no two alike in more than case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, text: str) -> str:
        """A name that is made of *text* and not given away yet."""
        name = next(it for it in _names(text) if it.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def _names(text: str) -> Iterator[str]:
    slug = slug_of(text)[:LONGEST_SLUG].rstrip("-")
    tries = (slug, f"{NO_NAME}-{slug}", NO_NAME)
    name = next(it for it in tries if name_problem(it) is None)
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
