"""Open a picture with Pillow: quietly, safely, and with reasons that an author can read."""

from __future__ import annotations

import threading
import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from hailuo_dsl.media.sniff import is_cut_short, sniff, webp_size, what_else

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

MAX_PIXELS = 100_000_000
"""More declared pixels than this are not decoded; three bytes each, they would take 300 MB."""

_TOO_LARGE = f"declares more than {MAX_PIXELS // 1_000_000} million pixels: not safe to open"

# `warnings.catch_warnings` swaps state of the whole process.
_quiet = threading.Lock()


class Unreadable(Exception):
    """Why a picture cannot be read, as a clause that follows "the picture PATH"."""


@contextmanager
def open_picture(data: bytes) -> Iterator[Image.Image]:
    """Yield the picture in *data*, its pixels not yet decoded.

    Whatever Pillow raises here or in the block becomes Unreadable; its warnings stay inside.

    Raises:
        Unreadable: the bytes are no picture, a broken one, or one too large to decode.
    """
    from PIL import Image

    kind = _kind(data)
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if kind == "WEBP":
                from PIL import WebPImagePlugin  # noqa: F401 - else Pillow loads all its plug-ins
            with Image.open(BytesIO(data), formats=(kind,)) as picture:
                _check_size(picture.size)
                yield picture
        except Unreadable:
            raise
        except Image.DecompressionBombError as error:
            raise Unreadable(_TOO_LARGE) from error
        except Exception as error:
            # Pillow's plug-ins raise whatever their parsing ran into.
            raise Unreadable(_reason(error, data, kind)) from error


def _kind(data: bytes) -> str:
    if not data:
        raise Unreadable("is empty")
    kind = sniff(data)
    if kind is None:
        other = what_else(data)
        raise Unreadable(f"is {other}" if other else "is not a picture")
    if kind == "WEBP":
        _check_size(webp_size(data), least=0)
    if is_cut_short(data):
        raise Unreadable("is cut short: its end is missing")
    return kind


def _check_size(size: tuple[int, int], least: int = 1) -> None:
    width, height = size
    if min(width, height) < least:
        raise Unreadable("has no pixels")
    if width * height > MAX_PIXELS:
        raise Unreadable(_TOO_LARGE)


def _reason(error: Exception, data: bytes, kind: str) -> str:
    if "truncated" in str(error).lower() or len(data) < 100:
        return "is cut short: its end is missing"
    return f"is damaged: it begins as {kind} and cannot be decoded"
