"""Put mistakes right: choose the fixes that can be made together, and make their edits.

Spans count in a source's text, which is normalised; the edits are made in the text as its file has
it, so that a byte order mark and every line end stay what they are.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hailuo_dsl.ground.model import Diagnostic, Edit

MARK = "\ufeff"
LF = "\n"


class Chosen(NamedTuple):
    """What is put right in one round.

    Attributes:
        edits: the name of a source -> the edits to make in it, none over another.
        fixed: how many mistakes that puts right.
    """

    edits: Mapping[str, tuple[Edit, ...]]
    fixed: int


def choose(
    diagnostics: Iterable[Diagnostic], *, files: Collection[str], unsafe: bool = False
) -> Chosen:
    """The fixes that can be made together, the first come first; the others wait for a round more.

    Args:
        files: the names of the sources that may be changed.
        unsafe: take also those that may change what the author means.
    """
    taken: dict[str, list[Edit]] = {}
    fixed = 0
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or unsafe):
            continue
        if all(it.span.file in files and _is_free(it, taken) for it in fix.edits):
            fixed += 1
            for edit in fix.edits:
                taken.setdefault(edit.span.file, []).append(edit)
    return Chosen({name: tuple(edits) for name, edits in taken.items()}, fixed)


def edited(written: str, edits: Iterable[Edit]) -> str:
    """*written*, the text of a file, with *edits* made.

    Args:
        written: the text as the file has it, with its byte order mark and its line ends.
        edits: none over another.
    """
    end = "\r\n" if "\r\n" in written[: written.find("\n") + 1] else "\n"
    # A source was given a last line feed where its file has none.
    lent = end if written and not written.endswith(LF) else ""
    text = written + lent
    places = _Places(text)
    for edit in sorted(edits, reverse=True):
        start, stop = places.of(edit.span.start), places.of(edit.span.end)
        text = f"{text[:start]}{edit.text.replace(LF, end)}{text[stop:]}"
    return text.removesuffix(lent)


def _is_free(edit: Edit, taken: Mapping[str, list[Edit]]) -> bool:
    """Whether no edit that was taken touches the place of *edit*."""
    span = edit.span
    others = (it.span for it in taken.get(span.file, ()))
    return all(span.end < other.start or other.end < span.start for other in others)


class _Places:
    """Where a place of a source's text is in the text of its file."""

    def __init__(self, written: str) -> None:
        self._marked = written.startswith(MARK)
        self._pairs: list[int] = []
        """The places, in the source's text, of line feeds that are pairs in the file's."""
        at = written.find("\r\n")
        while at >= 0:
            self._pairs.append(at - self._marked - len(self._pairs))
            at = written.find("\r\n", at + 2)

    def of(self, offset: int) -> int:
        return offset + self._marked + bisect_left(self._pairs, offset)
