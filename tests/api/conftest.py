"""A request and its picture."""

import io

import pytest
from PIL import Image

from hailuo_dsl.media.picture import data_url


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def picture():
    """A JPEG that the image rules allow, in which left and right differ."""
    out = io.BytesIO()
    Image.linear_gradient("L").rotate(90).resize((480, 320)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def body(picture):
    """A request whose clip is cheap to render."""
    return {
        "model": "MiniMax-Hailuo-02",
        "prompt": "The fog lifts, [dolly in].",
        "duration": 6,
        "metadata": {"first_frame_image": data_url(picture), "resolution": "512P"},
    }
