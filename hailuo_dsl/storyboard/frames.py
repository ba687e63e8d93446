"""Follow `from:` and `to:` to the shot whose frame they name, and find circles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.ground.suggest import asked
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Picture, Shot, ShotFrame
from hailuo_dsl.syntax.names import nfc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from hailuo_dsl.storyboard.model import Chosen, Frame, Pick
    from hailuo_dsl.syntax.values import Reference

SHOWN = 6
"""Shots that a message lists."""

MOST_NAMED = 20
"""Shots of a circle up to which all of them are named."""

MOST_DIGITS = 9
"""Of a take's number; the same as the grammar of values knows."""


@dataclass(eq=False)
class Family:
    """All variants of one shot, in one row of its scene.

    Attributes:
        number: the shot's place in the script, from 0.
        name: the shot's own name.
        scene: the name of the scene that holds it, empty before any scene.
        row: the row that the scene is repeated for, if it is.
        members: variant -> how many takes it has; a shot that does not vary has the variant `()`.
        whole: all its variants are known.
    """

    number: int
    name: str
    scene: str
    row: tuple[str, ...]
    members: dict[tuple[str, ...], int] = field(default_factory=dict)
    pick: Chosen[Pick] | None = None
    whole: bool = True

    @property
    def home(self) -> str:
        """The id of its scene."""
        return "@".join((self.scene, *self.row))

    @property
    def id(self) -> str:
        return f"{self.home}/{self.name}" if self.scene else self.name

    def member(self, variant: tuple[str, ...]) -> str:
        """The id of one of its variants."""
        return "@".join((self.id, *variant))

    def picked(self, report: Report) -> Pick | None:
        """What `pick:` means; None without one, or where it means nothing (reported)."""
        if self.pick is None:
            return None
        if not self.whole:
            report.spoil()
            return None
        pick, span = self.pick.value, self.pick.span
        if not self.varies and pick.take is None and len(pick.variant) == 1:
            # A shot that does not vary has nothing to name but its takes.
            pick = _take_named(pick)
        if pick.variant not in self.members:
            written = "@".join(pick.variant) or f"#{pick.take}"
            self.refuse_variant(written, span, report, "name a take: `pick: 2`")
            return None
        takes = self.members[pick.variant]
        if pick.take is not None and not 1 <= pick.take <= takes:
            refuse_take(self.member(pick.variant), pick.take, takes, span, report)
            return None
        return pick

    @property
    def varies(self) -> bool:
        return () not in self.members

    def refuse_variant(self, written: str, span: Span, report: Report, advice: str = "") -> None:
        """Report that the shot has no variant that is called as *written*."""
        known = ["@".join(variant) for variant in self.members]
        if self.varies:
            advice = asked(report.near(written, known), f"there are {listed(known)}")
        report.add(
            rules.NO_SUCH_VARIANT,
            span,
            f"the shot `{self.id}` has no variant `{written}`",
            help=advice,
        )


def _take_named(pick: Pick) -> Pick:
    (word,) = pick.variant
    if word.isascii() and word.isdigit() and len(word) <= MOST_DIGITS:
        return replace(pick, variant=(), take=int(word))
    return pick


def refuse_take(shot: str, take: int, takes: int, span: Span, report: Report) -> None:
    """Report that *shot* has no take of that number."""
    report.add(
        rules.NO_SUCH_TAKE,
        span,
        f"the shot `{shot}` has {takes} take{'s' * (takes != 1)}, not {take}",
    )


