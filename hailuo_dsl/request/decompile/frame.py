"""A frame of a request as the value of `from:` or `to:`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hailuo_dsl.request.model import FILE, SHOT
from hailuo_dsl.storyboard.frame_value import BASE64, IMAGE_SUFFIX, URL
from hailuo_dsl.syntax.lines import HASH
from hailuo_dsl.syntax.parse import FORBIDDEN
from hailuo_dsl.syntax.words import BLANKS

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog

ADDRESS = re.compile(URL)
PLAIN = re.compile(r"[\w./+@=~-]+").fullmatch
"""A path that needs no quotes, if it ends as pictures do."""

SPECIAL = re.compile(r"[\[\]{}\\]")
BRACES = re.compile(r"[{}\\]").search


def letter_problem(text: str) -> str | None:
    """Where *text* has a character that no script may hold, and which one."""
    found = FORBIDDEN(text)
    if found is None:
        return None
    return f"character {found.start() + 1} (U+{ord(found[0]):04X}) may not stand in a script"


def address_problem(url: str) -> str | None:
    """What keeps *url* from standing in a script, as a clause, or None."""
    return letter_problem(url) or _rest_problem(url, ADDRESS)


def frame_problem(frame: str, catalog: Catalog) -> str | None:
    """What keeps *frame* from standing in a script, as a clause, or None.

    Whether a shot whose frame it is can be named is another question.
    """
    problem = letter_problem(frame)
    if problem:
        return problem
    if frame.startswith(SHOT):
        return None
    if frame.startswith(FILE):
        return _path_problem(frame.removeprefix(FILE), catalog)
    return _rest_problem(frame, re.compile(f"{URL}|{catalog.data_url}{BASE64}"))


def path_value(path: str, variable: str) -> tuple[str | None, str]:
    """The value that *variable* must have, if one is needed, and that of the setting.

    In a path that holds a quote, a `#` between blanks further on would begin a comment; in a
    variable it is a letter like any other.
    """
    if PLAIN(path) and IMAGE_SUFFIX(path):
        return None, path
    value = f'"{value_of(path)}"'
    if HASH(value, value.find('"', 1) + 1) is None:
        return None, value
    core = path.strip(BLANKS)
    before, _, after = path.partition(core)
    return SPECIAL.sub(r"\\\g<0>", core), f'"{before}{{{variable}}}{after}"'


def value_of(text: str) -> str:
    """*text* as a setting's value says it, where braces and backslashes mean something."""
    return SPECIAL.sub(r"\\\g<0>", text) if BRACES(text) else text


def _path_problem(path: str, catalog: Catalog) -> str | None:
    feed = path.find("\n")
    if feed >= 0:
        return f"character {len(FILE) + feed + 1} is a line feed, and a value stands on one line"
    if re.fullmatch(f"{URL}|{catalog.data_url}{BASE64}", path):
        return "as a path in a script it would be an address"
    return None


def _rest_problem(text: str, pattern: re.Pattern[str]) -> str | None:
    """Where *text* goes on after what *pattern* knows."""
    found = pattern.match(text)
    if found is None or found.end() == len(text):
        return None
    return f"character {found.end() + 1} ({text[found.end()]!r}) may not stand in an address"
