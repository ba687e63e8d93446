"""An animatic from picture to file."""

from __future__ import annotations

import hashlib
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from hailuo_dsl.animatic.draw import frames
from hailuo_dsl.animatic.film import film
from hailuo_dsl.animatic.letters import letters_for
from hailuo_dsl.animatic.model import Animatic
from hailuo_dsl.animatic.moves import brackets_in, words_in
from hailuo_dsl.animatic.slate import slate
from hailuo_dsl.animatic.stage import frame_size
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from hailuo_dsl.media.model import MediaError
from hailuo_dsl.media.picture import read_picture

PICTURES = Path(__file__).parent.parent / "pictures"
COFFEE = (PICTURES / "coffee.jpg").read_bytes()
PAN = Animatic(COFFEE, (("pan_left",),), 1, 256, "steam rises")


def a_picture(width: int, height: int, colour: str = "white") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("name", ["coffee", "rocket", "hubble", "astronaut", "chelsea"])
def test_frame_0_is_the_start_frame(tmp_path, name):
    data = (PICTURES / f"{name}.jpg").read_bytes()
    animatic = replace(PAN, picture=data, short_edge=320)

    film(animatic, tmp_path / "clip.mp4")

    shown = first_frame(tmp_path / "clip.mp4")
    whole = Image.fromarray(read_picture(data))
    wanted = np.asarray(whole.resize((shown.shape[1], shown.shape[0]), Image.Resampling.BICUBIC))
    assert cv2.PSNR(shown, next(frames(animatic))) > 35
    assert cv2.PSNR(shown, wanted) > 30
    assert cv2.PSNR(last_frame(tmp_path / "clip.mp4"), list(frames(animatic))[-1]) > 33


def test_a_chain_takes_up_where_the_last_clip_ended(tmp_path):
    from hailuo_dsl.media.picture import png

    film(PAN, tmp_path / "one.mp4")
    end = last_frame(tmp_path / "one.mp4")
    film(replace(PAN, picture=png(end), brackets=(("push_in",),)), tmp_path / "two.mp4")

    assert cv2.PSNR(first_frame(tmp_path / "two.mp4"), end) > 38


@pytest.mark.parametrize("seconds", [1, 2])
@pytest.mark.parametrize("fps", [24, 25])
def test_it_lasts_as_long_as_asked(tmp_path, seconds, fps):
    film(replace(PAN, seconds=seconds, short_edge=64, fps=fps), tmp_path / "clip.mp4")

    facts = clip_facts(tmp_path / "clip.mp4")

    assert (facts.frames, facts.fps, facts.codec) == (seconds * fps, fps, "h264")
    assert facts.seconds == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("picture", "short_edge", "size"),
    [
        ((16, 9), 768, (1366, 768)),
        ((16, 9), 1080, (1920, 1080)),
        ((9, 16), 1080, (1080, 1920)),
        ((451, 300), 512, (770, 512)),
        ((512, 512), 768, (768, 768)),
        ((2, 5), 512, (512, 1280)),
    ],
)
def test_the_short_edge_is_as_asked_and_both_sides_are_even(picture, short_edge, size):
    assert frame_size(*picture, short_edge) == size


@pytest.mark.parametrize(
    "brackets",
    [
        (("zoom_out", "pan_left"),),
        (("pull_out", "tilt_up"),),
        (("truck_left", "pedestal_down"),),
        (("shake",),),
    ],
)
def test_nothing_that_is_uncovered_is_dark(brackets):
    bright = replace(PAN, picture=a_picture(320, 200), brackets=brackets, short_edge=128)

    assert min(int(frame.min()) for frame in frames(bright)) > 250


def test_what_is_uncovered_is_soft_and_goes_on_from_the_edge():
    stripes = np.zeros((128, 192, 3), np.uint8)
    stripes[::4] = stripes[1::4] = 255
    out = BytesIO()
    Image.fromarray(stripes).save(out, "PNG")
    animatic = Animatic(out.getvalue(), (("truck_right",),), 1, 128, "")

    last = list(frames(animatic))[-1][..., 0].astype(float)

    assert last[:, 80].std() > 80, "the picture keeps its stripes"
    assert last[:, 190].std() < 20, "far out they are gone"
    assert last[:, 190].mean() == pytest.approx(127, abs=15)


def test_the_same_animatic_gives_the_same_bytes_in_any_process(tmp_path):
    film(PAN, tmp_path / "here.mp4")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        workers.submit(film, PAN, tmp_path / "there.mp4").result()

    here, there = (tmp_path / name for name in ("here.mp4", "there.mp4"))
    assert hashlib.sha256(here.read_bytes()).digest() == hashlib.sha256(there.read_bytes()).digest()


