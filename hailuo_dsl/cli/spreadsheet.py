"""Values as cells of a spreadsheet."""

from __future__ import annotations

import json
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection"""


def cell(value: Any) -> str:
    """*value* as a cell: what is not there is empty, a mapping is JSON.

    What a spreadsheet would run as a formula, a file's name or a service's words may be one, gets
    an apostrophe before it, as an author would type it; JSON has everything to the letter.
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
