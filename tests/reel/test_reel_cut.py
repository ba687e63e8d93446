"""Clips to a reel."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from hailuo_dsl.ground.model import Span
from hailuo_dsl.job.store import Store
from hailuo_dsl.media.frames import clip_facts, first_frame, last_frame
from hailuo_dsl.media.write import write_video
from hailuo_dsl.plan.model import Plan, Step
from hailuo_dsl.reel.cut import cut, reel_path
from hailuo_dsl.reel.model import ReelError
from hailuo_dsl.request.model import Request


def film(*ids):
    return Plan(
        tuple(
            Step(Request(name, {}, (), Span(0, 0, "f"), take=int(name.partition("#")[2] or 1)))
            for name in ids
        )
    )


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / ".hailuo" / "clips", tmp_path / "out")
    made.folder.mkdir(parents=True)
    return made


def clip(store, grey, *, frames=12, size=32):
    path = store.folder / "new.mp4"
    write_video(path, [np.full((size, size, 3), grey, np.uint8)] * frames, 24)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.replace(store.path(sha256))
    return sha256


def shade(frame):
    return round(float(frame.mean()) / 10) * 10


def test_a_reel_is_the_first_takes_in_the_scripts_order(store):
    plan = film("a/one#1", "a/one#2", "a/two", "three")
    clips = {
        "three": clip(store, 200),
        "a/one#2": clip(store, 120, frames=99),
        "a/two": clip(store, 100),
        "a/one#1": clip(store, 30, frames=24),
    }
    reel = cut(plan, clips, store, store.out / "film.mp4")

    assert reel.shots == ("a/one", "a/two", "three")
    assert (reel.missing, reel.copied, reel.fresh) == ((), True, True)
    assert reel.seconds == pytest.approx(2.0, abs=3 / 24)
    assert clip_facts(reel.path).frames == 48
    assert (shade(first_frame(reel.path)), shade(last_frame(reel.path))) == (30, 200)
    assert [path.name for path in store.out.iterdir()] == ["film.mp4"]


def test_a_reel_is_not_cut_again_where_nothing_changed(store):
    plan, to = film("one", "two"), store.out / "film.mp4"
    one, two = clip(store, 10), clip(store, 250)
    first = cut(plan, {"one": one, "two": two}, store, to)
    inode = to.stat().st_ino

    again = cut(plan, {"one": one, "two": two}, store, to)
    assert (again.fresh, to.stat().st_ino) == (False, inode)
    assert (again.path, again.seconds, again.shots) == (to, first.seconds, first.shots)

    swapped = cut(plan, {"one": two, "two": one}, store, to)
    assert swapped.fresh
    assert shade(first_frame(to)) == 250


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"mine now")])
def test_a_reel_that_was_taken_away_or_changed_is_cut_again(store, change):
    plan, to, clips = film("one"), store.out / "film.mp4", {"one": clip(store, 10)}
    cut(plan, clips, store, to)
    change(to)

    assert cut(plan, clips, store, to).fresh
    assert clip_facts(to).frames == 12


def test_a_record_that_cannot_be_read_costs_one_cut(store):
    plan, to, clips = film("one"), store.out / "film.mp4", {"one": clip(store, 10)}
    cut(plan, clips, store, to)
    (note,) = (store.folder.parent / "reels").iterdir()
    for words in ("", "[]", "{}", '{"clips": 7}'):
        note.write_text(words)
        assert cut(plan, clips, store, to).fresh


def test_clips_of_two_shapes_are_cut_anew(store):
    clips = {"one": clip(store, 10), "two": clip(store, 250, size=64)}
    reel = cut(film("one", "two"), clips, store, store.out / "film.mp4")

    assert not reel.copied
    assert reel.seconds == pytest.approx(1.0, abs=2 / 24)
    assert not cut(film("one", "two"), clips, store, reel.path).copied


def test_missing_shots_are_said(store):
    gone = clip(store, 99)
    store.path(gone).unlink()
    reel = cut(
        film("one", "two", "three"),
        {"one": gone, "two": clip(store, 10)},
        store,
        store.out / "f.mp4",
    )

    assert (reel.shots, reel.missing) == (("two",), ("one", "three"))
    assert reel.path.exists()


def test_without_clips_there_is_no_reel(store):
    reel = cut(film("one"), {}, store, store.out / "film.mp4")

    assert (reel.path, reel.missing) == (None, ("one",))
    assert not store.out.exists()


def test_a_reel_that_cannot_be_cut_leaves_the_old_one(store):
    to = store.out / "film.mp4"
    cut(film("one"), {"one": clip(store, 10)}, store, to)
    before = to.read_bytes()
    broken = store.path("b" * 64)
    broken.write_bytes(b"no clip")

    with pytest.raises(ReelError, match="cannot be cut"):
        cut(film("one"), {"one": "b" * 64}, store, to)
    assert to.read_bytes() == before


def test_a_place_that_cannot_be_written_is_a_clear_error(store):
    store.out.write_text("in the way")

    with pytest.raises(ReelError):
        cut(film("one"), {"one": clip(store, 10)}, store, store.out / "film.mp4")


def test_a_reel_gives_way_to_a_shot_of_its_name():
    out = Path("out")

    assert reel_path(out, "pier", ["harbour/pier", "door"]) == out / "pier.mp4"
    assert reel_path(out, "Pier", ["pier#1", "door"]) == out / "Pier.reel.mp4"
