"""Find the facts of a picture: by its bytes, never by its name."""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from hailuo_dsl.ground.world import FileProblem, ImageFacts
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.open import Unreadable, open_picture
from hailuo_dsl.media.sniff import sniff

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = 64_000_000
"""Bytes up to which a picture is decoded to see that it is whole; a longer one is only measured."""

_TURNED = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height."""


def image_facts(path: Path) -> ImageFacts | FileProblem:
    """Return what the picture at *path* is, or why it cannot be read.

    A picture in a format that the service refuses (GIF, BMP, TIFF, AVIF) still has facts: which
    formats are accepted is a rule of the floors above.
    """
    data = _bytes_of(path)
    return data if isinstance(data, FileProblem) else facts_of(data)


def facts_of_data_url(text: str) -> ImageFacts | FileProblem:
    """Return what the picture inside a data URL is, or why it cannot be read."""
    from hailuo_dsl.media.picture import read_data_url

    try:
        return facts_of(read_data_url(text))
    except MediaError as error:
        return FileProblem(f"cannot be read: {error}")


def facts_of(data: bytes) -> ImageFacts | FileProblem:
    """Return what the picture with the bytes *data* is, or why it cannot be read."""
    try:
        width, height = _measure(data)
    except Unreadable as problem:
        return FileProblem(str(problem))
    digest = hashlib.sha256(data).hexdigest()
    return ImageFacts(sniff(data) or "", len(data), width, height, digest)


def _bytes_of(path: Path) -> bytes | FileProblem:
    try:
        # A pipe or a device would be read for ever.
        if stat.S_ISDIR(mode := path.stat().st_mode):
            return FileProblem("is a folder")
        if not stat.S_ISREG(mode):
            return FileProblem("is not a regular file")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return FileProblem("does not exist", missing=True)
    except PermissionError:
        return FileProblem("may not be read: permission denied")
    except OSError as error:
        return FileProblem(f"cannot be read: {error.strerror}")
    except ValueError:
        return FileProblem("has a name that no file can have", missing=True)


def _measure(data: bytes) -> tuple[int, int]:
    """Return the width and height as shown; raises Unreadable."""
    with open_picture(data) as picture:
        width, height = picture.size
        if len(data) <= WHOLE:
            # A JPEG decodes eight times smaller and is still read to its end.
            picture.draft("RGB", (width // 8, height // 8))
            picture.load()
        turned = picture.getexif().get(0x0112) in _TURNED
    return (height, width) if turned else (width, height)
