"""Write a choice into the text of a script: text in, text out, every other letter as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.ground.fix import edited
from hailuo_dsl.ground.model import Edit, Report, Span
from hailuo_dsl.ground.read import as_far_as_it_goes, source_of
from hailuo_dsl.storyboard.outline import outline
from hailuo_dsl.storyboard.scope import Budget
from hailuo_dsl.syntax.model import Bad, Motion, Setting
from hailuo_dsl.syntax.parse import parse
from hailuo_dsl.syntax.words import Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hailuo_dsl.ground.model import Source
    from hailuo_dsl.storyboard.outline import Placed
    from hailuo_dsl.syntax.model import Block, Line

INDENT = "  "


def with_settings(text: str, shot: str | None, chosen: Mapping[Key, str]) -> str:
    """*text* with each setting of *chosen* for *shot*; None is the whole film.

    The shot's own line is changed in place; where it is the only shot of the script, so is the
    line of its scene or of the film that it follows. Else a new line goes to the end of the
    shot's settings. A shot that is not in the script changes nothing.
    """
    for key, value in chosen.items():
        source = source_of("text", text)
        blocks = _blocks(source, shot)
        if blocks:
            text = edited(text, [_setting(source, blocks, key, value)])
    return text


def setting_in_shot(source: Source, shot: str, key: Key, value: str) -> Edit | None:
    """What gives *shot*, by its id as it is written, a line `key: value` of its own.

    The shot's own line is changed in place, else a new one goes to the end of its settings. None
    for a shot that is not in *source*.
    """
    blocks = _blocks(source, shot)[:1]
    return _setting(source, blocks, key, value) if blocks else None


def with_move(text: str, shot: str, words: str, *, together: bool = False) -> str:
    """*text* with a camera move at the end of *shot*.

    Args:
        words: the move, in any spelling.
        together: join the shot's last `camera:` line, so that both moves act at once, if there
            is one.
    """
    source = source_of("text", text)
    blocks = _blocks(source, shot)
    if not blocks:
        return text
    block = blocks[0]
    camera = [line for line in block.lines if isinstance(line, Setting) and line.key is Key.CAMERA]
    if together and camera:
        return edited(text, [_inserted(source, camera[-1].value.span.end, f" + {words}")])
    spoken = [line for line in block.lines if isinstance(line, Motion | Setting | Bad)]
    return edited(text, [_after(source, block, spoken[-1] if spoken else None, f"camera: {words}")])


def _setting(source: Source, blocks: Sequence[Block], key: Key, value: str) -> Edit:
    """What lets the first of *blocks* that has a line for *key* say *value*, else the first."""
    for line in (line for block in blocks for line in block.lines):
        if isinstance(line, Setting) and line.key is key:
            return Edit(line.value.span, value)
    # Where a camera line stands says when the camera moves, so settings stay above it.
    block = blocks[0]
    above = [it for it in block.lines if isinstance(it, Setting) and it.key is not Key.CAMERA]
    if not above and block.heading is None:
        return _on_top(source, f"{key}: {value}\n")
    return _after(source, block, above[-1] if above else None, f"{key}: {value}")


def _blocks(source: Source, shot: str | None) -> tuple[Block, ...]:
    """The blocks that may hold a setting of *shot*, its own first.

    They are more than one only where nobody else follows them.
    """
    report = Report()
    script = parse(source, report)
    if shot is None:
        return (script.head,)
    shots: tuple[Placed, ...] = ()
    with as_far_as_it_goes(report):
        shots = outline(script, (), catalog(), Budget(report)).shots
    found = next((it for it in shots if it.id == shot), None)
    if found is None:
        return ()
    if len(shots) > 1:
        return (found.block,)
    return tuple(it for it in (found.block, found.scene, script.head) if it)


def _after(source: Source, block: Block, line: Line | None, words: str) -> Edit:
    """A line of *words* below *line*, else below the heading, indented as the block is."""
    if line is not None:
        offset = _start(line)
    elif block.heading is not None:
        offset = block.heading.span.start
    else:
        raise ValueError("a line goes below a line or a heading")
    number, _ = source.position(offset)
    above = source.line(number)
    indent = above[: len(above) - len(above.lstrip())] + INDENT * (line is None)
    return _inserted(source, source.line_starts[number - 1] + len(above) + 1, f"{indent}{words}\n")


def _on_top(source: Source, line: str) -> Edit:
    """*line* above everything but the comments that the script begins with."""
    number = 1
    while source.text and source.line(number).lstrip().startswith("#"):
        number += 1
    at = source.line_starts[number - 1]
    gap = "" if source.text[at : at + 1] in {"", "\n"} else "\n"
    lead = "\n" if at else ""
    return _inserted(source, at, f"{lead}{line}{gap}")


def _start(line: Line) -> int:
    match line:
        case Setting():
            return line.span.start
        case Motion(prose):
            return prose.span.start
        case Bad(text):
            return text.span.start
    raise ValueError(f"a {type(line).__name__} has no place of its own")


def _inserted(source: Source, at: int, words: str) -> Edit:
    return Edit(Span(at, at, source.name), words)
