"""The lines of a block, sorted by what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hailuo_dsl.storyboard.scope import Variable
from hailuo_dsl.syntax.model import Bad, Let, Motion, Setting, Vary
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from hailuo_dsl.syntax.model import Block, Word


class Parts(NamedTuple):
    """What a block says, sorted.

    Attributes:
        body: its motion and camera lines in the order written.
        settings: those that choose a value; camera lines belong to the body.
        lets: the variables that it defines.
        table: the value of `each:`, if it has one.
        taken: the line `with:`, if it has one.
        notes: what its `note:` lines say.
        lost: the keys and opening words that its bad lines were probably meant to begin with.
    """

    body: tuple[Motion | Setting, ...]
    settings: tuple[Setting, ...]
    lets: dict[str, Variable]
    varies: tuple[Vary, ...]
    table: Word | None
    taken: Setting | None
    notes: tuple[str, ...]
    lost: frozenset[str] = frozenset()


def parts_of(block: Block) -> Parts:
    """The parts of *block*."""
    body: list[Motion | Setting] = []
    settings: list[Setting] = []
    lets: dict[str, Variable] = {}
    varies: list[Vary] = []
    notes: list[str] = []
    table = taken = None
    for line in block.lines:
        if isinstance(line, Motion):
            body.append(line)
        elif isinstance(line, Setting):
            if line.key is Key.NOTE:
                notes.append(line.value.text)
            elif line.key is Key.EACH:
                table = line.value
            elif line.key is Key.WITH:
                taken = line
            else:
                (body if line.key is Key.CAMERA else settings).append(line)
        elif isinstance(line, Let):
            lets[line.name.text] = Variable(line.name, line.value)
        elif isinstance(line, Vary):
            varies.append(line)
    bad = () if block.sound else (it for it in block.lines if isinstance(it, Bad))
    lost = frozenset(it.meant for it in bad)
    said = (tuple(body), tuple(settings), lets, tuple(varies))
    return Parts(*said, table, taken, tuple(notes), lost)
