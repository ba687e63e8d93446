"""Frames into clips, clips into frames, clips into reels."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from hailuo_dsl.media.fit import fitted
from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from hailuo_dsl.media.join import join
from hailuo_dsl.media.model import MediaError, Piece
from hailuo_dsl.media.write import write_video
from tests.media.clips import foreign, moving, psnr, shown, still

if TYPE_CHECKING:
    from pathlib import Path


def boxes(path: Path) -> list[str]:
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4], "big")
    return names


def with_hidden_start(path: Path, clip: Path, hidden: int) -> Path:
    """A copy of *clip* whose edit list hides the first frames."""
    options = {"avoid_negative_ts": "disabled"}
    with av.open(clip) as source, av.open(path, "w", options=options) as out:
        inner = source.streams.video[0]
        stream = out.add_stream_from_template(inner)
        shift = round(hidden / (inner.average_rate * inner.time_base))
        for packet in source.demux(inner):
            if packet.size:
                packet.pts, packet.dts, packet.stream = (
                    packet.pts - shift,
                    packet.dts - shift,
                    stream,
                )
                out.mux(packet)
    return path


def test_a_clip_plays_in_a_browser_and_keeps_its_colours(tmp_path):
    path = tmp_path / "new" / "clip.mp4"
    frames = moving()

    write_video(path, frames)

    names = boxes(path)
    assert names.index("moov") < names.index("mdat")
    with av.open(path) as clip:
        context = clip.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
        tags = (context.colorspace, context.color_primaries, context.color_trc, context.color_range)
        assert tags == (1, 1, 1, 1)
    assert all(psnr(*pair) > 35 for pair in zip(frames, shown(path), strict=True))
    assert list(path.parent.iterdir()) == [path]


def test_no_pass_darkens_the_picture(tmp_path):
    frame = still("astronaut", 256, 256)
    for _ in range(5):
        write_video(tmp_path / "clip.mp4", [frame])
        frame = last_frame(tmp_path / "clip.mp4")

    drift = frame.astype(float).mean((0, 1)) - still("astronaut", 256, 256).mean((0, 1))
    assert np.abs(drift).max() < 1.0


def test_the_facts_of_a_clip_are_counted(tmp_path):
    write_video(tmp_path / "clip.mp4", moving(count=36), 25)

    facts = clip_facts(tmp_path / "clip.mp4")

    assert (facts.codec, facts.width, facts.height) == ("h264", 192, 128)
    assert (facts.fps, facts.frames) == (Fraction(25), 36)
    assert facts.seconds == pytest.approx(36 / 25)


def test_the_same_frames_give_the_same_bytes(tmp_path):
    for name in ("one.mp4", "two.mp4"):
        write_video(tmp_path / name, moving())

    one, two = (hashlib.sha256((tmp_path / name).read_bytes()) for name in ("one.mp4", "two.mp4"))
    assert one.digest() == two.digest()


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"the clip that was there")

    for frames in (
        [],
        [np.zeros((41, 60, 3), np.uint8)],
        [*moving(count=3), still("coffee", 64, 64)],
    ):
        with pytest.raises(ValueError, match=r"at least one frame|are even|in a video of"):
            write_video(path, frames)

    assert path.read_bytes() == b"the clip that was there"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"bf": "3", "b_strategy": "0"},
        {"g": "7"},
        {"g": "1"},
        {"x264-params": "open-gop=1:keyint=9:bframes=3"},
    ],
)
def test_the_last_frame_is_the_last_one_shown(tmp_path, options):
    frames = moving(count=29)
    path = foreign(tmp_path / "clip.mp4", frames, **options)

    first, last = first_frame(path), last_frame(path)

    assert psnr(first, frames[0]) > 30
    assert psnr(last, frames[28]) > 30
    assert psnr(last, frames[28]) > psnr(last, frames[27]) + 3


@pytest.mark.parametrize(
    ("codec", "suffix"),
    [("libx265", "mp4"), ("mpeg4", "mp4"), ("libvpx-vp9", "webm"), ("libx264", "mkv")],
)
def test_other_codecs_and_containers_have_last_frames_too(tmp_path, codec, suffix):
    frames = moving(count=11)
    path = tmp_path / f"clip.{suffix}"
    options = {"x265-params": "log-level=none:pools=1"} if codec == "libx265" else {}
    with av.open(path, "w") as out:
        stream = out.add_stream(codec, rate=24, options={"threads": "1", "b": "2M", **options})
        stream.width, stream.height, stream.pix_fmt = 192, 128, "yuv420p"
        for frame in frames:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        out.mux(stream.encode())

    last = last_frame(path)

    assert clip_facts(path).frames == 11
    assert psnr(last, frames[10]) > psnr(last, frames[9]) + 2


def test_a_clip_cut_off_in_its_middle_ends_where_it_can_be_shown(tmp_path):
    path = foreign(tmp_path / "clip.mkv", moving(count=48), g="12")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])

    assert last_frame(path).shape == (128, 192, 3)


def test_what_is_no_clip_says_so(tmp_path):
    (tmp_path / "text.mp4").write_text("not a video")
    (tmp_path / "empty.mp4").touch()
    with av.open(tmp_path / "sound.m4a", "w", format="mp4") as out:
        sound = out.add_stream("aac", rate=44100)
        out.mux(sound.encode())

    for name in ("text.mp4", "empty.mp4", "sound.m4a", "missing.mp4"):
        for question in (first_frame, last_frame, clip_facts):
            with pytest.raises(MediaError, match=name):
                question(tmp_path / name)


def test_like_clips_are_joined_without_loss(tmp_path):
    clips = [tmp_path / f"{number}.mp4" for number in range(3)]
    for path, name, count in zip(clips, ("coffee", "rocket", "hubble"), (24, 30, 17), strict=True):
        write_video(path, moving(name, count))

    copied = join([Piece(clip) for clip in clips], tmp_path / "reel.mp4")

    assert copied
    names = boxes(tmp_path / "reel.mp4")
    assert names.index("moov") < names.index("mdat")
    reel, parts = shown(tmp_path / "reel.mp4"), [it for path in clips for it in shown(path)]
    assert len(reel) == 71
    assert all((one == other).all() for one, other in zip(reel, parts, strict=True))
    assert clip_facts(tmp_path / "reel.mp4").seconds == pytest.approx(71 / 24)


def test_clips_with_b_frames_are_joined_without_loss(tmp_path):
    clips = [
        foreign(tmp_path / f"{number}.mp4", moving(name, 25), bf="3", b_strategy="0")
        for number, name in enumerate(("coffee", "rocket"))
    ]

    copied = join([Piece(clip) for clip in clips], tmp_path / "reel.mp4")

    assert copied
    reel, parts = shown(tmp_path / "reel.mp4"), [it for path in clips for it in shown(path)]
    assert all((one == other).all() for one, other in zip(reel, parts, strict=True))
    assert clip_facts(tmp_path / "reel.mp4").seconds == pytest.approx(50 / 24)
    with av.open(tmp_path / "reel.mp4") as clip:
        assert len(clip.streams) == 1


def test_unlike_clips_are_encoded_whole(tmp_path):
    write_video(tmp_path / "one.mp4", moving("coffee", 24))
    foreign(tmp_path / "two.mp4", moving("rocket", 24))
    write_video(tmp_path / "three.mp4", moving("astronaut", 30, (96, 160)), 30)
    clips = [tmp_path / name for name in ("one.mp4", "two.mp4", "three.mp4")]

    copied = join([Piece(clip) for clip in clips], tmp_path / "reel.mp4")

    assert not copied
    facts, reel = clip_facts(tmp_path / "reel.mp4"), shown(tmp_path / "reel.mp4")
    assert (facts.width, facts.height, facts.fps) == (192, 128, Fraction(24))
    assert facts.seconds == pytest.approx(3.0, abs=3 / 24)
    assert len(reel) == 72
    assert psnr(reel[0], moving("coffee")[0]) > 33
    assert psnr(reel[24], moving("rocket")[0]) > 30
    assert reel[60][:, :50].max() < 20, "black bars beside a clip that stands upright"
    assert reel[60][:, 60:130].mean() > 40


def test_same_parameters_and_another_encoding_are_not_copied(tmp_path):
    one = foreign(tmp_path / "one.mp4", moving("coffee"), crf="20")
    two = foreign(tmp_path / "two.mp4", moving("coffee"), **{"x264-params": "cabac=0:ref=5"})

    assert not join([Piece(one), Piece(two)], tmp_path / "reel.mp4")
    assert len(shown(tmp_path / "reel.mp4")) == 48


def test_frames_that_an_edit_list_hides_stay_hidden(tmp_path):
    whole = foreign(tmp_path / "whole.mp4", moving(count=24), bf="2")
    clip = with_hidden_start(tmp_path / "clip.mp4", whole, hidden=6)

    assert clip_facts(clip).frames == 18
    assert psnr(first_frame(clip), moving(count=24)[6]) > 30
    assert psnr(last_frame(clip), moving(count=24)[23]) > 30
    assert not join([Piece(clip)] * 2, tmp_path / "reel.mp4")
    assert len(shown(tmp_path / "reel.mp4")) == 36
    assert clip_facts(tmp_path / "reel.mp4").seconds == pytest.approx(36 / 24, abs=2 / 24)


def test_a_single_clip_makes_a_reel(tmp_path):
    write_video(tmp_path / "one.mp4", moving())

    assert join([Piece(tmp_path / "one.mp4")], tmp_path / "reel.mp4")
    assert len(shown(tmp_path / "reel.mp4")) == 24


def test_a_reel_that_fails_leaves_the_old_one(tmp_path):
    write_video(tmp_path / "one.mp4", moving())
    reel = tmp_path / "reel.mp4"
    reel.write_bytes(b"the old reel")

    with pytest.raises(MediaError, match=r"gone\.mp4 does not exist"):
        join([Piece(tmp_path / "one.mp4"), Piece(tmp_path / "gone.mp4")], reel)
    with pytest.raises(ValueError, match="at least one clip"):
        join([], reel)

    assert reel.read_bytes() == b"the old reel"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.mp4", "reel.mp4"]


def test_a_fitted_frame_keeps_its_shape():
    white = np.full((100, 100, 3), 255, np.uint8)

    wide = fitted(white, (200, 100))

    assert wide[:, :49].max() == 0
    assert wide[:, 51:149].min() == 255
    assert fitted(white, (100, 100)) is white
