"""Who is alive: each run holds an operating-system lock on a file of its own.

The lock goes with the process, also by `kill -9`. A file that is there and not locked belongs to a
run that died; whoever finds it takes it away.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def living(folder: Path, run: str) -> Iterator[None]:
    """Hold the lock of *run* in *folder* until the block ends.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run}.lock"
    # A run may be entered in one thread and left in another.
    lock = FileLock(path, thread_local=False)
    with lock.acquire(blocking=False):
        try:
            yield
        finally:
            _take_away(path)
    # Where an open file cannot be taken away (Windows), it can be now.
    _take_away(path)


def alive(folder: Path, run: str) -> bool:
    """Tell whether somebody holds the lock of *run*.

    Raises:
        OSError: the lock's file cannot be opened.
    """
    path = folder / f"{run}.lock"
    if not run.isalnum() or not path.exists():
        return False
    try:
        with FileLock(path, thread_local=False).acquire(blocking=False):
            _take_away(path)
    except Timeout:
        return True
    _take_away(path)
    return False


def _take_away(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
