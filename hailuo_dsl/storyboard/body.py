"""The body of a shot: its motion and camera lines in the order written, and its looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.camera import bracket_tag, camera_tags
from hailuo_dsl.storyboard.join import feed, mark_of, trimmed
from hailuo_dsl.storyboard.model import Kind
from hailuo_dsl.storyboard.speak import Bound, Speaker, plain_beats
from hailuo_dsl.storyboard.value import template_value, value_of
from hailuo_dsl.storyboard.watch import watch_motion
from hailuo_dsl.syntax.model import Motion
from hailuo_dsl.syntax.prose import read_prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Report
    from hailuo_dsl.storyboard.model import Beat, Run, Tag
    from hailuo_dsl.storyboard.outline import Definition
    from hailuo_dsl.storyboard.value import Value
    from hailuo_dsl.syntax.model import Setting, Word


LETTERS = 40
"""Letters that take as long to read as one piece of prose."""

MOVE = 3
"""Letters of a camera line, or in brackets, that do."""


@dataclass
class BodyReader:
    """Reads the body of one shot."""

    speaker: Speaker
    catalog: Catalog
    report: Report

    def beats(self, lines: Iterable[Motion | Setting]) -> list[Beat]:
        """A beat a motion line, a beat a bracket of a camera line."""
        beats: list[Beat] = []
        spend = self.speaker.scope.names.budget.spend
        for line in lines:
            if isinstance(line, Motion):
                spend(1 + len(line.prose.text) // LETTERS, line.prose.span)
                beats.append(self._line(line.prose))
            else:
                beats += self._camera(line.value)
        return beats

    def looks(self, styles: Iterable[Definition]) -> tuple[Beat, ...]:
        """The prose of *styles*, in their order."""
        beats: list[Beat] = []
        for style in styles:
            if not style.sound:
                self.report.spoil()
            lines = (self.speaker.said(line, Kind.LOOK) for line in style.lines)
            beats += plain_beats(lines, style, self.report)
        return tuple(beats)

    def _line(self, prose: Word) -> Beat:
        if not prose.text:
            return (feed(mark_of(prose)),)
        pieces = read_prose(prose, self.report)
        watch_motion(pieces, self.catalog, self.report)
        beat: list[Run | Tag] = []
        for run in self.speaker.said(pieces, Kind.PROSE):
            if isinstance(run, Bound):
                tag = self._bracket(run)
                if tag:
                    beat.append(tag)
            elif run.text:
                beat.append(run)
        return trimmed(beat)

    def _bracket(self, bound: Bound) -> Tag | None:
        at = bound.bracket.span
        inside = at._replace(start=at.start + 1, end=at.end - 1)
        value = value_of(bound.bracket.content, inside, bound.scope, bound.inside)
        if value is None:
            return None
        self._spend(value)
        tag = bracket_tag(value, self.catalog, self.report)
        return tag and tag._replace(span=at)

    def _camera(self, written: Word) -> tuple[Beat, ...]:
        value = template_value(written, self.speaker.scope)
        if value:
            self._spend(value)
        tags = value and camera_tags(value, self.catalog, self.report)
        return tuple((tag,) for tag in tags or ())

    def _spend(self, camera: Value) -> None:
        self.speaker.scope.names.budget.spend(1 + len(camera.text) // MOVE, camera.span)
