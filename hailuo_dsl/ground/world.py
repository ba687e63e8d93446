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


@dataclass(frozen=True, slots=True)
class ImageProblem:
    """Why a picture cannot be read, as a clause that follows "the picture PATH": `does not exist`.

    *missing* tells a file that is not there from one that is there and bad.
    """

    reason: str
    missing: bool = False


class Pictures(Protocol):
    """Asks for the facts of a picture; *path* is as the script wrote it, relative to the script."""

    def __call__(self, path: str) -> ImageFacts | ImageProblem: ...
