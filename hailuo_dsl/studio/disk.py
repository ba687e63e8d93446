"""The files around a script, read for the compiler; none from outside the project's folder."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hailuo_dsl.ground.read import MOST_BYTES, problem_of, size_problem
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.ground.world import FileProblem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hailuo_dsl.ground.world import ImageFacts

DATA = "data:"
LF = b"\n"


@dataclass
class Disk:
    """Reads what a script names.

    Attributes:
        folder: the script's, which paths are relative to.
        project: the folder that no path may leave, by name or by symbolic link.
        allow_outside: a path may leave it all the same.
        most: bytes of a text that are read at most.
        drafts: what is read in the place of a file, by its real path.
    """

    folder: Path
    project: Path
    allow_outside: bool = False
    most: int = MOST_BYTES
    drafts: Mapping[str, bytes] = field(default_factory=dict)
    _bytes: int = 0
    _lines: int = 0
    _facts: dict[str, ImageFacts | FileProblem] = field(default_factory=dict)

    def files(self, path: str) -> bytes | FileProblem:
        """The bytes of a text file."""
        problem = self._problem(path)
        if problem:
            return problem
        try:
            data = read_at_most(self.folder / path, self.most, self.drafts)
        except FileNotFoundError:
            return FileProblem("does not exist", missing=True)
        except OSError as error:
            return FileProblem(f"cannot be read: {error.strerror}")
        too_large = size_problem(data, self.most)
        if too_large:
            return FileProblem(too_large)
        self._bytes += len(data)
        self._lines += data.count(LF)
        too_large = problem_of(self._bytes, self._lines, self.most)
        return FileProblem(f"together with those before it {too_large}") if too_large else data

    def pictures(self, text: str) -> ImageFacts | FileProblem:
        """The facts of a picture, a path or a data URL; each is read once."""
        if text not in self._facts:
            self._facts[text] = self._look(text)
        return self._facts[text]

    def _look(self, text: str) -> ImageFacts | FileProblem:
        from hailuo_dsl.media.facts import facts_of_data_url, image_facts

        if text.startswith(DATA):
            return facts_of_data_url(text)
        return self._problem(text) or image_facts(self.folder / text)

    def _problem(self, path: str) -> FileProblem | None:
        """Why *path* may not be read, whatever is in it."""
        try:
            real = (self.folder / path).resolve()
            # A pipe or a device would keep the compiler waiting.
            is_something_else = real.exists() and not real.is_file()
        except (OSError, ValueError, RuntimeError) as error:
            return FileProblem(f"is no path: {error}")
        if not self.allow_outside and not real.is_relative_to(self.project):
            return FileProblem(f"lies outside the project's folder {self.project}", outside=True)
        return FileProblem("is no file") if is_something_else else None


def read_at_most(path: Path, most: int, drafts: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of a file, or of its draft if there is one; of a larger one one more than *most*.

    Raises:
        OSError: it cannot be read.
    """
    if drafts and (draft := drafts.get(str(path.resolve()))) is not None:
        return draft
    with open(path, "rb", opener=_opened) as file:
        return file.read(most + 1)


def _opened(path: str, flags: int) -> int:
    """The file at *path*; a pipe that nobody writes into is not waited for."""
    file = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(file, True)
    return file


def read_file(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        Trouble: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble(f"cannot read {path}: {error.strerror}") from error


def read_input(most: int = -1) -> bytes:
    """The bytes of the standard input, or the first *most* of them.

    Raises:
        Trouble: there is none.
    """
    if sys.stdin is None:
        raise Trouble("the standard input is closed")
    return sys.stdin.buffer.read(most)
