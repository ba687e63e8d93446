"""The shape of a text's file: what a `Source` drops on reading, so that it can be put back."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "\ufeff".encode()
"""The byte order mark in UTF-8; some editors tell UTF-8 by it alone."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Whether a file begins with a byte order mark, and whether its lines end in CRLF."""

    mark: bool = False
    crlf: bool = False

    def encoded(self, text: str) -> bytes:
        """The bytes of a file of this shape that says *text*, whose lines end in LF."""
        written = text.replace("\n", "\r\n") if self.crlf else text
        return MARK * self.mark + written.encode()


def shape_of(data: bytes) -> Shape:
    """The shape of a file with the bytes *data*; the first line tells how the others end."""
    first, end, _ = data.partition(b"\n")
    return Shape(data.startswith(MARK), bool(end) and first.endswith(b"\r"))
