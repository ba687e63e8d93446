"""Text to tree. Never fails: a bad line is reported, and the rest is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Report, Source, Span
from hailuo_dsl.ground.read import as_far_as_it_goes
from hailuo_dsl.ground.rules import TOO_LARGE
from hailuo_dsl.syntax import rules
from hailuo_dsl.syntax.grammar import script_parser
from hailuo_dsl.syntax.indent import warn_of_indents
from hailuo_dsl.syntax.lines import LineReader
from hailuo_dsl.syntax.model import Bad, Block, Heading, Line, Motion, Script
from hailuo_dsl.syntax.place import placed
from hailuo_dsl.syntax.words import BLANKS, Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lark import Token, Tree

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
).search
LONGEST = 20_000
"""Letters of a line; a prompt has room for a tenth of them."""

MAY_BE_LONGER = re.compile(
    rf'[{BLANKS}]*(?:#|\n|note:|(?:from|to|let[{BLANKS}][^:\n]*):[{BLANKS}]*"?data:)'
).match
"""What no prompt says, and a picture."""


def parse(source: Source, report: Report) -> Script:
    """The tree of *source*; what is wrong with its lines goes to *report*.

    It has no lines where there are too many mistakes in them.
    """
    report.know(source)
    script = Script(source.name, Block(None, ()), ())
    with as_far_as_it_goes(report):
        tree = script_parser().parse(source.text)
        script = _Builder(source, report).script(tree)
        warn_of_indents(script, source, report)
    return script


class _Builder:
    """Groups the lines of one source under their headings."""

    def __init__(self, source: Source, report: Report) -> None:
        self.name = source.name
        self.report = report
        self.reader = LineReader(source.name, report)
        self.suspect = FORBIDDEN(source.text) is not None

    def script(self, tree: Tree[Token]) -> Script:
        before = [child for child in tree.children if isinstance(child, str)]
        blocks = self._blocks(None, before, sound=True)
        for opener, *lines in _children(tree):
            if self._is_clean(opener):
                heading, sound = self.reader.heading(opener)
            else:
                heading, sound = self.reader.unknown_heading(opener), False
            blocks += self._blocks(heading, lines, sound=sound)
        broken = frozenset(self.reader.broken)
        return Script(self.name, blocks[0], tuple(blocks[1:]), broken, self.reader.whole)

    def _blocks(
        self, heading: Heading | None, tokens: Iterable[Token], *, sound: bool
    ) -> list[Block]:
        """One block; more where a bad line resembles a heading and so opens one of its own."""
        blocks = []
        lines: list[Line] = []
        for token in tokens:
            line = self._line(token)
            meant = self.reader.resembles_heading(line) if isinstance(line, Bad) else None
            if meant:
                # A block that has said nothing yet may be the one that the line was meant for.
                blocks.append(self._block(heading, lines, sound and _is_said(heading, lines)))
                heading, lines, sound = meant, [], False
            lines.append(line)
        blocks.append(self._block(heading, lines, sound))
        return blocks

    def _block(self, heading: Heading | None, lines: list[Line], sound: bool) -> Block:
        kept = placed(heading, lines, self.report)
        bad = [number for number, line in enumerate(kept) if isinstance(line, Bad)]
        lost = lines if heading and heading.keyword is None else [lines[it] for it in bad]
        for line in lost:
            self.reader.refused(line)
        return Block(heading, kept, sound and not bad)

    def _line(self, token: Token) -> Line:
        if (self.suspect or len(token) > LONGEST) and not self._is_clean(token):
            return self.reader.unclean(token)
        return self.reader.line(token)

    def _is_clean(self, token: Token) -> bool:
        """Whether a line can be read at all; if not, that is reported."""
        if len(token) > LONGEST and not MAY_BE_LONGER(token) and self._is_too_long(token):
            return False
        found = FORBIDDEN(token) if self.suspect else None
        if found is None:
            return True
        at = (token.start_pos or 0) + found.start()
        if found[0] == "\r":
            message, advice = "a line ends in CR alone", "save the file with LF line ends"
        else:
            message = f"the character U+{ord(found[0]):04X} may not stand in a script"
            advice = "delete it; it cannot be seen, and may hide what the line really says"
        at_it = Span(at, at + 1, self.name)
        self.report.add(rules.FORBIDDEN_CHARACTER, at_it, message, help=advice)
        return False

    def _is_too_long(self, token: Token) -> bool:
        """Whether a line is too long, blanks at its ends aside; if so, that is reported."""
        text = self.reader.word(token, token.start_pos or 0)
        if len(text.text) <= LONGEST:
            return False
        self.report.add(
            TOO_LARGE,
            text.span,
            f"this line has {len(text.text)} characters, and {LONGEST} are read",
            help="only a comment, a note and a picture's data URL may be longer",
        )
        return True


def _is_said(heading: Heading | None, lines: Iterable[Line]) -> bool:
    """Whether a block has some prose, if it is one that needs any."""
    if heading is None or heading.keyword is Keyword.SCENE:
        return True
    return any(isinstance(line, Motion) for line in lines)


def _children(tree: Tree[Token]) -> Iterator[list[Token]]:
    """The lines of each block, its heading first."""
    for child in tree.children:
        if not isinstance(child, str):
            yield [line for line in child.children if isinstance(line, str)]