@dataclass
class FrameFinder:
    """Knows every shot's family, in the order of the script."""

    families: Sequence[Family]
    broken: frozenset[str]
    report: Report

    def __post_init__(self) -> None:
        self._by_number: dict[int, list[Family]] = {}
        self._by_name: dict[tuple[str, str], list[Family]] = {}
        for family in self.families:
            self._by_number.setdefault(family.number, []).append(family)
            self._by_name.setdefault((family.scene, family.name), []).append(family)

    def frame(self, written: Any, asker: Family, span: Span) -> Frame | None:
        """The frame that a shot of *asker* names; None if it has been reported."""
        if isinstance(written, Picture):
            return written
        if isinstance(written, str):
            return self._previous(asker, span)
        return self._referred(written, asker, span)

    def _previous(self, asker: Family, span: Span) -> Frame | None:
        if asker.number == 0 and self.broken:
            # One of the bad lines may have been the shot before it.
            self.report.spoil()
            return None
        if asker.number == 0:
            self.report.add(
                rules.NO_PREVIOUS,
                span,
                "this is the first shot, so there is no previous one",
                help="start from a picture: `from: picture.jpg`",
            )
            return None
        found = _in_row(self._by_number.get(asker.number - 1, ()), asker)
        return self._of(found, (), "last", None, span)

    def _referred(self, written: Reference, asker: Family, span: Span) -> Frame | None:
        shot, row = nfc(written.shot), tuple(map(nfc, written.row))
        homes = (asker.scene, "") if written.scene is None else (nfc(written.scene),)
        found = next((it for home in homes if (it := self._by_name.get((home, shot)))), [])
        families = [it for it in found if it.row == row] if row else _in_row(found, asker)
        if not families:
            if all(it.whole for it in found):
                self._refuse_unknown(written, homes[0], asker, span)
            else:
                # Its scene may be repeated for that row, for all we know.
                self.report.spoil()
            return None
        variant = tuple(map(nfc, written.variant))
        return self._of(families, variant, written.which, written.take, span)

    def _refuse_unknown(self, written: Reference, home: str, asker: Family, span: Span) -> None:
        if self.broken & {nfc(written.shot), nfc(written.scene or written.shot)}:
            self.report.spoil()
            return
        home = "@".join((home, *written.row))
        name = f"{home}/{written.shot}" if home else written.shot
        near = self.report.near(name, self._others(asker))
        some = tuple(islice(self._others(asker), SHOWN + 1))
        advice = asked(near, f"there are {listed(some)}" * bool(some))
        self.report.add(rules.UNKNOWN_SHOT, span, f"there is no shot `{name}`", help=advice)

    def _others(self, asker: Family) -> Iterator[str]:
        return (it.id for it in self.families if it is not asker)

    def _of(
        self,
        families: Sequence[Family],
        variant: tuple[str, ...],
        which: str,
        take: int | None,
        span: Span,
    ) -> Frame | None:
        if not families or not all(it.whole for it in families):
            self.report.spoil()
            return None
        family = families[0]
        if len(families) > 1:
            self._refuse_undecided(f"{family.scene}/{family.name}", families, which, span)
            return None
        pick = family.picked(self.report)
        if not variant and family.varies:
            if family.pick is None:
                self._refuse_undecided(family.id, families, which, span)
            if pick is None:
                return None
            variant = pick.variant
        if variant not in family.members:
            family.refuse_variant("@".join(variant), span, self.report)
            return None
        if take is None and pick is not None and pick.variant == variant:
            take = pick.take
        return self._taken(family, variant, which, take, span)

    def _taken(
        self, family: Family, variant: tuple[str, ...], which: str, take: int | None, span: Span
    ) -> Frame | None:
        shot, takes = family.member(variant), family.members[variant]
        if take is not None and not 1 <= take <= takes:
            refuse_take(shot, take, takes, span, self.report)
            return None
        if take is None and takes > 1:
            pick = f"{'@'.join(variant)}#1" if variant else "1"
            self.report.add(
                rules.UNDECIDED,
                span,
                f"the shot `{shot}` has {takes} takes, so this shot waits until one is named",
                help=f"name one, `{shot}#1.{which}`, or write `pick: {pick}` in that shot",
            )
            return ShotFrame(shot, which, undecided=True)
        return ShotFrame(shot, which, take if takes > 1 else None)

    def _refuse_undecided(
        self, shot: str, families: Sequence[Family], which: str, span: Span
    ) -> None:
        ids = [it.member(variant) for it in families for variant in it.members]
        pick = ", or write `pick:` in that shot" * (len(families) == 1)
        self.report.add(
            rules.MANY_VARIANTS,
            span,
            f"the shot `{shot}` varies, and this does not say which variant is meant:"
            f" {listed(ids)}",
            help=f"name one: `{ids[0]}.{which}`{pick}",
        )


def _in_row(families: Iterable[Family], asker: Family) -> list[Family]:
    """Those of *families* that *asker* means: of its own scene, the one in its own row."""
    found = list(families)
    if found and found[0].scene == asker.scene and asker.row:
        return [it for it in found if it.row == asker.row]
    return found


def without_circles(shots: Sequence[Shot], report: Report) -> tuple[Shot, ...]:
    """*shots*, those unsound that wait for each other in a circle."""
    by_id = {shot.id: shot for shot in shots}
    circular: set[str] = set()
    for circle in _circles(by_id):
        circular.update(circle)
        _report_circle(circle, by_id, report)
    return tuple(replace(it, sound=False) if it.id in circular else it for it in shots)


def _circles(shots: Mapping[str, Shot]) -> Iterator[list[str]]:
    """Circles of shots, no shot in two of them; without these shots there is no circle left."""
    settled: set[str] = set()
    for start in shots:
        path = {} if start in settled else {start: _parents(shots[start])}
        while path:
            at, left = next(reversed(path.items()))
            while left and (left[-1] in settled or left[-1] not in shots):
                left.pop()
            if not left:
                settled.add(at)
                del path[at]
            elif left[-1] in path:
                circle = [at]
                while path.popitem()[0] != left[-1]:
                    circle.append(next(reversed(path)))
                settled.update(circle)
                yield circle[::-1]
            else:
                path[left[-1]] = _parents(shots[left[-1]])


def _parents(shot: Shot) -> list[str]:
    return [it.shot for it in shot.settings.frames if isinstance(it, ShotFrame)]


def _report_circle(circle: list[str], shots: Mapping[str, Shot], report: Report) -> None:
    members = set(circle)
    spans = [(id_, _asks(shots[id_], members)) for id_ in circle]
    (_, span), *others = sorted(spans, key=lambda it: it[1])
    named = circle if len(circle) <= MOST_NAMED else [*circle[:SHOWN], "…"]
    report.add(
        rules.CIRCLE,
        span,
        f"these shots wait for each other: {' → '.join([*named, circle[0]])}",
        related=tuple(Label(at, f"`{id_}` waits here") for id_, at in others[: len(named) - 1]),
        help="start one of them from a picture",
    )


def _asks(shot: Shot, circle: Collection[str]) -> Span:
    """The place where *shot* asks for a frame of a shot of *circle*."""
    for chosen in (shot.settings.first, shot.settings.last):
        if chosen and isinstance(chosen.value, ShotFrame) and chosen.value.shot in circle:
            return chosen.span
    return shot.span


def listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:SHOWN]) + ", …" * (len(ids) > SHOWN)
