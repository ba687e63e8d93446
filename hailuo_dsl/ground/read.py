"""Make a `Source` of text or bytes, normalised once."""

from __future__ import annotations

from hailuo_dsl.ground.model import Report, Source
from hailuo_dsl.ground.rules import NOT_UTF8


def source_of(name: str, text: str) -> Source:
    """The source named *name*: byte order mark stripped, CRLF to LF, a last LF added."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return Source(name, text if not text or text.endswith("\n") else f"{text}\n")


def source_of_bytes(name: str, data: bytes, report: Report) -> Source:
    """The same from a file's bytes; what is not UTF-8 is reported, and shown as `�`."""
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
