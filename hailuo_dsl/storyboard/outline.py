"""Sort the blocks of a script: definitions by name, shots with the scenes that hold them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.ground.suggest import nearest
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.join import FEED, mark_of
from hailuo_dsl.storyboard.model import Kind
from hailuo_dsl.storyboard.scope import Variable
from hailuo_dsl.storyboard.watch import watch, watch_title
from hailuo_dsl.syntax.model import Bad, Let, Motion, Vary
from hailuo_dsl.syntax.prose import Words, read_prose
from hailuo_dsl.syntax.words import Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hailuo_dsl.catalog.model import Catalog
    from hailuo_dsl.storyboard.scope import Budget
    from hailuo_dsl.syntax.model import Block, Heading, Script, Word
    from hailuo_dsl.syntax.prose import Piece


class Definition(NamedTuple):
    """A character, place, prop or style: its title and the pieces of each of its lines.

    A lone `>` is a line of one piece, a line feed.

    Attributes:
        sound: nothing in it was wrong.
    """

    name: str
    title: Word | None
    lines: tuple[tuple[Piece, ...], ...]
    kind: Kind
    span: Span
    sound: bool


class Placed(NamedTuple):
    """A shot's block in the scene that holds it; *number* (from 0) is its place in the script."""

    number: int
    name: str
    heading: Heading
    block: Block
    scene: Block | None

    @property
    def id(self) -> str:
        """The shot's id, whatever variants it has."""
        home = self.scene.heading.name.text if self.scene and self.scene.heading else ""
        return f"{home}/{self.name}" if home else self.name


class Outline(NamedTuple):
    """What a script and the files that it uses hold.

    Attributes:
        named: what braces can name, besides variables.
        styles: what `look:` can name.
        setups: what `with:` can name.
        shared: the variables of the used files.
    """

    head: Block
    named: dict[str, Definition]
    styles: dict[str, Definition]
    setups: dict[str, Block]
    shared: dict[str, Variable]
    scenes: tuple[Block, ...]
    shots: tuple[Placed, ...]


def outline(script: Script, used: Sequence[Script], catalog: Catalog, budget: Budget) -> Outline:
    """The outline of *script* with the definitions of the files *used*.

    A name given twice is reported, and the first one kept.
    """
    sorter = _Sorter(catalog, budget)
    for file in used:
        sorter.take(file)
    for block in script.blocks:
        sorter.sort(block)
    sorter.variables((script.head, *script.blocks))
    _variables_apart(sorter.lines, sorter.named, budget.report)
    return Outline(
        script.head,
        sorter.named,
        sorter.styles,
        sorter.setups,
        sorter.shared,
        tuple(sorter.scenes),
        tuple(sorter.shots),
    )


