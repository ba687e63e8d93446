"""Names the row of the README's table of failures that a test shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def row(text: str) -> Callable:
    """The first cell of the row, as it stands there."""
    return pytest.mark.row(text)
