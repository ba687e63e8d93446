"""Pictures into pixels, and back into PNG and data URLs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.picture import data_url, png, read_data_url, read_picture

PICTURES = Path(__file__).parent.parent / "pictures"


def packed(picture: Image.Image, kind: str = "PNG", **more) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def ramp(dtype: type, top: int) -> np.ndarray:
    """Grey from black at the left to white at the right, 256 wide."""
    return np.tile(np.linspace(0, top, 256).round().astype(dtype), (20, 1))


RAMP = np.repeat(ramp(np.uint8, 255)[..., None], 3, axis=2)


MODES = {
    "PNG": ("RGB", "L", "P", "1", "LA", "RGBA"),
    "JPEG": ("RGB", "L", "CMYK", "YCbCr", "1"),
    "WEBP": ("RGB", "L", "P", "CMYK", "YCbCr", "1", "LA", "RGBA", "PA"),
    "TIFF": ("RGB", "L", "P", "CMYK", "1", "LA", "RGBA", "PA", "LAB"),
}


@pytest.mark.parametrize(("kind", "mode"), [(kind, it) for kind in MODES for it in MODES[kind]])
def test_every_kind_of_picture_becomes_rgb(kind, mode):
    coffee = Image.open(PICTURES / "coffee.jpg").resize((60, 40))
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(
            *map(ImageCms.createProfile, ("sRGB", "LAB")), "RGB", "LAB"
        )
        data = packed(ImageCms.applyTransform(coffee, to_lab), kind)
    else:
        data = packed(coffee.convert(mode), kind)

    pixels = read_picture(data)

    assert pixels.shape == (40, 60, 3)
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert pixels.std() > 20


def test_deep_grey_is_scaled_and_not_clipped():
    sixteen = packed(Image.fromarray(ramp(np.uint16, 65535)))
    thirty_two = packed(Image.fromarray(ramp(np.int32, 65535)), "TIFF")
    floats = packed(Image.fromarray(ramp(np.float32, 65535)), "TIFF")

    for data in (sixteen, thirty_two, floats):
        assert np.abs(read_picture(data).astype(int) - RAMP).max() <= 1


def test_deep_colour_is_scaled_and_not_clipped():
    import cv2

    deep = np.repeat(ramp(np.uint16, 65535)[..., None], 3, axis=2)
    data = cv2.imencode(".png", deep)[1].tobytes()

    assert np.abs(read_picture(data).astype(int) - RAMP).max() <= 1


def test_what_is_transparent_shows_white():
    clear = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    clear.paste((0, 0, 255, 255), (0, 0, 20, 30))
    half = Image.new("RGBA", (40, 30), (0, 0, 0, 128))

    for kind in ("PNG", "WEBP"):
        pixels = read_picture(packed(clear, kind, **({"lossless": True} if kind == "WEBP" else {})))
        assert pixels[10, 5].tolist() == [0, 0, 255]
        assert pixels[10, 35].tolist() == [255, 255, 255]
    assert read_picture(packed(half))[0, 0].tolist() == pytest.approx([127] * 3, abs=1)


def test_a_palette_with_a_clear_colour_shows_white():
    flat = Image.new("P", (40, 30), 1)
    flat.putpalette([255, 0, 0, 0, 255, 0])
    flat.paste(0, (0, 0, 20, 30))

    pixels = read_picture(packed(flat, transparency=1))

    assert pixels[10, 5].tolist() == [255, 0, 0]
    assert pixels[10, 35].tolist() == [255, 255, 255]


def test_print_colours_look_like_themselves():
    red = Image.new("CMYK", (40, 30), (0, 255, 255, 0))

    pixels = read_picture(packed(red, "JPEG", quality=95))

    assert pixels[10, 10, 0] > 200
    assert pixels[10, 10, 1:].max() < 60


def test_a_turned_picture_stands_upright():
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("black", (0, 0, 60, 10))
    exif = Image.Exif()
    exif[0x0112] = 6

    pixels = read_picture(packed(picture, "PNG", exif=exif))

    assert pixels.shape == (60, 40, 3)
    assert pixels[:, -5:].max() == 0
    assert pixels[:, :20].min() == 255


def test_of_a_moving_picture_the_first_frame_counts():
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    data = packed(first, "WEBP", save_all=True, append_images=[second], lossless=True)

    assert read_picture(data)[5, 5].tolist() == [255, 0, 0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the picture is empty"),
        (b"words", "the picture is not a picture"),
        ((PICTURES / "coffee.jpg").read_bytes()[:9000], "the picture is cut short"),
    ],
)
def test_what_cannot_be_read_says_why(data, said):
    with pytest.raises(MediaError, match=said):
        read_picture(data)


def test_png_keeps_every_pixel():
    frame = np.random.default_rng(7).integers(0, 256, (30, 40, 3), dtype=np.uint8)

    assert (read_picture(png(frame)) == frame).all()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_data_url_names_the_type_by_the_bytes(kind):
    data = packed(Image.new("RGB", (40, 30)), kind)

    url = data_url(data)

    assert url.startswith(f"data:image/{kind.lower()};base64,")
    assert read_data_url(url) == data


def test_other_formats_make_no_data_url():
    with pytest.raises(MediaError, match="only JPEG, PNG and WebP"):
        data_url(packed(Image.new("RGB", (40, 30)), "BMP"))


@pytest.mark.parametrize(
    "text",
    [
        "data:image/png;base64,aGVs\n bG8=",
        " DATA:image/png;x=1;BASE64,aGVsbG8=",
        "data:;base64,aGVsbG8=",
    ],
)
def test_a_data_url_is_read_as_loosely_as_it_may_be_written(text):
    assert read_data_url(text) == b"hello"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.com/a.png", "a data URL reads"),
        ("data:image/png;base64", "a data URL reads"),
        ("data:image/png,abc", "not in base64"),
        ("data:image/png;base64,", "nothing follows"),
        ("data:image/png;base64,abc", "is broken"),
        ("data:image/png;base64,ab$c", "is broken"),
        ("data:image/png;base64,灯塔", "is broken"),
    ],
)
def test_a_malformed_data_url_says_what_is_wrong(text, said):
    with pytest.raises(MediaError, match=said):
        read_data_url(text)
