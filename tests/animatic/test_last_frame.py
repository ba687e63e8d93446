"""An animatic with a last frame ends on it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from hailuo_dsl.animatic.draw import frames
from hailuo_dsl.animatic.film import film
from hailuo_dsl.animatic.make import animatic_of
from hailuo_dsl.animatic.model import Animatic
from hailuo_dsl.animatic.slate import slate
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.picture import png, read_picture

PICTURES = Path(__file__).parent.parent / "pictures"
COFFEE, CHELSEA, ASTRONAUT, ROCKET = (
    (PICTURES / f"{name}.jpg").read_bytes() for name in ("coffee", "chelsea", "astronaut", "rocket")
)
TO_ROCKET = Animatic(COFFEE, (("pan_left",),), 1, 256, "steam rises", last=ROCKET)


def alone(picture: bytes, animatic: Animatic) -> np.ndarray:
    """Frame 0 of a film that starts from *picture*: how it looks fitted."""
    return next(frames(replace(animatic, picture=picture, last=None)))


def seen(animatic: Animatic, at: float) -> np.ndarray:
    """The frame at *at*, a share of the clip."""
    drawn = list(frames(animatic))
    return drawn[round(at * (len(drawn) - 1))]


def flat(width: int, height: int, *colours: str) -> bytes:
    """A picture of upright stripes."""
    out, picture = BytesIO(), Image.new("RGB", (len(colours), 1))
    for at, colour in enumerate(colours):
        picture.paste(colour, (at, 0, at + 1, 1))
    picture.resize((width, height), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "brackets",
    [(), (("static",),), (("pan_left",), ("zoom_in", "tilt_up")), (("shake",),), (("tracking",),)],
)
def test_it_begins_on_the_first_picture_and_ends_on_the_last(tmp_path, brackets):
    animatic = replace(TO_ROCKET, brackets=brackets)

    film(animatic, tmp_path / "clip.mp4")

    assert cv2.PSNR(first_frame(tmp_path / "clip.mp4"), alone(COFFEE, animatic)) > 35
    end = last_frame(tmp_path / "clip.mp4")
    whole = Image.fromarray(read_picture(ROCKET)).resize(end.shape[1::-1], Image.Resampling.BICUBIC)
    assert cv2.PSNR(end, alone(ROCKET, animatic)) > 33
    assert cv2.PSNR(end, np.asarray(whole)) > 30
    assert clip_facts(tmp_path / "clip.mp4").frames == 24


def test_a_chain_through_it_takes_up_where_it_ended(tmp_path):
    film(TO_ROCKET, tmp_path / "one.mp4")
    end = last_frame(tmp_path / "one.mp4")
    film(replace(TO_ROCKET, picture=png(end), last=None), tmp_path / "two.mp4")

    assert cv2.PSNR(first_frame(tmp_path / "two.mp4"), end) > 38


def test_the_last_frames_stand_still():
    drawn = list(frames(replace(TO_ROCKET, seconds=6)))

    assert len(drawn) == 144
    assert all((it == alone(ROCKET, TO_ROCKET)).all() for it in drawn[-12:])
    assert (drawn[-13] != drawn[-12]).any()


def test_the_last_picture_comes_through_in_the_later_part_only():
    to_black = replace(TO_ROCKET, picture=flat(96, 64, "white"), last=flat(96, 64, "black"))
    light = [int(frame.mean()) for frame in frames(replace(to_black, seconds=6))]

    assert set(light[:96]) == {255}
    assert light[96:] == sorted(light[96:], reverse=True)
    assert light[100] > 240 > 128 > light[124]
    assert set(light[-12:]) == {0}


def test_one_move_goes_through_both_pictures():
    """The line in the middle of the last picture comes from the left and stops in the middle."""
    black, line = flat(90, 60, "black"), flat(90, 60, *["black"] * 4, "white", *["black"] * 4)
    drawn = list(frames(replace(TO_ROCKET, picture=black, last=line, seconds=2)))

    def place(frame: np.ndarray) -> float:
        bright = frame.astype(float)[..., 0].sum(0)
        return float((bright * np.arange(len(bright))).sum() / bright.sum())

    places = [place(frame) for frame in drawn[36:]]
    assert places[0] < places[3] < places[6] < places[-1]
    assert places[-1] == pytest.approx(drawn[0].shape[1] / 2, abs=1)


def test_every_move_is_seen_on_the_way():
    """Two moves: where the second one begins, the first is done and the picture still the first."""
    moves = replace(TO_ROCKET, brackets=(("truck_left",), ("zoom_in",)), seconds=6)
    only_first = replace(TO_ROCKET, brackets=(("truck_left",),), seconds=6, last=None)

    assert cv2.PSNR(seen(moves, 5.5 / 12), seen(only_first, 1)) > 30
    assert cv2.PSNR(seen(moves, 8 / 12), seen(only_first, 1)) < 25


def test_the_first_picture_decides_the_shape_and_the_last_is_cropped_to_it():
    """As the service does; a picture twice as wide as high loses a quarter on each side."""
    wide = flat(400, 200, "red", "green", "green", "red")
    square = replace(TO_ROCKET, picture=ASTRONAUT, last=wide)

    end = list(frames(square))[-1]

    assert end.shape == (256, 256, 3)
    assert (end.reshape(-1, 3) == Image.new("RGB", (1, 1), "green").getpixel((0, 0))).all()


def test_a_last_picture_of_the_same_shape_is_fitted_as_a_first_one_is():
    """Rounding to even sides is no reason to cut anything off."""
    framed = flat(451, 300, "red", *["green"] * 449, "red")
    animatic = replace(TO_ROCKET, picture=flat(902, 600, "white"), last=framed, short_edge=512)

    assert (list(frames(animatic))[-1] == alone(framed, animatic)).all()


def test_without_a_first_picture_a_slate_of_the_last_ones_shape_comes_first():
    animatic = replace(TO_ROCKET, picture=None, last=ASTRONAUT)

    drawn = list(frames(animatic))

    assert (drawn[0] == slate("steam rises", (("pan_left",),), 256, 256)).all()
    assert (drawn[-1] == alone(ASTRONAUT, animatic)).all()


@pytest.mark.parametrize(("width", "height"), [(256, 256), (256, 456), (256, 640)])
def test_a_slate_of_any_shape_has_room_for_its_words(width, height):
    words = "She unlocks the door and the rain comes in."
    bare, worded = (slate(it, (), width, height).astype(int) for it in ("", words))

    changed = np.argwhere(np.abs(worded - bare).max(2) > 60)

    assert changed[:, 1].max() < width - 30, "nothing runs over the board's edge"
    rows = np.unique(changed[:, 0])
    assert rows.max() < height - 60, "the camera's part is left alone"
    assert len(rows) > 40, "there are several lines"


@pytest.mark.parametrize("last", [b"no picture", flat(900, 10, "white")])
def test_a_last_picture_that_cannot_be_filmed_leaves_no_file(tmp_path, last):
    with pytest.raises(MediaError, match="the picture is"):
        film(replace(TO_ROCKET, last=last), tmp_path / "clip.mp4")

    assert list(tmp_path.iterdir()) == []


def test_the_key_tells_the_last_picture():
    slates = replace(TO_ROCKET, picture=None), replace(TO_ROCKET, picture=None, words="other")
    others = [
        replace(TO_ROCKET, last=None),
        replace(TO_ROCKET, last=COFFEE),
        replace(TO_ROCKET, picture=ROCKET, last=COFFEE),
        replace(TO_ROCKET, picture=ROCKET, last=None),
        *slates,
    ]

    assert len({TO_ROCKET.key, *(other.key for other in others)}) == 7
    assert TO_ROCKET.key == replace(TO_ROCKET, words="other").key


@pytest.mark.parametrize("keys", [("first",), ("last",), ("first", "last"), ()])
def test_a_request_is_shown_with_the_pictures_that_can_be_seen(keys):
    pictures = {f"{key}_frame_image": key.encode() for key in keys}
    body = {"model": "MiniMax-Hailuo-02", "prompt": "[pan left] It rains.", "duration": 6}

    made = animatic_of(body, pictures, 768, catalog())

    assert made.picture == (b"first" if "first" in keys else None)
    assert made.last == (b"last" if "last" in keys else None)
    assert (made.words, made.brackets, made.seconds) == ("It rains.", (("pan_left",),), 6)
