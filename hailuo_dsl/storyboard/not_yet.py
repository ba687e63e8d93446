"""What the language has and this version cannot do; it is said, and never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.storyboard.rules import NOT_YET
from hailuo_dsl.syntax.model import Setting, Use, Vary
from hailuo_dsl.syntax.words import Key, Keyword

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Report, Span
    from hailuo_dsl.syntax.model import Script

KEYS = frozenset({Key.WITH, Key.EACH, Key.TO, Key.PICK, Key.TRIM, Key.TRANSITION})


def say_not_yet(script: Script, report: Report) -> None:
    """Report every line of *script* that asks for what does not work yet."""
    for block in (script.head, *script.blocks):
        if block.heading and block.heading.keyword is Keyword.SETUP:
            _say("setup", block.heading.span, report)
        for line in block.lines:
            match line:
                case Use(path):
                    _say("use", path.span, report)
                case Vary(name):
                    _say("vary", name.span, report)
                case Setting(key, _, span) if key in KEYS:
                    _say(f"{key}:", span, report)


def _say(what: str, span: Span, report: Report) -> None:
    report.add(
        NOT_YET,
        span,
        f"`{what}` is part of the language, and this version cannot do it yet",
        help="take the line out, or wait for a later version",
    )