def test_the_key_names_what_would_be_drawn():
    others = [
        replace(PAN, picture=a_picture(9, 9)),
        replace(PAN, picture=None),
        replace(PAN, brackets=()),
        replace(PAN, seconds=2),
        replace(PAN, short_edge=512),
        replace(PAN, fps=25),
    ]

    assert len({PAN.key, *(other.key for other in others)}) == 7
    assert PAN.key == replace(PAN, words="other words").key == pickle.loads(pickle.dumps(PAN)).key
    slates = replace(PAN, picture=None), replace(PAN, picture=None, words="other words")
    assert slates[0].key != slates[1].key


def test_a_move_that_a_user_added_drifts_as_no_move_does():
    strange, none = (replace(PAN, brackets=it) for it in ((("orbit",),), ()))

    assert all(map(np.array_equal, frames(strange), frames(none)))


@pytest.mark.parametrize("picture", [b"no picture", a_picture(900, 10)])
def test_a_picture_that_cannot_be_filmed_leaves_no_file(tmp_path, picture):
    with pytest.raises(MediaError, match="the picture is"):
        film(replace(PAN, picture=picture), tmp_path / "clip.mp4")

    assert list(tmp_path.iterdir()) == []


def test_without_a_picture_a_slate_moves(tmp_path):
    animatic = Animatic(None, (("zoom_in",),), 1, 256, "She unlocks the door.")

    film(animatic, tmp_path / "clip.mp4")

    facts = clip_facts(tmp_path / "clip.mp4")
    assert (facts.width, facts.height) == (456, 256)
    assert cv2.PSNR(first_frame(tmp_path / "clip.mp4"), next(frames(animatic))) > 35
    assert cv2.PSNR(first_frame(tmp_path / "clip.mp4"), last_frame(tmp_path / "clip.mp4")) < 25


def test_a_slate_shows_its_words_and_its_moves():
    bare = slate("", (), 456, 256).astype(int)

    worded = slate("She unlocks the door.", (), 456, 256)
    moved = slate("", (("push_in", "pan_left"), ("tilt_up",)), 456, 256)

    rows = [np.flatnonzero(np.abs(it - bare).max((1, 2)) > 60) for it in (worded, moved)]
    assert rows[0].size
    assert rows[1].size
    assert rows[0].max() < rows[1].min(), "words above, moves below"


@pytest.mark.parametrize(
    "words",
    [
        "灯塔亮了。",
        "日本語のかな",
        "한국어",
        "Größe naïve",
        "Привет",
        "العربية",
        "🙂 \U0010fffd \u200d",
        "x" * 2000,
        "word " * 400,
    ],
)
def test_any_words_fit_the_slate(words):
    bare, worded = (slate(it, (), 456, 256).astype(int) for it in ("", words))

    changed = np.argwhere(np.abs(worded - bare).max(2) > 60)

    assert len(changed) > 20
    assert changed[:, 1].max() < 456 - 30, "nothing runs over the board's edge"


def test_different_letters_look_different():
    lamp, tower = (slate(it, (), 456, 256) for it in ("灯灯灯", "塔塔塔"))

    assert (lamp != tower).any(), "a font that knows neither would show the same boxes"


def test_lines_are_wrapped_at_blanks_and_between_wide_letters():
    letters = letters_for("one two", 20)
    assert letters.wrapped("one two", letters.width("one tw")) == ["one", "two"]
    wide = letters_for("灯塔亮了", 20)
    assert wide.wrapped("灯塔亮了", wide.width("灯塔亮")) == ["灯塔亮", "了"]
    assert "".join(letters.wrapped("x" * 50, 100)) == "x" * 50


@pytest.mark.parametrize(
    ("prompt", "brackets"),
    [
        ("A boat leaves.", ()),
        ("[dolly in,pan left] she walks. [tilt up] noir", (("push_in", "pan_left"), ("tilt_up",))),
        ("[Push in, Pan left]", (("push_in", "pan_left"),)),
        ("[推进，左摇]她走。[上摇]", (("push_in", "pan_left"), ("tilt_up",))),
        ("[push in + STATIC SHOT]", (("push_in", "static"),)),
        ("[orbit, zoom in] [sic] []", (("zoom_in",),)),
        ("[zoom in,zoom in]", (("zoom_in",),)),
        ("【推进】 [pan left", ()),
    ],
)
def test_moves_are_read_from_a_prompt_in_any_dialect(prompt, brackets):
    assert brackets_in(prompt, catalog()) == brackets


def test_every_move_of_the_catalogue_can_be_drawn():
    for move in catalog().moves:
        assert len(list(frames(replace(PAN, brackets=((move.id,),), short_edge=64)))) == 24


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("[dolly in,pan left] She walks [tilt up] on.", "She walks on."),
        ("A [sign] in \n[固定]the rain", "A [sign] in \n the rain"),
    ],
)
def test_a_slates_words_are_without_the_moves(prompt, words):
    assert words_in(prompt, catalog()) == words
