"""Where a user's own rows and settings are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def config_folder() -> Path:
    """Where this platform keeps a user's settings for this program."""
    from platformdirs import user_config_path

    return user_config_path("hailuo-dsl", appauthor=False)
