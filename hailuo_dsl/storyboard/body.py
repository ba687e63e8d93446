"""The body of a shot: its motion and camera lines in the order written, and its looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.camera import bracket_tag, camera_tags
from hailuo_dsl.storyboard.model import Beat, Kind, Run, Tag
from hailuo_dsl.storyboard.scope import Speaker, value_of
from hailuo_dsl.syntax.model import Motion, Setting
from hailuo_dsl.syntax.prose import Bracket, Words, read_prose, read_template
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.syntax.model import Block, Word
    from hailuo_dsl.syntax.prose import Piece

WIDE_BRACKET = re.compile(r"[【［]([^】］]{1,40})[】］]")


@dataclass
class BodyReader:
    """Reads the body of one shot."""

    speaker: Speaker
    catalog: Catalog
    report: Report

    def body(self, block: Block) -> tuple[Beat, ...]:
        """A beat a motion line, a beat a bracket of a camera line."""
        beats: list[Beat] = []
        for line in block.lines:
            if isinstance(line, Motion):
                beats.append(self._line(line.prose))
            elif isinstance(line, Setting) and line.key is Key.CAMERA:
                beats += self._camera(line.value)
        return tuple(beats)

    def looks(self, styles: Iterable[Definition]) -> tuple[Beat, ...]:
        """The prose of *styles*, in their order."""
        return tuple(
            beat
            for style in styles
            for line in style.lines
            if (beat := self._spoken(line, Kind.LOOK))
        )

    def _line(self, prose: Word) -> Beat:
        if not prose.text:
            return ()
        pieces = read_prose(prose, self.report)
        for piece in pieces:
            if isinstance(piece, Words):
                self._watch(piece)
        return self._spoken(pieces, Kind.PROSE)

    def _spoken(self, pieces: Iterable[Piece], kind: Kind) -> Beat:
        beat: list[Run | Tag] = []
        for run in self.speaker.said(pieces, kind):
            if isinstance(run, Bracket):
                tag = self._bracket(run)
                if tag:
                    beat.append(tag)
            elif run.text:
                beat.append(run)
        return tuple(beat)

    def _bracket(self, bracket: Bracket) -> Tag | None:
        at = bracket.span
        inside = at._replace(start=at.start + 1, end=at.end - 1)
        value = value_of(bracket.content, inside, self.speaker.scope)
        if value is None:
            return None
        tag = bracket_tag(value, self.catalog, self.report)
        return tag and tag._replace(span=at)

    def _camera(self, written: Word) -> tuple[Beat, ...]:
        pieces = read_template(written, self.report)
        value = value_of(pieces, written.span, self.speaker.scope)
        tags = value and camera_tags(value, self.catalog, self.report)
        return tuple((tag,) for tag in tags or ())

    def _watch(self, words: Words) -> None:
        """Warn of letters that the service may read otherwise than the author does."""
        if words.escaped and words.text == "[":
            self.report.add(
                rules.LITERAL_BRACKET,
                words.span,
                "the service may read a literal `[` as the start of a camera tag",
            )
        if "【" not in words.text and "［" not in words.text:
            return
        for found in WIDE_BRACKET.finditer(words.text):
            if self.catalog.move(found[1]):
                start = words.span.start + found.start()
                self.report.add(
                    rules.WIDE_BRACKETS,
                    words.span._replace(start=start, end=start + len(found[0])),
                    f"`{found[1]}` is a camera move, and full-width brackets make no tag",
                    help=f"write `[{found[1]}]`",
                )
