"""The tree as stable text: a line a node, as the language has it, with what each line is."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from hailuo_dsl.syntax.model import Bad, Blank, Comment, Let, Motion, Setting, Use, Vary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.syntax.model import Block, Line, Script


def show_tree(script: Script) -> str:
    """Every block with its lines; blank lines are left out."""
    return "".join(f"{line}\n" for block in (script.head, *script.blocks) for line in _block(block))


def _block(block: Block) -> Iterator[str]:
    heading = block.heading
    if heading is None:
        yield "file"
    else:
        title = f' "{heading.title.text}"' if heading.title else ""
        yield f"{heading.keyword or 'unknown'} {heading.name.text}{title}"
    for line in block.lines:
        if not isinstance(line, Blank):
            yield f"  {_line(line)}"


def _line(line: Line) -> str:
    match line:
        case Setting(key, value):
            return f"setting {key} = {value.text}"
        case Let(name, value):
            return f"let {name.text} = {value.text}"
        case Vary(name, value):
            return f"vary {name.text} = {value.text}"
        case Motion(prose):
            return f"motion {prose.text}".rstrip()
        case Use(path):
            return f"use {path.text}"
        case Comment(text):
            return f"comment {text.text}"
        case Bad(text):
            return f"bad {text.text}"
        case Blank():
            return "blank"
    assert_never(line)
