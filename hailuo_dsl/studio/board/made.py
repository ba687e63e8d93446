"""The clips that a board may show frames of: those that a run has made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.job.store import name_of
from hailuo_dsl.studio.production import known, produced, stands

if TYPE_CHECKING:
    from pathlib import Path

    from hailuo_dsl.studio.film import Film


def clips_of(film: Film) -> dict[str, Path]:
    """Request id -> the clip, of each take of *film* whose clip is in the folder for clips.

    Where the provider is not set up, or the ledger cannot be read, there are none: a storyboard is
    drawn before anything is made.
    """
    try:
        production = produced(film)
        clips = stands(production, known(production.ledger)).clips
    except Trouble:
        return {}
    named = {id: production.out / name_of(id) for id in clips}
    return {id: path for id, path in named.items() if path.is_file()}
