"""Bring the body of an answer to the disk, whole or not at all."""

from __future__ import annotations

import asyncio
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hailuo_dsl.api.decode import download_error
from hailuo_dsl.api.errors import Advice, DeadLink, Lost, Refused
from hailuo_dsl.api.probe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    import httpx

SAID_LIMIT = 4096
"""Bytes of an answer that is no clip, read for the words in it."""

WORDS = ("text/", "application/json", "application/xml")
"""Content types of pages that say why there is no clip."""


async def save(response: httpx.Response, to: Path, *, limit: int) -> None:
    """Write the body of *response*, which is still to come, to the file *to* and flush it.

    Args:
        response: the answer to a download.
        to: taken anew; removed again if anything goes wrong.
        limit: bytes.

    Raises:
        DeadLink: the link leads to nothing, or to words.
        Refused: it is larger than *limit*, or we are to wait.
        Lost: fewer bytes came than were announced, or none.
        OSError: the file cannot be written.
    """
    if response.status_code != 200:
        raise download_error(response.status_code, response.headers, await _beginning(response))
    if response.headers.get("content-type", "").lower().startswith(WORDS):
        words = (await _beginning(response)).decode("utf-8", "replace")
        raise DeadLink(
            "the link to the clip leads to words and not to a clip",
            advice=Advice.WAIT,
            said=shown(words),
        )
    length = response.headers.get("content-length", "")
    announced = int(length) if length.isascii() and length.isdigit() else None
    if announced is not None and announced > limit:
        raise _too_large(limit)
    with _taken_anew(to) as file:
        size = 0
        async for part in response.aiter_bytes():
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            file.write(part)
        came = response.num_bytes_downloaded
        if not size or (announced is not None and came != announced):
            of = "" if announced is None else f" of {announced}"
            raise Lost(f"the clip did not come whole: {came}{of} bytes")
        await asyncio.to_thread(_flush, file)


@contextmanager
def _taken_anew(to: Path) -> Iterator[BinaryIO]:
    with to.open("wb") as file:
        try:
            yield file
        except BaseException:
            file.close()
            to.unlink(missing_ok=True)
            raise


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _too_large(limit: int) -> Refused:
    return Refused(
        f"the clip is larger than the {limit // 2**20} MB that are taken", advice=Advice.FIX
    )


async def _beginning(response: httpx.Response) -> bytes:
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) >= SAID_LIMIT:
            break
    return body[:SAID_LIMIT]
