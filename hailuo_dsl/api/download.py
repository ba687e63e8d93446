"""Bring a clip to the disk, over as many answers as it takes.

When the line breaks, what has come stays in the part, and the note beside it says what it is of:
a later attempt, of this run or of another, asks for the rest of just that version of the clip
(RFC 9110, 13.1.5 and 14).
"""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx

from hailuo_dsl.api.decode import download_error
from hailuo_dsl.api.errors import Advice, DeadLink, Lost, Refused
from hailuo_dsl.api.part import DATE, append, begun, discard, flush, resumed
from hailuo_dsl.api.probe import is_link, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from hailuo_dsl.api.part import Held

REDIRECTING = frozenset({301, 302, 303, 307, 308})

SAID_LIMIT = 4096
"""Bytes of an answer that is no clip, read for the words in it."""

WORDS = ("text/", "application/json", "application/xml")
"""Content types of pages that say why there is no clip."""

SURE_AFTER = timedelta(seconds=60)
"""A file this much older than the answer did not change twice in the second that dates it.

RFC 9110, 8.8.2.2, asks for a second, and for more where clocks may differ; RFC 7232 asked for this.
"""

_LENGTH = re.compile(r"[0-9]{1,18}")
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one answer brings: the bytes from *start* up to *end*, where that is known."""

    start: int
    end: int | None
    total: int | None


def asking(had: Held | None) -> dict[str, str]:
    """The headers that ask for what is missing, and for all of it if it is another version now."""
    plain = {"Accept-Encoding": "identity"}
    if had is None:
        return plain
    return {**plain, "Range": f"bytes={had.size}-", "If-Range": had.validator}


def is_of(url: str, base_url: str) -> bool:
    """Whether *url* is of the scheme, host and port of *base_url*.

    Raises:
        DeadLink: it names no place that can be asked.
    """
    try:
        return _origin(url) == _origin(base_url)
    except (httpx.InvalidURL, UnicodeError):
        raise DeadLink(
            "the link to the clip names no place that can be asked", advice=Advice.WAIT, said=url
        ) from None


def led_on(response: httpx.Response, location: str) -> str:
    """Return the link that *response* sends us on to, nothing if it does not.

    Raises:
        DeadLink: it is no http or https address.
    """
    if not location or response.status_code not in REDIRECTING:
        return ""
    with suppress(ValueError):
        there = urljoin(str(response.url), location)
        if is_link(there):
            return there
    raise DeadLink(
        "the link to the clip leads on to what is no http or https address",
        advice=Advice.WAIT,
        said=location,
    )


async def save(
    response: httpx.Response,
    part: Path,
    had: Held | None,
    *,
    limit: int,
    hide: Callable[[bytes], bytes],
) -> bool:
    """Add the body of *response*, which is still to come, to *part* and flush it.

    Args:
        response: the answer to what `asking` asks for.
        part: left as it is when the line breaks or the disk is full.
        had: what is in *part*; None if it is to be taken anew.
        limit: bytes that the whole clip may have.
        hide: makes unreadable what is not to be said on.

    Returns:
        Whether the clip is whole; if it is not, what is missing may be asked for at once.

    Raises:
        DeadLink: the link leads to nothing, to words, or to something packed.
        Refused: the clip is larger than *limit*, or we are to wait.
        Lost: fewer bytes came than were announced, or none.
        OSError: the file cannot be written.
    """
    await _see_that_it_is_a_clip(response, had, hide)
    piece = _piece(response, had)
    if piece is None:
        if had is None:
            raise Lost("the service sent a piece of the clip where all of it was asked for")
        done = response.status_code == 416 and _has_all(response.headers, had)
        if done:
            await asyncio.to_thread(flush, part)
        else:
            discard(part)
        return done
    if piece.total is not None and piece.total > limit:
        discard(part)
        raise _too_large(limit)
    size = await _taken(response, part, piece, limit, hide)
    if size > limit:
        discard(part)
        raise _too_large(limit)
    if piece.end is not None and size > piece.end:
        discard(part)
        raise Lost("more bytes came than the service had announced")
    if not size or size < (piece.end or 0):
        of = "" if piece.total is None else f" of {piece.total}"
        raise Lost(f"the clip did not come whole: {size}{of} bytes")
    return piece.total is None or size == piece.total


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = httpx.URL(url)
    return parts.scheme, parts.host, parts.port


async def _see_that_it_is_a_clip(
    response: httpx.Response, had: Held | None, hide: Callable[[bytes], bytes]
) -> None:
    status, headers = response.status_code, response.headers
    if had and status == 416:
        return
    if status not in (200, 206):
        raise download_error(status, headers, hide(await _beginning(response)))
    if headers.get("content-type", "").lower().startswith(WORDS):
        raise DeadLink(
            "the link to the clip leads to words and not to a clip",
            advice=Advice.WAIT,
            said=hide(await _beginning(response)).decode("utf-8", "replace"),
        )
    packed = hide(headers.get("content-encoding", "").strip().encode()).decode()
    if packed.lower() not in ("", "identity"):
        raise DeadLink(
            f"the clip comes packed ({shown(packed)}), though it was asked for as it is",
            advice=Advice.WAIT,
        )


def _piece(response: httpx.Response, had: Held | None) -> _Piece | None:
    """What *response* brings; None if it is nothing that can be joined to what we *had*."""
    headers = response.headers
    if response.status_code == 200:
        # Also where the rest was asked for: this is another version, or is never given in pieces.
        length = _LENGTH.fullmatch(headers.get("content-length", ""))
        end = int(length[0]) if length else None
        return _Piece(0, end, end)
    found = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if response.status_code != 206 or had is None or found is None:
        return None
    first, last, total = map(int, found.groups())
    fits = first == had.size and first <= last < total and had.total in (None, total)
    return _Piece(first, last + 1, total) if fits and _is_same(headers, had.validator) else None


def _is_same(headers: Mapping[str, str], validator: str) -> bool:
    """Whether a piece is of the version *validator*: not every service minds `If-Range`.

    An ETag has to come again with each piece, a date need not (RFC 9110, 15.3.7).
    """
    if validator.startswith('"'):
        return headers.get("etag") == validator
    return headers.get("last-modified", validator) == validator


def _has_all(headers: Mapping[str, str], had: Held) -> bool:
    """Whether there is nothing after what we *had*, as the answer HTTP 416 says."""
    named = headers.get("etag", had.validator)
    if had.validator.startswith('"') and named != had.validator:
        return False
    return had.total is None and headers.get("content-range", "").strip() == f"bytes */{had.size}"


def _validator(headers: Mapping[str, str]) -> str:
    """What `If-Range` may name this version by (RFC 9110, 13.1.5); nothing if there is nothing.

    Where there is an ETag a date may not stand in for it, even if it is a weak one, which `held`
    does not take.
    """
    if "etag" in headers:
        return headers["etag"]
    modified, date = headers.get("last-modified", ""), headers.get("date", "")
    if DATE.fullmatch(modified) and DATE.fullmatch(date):
        with suppress(ValueError):
            if parsedate_to_datetime(date) - parsedate_to_datetime(modified) >= SURE_AFTER:
                return modified
    return ""


async def _taken(
    response: httpx.Response,
    part: Path,
    piece: _Piece,
    limit: int,
    hide: Callable[[bytes], bytes],
) -> int:
    """Write what comes to *part*, and return its size; a byte too many is not written."""
    most = limit if piece.end is None else min(limit, piece.end)
    size = piece.start
    validator = "" if size else _validator(response.headers)
    if hide(validator.encode()) != validator.encode():
        validator = ""  # it would be written down
    with resumed(part, size) if size else begun(part, validator, piece.total) as file:
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > most:
                return size
            append(file, chunk)
        await asyncio.to_thread(os.fsync, file.fileno())
    return size


def _too_large(limit: int) -> Refused:
    return Refused(
        f"the clip is larger than the {limit // 2**20} MB that are taken", advice=Advice.FIX
    )


async def _beginning(response: httpx.Response) -> bytes:
    """The first words of an answer that is no clip, or as many as come of them."""
    body = b""
    with suppress(httpx.HTTPError):
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= SAID_LIMIT:
                break
    return body[:SAID_LIMIT]
