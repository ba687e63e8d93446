"""Read the body of a submit: what is asked for, or why it is not taken."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

from hailuo_dsl.animatic.make import short_edge_of
from hailuo_dsl.api.simulator.model import KEPT, Job, Picture
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.request.model import FRAME_KEYS
from hailuo_dsl.request.validate import Validator

if TYPE_CHECKING:
    from hailuo_dsl.catalog.model import Catalog


class BadRequestError(Exception):
    """A body that is not taken; the message says why."""


class Reader:
    """Holds bodies against the wire's schema, and looks at each picture once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._validator = Validator(catalog, wire=True)
        self._sizes: dict[str, tuple[int, int]] = {}

    def read(self, body: bytes) -> Job:
        """The job that *body* asks for.

        Raises:
            BadRequestError: the wire's schema does not allow it, or a picture cannot be filmed.
        """
        try:
            asked = json.loads(body)
        except (ValueError, RecursionError):
            raise BadRequestError("the body is not valid JSON") from None
        problems = self._validator.problems(asked)
        if problems:
            raise BadRequestError("; ".join(problems))
        short_edge = short_edge_of(asked, self._catalog)
        metadata, pictures = dict(asked["metadata"]), {}
        for key in FRAME_KEYS:
            text = metadata.get(key, "")
            if text.startswith("data:"):
                try:
                    sha256, picture = self._picture(text)
                except MediaError as problem:
                    raise BadRequestError(f"metadata.{key}: {problem}") from problem
                metadata[key] = f"{KEPT}{sha256}"
                pictures[sha256] = picture
        return Job({**asked, "metadata": metadata}, pictures, short_edge)

    def _picture(self, text: str) -> tuple[str, Picture]:
        """The sha256 and the picture of a data URL.

        Raises:
            MediaError: it cannot be filmed.
        """
        from hailuo_dsl.animatic.stage import filmable
        from hailuo_dsl.media.picture import read_data_url

        data: bytes = read_data_url(text)
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in self._sizes:
            height, width = filmable(data).shape[:2]
            self._sizes[sha256] = width, height
        return sha256, Picture(data, *self._sizes[sha256])


def advance_in(body: bytes) -> float:
    """The seconds that *body* asks the clock to jump ahead.

    Raises:
        BadRequestError: it asks for something else.
    """
    try:
        seconds = json.loads(body)["advance"]
        if isinstance(seconds, int | float) and 0 <= seconds < math.inf:
            return float(seconds)
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise BadRequestError('{"advance": seconds} was expected, 0 or more: no clock goes back')


async def body_of(parts: Any, limit: int) -> bytes | None:
    """The whole body; None if it is longer than *limit* bytes.

    Such a one is read to its end too, so that the client hears of it.
    """
    kept, size = [], 0
    async for part in parts:
        size += len(part)
        if size <= limit:
            kept.append(part)
    return b"".join(kept) if size <= limit else None
