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
from hailuo_dsl.request.model import Cutting, Request
from hailuo_dsl.storyboard.model import Joint, Transition, Trim


def film(*ids, **cuttings):
    """A plan of takes; how each stands in the reel by the last part of its id."""
    return Plan(
        tuple(
            Step(
                Request(
                    name,
                    {},
                    (),
                    Span(0, 0, "f"),
                    take=int(name.partition("#")[2] or 1),
                    cutting=cuttings.get(name.rpartition("/")[2], Cutting()),
                )
            )
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


def test_a_reel_is_the_takes_that_are_shown_in_the_scripts_order(store):
    plan = film("a/one", "a/one#2", "a/two", "three", one=Cutting(shown=False))
    clips = {
        "three": clip(store, 200),
        "a/one#2": clip(store, 30, frames=24),
        "a/two": clip(store, 100),
        "a/one": clip(store, 120, frames=99),
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


def test_a_reel_is_trimmed_and_led_over(store):
    plan = film(
        "one",
        "two",
        one=Cutting(trim=Trim(0.25, 1.0)),
        two=Cutting(transition=Transition(Joint.DISSOLVE, 0.25)),
    )
    clips = {"one": clip(store, 30, frames=24), "two": clip(store, 200)}
    reel = cut(plan, clips, store, store.out / "film.mp4")

    assert (reel.copied, reel.fresh) == (False, True)
    assert clip_facts(reel.path).frames == 18 + 12 - 6
    assert reel.seconds == pytest.approx(1.0)
    assert (shade(first_frame(reel.path)), shade(last_frame(reel.path))) == (30, 200)


def test_what_a_missing_shot_leaves_is_led_over_from_what_is_before_it(store):
    dissolve = Cutting(transition=Transition(Joint.DISSOLVE, 0.25))
    plan = film("one", "two", "three", two=dissolve, three=dissolve)
    reel = cut(
        plan, {"one": clip(store, 30), "three": clip(store, 200)}, store, store.out / "f.mp4"
    )

    assert (reel.shots, reel.missing) == (("one", "three"), ("two",))
    assert clip_facts(reel.path).frames == 12 + 12 - 6


@pytest.mark.parametrize(
    "changed",
    [
        Cutting(),
        Cutting(trim=Trim(0.0, 0.375), transition=Transition(Joint.FADE, 0.25)),
        Cutting(trim=Trim(0.0, 0.25), transition=Transition(Joint.DISSOLVE, 0.25)),
        Cutting(trim=Trim(0.0, 0.25), transition=Transition(Joint.FADE, 0.5)),
    ],
)
def test_a_changed_trim_or_transition_cuts_the_reel_again(store, changed):
    to, clips = store.out / "film.mp4", {"one": clip(store, 30), "two": clip(store, 200)}
    before = Cutting(trim=Trim(0.0, 0.25), transition=Transition(Joint.FADE, 0.25))
    cut(film("one", "two", two=before), clips, store, to)

    assert not cut(film("one", "two", two=before), clips, store, to).fresh
    assert cut(film("one", "two", two=changed), clips, store, to).fresh


def test_a_cut_that_is_written_out_is_the_same_cut(store):
    to, clips = store.out / "film.mp4", {"one": clip(store, 30), "two": clip(store, 200)}
    cut(film("one", "two"), clips, store, to)

    spelled = Cutting(transition=Transition(Joint.CUT))
    assert not cut(film("one", "two", two=spelled), clips, store, to).fresh


def test_a_trim_past_the_end_names_its_shot_and_leaves_the_old_reel(store):
    to, clips = store.out / "film.mp4", {"pier/one": clip(store, 30)}
    cut(film("pier/one"), clips, store, to)
    before = to.read_bytes()

    with pytest.raises(ReelError, match=r"trim of pier/one leaves nothing"):
        cut(film("pier/one", one=Cutting(trim=Trim(2.0, 3.0))), clips, store, to)
    assert to.read_bytes() == before


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
    for words in ("", "[]", "{}", '{"cuts": 7}', note.read_text().replace("cuts", "clips")):
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
