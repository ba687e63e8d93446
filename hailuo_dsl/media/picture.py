"""Read a picture into pixels, write pixels as PNG, and pack a picture as a data URL."""

from __future__ import annotations

import base64
import binascii
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps

from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.open import Unreadable, open_picture
from hailuo_dsl.media.sniff import sniff

if TYPE_CHECKING:
    from numpy.typing import NDArray


PAPER = (255, 255, 255)
"""What shows through where a picture is transparent: cut-outs are made to stand on white."""

_MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

_DATA_URL = re.compile(r"data:(?P<head>[^,]*),(?P<body>.*)", re.DOTALL | re.IGNORECASE)


def read_picture(data: bytes) -> NDArray[np.uint8]:
    """Return the pixels of the picture file *data*: RGB, uint8, (height, width, 3).

    The EXIF rotation is applied; transparency is laid on white; CMYK, palettes, grey and 1 bit
    become RGB; 16 bits a channel are scaled to 8. Of a moving picture the first frame counts.

    Raises:
        MediaError: the bytes are no picture that can be decoded.
    """
    try:
        with open_picture(data) as opened:
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return np.ascontiguousarray(np.asarray(_in_rgb(upright), dtype=np.uint8))
    except Unreadable as problem:
        raise MediaError(f"the picture {problem}") from problem


def png(frame: NDArray[np.uint8]) -> bytes:
    """Return *frame* (RGB, uint8, (height, width, 3)) as the bytes of a PNG file."""
    out = BytesIO()
    Image.fromarray(frame).save(out, "PNG", compress_level=3)
    return out.getvalue()


def small(frame: NDArray[np.uint8], edge: int) -> bytes:
    """Return *frame* as the bytes of a JPEG file of some kilobytes, no side over *edge* pixels."""
    picture, out = Image.fromarray(frame), BytesIO()
    picture.thumbnail((edge, edge))
    picture.save(out, "JPEG", quality=70, optimize=True)
    return out.getvalue()


def data_url(data: bytes) -> str:
    """Return the picture file *data* as a data URL, its MIME type told by the bytes.

    Raises:
        MediaError: the bytes are neither JPEG, PNG nor WebP.
    """
    mime = _MIME.get(sniff(data) or "")
    if mime is None:
        raise MediaError("only JPEG, PNG and WebP pictures can be sent as a data URL")
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"


def read_data_url(text: str) -> bytes:
    """Return the bytes that the data URL *text* carries; what they are is not looked at.

    Blanks and line breaks within the base64 text are passed over.

    Raises:
        MediaError: the text is no data URL, is not in base64, or its base64 is broken.
    """
    parts = _DATA_URL.fullmatch(text.strip())
    if parts is None:
        raise MediaError("a data URL reads data:image/png;base64,… and this does not")
    if not parts["head"].strip().lower().endswith(";base64"):
        raise MediaError("the data URL is not in base64: ;base64 is missing before the comma")
    body = "".join(parts["body"].split())
    if not body:
        raise MediaError("the data URL is empty: nothing follows its comma")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MediaError("the data URL's base64 is broken: it was cut or altered") from error


def _in_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode == "I" or picture.mode == "F" or picture.mode.startswith("I;16"):
        return Image.fromarray(_in_eight_bits(np.asarray(picture))).convert("RGB")
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", over.size, (*PAPER, 255)), over).convert(
            "RGB"
        )
    return picture.convert("RGB")


def _in_eight_bits(deep: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale grey values of 16 or more bits; of more than 16, the brightest becomes white."""
    values = np.nan_to_num(deep.astype(np.float64)).clip(0.0, None)
    white = max(65535.0, float(values.max(initial=0.0)))
    return np.rint(values * (255.0 / white)).astype(np.uint8)
