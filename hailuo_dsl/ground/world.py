"""What the pure floors are told of the world: values and doors that upper floors hand in.

The compiler opens no file. Whoever calls it gives it the facts of the pictures
(`media.facts.image_facts` makes them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a picture is by its bytes, whatever its name says.

    Attributes:
        format: `JPEG`, `PNG`, `WEBP` or whatever else it turned out to be, as Pillow names it.
        size: bytes.
        width: pixels, after the EXIF rotation is applied.
        height: pixels, after the EXIF rotation is applied.
        sha256: hexadecimal digest of the bytes.
    """

    format: str
    size: int
    width: int
    height: int
    sha256: str

    @property
    def short_edge(self) -> int:
        return min(self.width, self.height)

    @property
    def long_edge(self) -> int:
        return max(self.width, self.height)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Why a file cannot be read, as a clause that follows "the picture PATH": `does not exist`.

    Attributes:
        missing: it is not there; else it is there and bad.
        outside: it is not in the project's folder, and nobody has allowed that.
    """

    reason: str
    missing: bool = False
    outside: bool = False


class Pictures(Protocol):
    """Asks for the facts of a picture: a path relative to the script's folder, or a data URL."""

    def __call__(self, path: str, /) -> ImageFacts | FileProblem: ...


class Files(Protocol):
    """Asks for the bytes of a file beside a script; *path* is relative to the script's folder."""

    def __call__(self, path: str, /) -> bytes | FileProblem: ...


def no_files(path: str) -> FileProblem:
    """The files of a script that stands alone."""
    return FileProblem(f"cannot be read: this script stands alone, without {path}")
