"""What the language has and this version cannot do; it is said, and never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Rule
from hailuo_dsl.syntax.model import Setting, Use, Vary
from hailuo_dsl.syntax.words import Key, Keyword

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Report, Span
    from hailuo_dsl.syntax.model import Block, Script

NOT_YET = Rule("E120", "not-yet")
KEYS = frozenset({Key.WITH, Key.EACH, Key.TO, Key.PICK, Key.TRIM, Key.TRANSITION})


def asks_for_more(block: Block) -> bool:
    """Whether *block* asks for what does not work yet, so that something may be missing in it."""
    return any(
        isinstance(line, Use | Vary) or (isinstance(line, Setting) and line.key in KEYS)
        for line in block.lines
    )


def say_not_yet(script: Script, report: Report) -> None:
    """Report every line of *script* that asks for what does not work yet."""
    for block in (script.head, *script.blocks):
        if block.heading and block.heading.keyword is Keyword.SETUP:
            _say("setup", block.heading.span, report)
        for line in block.lines:
            if isinstance(line, Use):
                _say("use", line.path.span, report)
            elif isinstance(line, Vary):
                _say("vary", line.name.span, report)
            elif isinstance(line, Setting) and line.key in KEYS:
                _say(f"{line.key}:", line.span, report)


def _say(what: str, span: Span, report: Report) -> None:
    report.add(
        NOT_YET,
        span,
        f"`{what}` is part of the language, and this version cannot do it yet",
        help="take the line out, or wait for a later version",
    )
