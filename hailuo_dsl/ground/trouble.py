"""What stops a command and can be put right by whoever called it."""

from __future__ import annotations

import errno
from typing import Protocol

NO_ROOM = "the disk is full or the file may not grow"

_FULL = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)
"""No room on the disk, in the user's share of it, or under the limit of one file."""


class Trouble(Exception):
    """Something the caller can put right; the message is one sentence that says how.

    A face shows the message alone, never a traceback. (A mistake in a script is no trouble but a
    diagnostic; a broken promise of ours is any other exception.)
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython prints of it."""
        return [f"error: {self}"]


class SystemSays(Protocol):
    """What an `OSError` tells, and what a library's error tells that is none."""

    @property
    def errno(self) -> int | None: ...

    @property
    def strerror(self) -> str | None: ...


def reason_of(error: SystemSays) -> str:
    """Why the system did not do what was asked, as a clause: `Permission denied`."""
    return NO_ROOM if error.errno in _FULL else error.strerror or str(error)


def disk_words(error: OSError) -> str:
    """What the system says of a file, as one sentence: `out/film.mp4: Permission denied`."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{reason_of(error)}"
