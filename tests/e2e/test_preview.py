"""Previews of shots with a last frame, and of shots that hang on others in every way."""

from __future__ import annotations

import shutil

import pytest

from hailuo_dsl.animatic.stage import end_frame
from hailuo_dsl.media.frames import first_frame, last_frame
from hailuo_dsl.media.picture import png
from tests.e2e.conftest import psnr

HEAD = """\
model: MiniMax-Hailuo-02
resolution: 512P

shot cup
  from: coffee.jpg
  camera: pan left
  > Steam curls above the cup.

shot rocket
  from: rocket.jpg
  camera: tilt up
  > It stands in its own light.

"""


@pytest.fixture
def previewed(place, pictures):
    """The folder of the previews of HEAD and the shot `it`, with these lines."""

    def preview(*lines: str, head: str = HEAD):
        shutil.copy(pictures / "rocket.jpg", place.folder)
        shot = "".join(f"  {line}\n" for line in ("resolution: 768P", "> It goes.", *lines))
        (place.folder / "film.shots").write_text(f"{head}shot it\n{shot}")
        result = place.call("preview", "film.shots", "it")
        assert result.returncode == 0, result.stderr
        return place.folder / "out/preview"

    return preview


def likeness(frame, other) -> float:
    """How alike two frames are, in the size of the first, dB."""
    return psnr(frame, end_frame(png(other), frame.shape[1::-1]))


def test_each_frame_is_taken_from_its_own_shot(previewed):
    out = previewed("from: rocket.last", "to: cup.last")

    assert likeness(first_frame(out / "it.mp4"), last_frame(out / "rocket.mp4")) > 30
    assert likeness(last_frame(out / "it.mp4"), last_frame(out / "cup.mp4")) > 30


def test_the_last_frame_may_be_a_shots_where_the_first_is_none(previewed):
    out = previewed("from: none", "to: cup.first")

    assert likeness(last_frame(out / "it.mp4"), first_frame(out / "cup.mp4")) > 30
    assert likeness(first_frame(out / "it.mp4"), first_frame(out / "cup.mp4")) < 15


def test_the_last_frame_may_be_a_shots_where_the_first_is_far_away(previewed):
    out = previewed("from: https://example.com/a.png", "to: cup.first")

    assert likeness(last_frame(out / "it.mp4"), first_frame(out / "cup.mp4")) > 30


def test_a_picture_and_a_shot_go_together(previewed, pictures):
    out = previewed("from: rocket.jpg", "to: cup.last")
    begin, end = first_frame(out / "it.mp4"), last_frame(out / "it.mp4")

    assert psnr(begin, end_frame((pictures / "rocket.jpg").read_bytes(), begin.shape[1::-1])) > 30
    assert likeness(end, last_frame(out / "cup.mp4")) > 30
    assert not (out / "rocket.mp4").exists(), "only what it hangs on is made with it"


def test_where_no_take_is_picked_the_first_one_is_shown(previewed):
    out = previewed(
        "from: cup.last", "to: rocket.first", head=HEAD.replace("pan left", "pan left\n  takes: 3")
    )

    assert likeness(first_frame(out / "it.mp4"), last_frame(out / "cup.mp4")) > 30
    assert likeness(last_frame(out / "it.mp4"), first_frame(out / "rocket.mp4")) > 30
    assert sorted(path.name for path in out.iterdir()) == ["cup.mp4", "it.mp4", "rocket.mp4"]


def test_a_shot_may_lead_to_one_that_comes_later(place):
    (place.folder / "film.shots").write_text(
        "model: MiniMax-Hailuo-02\n\nshot early\n  from: none\n  to: late.first\n  > It goes.\n\n"
        "shot late\n  from: coffee.jpg\n  > Steam curls.\n"
    )
    result = place.call("preview", "film.shots")

    assert result.returncode == 0, result.stderr
    out = place.folder / "out/preview"
    assert likeness(last_frame(out / "early.mp4"), first_frame(out / "late.mp4")) > 30
