"""Warn of what a script defines and nothing mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.rules import NEVER_USED
from hailuo_dsl.syntax.model import Let, Vary
from hailuo_dsl.syntax.words import Keyword

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from hailuo_dsl.ground.model import Report, Span
    from hailuo_dsl.syntax.model import Block, Script, Word

PLAYERS = frozenset({Keyword.SCENE, Keyword.SHOT})
"""Headings that nobody needs to mention."""


def warn_of_unused(script: Script, used: Collection[Span], report: Report) -> None:
    """Report the definitions and variables of *script* whose names' places are not in *used*.

    Of a script with errors nothing is said: a line that could not be read may have used them.
    """
    if report.errors:
        return
    for block in (script.head, *script.blocks):
        for what, name in _defined(block):
            if name.span in used:
                continue
            report.add(
                NEVER_USED,
                name.span,
                f"the {what} `{name.text}` is never used",
                help=_advice(what, name.text),
            )
            if what == Keyword.SETUP:
                # Whether the variables of a setup are used, nobody can tell who does not use it.
                break


def _defined(block: Block) -> Iterator[tuple[str, Word]]:
    """What *block* defines, in words, and its names."""
    heading = block.heading
    if heading and heading.keyword and heading.keyword not in PLAYERS:
        yield heading.keyword, heading.name
    for line in block.lines:
        if isinstance(line, Let):
            yield "variable", line.name
        elif isinstance(line, Vary):
            yield "axis", line.name


def _advice(what: str, name: str) -> str:
    match what:
        case Keyword.STYLE:
            return f"apply it with `look: {name}`, or take it out"
        case Keyword.SETUP:
            return f"take it with `with: {name}`, or take it out"
        case "axis":
            return f"say `{{{name}}}` where it makes a difference: each of its choices is a clip"
    return f"say `{{{name}}}` where it is meant, or take it out"