class _Sorter:
    """Lays each block where it belongs."""

    def __init__(self, catalog: Catalog, budget: Budget) -> None:
        self.named: dict[str, Definition] = {}
        self.styles: dict[str, Definition] = {}
        self.setups: dict[str, Block] = {}
        self.shared: dict[str, Variable] = {}
        self.scenes: list[Block] = []
        self.shots: list[Placed] = []
        self.lines: list[Let | Vary] = []
        self._astray = False
        self._catalog = catalog
        self._budget = budget
        self._report = budget.report
        self._seen = _Seen(budget.report)

    def take(self, file: Script) -> None:
        """Take the definitions and variables of a file that is used."""
        self.variables(file.blocks)
        for variable in self.variables((file.head,)):
            if self._seen.is_new("variable", variable.name.text, variable.name):
                self.shared[variable.name.text] = Variable(variable.name, variable.value)
        for block in file.blocks:
            if block.heading and block.heading.keyword not in {Keyword.SCENE, Keyword.SHOT}:
                self.sort(block)

    def variables(self, blocks: Iterable[Block]) -> list[Let | Vary]:
        """Take every line of *blocks* that defines a variable, and watch its prose."""
        found = [it for block in blocks for it in block.lines if isinstance(it, Let | Vary)]
        for line in found:
            self._watched(read_prose(line.value, self._report), line.name.span)
        self.lines += found
        return found

    def sort(self, block: Block) -> None:
        heading = block.heading
        if heading is None:
            return
        if heading.keyword is None:
            self._astray |= not heading.name.text or _resembles_scene(block)
            return
        name, keyword = heading.name, heading.keyword
        if keyword is Keyword.SCENE:
            self.scenes.append(block)
            self._astray = not name.text
            if name.text:
                self._seen.is_new(keyword, name.text, name)
        elif keyword is Keyword.SHOT:
            self._shot(heading, block)
        elif not name.text:
            return
        elif keyword is Keyword.SETUP:
            if self._seen.is_new(keyword, name.text, name):
                self.setups[name.text] = block
        elif keyword is Keyword.STYLE:
            if self._seen.is_new(keyword, name.text, name):
                self.styles[name.text] = self._definition(heading, block)
        elif self._seen.is_new("name", name.text, name):
            self.named[name.text] = self._definition(heading, block)

    def _shot(self, heading: Heading, block: Block) -> None:
        scene = self.scenes[-1] if self.scenes else None
        home = scene.heading.name.text if scene and scene.heading else ""
        # A shot without a name still is the one before the next.
        name = heading.name.text or f"(shot {len(self.shots) + 1})"
        id_ = f"{home}/{name}" if home else name
        if self._astray and self._seen.has(Keyword.SHOT, id_.casefold()):
            # Its own scene could not be read, and it is not of the one that it is laid to.
            self._report.spoil()
        elif self._seen.is_new(Keyword.SHOT, id_.casefold(), heading.name, id_):
            self.shots.append(Placed(len(self.shots), name, heading, block, scene))

    def _watched(self, pieces: tuple[Piece, ...], span: Span) -> None:
        self._budget.spend(len(pieces), span)
        watch(pieces, self._catalog, self._report)

    def _definition(self, heading: Heading, block: Block) -> Definition:
        report, before = self._report, self._report.wrong
        proses = [line.prose for line in block.lines if isinstance(line, Motion)]
        if not any(prose.text for prose in proses) and block.sound:
            report.add(
                rules.NO_PROSE,
                heading.span,
                f"the {heading.keyword} `{heading.name.text}` has no prose",
                help="say what it looks like on a line that begins with `>`",
            )
        lines = tuple(_pieces(prose, report) for prose in proses)
        for line in lines:
            self._watched(line, heading.name.span)
        name, title = heading.name, heading.title
        if title:
            watch_title(title, self._catalog, report)
        kind = Kind.LOOK if heading.keyword is Keyword.STYLE else Kind(str(heading.keyword))
        sound = block.sound and report.wrong == before
        return Definition(name.text, title, lines, kind, name.span, sound)


def _pieces(prose: Word, report: Report) -> tuple[Piece, ...]:
    if prose.text:
        return read_prose(prose, report)
    return (Words(FEED, mark_of(prose)),)


class _Seen:
    """Remembers names by kind."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._first: dict[tuple[str, str], tuple[str, Word]] = {}

    def has(self, kind: str, key: str) -> bool:
        """Whether *key* was seen before."""
        return (kind, key) in self._first

    def is_new(self, kind: str, key: str, name: Word, shown: str = "") -> bool:
        """Whether *key* is seen for the first time; else it is reported at *name*."""
        shown = shown or key
        first, at = self._first.setdefault((kind, key), (shown, name))
        if at is name:
            return True
        what = "is taken" if first == shown else f"differs from `{first}` only in case"
        whose = "name" if kind == "name" else f"{kind} name"
        self._report.add(
            rules.SAME_NAME,
            name.span,
            f"the {whose} `{shown}` {what}",
            related=(Label(at.span, "taken here"),),
            help="choose another name",
        )
        return False


def _resembles_scene(block: Block) -> bool:
    """Whether the heading of *block*, which cannot be read, was probably meant for a scene."""
    line = block.lines[0] if block.lines else None
    word = re.match(r"\w*", line.text.text) if isinstance(line, Bad) else None
    return word is not None and nearest(word[0], Keyword) == Keyword.SCENE


def _variables_apart(
    lines: Iterable[Let | Vary], named: dict[str, Definition], report: Report
) -> None:
    """A variable may hide only a variable."""
    for line in lines:
        definition = named.get(line.name.text)
        if definition:
            refuse_variable(line.name.text, line.name.span, definition, report)


def refuse_variable(name: str, at: Span, definition: Definition, report: Report) -> None:
    """Report at *at* that the variable *name* would hide a definition."""
    report.add(
        rules.SAME_NAME,
        at,
        f"`{name}` is a {definition.kind}, so no variable can have that name",
        related=(Label(definition.span, f"the {definition.kind} is defined here"),),
        help="choose another name",
    )
