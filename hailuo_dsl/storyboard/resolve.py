"""Tree to storyboard: files read, names bound, settings inherited, shots varied, frames followed.

script ─ library ─▶ files ─ outline ─▶ definitions and shots ─ cast ─▶ roles ─ body, frames ─▶ shots
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import category

from hailuo_dsl.ground.model import Report, Span
from hailuo_dsl.ground.world import no_files
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.body import BodyReader
from hailuo_dsl.storyboard.cast import Caster, Role
from hailuo_dsl.storyboard.frame_value import FrameReader
from hailuo_dsl.storyboard.frames import Family, FrameFinder, without_circles
from hailuo_dsl.storyboard.library import library
from hailuo_dsl.storyboard.model import Chosen, Scene, Settings, Shot, Storyboard, Tag
from hailuo_dsl.storyboard.outline import outline
from hailuo_dsl.storyboard.parts import parts_of
from hailuo_dsl.storyboard.replaced import replaced
from hailuo_dsl.storyboard.scope import MOST_PIECES, Budget, Names, Scope
from hailuo_dsl.storyboard.settings import TAKEN_BACK, SettingsReader
from hailuo_dsl.storyboard.speak import Speaker, Talk
from hailuo_dsl.storyboard.table import TableReader
from hailuo_dsl.storyboard.unused import warn_of_unused
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.ground.model import Rule
    from hailuo_dsl.ground.world import Files
    from hailuo_dsl.storyboard.cast import Chosens
    from hailuo_dsl.storyboard.model import Run
    from hailuo_dsl.storyboard.outline import Outline
    from hailuo_dsl.syntax.model import Block, Script

MOST_REQUESTS = 200
"""How many requests a shot, or a scene with a table, may become unless more are allowed."""

OFFERED = frozenset({Key.MODEL, Key.DURATION, Key.RESOLUTION, Key.FROM, Key.TO, Key.WITH})
"""What a model offers, or does not; a setup may choose any of it."""

FIELDS = {
    Key.MODEL: "model",
    Key.DURATION: "duration",
    Key.RESOLUTION: "resolution",
    Key.OPTIMIZER: "optimizer",
    Key.WATERMARK: "watermark",
    Key.CALLBACK: "callback",
    Key.TAGS: "tags",
    Key.TAKES: "takes",
    Key.PICK: "pick",
    Key.TRIM: "trim",
    Key.TRANSITION: "transition",
}
"""Settings that stand in the storyboard as they were chosen."""


def resolve(
    script: Script,
    catalog: Catalog,
    report: Report,
    *,
    files: Files = no_files,
    weaker: Sequence[Script] = (),
    stronger: Sequence[Script] = (),
    lets: Script | None = None,
    most: int = MOST_REQUESTS,
) -> Storyboard:
    """The storyboard of *script*.

    Args:
        files: reads the files that it uses and its tables.
        weaker: file-level settings that stand behind the script's own, such as a project's.
        stronger: file-level settings that stand before every shot's, such as the command line's.
        lets: variables that take the place of those that the file defines.
        most: how many requests a shot, or a scene with a table, may become.
    """
    shelf = library(script, files, report)
    budget = Budget(report, MOST_PIECES * max(most, MOST_REQUESTS) // MOST_REQUESTS)
    found = outline(script, shelf.used, catalog, budget)
    if not found.shots and not report.errors:
        report.add(rules.SHOTLESS, Span(0, 0, script.name), "the script has no shots")
    broken = script.broken.union(*(it.broken for it in shelf.used))
    names = Names(found.named, budget, broken, quiet=not shelf.whole)
    shared, own = replaced(lets, found.shared, parts_of(found.head).lets, report)
    around = Scope(names, variables=shared)
    scope = around.inner(own)
    reader = SettingsReader(catalog, found, names, FrameReader(catalog, shelf, report))
    caster = Caster(
        found,
        reader,
        TableReader(files, report),
        shelf,
        scope,
        around,
        weaker=_merged(reader.read(parts_of(it.head).settings, scope) for it in weaker),
        stronger=_merged(reader.read(parts_of(it.head).settings, scope) for it in stronger),
        most=most,
    )
    storyboard = _Resolver(found, caster, names, catalog).storyboard()
    if found.shots:
        warn_of_unused(script, names.used, report)
    return storyboard


@dataclass
class _Resolver:
    """Reads the prose of roles and follows their frames."""

    outline: Outline
    caster: Caster
    names: Names
    catalog: Catalog

    def storyboard(self) -> Storyboard:
        self.report = self.names.report
        roles = list(self.caster.roles())
        self.missed = False
        self.modelless = not any(Key.MODEL in role.chosen for role in roles)
        self._foresee(roles)
        families = list(dict.fromkeys(role.family for role in roles))
        shown = {family: _shown(family, self.report) for family in families}
        finder = FrameFinder(families, self.names.broken, self.report)
        shots = [self._shot(role, finder, shown[role.family]) for role in roles]
        return Storyboard(
            without_circles(shots, self.report),
            tuple(_scene(block) for block in self.outline.scenes),
            parts_of(self.outline.head).notes,
        )

    def _foresee(self, roles: Iterable[Role]) -> None:
        """See that setups and looks do not multiply too much, before they are read."""
        for role in roles:
            lines = len(self.caster.parts(role.setup).body) if role.setup else 0
            lines += sum(len(style.lines) for style in role.look)
            self.names.budget.spend(lines, role.placed.heading.span)

    def _shot(self, role: Role, finder: FrameFinder, shown: dict[tuple[str, ...], int]) -> Shot:
        before = self.report.wrong
        placed, block = role.placed, role.placed.block
        body = BodyReader(Speaker(role.scope, Talk(role.scope)), self.catalog, self.report)
        bodies = (self.caster.parts(it).body for it in (role.setup, block) if it)
        beats = [beat for lines in bodies for beat in body.beats(lines)]
        looks = body.looks(role.look)
        settings = self._settings(role, finder)
        pieces = chain.from_iterable((*beats, *looks))
        if not any(map(can_be_seen, pieces)) and role.whole and self.report.wrong == before:
            self._refuse(
                rules.NO_PROMPT,
                role,
                "says nothing for a prompt",
                "say what moves on a line that begins with `>`",
            )
        return Shot(
            id=role.family.member(role.variant.slugs),
            name=placed.heading.name.text,
            scene=role.family.home or None,
            title=placed.heading.title,
            settings=settings,
            body=tuple(beats),
            looks=looks,
            notes=self.caster.parts(block).notes,
            span=placed.heading.span,
            sound=role.sound and bool(shown) and self.report.wrong == before,
            variant=role.variant.slugs,
            shown=shown.get(role.variant.slugs),
            settled=_is_settled(role, settings),
        )

    def _settings(self, role: Role, finder: FrameFinder) -> Settings:
        chosen, sound = role.chosen, role.sound
        if Key.MODEL not in chosen and sound:
            self._refuse_modelless(role)
        if Key.FROM not in chosen and sound:
            self._refuse(
                rules.NO_FRAME,
                role,
                "starts from nothing",
                "start it from a picture, `from: picture.jpg`, or from words, `from: none`",
            )
        values = {name: chosen[key] for key, name in FIELDS.items() if key in chosen}
        look = chosen.get(Key.LOOK)
        if look is not None:
            values["look"] = Chosen(tuple(style.name for style in look.value), look.span)
        for key, name in ((Key.FROM, "first"), (Key.TO, "last")):
            frame = chosen.get(key)
            if frame is None:
                continue
            if frame.value is TAKEN_BACK:
                values[name] = Chosen(None, frame.span)
            elif found := finder.frame(frame.value, role.family, frame.span):
                values[name] = Chosen(found, frame.span)
        return Settings(**values)

    def _refuse_modelless(self, role: Role) -> None:
        if self.modelless and self.missed:
            # It is one line that is missing.
            self.report.spoil()
            return
        self.missed = True
        help = "choose one for the whole file: `model: MiniMax-Hailuo-2.3`"
        self._refuse(rules.NO_MODEL, role, "has no model", help)

    def _refuse(self, rule: Rule, role: Role, what: str, help: str) -> None:
        id_ = role.family.member(role.variant.slugs)
        span = role.placed.heading.span
        self.report.add(rule, span, f"the shot `{id_}` {what}", help=help)


def _is_settled(role: Role, settings: Settings) -> bool:
    """Whether everything that a model's offers depend on is known of a shot."""
    known = settings.first is not None and (settings.last is None) == (Key.TO not in role.chosen)
    return known and role.lost.isdisjoint(OFFERED)


def _merged(layers: Iterable[Chosens]) -> Chosens:
    merged: Chosens = {}
    for layer in layers:
        merged |= layer
    return merged


def _shown(family: Family, report: Report) -> dict[tuple[str, ...], int]:
    """Which variants of a shot the reel shows, and which take of each; none by a wrong pick."""
    if family.pick is None:
        return dict.fromkeys(family.members, 1)
    pick = family.picked(report)
    return {pick.variant: pick.take or 1} if pick else {}


def _scene(block: Block) -> Scene:
    heading = block.heading
    return Scene(
        heading.name.text if heading else "",
        heading.title if heading else None,
        parts_of(block).notes,
    )


def can_be_seen(piece: Run | Tag) -> bool:
    """Whether *piece* has a letter that can be seen."""
    return isinstance(piece, Tag) or _can_be_seen(piece.text)


@lru_cache(4096)
def _can_be_seen(text: str) -> bool:
    return any(not letter.isspace() and category(letter) != "Cf" for letter in text)
