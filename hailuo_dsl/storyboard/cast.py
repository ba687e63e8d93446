"""Make the shots of an outline out: rows and variants counted and then made, settings chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.frames import Family
from hailuo_dsl.storyboard.library import unquoted
from hailuo_dsl.storyboard.limit import Limit
from hailuo_dsl.storyboard.outline import refuse_variable
from hailuo_dsl.storyboard.parts import parts_of
from hailuo_dsl.storyboard.settings import BROKEN, TAKEN_BACK
from hailuo_dsl.storyboard.vary import NO_AXES, Axes, axes_of, count_of
from hailuo_dsl.syntax.rules import BAD_VALUE
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hailuo_dsl.ground.model import Span
    from hailuo_dsl.storyboard.library import Library
    from hailuo_dsl.storyboard.model import Chosen
    from hailuo_dsl.storyboard.outline import Definition, Outline, Placed
    from hailuo_dsl.storyboard.parts import Parts
    from hailuo_dsl.storyboard.scope import Scope
    from hailuo_dsl.storyboard.settings import SettingsReader
    from hailuo_dsl.storyboard.table import Row, TableReader
    from hailuo_dsl.storyboard.vary import Variant
    from hailuo_dsl.syntax.model import Block

Chosens = dict[Key, "Chosen[Any]"]

NONE: frozenset[str] = frozenset()

VARIES = frozenset({"vary", Key.EACH, Key.TAKES, Key.PICK})
"""What tells how many clips a shot is, and which of them is meant."""


class Around(NamedTuple):
    """What a shot stands in: the file, or a scene in one of its rows.

    Attributes:
        whole: its rows are known.
        lost: settings that its bad lines were probably to choose.
        sound: nothing in it was wrong.
    """

    scene: str
    row: tuple[str, ...]
    scope: Scope
    chosen: Chosens
    whole: bool
    lost: frozenset[str]
    sound: bool


class Act(NamedTuple):
    """A scene, or the file, with its shots, what each of them multiplies by, and its own rows."""

    scene: Block | None
    shots: list[Placed]
    axes: list[Axes]
    rows: tuple[Row, ...] | None

    @property
    def size(self) -> int:
        """How many variants of shots there are."""
        rows = 1 if self.rows is None else len(self.rows)
        return rows * sum(it.size for it in self.axes)


class Role(NamedTuple):
    """One variant of one shot, before its prose is read and its frames are followed.

    Attributes:
        setup: the setup that it takes.
        whole: every line of its body could be read, its setup's too.
        lost: settings that could not be read, or were probably to be chosen by bad lines.
        sound: nothing in it was wrong so far.
    """

    placed: Placed
    family: Family
    variant: Variant
    scope: Scope
    setup: Block | None
    chosen: Chosens
    whole: bool
    lost: frozenset[str]
    sound: bool

    @property
    def look(self) -> tuple[Definition, ...]:
        """The styles that it takes."""
        return self.chosen[Key.LOOK].value if Key.LOOK in self.chosen else ()

    @property
    def takes(self) -> int:
        return self.chosen[Key.TAKES].value if Key.TAKES in self.chosen else 1


@dataclass
class Caster:
    """Makes the roles of an outline.

    Attributes:
        scope: the file's.
        shared: that of the files that it uses.
        weaker: settings that stand behind the file's own.
        stronger: settings that stand before every shot's.
        most: how many requests a shot, or a scene with a table, may become.
    """

    outline: Outline
    reader: SettingsReader
    tables: TableReader
    shelf: Library
    scope: Scope
    shared: Scope
    weaker: Chosens
    stronger: Chosens
    most: int

    def __post_init__(self) -> None:
        self.report = self.reader.report
        self._parts: dict[int, Parts] = {}
        self._limit = Limit(self.report, self.most)
        self._made = 0
        head, before = self.outline.head, self.report.wrong
        chosen = {**self.weaker, **self.reader.read(self.parts(head).settings, self.scope)}
        sound = head.sound and self.report.wrong == before and not self._hides(self.scope)
        lost = self.parts(head).lost
        self._file = Around("", (), self.scope, chosen, whole=True, lost=lost, sound=sound)

    def roles(self) -> Iterator[Role]:
        """Every variant of every shot, in the order of the script; a scene's rows in turn."""
        for act in self._counted():
            arounds = self._arounds(act)
            roles = [
                role
                for around in arounds
                for placed, axes in zip(act.shots, act.axes, strict=True)
                for role in self._variants(placed, axes, around)
            ]
            if act.scene and self.parts(act.scene).table:
                roles = self._held(roles, f"the scene `{arounds[0].scene}`", act.scene)
            yield from self._within(roles)

    def _scenes(self) -> Iterator[tuple[Block | None, list[Placed]]]:
        """Each scene with its shots, also one that has none; before them the shots in no scene."""
        held: dict[int, list[Placed]] = {}
        for placed in self.outline.shots:
            held.setdefault(id(placed.scene), []).append(placed)
        for scene in (None, *self.outline.scenes):
            yield scene, held.get(id(scene), [])

    def _counted(self) -> list[Act]:
        """All acts, counted before anything is made of them."""
        acts = []
        count = 0
        for scene, shots in self._scenes():
            act = Act(scene, shots, [], self._rows(scene) if scene else None)
            for placed in shots:
                act.axes.append(self._axes(placed))
                count += act.axes[-1].size
                self._limit.hold(count, placed.block)
            if scene and act.rows and act.size <= self.most:
                # A scene that is too much by itself is refused on its own.
                count += act.size - act.size // len(act.rows)
                self._limit.hold(count, scene)
            acts.append(act)
        return acts

    def _arounds(self, act: Act) -> list[Around]:
        """The file, or a scene, once for each row of its table."""
        scene, rows = act.scene, act.rows
        if scene is None:
            return [self._file]
        if rows is None:
            return [self._around(scene, whole=Key.EACH not in self.parts(scene).lost)]
        if act.size > self.most:
            what = f"the scene `{scene.heading.name.text if scene.heading else ''}`"
            self._limit.refuse(what, act.size, scene)
        if act.size > self.most or not rows:
            return [self._around(scene, whole=False)]
        return [self._around(scene, row) for row in rows]

    def _around(self, scene: Block, row: Row | None = None, *, whole: bool = True) -> Around:
        before = self.report.wrong
        parts = self.parts(scene)
        variables = {**row.cells, **parts.lets} if row else parts.lets
        scope = self.scope.inner(variables, quiet=not whole)
        chosen = {**self._file.chosen, **self.reader.read(parts.settings, scope)}
        sound = self._file.sound and scene.sound and whole and self.report.wrong == before
        sound = sound and not self._hides(scope)
        lost = self._file.lost | parts.lost
        name = scene.heading.name.text if scene.heading else ""
        return Around(name, (row.slug,) if row else (), scope, chosen, whole, lost, sound)

    def _axes(self, placed: Placed) -> Axes:
        block, parts = placed.block, self.parts(placed.block)
        if Key.EACH in parts.lost:
            return NO_AXES._replace(whole=False)
        if parts.table is None and not parts.varies:
            return NO_AXES
        before = self.report.wrong
        rows = self._rows(block)
        count = count_of(parts.varies) * (1 if rows is None else len(rows))
        if count > self.most:
            self._limit.refuse(f"the shot `{placed.name}`", count, block)
            return Axes(rows, whole=False)
        return Axes(rows, axes_of(parts.varies, self.report), self.report.wrong == before)

    def _rows(self, block: Block) -> tuple[Row, ...] | None:
        """The rows of a block's own table; `()` where it cannot be used (reported)."""
        parts = self.parts(block)
        table = parts.table
        if table is None:
            return None
        path = self.shelf.near(unquoted(table.text), table.span.file)
        rows = self.tables.rows(self.shelf.name(path), path, table.span) or ()
        columns = rows[0].cells if rows else {}
        # A column is a variable: it hides no definition, and is defined once in its block.
        for name in sorted(columns.keys() & self.outline.named.keys()):
            refuse_variable(name, table.span, self.outline.named[name], self.report)
        for other in (it.name for its in (parts.lets.values(), parts.varies) for it in its):
            if other.text in columns:
                self._refuse_column(other.text, columns[other.text].name.text, other.span)
        return rows

    def _refuse_column(self, name: str, table: str, at: Span) -> None:
        say = f"`{name}` is a column of {table} already"
        self.report.add(rules.SAME_NAME, at, say, help="choose another name")

    def _variants(self, placed: Placed, axes: Axes, around: Around) -> list[Role]:
        whole = axes.whole and around.whole
        family = Family(placed.number, placed.name, around.scene, around.row, whole=whole)
        roles = [self._role(placed, family, it, around) for it in axes.variants()]
        family.members.update((role.variant.slugs, role.takes) for role in roles)
        family.whole = whole and not any(role.lost & VARIES for role in roles)
        family.pick = roles[0].chosen.get(Key.PICK)
        if family.pick and any(role.chosen.get(Key.PICK) != family.pick for role in roles):
            self._refuse_picks(family.pick.span)
            family.whole = False
            roles = [role._replace(sound=False) for role in roles]
        return self._held(roles, f"the shot `{family.id}`", placed.block)

    def _refuse_picks(self, at: Span) -> None:
        say = "`pick` names one clip of a shot, and this is another one for each variant"
        self.report.add(BAD_VALUE, at, say, help="name it in words: `pick: dawn@pull-out`")

    def _role(self, placed: Placed, family: Family, variant: Variant, around: Around) -> Role:
        before = self.report.wrong
        block, scope = placed.block, around.scope
        parts = self.parts(block)
        own = {**parts.lets, **variant.variables} if variant.variables else parts.lets
        quiet = not family.whole
        setup = self.reader.setup(parts.taken, scope.inner(own, quiet=quiet))
        whole = block.sound and (setup.sound if setup else self.report.wrong == before)
        chosen = around.chosen
        if setup:
            # A setup's own variables stand behind the shot's; they speak of the file they are in.
            defined = self.parts(setup).lets
            home = self.scope if _in_one_file(setup, block) else self.shared
            scope = scope.inner(defined, home=home.inner(defined))
        scope = scope.inner(own, quiet=quiet)
        if setup:
            chosen = {**chosen, **self.reader.read(self.parts(setup).settings, scope)}
        chosen = {**chosen, **self.reader.read(parts.settings, scope), **self.stronger}
        broken = _cleared(chosen)
        lost = self._lost(parts, setup, around)
        if broken:
            lost |= broken
        sound = not broken and around.sound and family.whole and whole
        sound = sound and self.report.wrong == before
        sound = sound and (scope is around.scope or not self._hides(scope))
        return Role(placed, family, variant, scope, setup, chosen, whole, lost, sound)

    def _lost(self, parts: Parts, setup: Block | None, around: Around) -> frozenset[str]:
        """Settings of a shot that its own bad lines, or those of what it stands in, were to choose.

        A setup that is not there would have chosen any.
        """
        lost = around.lost | self.parts(setup).lost if setup else around.lost
        if lost:
            lost -= {line.key for line in parts.settings}
        if parts.taken and not setup:
            lost |= {Key.WITH}
        return lost | parts.lost if lost else parts.lost

    def _hides(self, scope: Scope) -> bool:
        """Whether a variable of *scope* would hide a definition, which has been refused."""
        return not self.outline.named.keys().isdisjoint(scope.variables.keys())

    def parts(self, block: Block) -> Parts:
        """The parts of a block; many shots may share one, so they are sorted once."""
        if id(block) not in self._parts:
            self._parts[id(block)] = parts_of(block)
        return self._parts[id(block)]

    def _held(self, roles: list[Role], what: str, block: Block) -> list[Role]:
        """*roles*, none of them sound where their takes are too many."""
        count = sum(role.takes for role in roles)
        if len(roles) == count == 1 or count <= self.most:
            return roles
        if all(role.sound for role in roles):
            self._limit.refuse(what, count, block)
        return [role._replace(sound=False) for role in roles]

    def _within(self, roles: Sequence[Role]) -> Iterator[Role]:
        """*roles*, as long as their takes are not too many for a whole script."""
        for role in roles:
            if role.sound:
                self._made += role.takes
                self._limit.hold(self._made, role.placed.block)
            yield role


def _cleared(chosen: Chosens) -> frozenset[str]:
    """Take out of *chosen* what was taken back or could not be read; the keys of the latter."""
    gone = [key for key, it in chosen.items() if it.value is BROKEN or it.value is TAKEN_BACK]
    if not gone:
        return NONE
    broken = frozenset(key for key in gone if chosen[key].value is BROKEN)
    for key in gone:
        if key in broken or key is not Key.FROM:
            del chosen[key]
    return broken


def _in_one_file(one: Block, other: Block) -> bool:
    headings = (one.heading, other.heading)
    return len({it.span.file for it in headings if it}) == 1
