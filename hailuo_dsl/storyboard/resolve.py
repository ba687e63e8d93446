"""Tree to storyboard: names bound, settings inherited, frames followed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any
from unicodedata import category

from hailuo_dsl.ground.model import Report, Span
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.body import BodyReader
from hailuo_dsl.storyboard.frames import FrameFinder, without_circles
from hailuo_dsl.storyboard.model import Chosen, Settings, Shot, Storyboard, Tag
from hailuo_dsl.storyboard.not_yet import say_not_yet
from hailuo_dsl.storyboard.outline import Outline, Placed, outline
from hailuo_dsl.storyboard.scope import Scope, Speaker, Talk
from hailuo_dsl.storyboard.settings import BROKEN, TAKEN_BACK, SettingsReader
from hailuo_dsl.syntax.model import Setting
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.storyboard.model import Frame, Run
    from hailuo_dsl.syntax.model import Block, Script

Chosens = dict[Key, Chosen[Any]]
FIELDS = {
    Key.MODEL: "model",
    Key.DURATION: "duration",
    Key.RESOLUTION: "resolution",
    Key.OPTIMIZER: "optimizer",
    Key.WATERMARK: "watermark",
    Key.CALLBACK: "callback",
    Key.TAGS: "tags",
    Key.TAKES: "takes",
}
"""Settings that stand in the storyboard as they were chosen."""


def resolve(
    script: Script,
    catalog: Catalog,
    report: Report,
    *,
    weaker: Sequence[Script] = (),
    stronger: Sequence[Script] = (),
) -> Storyboard:
    """The storyboard of *script*.

    Args:
        weaker: file-level settings that stand behind the script's own, such as a project's.
        stronger: file-level settings that stand before every shot's, such as the command line's.
    """
    for each in (script, *weaker, *stronger):
        say_not_yet(each, report)
    found = outline(script, catalog, report)
    if not found.shots and not report.errors:
        report.add(rules.SHOTLESS, Span(0, 0, script.name), "the script has no shots")
    scope = Scope(found.named, report, script.broken).inner(found.head)
    reader = SettingsReader(catalog, found.styles, report, script.broken, scope.quiet)
    resolver = _Resolver(
        found,
        reader,
        scope,
        weaker=_merged(reader.read(it.head, scope) for it in weaker),
        stronger=_merged(reader.read(it.head, scope) for it in stronger),
    )
    return Storyboard(resolver.shots())


@dataclass
class _Resolver:
    """Resolves the shots of one outline."""

    outline: Outline
    reader: SettingsReader
    scope: Scope
    weaker: Chosens
    stronger: Chosens

    def __post_init__(self) -> None:
        self.report = self.reader.report
        self._file = {**self.weaker, **self.reader.read(self.outline.head, self.scope)}
        self._scenes: dict[int, tuple[Scope, Chosens]] = {}

    def shots(self) -> tuple[Shot, ...]:
        for scene in self.outline.scenes:
            self._around(scene)
        placed = self.outline.shots
        began = [self._chosen(it) for it in placed]
        takes = {it.id: _takes(chosen) for it, (chosen, _, _) in zip(placed, began, strict=True)}
        ids = [it.id for it in placed]
        finder = FrameFinder(ids, takes, self.scope.broken, self.report)
        shots = [self._shot(it, number, finder, *began[number]) for number, it in enumerate(placed)]
        return without_circles(shots, self.report)

    def _chosen(self, placed: Placed) -> tuple[Chosens, Scope, bool]:
        """What the shot is shot with, its scope, and whether all of it could be read."""
        before = self.report.wrong
        scope, around = self._around(placed.scene)
        scope = scope.inner(placed.block)
        chosen = {**around, **self.reader.read(placed.block, scope), **self.stronger}
        blocks = (self.outline.head, placed.scene, placed.block)
        sound = self.report.wrong == before and all(it.sound for it in blocks if it)
        sound = sound and not scope.quiet
        for key, it in list(chosen.items()):
            if it.value is BROKEN:
                sound = False
                del chosen[key]
            elif it.value is TAKEN_BACK and key is not Key.FROM:
                del chosen[key]
        return chosen, scope, sound

    def _around(self, scene: Block | None) -> tuple[Scope, Chosens]:
        """The scope and settings that a shot of *scene* inherits, read once a scene."""
        if scene is None:
            return self.scope, self._file
        if id(scene) not in self._scenes:
            scope = self.scope.inner(scene)
            self._scenes[id(scene)] = (scope, {**self._file, **self.reader.read(scene, scope)})
        return self._scenes[id(scene)]

    def _shot(
        self,
        placed: Placed,
        number: int,
        finder: FrameFinder,
        chosen: Chosens,
        scope: Scope,
        sound: bool,
    ) -> Shot:
        before = self.report.wrong
        body = BodyReader(Speaker(scope, Talk(scope)), self.reader.catalog, self.report)
        beats = body.body(placed.block)
        styles = chosen.get(Key.LOOK)
        looks = body.looks(styles.value) if styles else ()
        settings = self._settings(placed, number, finder, chosen, sound)
        pieces = chain.from_iterable((*beats, *looks))
        if not any(map(can_be_seen, pieces)) and placed.block.sound and self.report.wrong == before:
            self.report.add(
                rules.NO_PROMPT,
                placed.heading.span,
                f"the shot `{placed.id}` says nothing for a prompt",
                help="say what moves on a line that begins with `>`",
            )
        scene, _, _ = placed.id.rpartition("/")
        return Shot(
            id=placed.id,
            name=placed.heading.name.text,
            scene=scene or None,
            title=placed.heading.title,
            settings=settings,
            body=beats,
            looks=looks,
            notes=_notes(placed.block),
            span=placed.heading.span,
            sound=sound and self.report.wrong == before,
        )

    def _settings(
        self, placed: Placed, number: int, finder: FrameFinder, chosen: Chosens, sound: bool
    ) -> Settings:
        heading = placed.heading
        if Key.MODEL not in chosen and sound:
            self.report.add(
                rules.NO_MODEL,
                heading.span,
                f"the shot `{placed.id}` has no model",
                help="choose one for the whole file: `model: MiniMax-Hailuo-2.3`",
            )
        frame = chosen.get(Key.FROM)
        first: Chosen[Frame | None] | None = None
        if frame is None and sound:
            self.report.add(
                rules.NO_FRAME,
                heading.span,
                f"the shot `{placed.id}` starts from nothing",
                help="start it from a picture, `from: picture.jpg`, or from words, `from: none`",
            )
        elif frame is not None and frame.value is TAKEN_BACK:
            first = Chosen(None, frame.span)
        elif frame is not None:
            first = Chosen(finder.frame(frame.value, number, frame.span), frame.span)
        values = {name: chosen[key] for key, name in FIELDS.items() if key in chosen}
        return Settings(first=first, **values)


def _merged(layers: Any) -> Chosens:
    merged: Chosens = {}
    for layer in layers:
        merged |= layer
    return merged


def _takes(chosen: Mapping[Key, Chosen[Any]]) -> int:
    return chosen[Key.TAKES].value if Key.TAKES in chosen else 1


def can_be_seen(piece: Run | Tag) -> bool:
    """Whether *piece* has a letter that can be seen."""
    if isinstance(piece, Tag):
        return True
    return any(not letter.isspace() and category(letter) != "Cf" for letter in piece.text)


def _notes(block: Block) -> tuple[str, ...]:
    return tuple(
        line.value.text
        for line in block.lines
        if isinstance(line, Setting) and line.key is Key.NOTE
    )
