"""Tell a picture's format by its first bytes, and whether its last bytes are there."""

from __future__ import annotations

# What Pillow opens by itself, without an outside program such as Ghostscript.
_READABLE = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)

_NOT_READABLE = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"<svg", "an SVG drawing"),
    (b"8BPS", "a Photoshop document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"<!", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "a Git LFS pointer whose picture was not fetched"),
)

_HEIC = frozenset({b"heic", b"heix", b"hevc", b"mif1"})


def sniff(data: bytes) -> str | None:
    """Return the format of the picture that *data* begins, as Pillow names it, or None."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:12] in {b"ftypavif", b"ftypavis"}:
        return "AVIF"
    return next((name for magic, name in _READABLE if data.startswith(magic)), None)


def what_else(data: bytes) -> str | None:
    """Name what *data* is when it is no picture that can be read here: `a PDF document`."""
    if data[4:8] == b"ftyp":
        return "a HEIC picture" if data[8:12] in _HEIC else "a video"
    start = data[:200].lstrip().lower()
    return next((name for magic, name in _NOT_READABLE if start.startswith(magic.lower())), None)


def is_cut_short(data: bytes) -> bool:
    """Tell whether the end that the format itself announces is missing (PNG and WebP only)."""
    match sniff(data):
        case "PNG":
            return b"IEND\xaeB`\x82" not in data
        case "WEBP":
            return len(data) < 8 + int.from_bytes(data[4:8], "little")
        case _:
            return False


def webp_size(data: bytes) -> tuple[int, int]:
    """Return the width and height that a WebP's header declares, (0, 0) if it has none.

    Pillow's decoder sets the whole canvas aside before it tells the size.
    """
    head = data[12:16]
    if head == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    if head == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if head == b"VP8 ":
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
        return width, height
    return 0, 0
