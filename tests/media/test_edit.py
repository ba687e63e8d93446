"""Clips trimmed, and led over into each other."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.media.edit import frames, lay
from hailuo_dsl.media.frames import clip_facts
from hailuo_dsl.media.join import join
from hailuo_dsl.media.model import MediaError, Piece
from hailuo_dsl.media.write import write_video
from hailuo_dsl.storyboard.model import Joint, Transition, Trim
from tests.media.clips import foreign, moving, psnr, shown

CUT = Transition(Joint.CUT)


def dissolve(seconds: float) -> Transition:
    return Transition(Joint.DISSOLVE, seconds)


def fade(seconds: float) -> Transition:
    return Transition(Joint.FADE, seconds)


def grey(folder: Path, level: int, count: int = 24, fps: int = 24, size: int = 32) -> Path:
    path = folder / f"{level}.mp4"
    write_video(path, [np.full((size, size, 3), level, np.uint8)] * count, fps)
    return path


def levels(path: Path) -> list[float]:
    return [float(frame.mean()) for frame in shown(path)]


def test_a_trim_begins_and_ends_where_it_says(tmp_path):
    source = moving(count=48)
    clip = foreign(tmp_path / "clip.mp4", source, bf="2")

    assert not join([Piece(clip, Trim(0.5, 1.75))], tmp_path / "reel.mp4")

    reel = shown(tmp_path / "reel.mp4")
    assert len(reel) == 30
    for frame, at in ((reel[0], 12), (reel[-1], 41)):
        assert psnr(frame, source[at]) > 30
        assert psnr(frame, source[at]) > psnr(frame, source[at + 1]) + 3
        assert psnr(frame, source[at]) > psnr(frame, source[at - 1]) + 3


def test_a_trim_ends_with_its_clip(tmp_path):
    clip = grey(tmp_path, 90, count=22)
    join([Piece(clip, Trim(0.5, 6.0))], tmp_path / "reel.mp4")

    assert clip_facts(tmp_path / "reel.mp4").frames == 10


def test_a_trim_that_takes_all_copies_the_packets(tmp_path):
    clip = grey(tmp_path, 90)

    assert join([Piece(clip, Trim(0.0, 6.0)), Piece(clip, None, CUT)], tmp_path / "reel.mp4")
    assert len(shown(tmp_path / "reel.mp4")) == 48


@pytest.mark.parametrize("trim", [Trim(1.0, 2.0), Trim(5.0, 6.0), Trim(0.5, 0.51), Trim(0.5, 0.2)])
def test_a_trim_that_leaves_nothing_names_the_shot(tmp_path, trim):
    clip = grey(tmp_path, 90)

    with pytest.raises(MediaError, match=r"trim of pier/door leaves nothing .* lasts 1\.00s"):
        join([Piece(clip), Piece(clip, trim, name="pier/door")], tmp_path / "reel.mp4")
    assert list(tmp_path.iterdir()) == [clip]


def test_a_dissolve_lays_one_shot_over_the_other(tmp_path):
    one, two = grey(tmp_path, 40), grey(tmp_path, 200)

    assert not join([Piece(one), Piece(two, None, dissolve(0.5))], tmp_path / "reel.mp4")

    light = levels(tmp_path / "reel.mp4")
    assert len(light) == 24 + 24 - 12
    even = [40.0] * 12 + [40 + 160 * step / 13 for step in range(1, 13)] + [200.0] * 12
    assert light == pytest.approx(even, abs=4)


def test_both_shots_go_on_moving_through_a_dissolve(tmp_path):
    write_video(tmp_path / "one.mp4", moving("coffee"))
    write_video(tmp_path / "two.mp4", moving("rocket"))
    pieces = [
        Piece(tmp_path / "one.mp4"),
        Piece(tmp_path / "two.mp4", Trim(0.25, 1.0), dissolve(0.25)),
    ]
    join(pieces, tmp_path / "reel.mp4")

    reel = shown(tmp_path / "reel.mp4")
    before, after = moving("coffee")[20].astype(float), moving("rocket")[8].astype(float)
    assert len(reel) == 24 + 18 - 6
    assert psnr(reel[17], moving("coffee")[17]) > 33
    assert psnr(reel[20], (before * 4 / 7 + after * 3 / 7).round().astype(np.uint8)) > 30
    assert psnr(reel[24], moving("rocket")[12]) > 33


def test_a_fade_goes_through_black_and_takes_no_time(tmp_path):
    one, two = grey(tmp_path, 80), grey(tmp_path, 200)
    join([Piece(one), Piece(two, None, fade(1.0))], tmp_path / "reel.mp4")

    light = levels(tmp_path / "reel.mp4")
    assert len(light) == 48
    assert light[:12] == pytest.approx([80] * 12, abs=3)
    assert light[36:] == pytest.approx([200] * 12, abs=3)
    assert max(light[23:25]) < 3
    assert all(later < now for now, later in pairwise(light[12:24]))
    assert all(later > now for now, later in pairwise(light[24:36]))


def test_the_first_shot_comes_up_from_black_over_the_whole_fade(tmp_path):
    join([Piece(grey(tmp_path, 200), None, fade(0.5))], tmp_path / "reel.mp4")

    light = levels(tmp_path / "reel.mp4")
    even = [200 * step / 12 for step in range(12)] + [200.0] * 12
    assert light == pytest.approx(even, abs=4)


def test_a_dissolve_into_the_first_shot_is_a_cut(tmp_path):
    clip = grey(tmp_path, 200)

    assert join([Piece(clip, None, dissolve(0.5)), Piece(clip)], tmp_path / "reel.mp4")


def test_a_dissolve_longer_than_a_shot_is_as_long_as_the_shot(tmp_path):
    one, two, three = (
        grey(tmp_path, level, count) for level, count in ((40, 24), (120, 8), (200, 24))
    )
    join([Piece(one), Piece(two), Piece(three, None, dissolve(2.0))], tmp_path / "reel.mp4")

    light = levels(tmp_path / "reel.mp4")
    assert len(light) == 24 + 24
    assert light[23:25] == pytest.approx([40, 120 + 80 / 9], abs=4)


def test_a_dissolve_into_the_first_shot_takes_nothing_from_the_next_one():
    pieces = [
        Piece(Path("one"), Trim(0.0, 0.5), dissolve(1.0)),
        Piece(Path("two"), None, dissolve(0.5)),
    ]
    strips = lay(pieces, [6.0, 6.0], Fraction(24))

    assert [strip.over for strip in strips] == [0, 12]


def test_two_transitions_share_a_shot_that_is_too_short_for_both():
    pieces = [
        Piece(Path("one")),
        Piece(Path("two"), Trim(0.0, 0.5), dissolve(1.0)),
        Piece(Path("three"), None, dissolve(0.5)),
    ]
    strips = lay(pieces, [6.0, 6.0, 6.0], Fraction(24))

    assert [strip.over for strip in strips] == [0, 8, 4]


def test_fade_and_dissolve_keep_out_of_each_others_way():
    pieces = [
        Piece(Path("one"), None, fade(1.0)),
        Piece(Path("two"), Trim(0.0, 0.5), fade(1.0)),
        Piece(Path("three"), None, dissolve(0.5)),
    ]
    one, two, three = lay(pieces, [6.0, 6.0, 6.0], Fraction(24))

    assert (one.up, one.down, two.up, two.down, three.over) == (24, 12, 6, 0, 6)


def test_other_sizes_and_rates_keep_their_seconds(tmp_path):
    one, two = grey(tmp_path, 40, count=48), grey(tmp_path, 200, count=75, fps=30, size=64)
    three = grey(tmp_path, 90, count=25, fps=10)
    pieces = [
        Piece(one, Trim(0.3, 1.7)),
        Piece(two, Trim(0.45, 2.1), dissolve(0.6)),
        Piece(three, Trim(0.2, 1.9), fade(0.7)),
    ]
    join(pieces, tmp_path / "reel.mp4")

    facts = clip_facts(tmp_path / "reel.mp4")
    assert (facts.width, facts.height, facts.fps) == (32, 32, Fraction(24))
    assert facts.seconds == pytest.approx(1.4 + 1.65 + 1.7 - 0.6, abs=3 / 24)


def test_a_trim_at_another_rate_begins_at_its_second(tmp_path):
    source = moving(count=60)
    clip = foreign(tmp_path / "fast.mp4", source, rate=30)
    write_video(tmp_path / "slow.mp4", moving("rocket"))
    join([Piece(tmp_path / "slow.mp4"), Piece(clip, Trim(0.5, 1.5))], tmp_path / "reel.mp4")

    reel = shown(tmp_path / "reel.mp4")
    assert len(reel) == 48
    for at, second in ((24, 0.5), (36, 1.0), (47, 0.5 + 23 / 24)):
        likest = max(range(60), key=lambda number: psnr(reel[at], source[number]))
        assert abs(likest / 30 - second) <= 1 / 48


def test_a_long_dissolve_holds_no_more_than_a_few_pictures(tmp_path):
    one, two = grey(tmp_path, 40, 96), grey(tmp_path, 200, 96)
    pieces = [Piece(one), Piece(two, None, dissolve(4.0))]
    strips = lay(pieces, [4.0, 4.0], Fraction(24))

    tracemalloc.start()
    count = sum(1 for _ in frames(strips, (256, 256), Fraction(24)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 96
    assert most < 12 * 256 * 256 * 3


TRANSITIONS = st.one_of(
    st.none(),
    st.just(CUT),
    st.floats(0, 9).map(dissolve),
    st.floats(0, 9).map(fade),
)
PIECES = st.lists(st.tuples(st.floats(0.1, 10), TRANSITIONS), min_size=1, max_size=6)
RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(30000, 1001)])


@given(PIECES, RATES)
def test_no_frame_is_in_two_transitions(made, fps):
    pieces = [Piece(Path("clip"), None, transition) for _, transition in made]
    strips = lay(pieces, [seconds for seconds, _ in made], fps)

    assert (strips[0].over, strips[-1].down) == (0, 0)
    for strip, after in zip(strips, [*(it.over for it in strips[1:]), 0], strict=True):
        assert strip.over + strip.up + strip.down + after <= len(strip.ticks)


@given(PIECES, st.lists(st.floats(0, 0.9), min_size=6, max_size=6), RATES)
def test_seconds_hold_to_within_a_frame_a_clip(made, starts, fps):
    lengths = [seconds + 10 for seconds, _ in made]
    pieces = [
        Piece(Path("clip"), Trim(start, 10.0), transition and Transition(transition.joint, 3.0))
        for (_, transition), start in zip(made, starts, strict=False)
    ]
    strips = lay(pieces, lengths, fps)

    told = sum(len(strip.ticks) - strip.over for strip in strips) / fps
    over = sum(3.0 for it in pieces[1:] if it.transition and it.transition.joint is Joint.DISSOLVE)
    asked = sum(10.0 - it.trim.start for it in pieces) - over
    assert told == pytest.approx(asked, abs=float(len(pieces) / fps))
