"""The service's bounds for a picture, each tried on both sides of its edge."""

import pytest

from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.compile import World, compile_script
from hailuo_dsl.ground.read import source_of
from hailuo_dsl.ground.world import ImageFacts

DATA_URL = "data:image/png;base64,AAAA"


def said(kind="JPEG", size=80_000, width=600, height=400, frame="a.jpg"):
    """The slugs of what is said of a shot that starts from such a picture."""
    rows = catalog()
    facts = ImageFacts(kind, size, width, height, "c0ffee")
    world = World(rows, rows.provider("gateway"), lambda _: facts)
    text = f"model: MiniMax-Hailuo-2.3\nshot it\nfrom: {frame}\n> Go.\n"
    return [it.rule.slug for it in compile_script(source_of("film.shots", text), world).report]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_formats_that_are_taken(kind):
    assert said(kind) == []


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF", ""])
def test_formats_that_are_not(kind):
    assert said(kind) == ["picture-format"]


@pytest.mark.parametrize(
    ("width", "height", "slugs"),
    [
        (301, 301, []),
        (300, 600, ["picture-too-small"]),
        (451, 300, ["picture-too-small"]),
        (1000, 400, []),
        (400, 1000, []),
        (1001, 400, ["picture-aspect"]),
        (400, 1001, ["picture-aspect"]),
        (900, 200, ["picture-too-small", "picture-aspect"]),
    ],
)
def test_size_and_shape(width, height, slugs):
    assert sorted(said(width=width, height=height)) == sorted(slugs)


@pytest.mark.parametrize(
    ("size", "slugs"),
    [
        (3_000_000, []),
        (3_000_001, ["picture-heavy"]),
        (19_999_999, ["picture-heavy"]),
        (20_000_000, ["picture-too-large"]),
    ],
)
def test_weight(size, slugs):
    assert said(size=size) == slugs


def test_a_data_url_is_held_to_the_same_and_an_address_to_nothing():
    assert said("GIF", frame=DATA_URL) == ["picture-format"]
    assert said("GIF", frame="https://example.com/a.gif") == []
