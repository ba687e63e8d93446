"""Find the scripts that a command is given, and put new text in the place of an old one."""

from __future__ import annotations

import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIX = ".shots"


def scripts_at(names: Iterable[str]) -> tuple[Path, ...]:
    """The files that *names* mean, each once: a folder means every `*.shots` below it, sorted.

    Hidden folders are passed over.

    Raises:
        Trouble: a name means no file.
    """
    found: dict[str, Path] = {}
    for name in names:
        if not name:
            raise Trouble("an empty word names no script")
        for path in _scripts_at(Path(name)):
            found.setdefault(os.path.realpath(path), path)
    return tuple(found.values())


def rewrite(path: Path, data: bytes) -> None:
    """Let the file *path* hold *data*, all of it or nothing, with its permissions as they were.

    Where *path* is a symbolic link, the file that it leads to is written.

    Raises:
        Trouble: it cannot be written.
    """
    real = Path(os.path.realpath(path))
    part = real.with_name(f".{uuid.uuid4().hex}{SUFFIX}.part")
    try:
        if not os.access(real, os.W_OK):
            raise PermissionError(13, "it is read-only")
        part.write_bytes(data)
        _take_after(real, part)
        part.replace(real)
    except OSError as error:
        raise Trouble(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _scripts_at(path: Path) -> Iterator[Path]:
    if path.is_dir():
        below = sorted(it for it in path.rglob(f"*{SUFFIX}") if it.is_file())
        seen = [it for it in below if not _is_hidden(it.relative_to(path))]
        if not seen:
            raise Trouble(f"there is no script (`*{SUFFIX}`) in the folder {path}")
        yield from seen
    elif path.is_file():
        yield path
    elif path.exists():
        raise Trouble(f"{path} is no file that can be rewritten; `-` reads standard input")
    else:
        raise Trouble(f"cannot read {path}: there is no such file or folder")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parent.parts)


def _take_after(old: Path, new: Path) -> None:
    """Give *new* the owner, where that is allowed, and the permissions of *old*."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(new, old.stat().st_uid, old.stat().st_gid)
    shutil.copymode(old, new)
