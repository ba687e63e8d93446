"""Put mistakes right: choose the fixes that can be made together, and make their edits.

Spans count in a source's text, which is normalised; the edits are made in the text as its file has
it, so that a byte order mark and every line end stay what they are.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from hailuo_dsl.ground.model import Diagnostic, Edit

MARK = "\ufeff"
LF = "\n"


@dataclass
class Chosen:
    """The edits of one source that are made together, by place, and how many mistakes they fix."""

    edits: list[Edit] = field(default_factory=list)
    fixed: int = 0

    def is_free(self, edit: Edit) -> bool:
        """Whether no edit that was chosen touches the place of *edit*."""
        at = bisect_left(self.edits, edit)
        before, after = self.edits[at - 1 : at], self.edits[at : at + 1]
        return all(it.span.end < edit.span.start for it in before) and all(
            edit.span.end < it.span.start for it in after
        )


def choose(
    diagnostics: Iterable[Diagnostic], *, files: Collection[str], unsafe: bool = False
) -> dict[str, Chosen]:
    """The fixes that can be made together, by source; the others wait for another round.

    Of two fixes that touch each other, the first is made. A fix is made as a whole or not at all.

    Args:
        files: the names of the sources that may be changed.
        unsafe: take also those that may change what the author means.
    """
    chosen: defaultdict[str, Chosen] = defaultdict(Chosen)
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or unsafe):
            continue
        if all(it.span.file in files and chosen[it.span.file].is_free(it) for it in fix.edits):
            chosen[diagnostic.span.file].fixed += 1
            for edit in fix.edits:
                insort(chosen[edit.span.file].edits, edit)
    return {name: it for name, it in chosen.items() if it.edits}


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
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += (text[at : places.of(edit.span.start)], edit.text.replace(LF, end))
        at = places.of(edit.span.end)
    return "".join((*parts, text[at:])).removesuffix(lent)


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
