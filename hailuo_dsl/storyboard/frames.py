"""Follow `from:` to the shot whose frame it names, and find circles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.ground.suggest import did_you_mean
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Picture, Shot, ShotFrame
from hailuo_dsl.syntax.names import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hailuo_dsl.storyboard.model import Frame
    from hailuo_dsl.syntax.values import Reference


SHOWN = 6
"""Shots that a message lists."""


@dataclass
class FrameFinder:
    """Knows every shot's id and how many takes it has, in the order of the script."""

    ids: Sequence[str]
    takes: dict[str, int]
    broken: frozenset[str]
    report: Report

    def frame(self, written: Any, place: int, span: Span) -> Frame | None:
        """The frame that shot number *place* (from 0) starts from; None if it has been reported."""
        if isinstance(written, Picture):
            return written
        if isinstance(written, str):
            return self._previous(place, span)
        return self._referred(written, place, span)

    def _previous(self, place: int, span: Span) -> Frame | None:
        if place == 0:
            self.report.add(
                rules.NO_PREVIOUS,
                span,
                "this is the first shot, so there is no previous one",
                help="start from a picture: `from: picture.jpg`",
            )
            return None
        return self._of(self.ids[place - 1], "last", None, span)

    def _referred(self, written: Reference, place: int, span: Span) -> Frame | None:
        shot = nfc(written.shot)
        scene, _, _ = self.ids[place].rpartition("/")
        homes = (nfc(written.scene),) if written.scene else (scene, "")
        candidates = [f"{home}/{shot}" if home else shot for home in homes]
        found = next((id_ for id_ in candidates if id_ in self.takes), None)
        if found is None and shot in self.broken:
            self.report.spoil()
            return None
        if found is None:
            known = [id_ for id_ in self.ids if id_ != self.ids[place]]
            near = did_you_mean(candidates[0], known, f"there are {_listed(known)}" * bool(known))
            self.report.add(
                rules.UNKNOWN_SHOT, span, f"there is no shot `{candidates[0]}`", help=near
            )
            return None
        if written.variant:
            self.report.add(rules.UNKNOWN_SHOT, span, f"the shot `{found}` has no variants")
            return None
        return self._of(found, written.which, written.take, span)

    def _of(self, shot: str, which: str, take: int | None, span: Span) -> Frame | None:
        takes = self.takes[shot]
        if take is not None and not 1 <= take <= takes:
            self.report.add(
                rules.NO_SUCH_TAKE,
                span,
                f"the shot `{shot}` has {takes} take{'s' * (takes != 1)}, not {take}",
            )
            return None
        if take is None and takes > 1:
            self.report.add(
                rules.UNDECIDED,
                span,
                f"the shot `{shot}` has {takes} takes, so this shot waits until one is named",
                help=f"name one: `{shot}#1.{which}`",
            )
            return ShotFrame(shot, which, undecided=True)
        return ShotFrame(shot, which, take if takes > 1 else None)


def without_circles(shots: Sequence[Shot], report: Report) -> tuple[Shot, ...]:
    """*shots*, those unsound that wait for each other in a circle."""
    parents = {shot.id: _parent(shot) for shot in shots}
    by_id = {shot.id: shot for shot in shots}
    settled: set[str] = set()
    circular: set[str] = set()
    for shot in shots:
        path: dict[str, None] = {}
        at: str | None = shot.id
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = parents.get(at)
        if at in path:
            circle = list(path)[list(path).index(at) :]
            circular |= set(circle)
            _report_circle(circle, by_id, report)
        settled |= set(path)
    return tuple(replace(it, sound=False) if it.id in circular else it for it in shots)


def _parent(shot: Shot) -> str | None:
    frame = shot.settings.frame
    return frame.shot if isinstance(frame, ShotFrame) else None


def _report_circle(circle: list[str], shots: dict[str, Shot], report: Report) -> None:
    spans = [(id_, first.span) for id_ in circle if (first := shots[id_].settings.first)]
    (_, span), *others = sorted(spans, key=lambda it: it[1])
    report.add(
        rules.CIRCLE,
        span,
        f"these shots wait for each other: {' → '.join([*circle, circle[0]])}",
        related=tuple(Label(place, f"`{id_}` waits here") for id_, place in others),
        help="start one of them from a picture",
    )


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:SHOWN]) + ", …" * (len(ids) > SHOWN)
