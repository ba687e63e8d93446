"""What a picture is, told by its bytes."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from hailuo_dsl.ground.world import FileProblem, ImageFacts
from hailuo_dsl.media.facts import facts_of_data_url, image_facts
from hailuo_dsl.media.picture import data_url

PICTURES = Path(__file__).parent.parent / "pictures"


def saved(
    path: Path, kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **more
) -> Path:
    Image.effect_noise(size, 60).convert(mode).save(path, kind, **more)
    return path


def png_that_declares(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_the_cat_is_exactly_300_pixels_high():
    path = PICTURES / "chelsea.jpg"
    data = path.read_bytes()

    facts = image_facts(path)

    assert facts == ImageFacts("JPEG", len(data), 451, 300, hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_the_bytes_tell_the_format_and_not_the_name(tmp_path, kind):
    mode = "P" if kind == "GIF" else "RGB"

    facts = image_facts(saved(tmp_path / "picture.jpg", kind, mode))

    assert isinstance(facts, ImageFacts)
    assert (facts.format, facts.width, facts.height) == (kind, 60, 40)


def test_a_phone_picture_of_several_parts_is_a_jpeg(tmp_path):
    one, two = (Image.effect_noise((60, 40), 60).convert("RGB") for _ in range(2))
    one.save(tmp_path / "phone.jpg", "MPO", save_all=True, append_images=[two])

    facts = image_facts(tmp_path / "phone.jpg")

    assert isinstance(facts, ImageFacts)
    assert facts.format == "JPEG"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("turn", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))]
)
def test_width_and_height_are_those_that_are_seen(tmp_path, kind, turn, size):
    exif = Image.Exif()
    exif[0x0112] = turn

    facts = image_facts(saved(tmp_path / "turned", kind, exif=exif))

    assert isinstance(facts, ImageFacts)
    assert (facts.width, facts.height) == size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_picture_cut_short_is_found_wherever_it_is_cut(tmp_path, kind, share):
    path = saved(tmp_path / "cut", kind, size=(400, 300))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])

    assert image_facts(path) == FileProblem("is cut short: its end is missing")


def test_a_png_without_its_last_bytes_is_cut_short(tmp_path):
    path = saved(tmp_path / "cut.png", "PNG")
    path.write_bytes(path.read_bytes()[:-3])

    assert image_facts(path) == FileProblem("is cut short: its end is missing")


def test_bytes_after_the_end_do_no_harm(tmp_path):
    for kind in ("JPEG", "PNG", "WEBP"):
        path = saved(tmp_path / kind, kind)
        path.write_bytes(path.read_bytes() + b"added by a camera")

        assert isinstance(image_facts(path), ImageFacts)


def test_a_damaged_picture_says_what_it_began_as(tmp_path):
    path = saved(tmp_path / "damaged.png", "PNG", size=(400, 300))
    data = bytearray(path.read_bytes())
    data[2000:4000] = bytes(2000)
    path.write_bytes(data)

    assert image_facts(path) == FileProblem("is damaged: it begins as PNG and cannot be decoded")


@pytest.mark.parametrize("side", [12_000, 20_000, 2_000_000])
def test_a_bomb_is_told_and_not_opened(tmp_path, side):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_declares(side, side))

    problem = image_facts(path)

    assert isinstance(problem, FileProblem)
    assert problem.reason == "declares more than 100 million pixels: not safe to open"


def test_a_webp_bomb_is_told_before_its_canvas_is_set_aside(tmp_path):
    path = tmp_path / "bomb.webp"
    wide = (16_000 - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + wide + wide
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)

    problem = image_facts(path)

    assert isinstance(problem, FileProblem)
    assert problem.reason.startswith("declares more than")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"hello", "is not a picture"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is a PostScript document"),
        (b"\n<svg xmlns='x'/>", "is an SVG drawing"),
        (b"<!DOCTYPE html>", "is a web page"),
        (b"\x00\x00\x00\x18ftypheic", "is a HEIC picture"),
        (b"\x00\x00\x00\x18ftypisom", "is a video"),
        (b"\xff\xd8\xff", "is cut short: its end is missing"),
    ],
)
def test_what_is_no_picture_is_named_where_it_can_be(tmp_path, data, reason):
    path = tmp_path / "picture.jpg"
    path.write_bytes(data)

    assert image_facts(path) == FileProblem(reason)


def test_what_is_not_there_is_missing(tmp_path):
    assert image_facts(tmp_path / "no.png") == FileProblem("does not exist", missing=True)
    saved(tmp_path / "file.png", "PNG")
    assert image_facts(tmp_path / "file.png" / "in.png") == FileProblem(
        "does not exist", missing=True
    )


def test_what_is_there_and_no_file_is_not_missing(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    assert image_facts(tmp_path) == FileProblem("is a folder")
    assert image_facts(tmp_path / "pipe") == FileProblem("is not a regular file")
    loop = image_facts(tmp_path / "loop")
    assert isinstance(loop, FileProblem)
    assert loop.reason.startswith("cannot be read:")


@contextmanager
def nobody():
    """Be nobody for a while: nothing is forbidden to root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_forbidden_file_says_so(tmp_path):
    path = saved(tmp_path / "secret.png", "PNG")
    path.chmod(0)

    with nobody():
        facts = image_facts(path)
    assert facts == FileProblem("may not be read: permission denied")


def test_a_large_picture_still_has_facts(tmp_path):
    path = tmp_path / "large.bmp"
    Image.new("RGB", (5200, 4400)).save(path)

    facts = image_facts(path)

    assert isinstance(facts, ImageFacts)
    assert facts.size > 64_000_000
    assert (facts.width, facts.height) == (5200, 4400)


def test_broken_exif_warns_nobody(tmp_path):
    whole = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "x" * 40
    Image.new("RGB", (40, 30)).save(whole, "JPEG", exif=exif)
    path = tmp_path / "odd.jpg"
    path.write_bytes(whole.getvalue().replace(b"\x01\x0e\x00\x02", b"\x01\x0e\x00\x63"))

    assert isinstance(image_facts(path), ImageFacts)


def test_a_picture_inside_a_data_url_has_the_same_facts():
    path = PICTURES / "coffee.jpg"

    assert facts_of_data_url(data_url(path.read_bytes())) == image_facts(path)


def test_a_data_url_that_holds_no_picture_says_so():
    broken = facts_of_data_url("data:image/png;base64,AAA")
    empty = facts_of_data_url("data:image/png;base64,AAAA")

    assert isinstance(broken, FileProblem)
    assert "base64" in broken.reason
    assert isinstance(empty, FileProblem)
