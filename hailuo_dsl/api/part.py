"""What is on the disk of a clip that is on its way: the part, and the note beside it.

The note says which version of the clip the bytes are of, and how many there are in all. It is
there before the first byte, and goes before the part does: a part without one is never gone on.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.api.probe import document_in

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

DATE = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT")
"""A date as HTTP writes it (RFC 9110, 5.6.7)."""

_STRONG = re.compile(r'"[!#-~]{0,200}"')
"""An ETag that two versions never share (RFC 9110, 8.8.3), of letters that every header takes."""


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of a clip that the rest can be joined to.

    Attributes:
        size: bytes on the disk.
        validator: the version they are of, as `If-Range` takes it.
        total: bytes in all, where the service announced them.
    """

    size: int
    validator: str
    total: int | None

    @property
    def is_whole(self) -> bool:
        return self.size == self.total


def note_of(part: Path) -> Path:
    """Where it is written what the bytes in *part* are of."""
    return part.with_name(f"{part.name}.from")


def discard(part: Path) -> None:
    """Take *part* and its note away."""
    note_of(part).unlink(missing_ok=True)
    part.unlink(missing_ok=True)


def held(part: Path) -> Held | None:
    """Return what *part* holds of a clip, if the rest can be joined to it.

    Without a validator it cannot: the service may have made the file anew in between, and the
    beginning of one encoding with the end of another would pass for a clip.
    """
    try:
        note = document_in(note_of(part).read_bytes()) or {}
        file = part.lstat()
    except OSError:
        return None
    size, total, validator = file.st_size, note.get("total"), note.get("validator")
    # The folder may have come with a stranger's project: no link is written through.
    if not stat.S_ISREG(file.st_mode) or not size or not isinstance(validator, str):
        return None
    if not _STRONG.fullmatch(validator) and not DATE.fullmatch(validator):
        return None
    if total is not None and (type(total) is not int or total < size):
        return None
    return Held(size, validator, total)


def begun(part: Path, validator: str, total: int | None) -> FileIO:
    """Begin *part* anew, of the version *validator*, if it has one, and *total* bytes.

    A file of its own: whoever still has the old one open writes into that.
    """
    discard(part)
    if validator:
        with note_of(part).open("x", encoding="utf-8") as note:
            json.dump({"validator": validator, "total": total}, note)
    return part.open("xb", buffering=0)


def resumed(part: Path, size: int) -> FileIO:
    """Open *part* to go on after its first *size* bytes."""
    file = part.open("rb+", buffering=0)
    file.seek(size)
    return file


def append(file: FileIO, chunk: bytes) -> None:
    """Write past every buffer: what is counted is on the file, also when the disk is full."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


def flush(part: Path) -> None:
    """Let what *part* holds outlive a power cut."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
