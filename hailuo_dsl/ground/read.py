"""Make a `Source` of text or bytes, normalised once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import MOST_ERRORS, Enough, Report, Source
from hailuo_dsl.ground.rules import NOT_UTF8, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 8_000_000
"""The largest text that is read unless more is allowed; 100 000 lines go with it."""

BYTES_A_LINE = 80


def source_of(name: str, text: str) -> Source:
    """The source named *name*: byte order mark stripped, CRLF to LF, a last LF added."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return Source(name, text if not text or text.endswith("\n") else f"{text}\n")


def size_problem(data: bytes, most: int = MOST_BYTES) -> str | None:
    """Why *data* is more text than is read, as a clause, or None."""
    return problem_of(len(data), data.count(b"\n"), most)


def problem_of(size: int, lines: int, most: int) -> str | None:
    """Why so many bytes and lines are more text than is read, as a clause, or None."""
    if size > most:
        return f"has more than {most / 1e6:g} MB"
    if lines > most // BYTES_A_LINE:
        return f"has {lines} lines, and {most // BYTES_A_LINE} are read"
    return None


def source_of_bytes(name: str, data: bytes, report: Report, most: int = MOST_BYTES) -> Source:
    """The same from a file's bytes; what is not UTF-8 is reported, and shown as `�`.

    A text of more than *most* bytes, or of more lines than go with them, is not read at all.
    """
    problem = size_problem(data, most)
    if problem:
        source = Source(name, "")
        report.know(source)
        report.add(
            TOO_LARGE,
            source.span(),
            f"the file {problem}",
            help="part it into several scripts, or raise `--max-size`",
        )
        return source
    try:
        return source_of(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        good = source_of(name, data[: error.start].decode("utf-8")).text
        source = source_of(name, data.decode("utf-8", errors="replace"))
        start = len(good) - good.endswith("\n") * (not data[: error.start].endswith(b"\n"))
        report.know(source)
        report.add(
            NOT_UTF8,
            source.span(start, start + 1),
            f"the file is not UTF-8: byte {error.start} is {data[error.start]:#04x}",
            help="save it as UTF-8 in your editor",
        )
        return source


@contextmanager
def as_far_as_it_goes(report: Report) -> Iterator[None]:
    """Go on until there is no use in it; where that is, is reported, and nothing is raised."""
    try:
        yield
    except Enough as enough:
        report.close(
            TOO_LARGE,
            enough.span,
            f"there are more than {MOST_ERRORS} mistakes, and nothing is read past them",
            help="put the first ones right; the others may be of the same kind",
        )
