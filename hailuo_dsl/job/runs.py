"""Who is alive: each run holds an operating-system lock on a file of its own.

The lock goes with the process, also by `kill -9`. A file that is there and not locked belongs to a
run that died; the next run takes it away.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SWEPT = 10.0
"""Seconds that a sweep may take."""


@contextmanager
def living(folder: Path, run: str) -> Iterator[None]:
    """Hold the lock of *run* in *folder* until the block ends.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    path = folder / f"{run}.lock"
    # A run may be entered in one thread and left in another.
    lock = FileLock(path, thread_local=False)
    # Whoever sweeps holds a new file for a moment.
    with lock.acquire(timeout=SWEPT, poll_interval=0.01):
        try:
            yield
        finally:
            _take_away(path)
    # Where an open file cannot be taken away (Windows), it can be now.
    _take_away(path)


def alive(folder: Path, run: str) -> bool:
    """Tell whether somebody holds the lock of *run*; nothing is changed.

    Raises:
        OSError: the lock's file cannot be read.
    """
    path = folder / f"{run}.lock"
    if not run.isalnum() or not path.exists():
        return False
    with suppress(FileNotFoundError):  # it has just ended
        return _is_held(path)
    return False


def _is_held(path: Path) -> bool:
    """Tell whether the file at *path* is locked by somebody.

    Raises:
        OSError: it may not be read, or on Windows not be written.
    """
    if sys.platform == "win32":
        try:
            with FileLock(path, thread_local=False).acquire(blocking=False):
                return False
        except Timeout:
            return True
    import fcntl

    with path.open("rb") as file:
        # A lock for reading asks no leave to write, and who asks is no run to others who ask.
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _sweep(folder: Path) -> None:
    """Take away the files of the dead, each while it is held: its run might just begin."""
    for path in folder.glob("*.lock"):
        with suppress(OSError), FileLock(path, thread_local=False).acquire(blocking=False):
            _take_away(path)


def _take_away(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
