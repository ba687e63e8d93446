"""Sort the blocks of a script: definitions by name, shots with the scenes that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Label, Report, Span
from hailuo_dsl.storyboard import rules
from hailuo_dsl.storyboard.model import Kind
from hailuo_dsl.syntax.model import Let, Motion
from hailuo_dsl.syntax.prose import Bracket, Piece, read_prose
from hailuo_dsl.syntax.words import NAMED_IN_PROSE, Keyword

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hailuo_dsl.syntax.model import Block, Heading, Script, Word


@dataclass(frozen=True, slots=True)
class Definition:
    """A character, place, prop or style: its title and the pieces of each of its lines."""

    name: str
    title: Word | None
    lines: tuple[tuple[Piece, ...], ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Placed:
    """A shot's block in the scene that holds it."""

    id: str
    heading: Heading
    block: Block
    scene: Block | None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a script holds.

    Attributes:
        named: what braces can name, besides variables.
        styles: what `look:` can name.
    """

    head: Block
    named: dict[str, Definition]
    styles: dict[str, Definition]
    shots: tuple[Placed, ...]


def outline(script: Script, report: Report) -> Outline:
    """The outline of *script*; a name given twice is reported and the first one kept."""
    named: dict[str, Definition] = {}
    styles: dict[str, Definition] = {}
    shots: list[Placed] = []
    seen = _Seen(report)
    scene: Block | None = None
    for block in script.blocks:
        heading = block.heading
        if heading is None or heading.keyword is None or not heading.name.text:
            continue
        keyword = heading.keyword
        if keyword is Keyword.SHOT:
            shots += _placed(heading, block, scene, seen)
        elif keyword is Keyword.SCENE:
            scene = block
            seen.is_new(keyword, heading.name.text, heading.name.span)
        elif keyword in NAMED_IN_PROSE:
            if seen.is_new("name", heading.name.text, heading.name.span):
                named[heading.name.text] = _definition(heading, block, report)
        elif keyword is Keyword.STYLE and seen.is_new(
            keyword, heading.name.text, heading.name.span
        ):
            styles[heading.name.text] = _definition(heading, block, report)
    _part_variables(script, named, report)
    return Outline(script.head, named, styles, tuple(shots))


class _Seen:
    """Remembers names by kind; two that differ only in case would become one file."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._spans: dict[tuple[str, str], tuple[str, Span]] = {}

    def is_new(self, kind: str, name: str, span: Span) -> bool:
        key = (kind, name.casefold())
        if key not in self._spans:
            self._spans[key] = (name, span)
            return True
        first, at = self._spans[key]
        what = "is taken" if first == name else f"differs from `{first}` only in case"
        self._report.add(
            rules.SAME_NAME,
            span,
            f"the {kind} name `{name}` {what}" if kind != "name" else f"the name `{name}` {what}",
            related=(Label(at, "taken here"),),
            help="choose another name",
        )
        return False


def _placed(heading: Heading, block: Block, scene: Block | None, seen: _Seen) -> list[Placed]:
    name = heading.name.text
    home = scene.heading.name.text if scene and scene.heading else None
    id_ = f"{home}/{name}" if home else name
    if not seen.is_new(Keyword.SHOT, id_, heading.name.span):
        return []
    return [Placed(id_, heading, block, scene)]


def _definition(heading: Heading, block: Block, report: Report) -> Definition:
    lines = tuple(
        read_prose(line.prose, report)
        for line in block.lines
        if isinstance(line, Motion) and line.prose.text
    )
    if not lines and block.sound:
        report.add(
            rules.NO_PROSE,
            heading.span,
            f"the {heading.keyword} `{heading.name.text}` has no prose",
            help="say what it looks like on a line that begins with `>`",
        )
    for piece in (piece for line in lines for piece in line if isinstance(piece, Bracket)):
        report.add(
            rules.MOVE_IN_DEFINITION,
            piece.span,
            f"a {heading.keyword} holds no camera moves",
            help="put the move into the shot; letters in brackets are written `\\[` and `\\]`",
        )
    kept = (tuple(it for it in line if not isinstance(it, Bracket)) for line in lines)
    kind = Kind.LOOK if heading.keyword is Keyword.STYLE else Kind(str(heading.keyword))
    return Definition(heading.name.text, heading.title, tuple(kept), kind, heading.name.span)


def _part_variables(script: Script, named: dict[str, Definition], report: Report) -> None:
    """A variable may hide only a variable."""
    for name in _variables((script.head, *script.blocks)):
        definition = named.get(name.text)
        if definition:
            report.add(
                rules.SAME_NAME,
                name.span,
                f"`{name.text}` is a {definition.kind}, so no variable can have that name",
                related=(Label(definition.span, f"the {definition.kind} is defined here"),),
                help="choose another name",
            )


def _variables(blocks: Iterable[Block]) -> Iterable[Word]:
    return (line.name for block in blocks for line in block.lines if isinstance(line, Let))
