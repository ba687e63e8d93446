"""Let a file appear whole or not at all."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

import av

from hailuo_dsl.ground.trouble import reason_of
from hailuo_dsl.media.model import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Say of whatever goes wrong in the block that *path* cannot be written.

    Raises:
        MediaError: it cannot.
    """
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        raise MediaError(f"{path} cannot be written: {reason_of(error)}") from error


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Yield a new name beside *path*; what is written there becomes *path* when the block ends.

    If the block raises, *path* is as it was and nothing is left behind.
    Effect: makes the folder of *path* where it is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.stem[:40]}.{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
