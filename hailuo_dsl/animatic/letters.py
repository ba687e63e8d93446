"""Find letters for any script, measure words in them and write them into a picture."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Colour = tuple[int, int, int]

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)

_BROAD = ("NotoSansCJK", "SourceHanSans", "wqy", "PingFang", "Hiragino", "msyh", "Arial Unicode")
"""System fonts that know most scripts, as their files' names begin."""


class Letters(ABC):
    """Letters of one font at one size.

    Attributes:
        step: pixels from one line to the next.
    """

    step: int

    @abstractmethod
    def width(self, text: str) -> int:
        """Return how many pixels *text* takes in a line."""

    @abstractmethod
    def write(self, picture: Image.Image, at: tuple[int, int], text: str, colour: Colour) -> None:
        """Write *text* into *picture*, the upper left corner of its line *at* (x, y)."""

    def wrapped(self, text: str, width: int) -> list[str]:
        """Return *text* in lines of at most *width* pixels, broken at blanks and wide letters."""
        lines = [""]
        for piece in _pieces(text, lambda part: self.width(part) <= width):
            if self.width((lines[-1] + piece).rstrip()) > width and lines[-1]:
                lines.append(piece.lstrip())
            else:
                lines[-1] += piece
        return [line.rstrip() for line in lines]

    def cut(self, line: str, width: int) -> str:
        """Return *line* with an ellipsis at its end, short enough for *width* pixels."""
        while line and self.width(line + "...") > width:
            line = line[:-1]
        return line.rstrip() + "..."


def letters_for(text: str, size: int) -> Letters:
    """Return letters, *size* pixels high, that know the letters of *text*.

    Pillow's own font where it knows them all, else OpenCV's font of all scripts, else a system
    font, else Pillow's own, which shows a box for what it does not know.
    """
    bundled = _bundled(size)
    if _knows(bundled, text):
        return _PillowLetters(bundled, size)
    if hasattr(cv2, "FontFace"):
        return _OpenCVLetters(size)
    for file in _broad_fonts():
        font = ImageFont.truetype(str(file), size)
        if _knows(font, text):
            return _PillowLetters(font, size)
    return _PillowLetters(bundled, size)


class _PillowLetters(Letters):
    def __init__(self, font: ImageFont.FreeTypeFont, size: int) -> None:
        self._font = font
        self.step = round(size * 1.3)

    def width(self, text: str) -> int:
        return round(self._font.getlength(text))

    def write(self, picture: Image.Image, at: tuple[int, int], text: str, colour: Colour) -> None:
        ImageDraw.Draw(picture).text(at, text, font=self._font, fill=colour)


class _OpenCVLetters(Letters):
    """OpenCV 5's built-in font `uni`, which covers Latin, Greek, Cyrillic, Chinese and more."""

    def __init__(self, size: int) -> None:
        self._face: Any = cv2.FontFace("uni")
        self._size = size
        self.step = round(size * 1.4)

    def width(self, text: str) -> int:
        if not text:
            return 0
        x, _, width, _ = cv2.getTextSize((0, 0), text, (0, 0), self._face, self._size)
        return int(x + width)

    def write(self, picture: Image.Image, at: tuple[int, int], text: str, colour: Colour) -> None:
        if not text:
            return
        pixels = np.array(picture)
        base = (at[0], at[1] + self._size)
        written = cv2.putText(pixels, text, base, colour, self._face, self._size)
        drawn = written[1] if isinstance(written, tuple) else pixels
        picture.paste(Image.fromarray(np.asarray(drawn, np.uint8)))


def _bundled(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font


def _knows(font: ImageFont.FreeTypeFont, text: str) -> bool:
    unknown = _shape(font, "\U0010fffd")
    return all(_shape(font, letter) != unknown for letter in set(text) if not letter.isspace())


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@cache
def _broad_fonts() -> tuple[Path, ...]:
    found = (
        file
        for folder in _FOLDERS
        for file in sorted(Path(folder).rglob("*"))
        if file.suffix.lower() in {".ttf", ".ttc", ".otf"} and file.name.startswith(_BROAD)
    )
    return tuple(found)


def _pieces(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Yield *text* in pieces between which a line may break; a piece that never fits is cut."""
    piece = ""
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF" and letter.isalpha()
        if piece and (letter.isspace() or wide or not fits((piece + letter).strip())):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece
