"""What may be a name: a letter or digit, then letters, combining marks, digits, `-`, `_`."""

from __future__ import annotations

import re
from unicodedata import category, normalize

from hailuo_dsl.syntax.words import RESERVED

LONGEST = 100
"""Letters of a name."""

PLAIN = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST - 1}}}").fullmatch


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
    if len(name) > LONGEST:
        return f"it has {len(name)} characters, and a name at most {LONGEST}"
    if not (_is_letter(name[0]) or name[0] in "0123456789"):
        return f"it begins with {_shown(name[0])}, and a name begins with a letter or digit"
    strange = next((letter for letter in name[1:] if not _may_follow(letter)), None)
    return f"{_shown(strange)} may not stand in a name" if strange else None


def _shown(letter: str) -> str:
    """*letter* for a message; one that cannot be seen by its number."""
    return f"`{letter}`" if letter.isprintable() else f"U+{ord(letter):04X}"


def names_in(text: str) -> list[str]:
    """The stretches of *text* that could be names, or parts of one."""
    return "".join([it if _may_follow(it) else " " for it in nfc(text)]).split()


def _is_letter(character: str) -> bool:
    return category(character)[0] == "L"


def _may_follow(character: str) -> bool:
    return character in "-_0123456789" or category(character)[0] in "LM"
