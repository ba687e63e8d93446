"""What may be a name: a letter or digit, then letters, combining marks, digits, `-`, `_`."""

from __future__ import annotations

import re
from unicodedata import category, normalize

from hailuo_dsl.syntax.words import RESERVED

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*").fullmatch


def nfc(name: str) -> str:
    """*name* in the form that names are compared in."""
    return name if name.isascii() else normalize("NFC", name)


def name_problem(name: str) -> str | None:
    """What keeps *name* from being a name, as a clause, or None."""
    if name in RESERVED:
        return f"`{name}` means something of its own"
    if PLAIN(name):
        return None
    if not name:
        return "it is empty"
    if not (_is_letter(name[0]) or name[0] in "0123456789"):
        return f"it begins with `{name[0]}`, and a name begins with a letter or digit"
    strange = next((letter for letter in name[1:] if not _may_follow(letter)), None)
    return f"`{strange}` may not stand in a name" if strange else None


def _is_letter(character: str) -> bool:
    return category(character)[0] == "L"


def _may_follow(character: str) -> bool:
    return character in "-_0123456789" or category(character)[0] in "LM"
