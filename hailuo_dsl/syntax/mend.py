"""What would put a bad line right, where the line leaves no doubt of what was meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.ground.model import Edit, Fix
from hailuo_dsl.syntax.names import name_problem
from hailuo_dsl.syntax.words import BLANKS, Key, Keyword

if TYPE_CHECKING:
    from hailuo_dsl.ground.model import Span
    from hailuo_dsl.syntax.model import Word

KEYS = frozenset(Key)
WIDE_MARK = "＞"
CURLY = "“”„‟＂"
KEY_AND_COLON = rf"(?P<key>\w+)[{BLANKS}]*[:：]"
VARIABLE = rf"(?:let|vary)[{BLANKS}]+(?P<name>[^{BLANKS}:：]+)(?P<parted>[{BLANKS}]*：)"
HEADED = rf'(?P<word>[A-Za-z]+)[{BLANKS}]+(?P<name>[^{BLANKS}"]+)(?:[{BLANKS}]+".*")?'


def replaced(span: Span, text: str, *, safe: bool = True) -> Fix:
    """The fix that writes *text* in the place of *span*."""
    return Fix((Edit(span, text),), safe)


def line_fix(text: Word) -> Fix | None:
    """What makes a line of no class one of a class: a plain mark, a plain colon, small letters."""
    line, start = text.text, text.span.start
    if line[0] == WIDE_MARK:
        return replaced(text.span._replace(end=start + 1), ">")
    key = re.match(KEY_AND_COLON, line)
    if key and key["key"].lower() in KEYS:
        at = text.span._replace(end=start + key.end())
        return replaced(at, f"{key['key'].lower()}:")
    variable = re.match(VARIABLE, line)
    if variable and name_problem(variable["name"]) is None:
        begin, end = variable.span("parted")
        return replaced(text.span._replace(start=start + begin, end=start + end), ":")
    headed = re.fullmatch(HEADED, line)
    if headed and headed["word"].lower() in set(Keyword) and name_problem(headed["name"]) is None:
        word = headed["word"]
        return replaced(text.span._replace(end=start + len(word)), word.lower())
    return None


def key_fix(written: str, at: Span, near: str | None) -> Fix | None:
    """The key that was meant; without a doubt only where it is written in other letters."""
    if near is None:
        return None
    return replaced(at, near, safe=written.lower() == near)


def title_fix(written: str, at: Span) -> Fix | None:
    """The title in plain quotes, where it stands in those of a typesetter."""
    inside = written.strip(CURLY + '"')
    whole = len(written) > 2 and written[0] in CURLY + '"' and written[-1] in CURLY + '"'
    return replaced(at, f'"{inside}"') if whole and inside.strip() and '"' not in inside else None


def comment_above(line: str, start: int, comment: Span) -> Fix:
    """The comment that follows a value, on a line of its own above it.

    Args:
        line: the whole line; *start* is where it begins.
    """
    at = comment.start - start
    kept = line[:at].rstrip(BLANKS)
    indent = line[: len(line) - len(line.lstrip(BLANKS))]
    above = Edit(comment._replace(start=start, end=start), f"{indent}{line[at:].rstrip()}\n")
    return Fix((above, Edit(comment._replace(start=start + len(kept)), "")))
