"""Clips on the disk, by sha256 and by name."""

import hashlib
from itertools import product
from pathlib import Path
from unicodedata import normalize

import pytest
from film import make_clip
from hypothesis import example, given
from hypothesis import strategies as st

from hailuo_dsl.job.store import StoreError, check_names, name_of
from hailuo_dsl.storyboard.slug import LONGEST_SLUG, slug_of


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("harbour/arrive", "harbour/arrive.mp4"),
        ("harbour/arrive#1", "harbour/arrive.mp4"),
        ("harbour/arrive#2", "harbour/arrive.take2.mp4"),
        ("arrive", "arrive.mp4"),
        ("harbour/lamp-room@dawn@pull-out#3", "harbour/lamp-room@dawn@pull-out.take3.mp4"),
        ("港口/到达", "港口/到达.mp4"),
        ("con/NUL#2", "con~/NUL~.take2.mp4"),
        ("com1/console", "com1~/console.mp4"),
        ("../etc/passwd", "__/etc/passwd.mp4"),
        ("a:b/c?*", "a_b/c__.mp4"),
    ],
)
def test_a_clip_has_the_name_of_its_shot(id_, name):
    assert str(name_of(id_)) == name


def test_long_names_are_cut_and_kept_apart():
    one, other = name_of("船" * 300), name_of("船" * 301)

    assert one != other
    assert len(str(one).encode()) < 255


@pytest.mark.parametrize(
    "ids",
    [
        ("a/Pier", "a/pier"),
        ("CON", "con"),
        ("stra\u00dfe", "STRASSE"),
        ("e\u0301", "\u00e9"),
        ("\u0390", "\u03aa\u0301"),
    ],
)
def test_names_that_some_disk_takes_for_one_are_refused(ids):
    with pytest.raises(StoreError, match="would be one file"):
        check_names(ids)


def test_names_of_takes_and_scenes_do_not_clash():
    check_names(["a#1", "a#2", "b/a", "a/b", "take2", "c"])


def test_what_windows_keeps_for_itself_clashes_with_no_name():
    kept = ("con", "prn", "aux", "nul", "com1", "lpt9")
    names = [f"{name}{end}" for name in kept for end in ("", "_", "-", "@dawn", "@con", "#2", "0")]

    check_names([*names, *(f"{scene}/shot" for scene in names if "#" not in scene)])


def test_variants_with_long_slugs_keep_apart_to_the_last_letter():
    """Four axes of the longest slugs: 600 bytes and more, where a file system stops at 255."""
    slugs = [letter * (LONGEST_SLUG - 1) + end for letter in "灯塔" for end in "亮了"]
    ids = [
        f"港口/灯@{'@'.join(choices)}#{take}"
        for choices in product(slugs, repeat=4)
        for take in (1, 2)
    ]

    check_names(ids)

    assert len(ids) == 512
    assert max(len(part.encode()) for id_ in ids for part in name_of(id_).parts) < 200


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=60)), max_size=8))
@example(
    [("Straße", "STRASSE"), ("E\u0301", "\u00e9"), ("\u0130", "i\u0307"), ("ﬁ", "fi"), ("ſ", "s")]
)
@example(
    [
        ("con", "nul"),
        ("CON", "NUL"),
        ("con_", "nul_"),
        ("船" * 61, "亮" * 61),
        ("船" * 62, "亮" * 61),
    ]
)
def test_variants_that_a_script_may_have_never_share_a_file(choices):
    """Two variants of one slug but for case are a mistake in the script; all others have a file."""
    ids = [f"lamp@{slug_of(light)}@{slug_of(move)}" for light, move in choices]
    by_name = {normalize("NFD", normalize("NFD", id_).casefold()): id_ for id_ in ids}

    check_names(by_name.values())


def kept(store, words="a"):
    part = store.part("k" * 64, 1, "ab12")
    make_clip(part.with_suffix(".mp4"), words)
    part.with_suffix(".mp4").replace(part)
    return store.keep(part)


def test_a_clip_is_kept_by_its_bytes(store):
    clip, facts = kept(store)

    assert clip == hashlib.sha256(store.path(clip).read_bytes()).hexdigest()
    assert facts.frames == 3
    assert store.has(clip)
    assert not store.has("")
    assert [path.name for path in store.folder.iterdir()] == [f"{clip}.mp4"]
    assert kept(store)[0] == clip


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_half_a_clip_is_no_clip(store, share):
    part = store.part("k" * 64, 1, "ab12")
    make_clip(part.with_suffix(".mp4"), "a", frames=48, size=64)
    whole = part.with_suffix(".mp4").read_bytes()
    part.with_suffix(".mp4").unlink()
    part.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(StoreError, match="no whole clip"):
        store.keep(part)
    assert list(store.folder.iterdir()) == []


def test_what_is_no_clip_is_not_kept(store):
    part = store.part("k" * 64, 1, "ab12")
    part.write_bytes(b"<html>not found</html>")

    with pytest.raises(StoreError, match="no whole clip"):
        store.keep(part)
    assert list(store.folder.iterdir()) == []


def test_a_placed_clip_is_a_copy_that_may_be_written_into(store):
    clip, _ = kept(store)
    for _ in range(2):
        placed = store.place(clip, "harbour/arrive#2")
        assert placed == store.out / "harbour" / "arrive.take2.mp4"
        assert hashlib.sha256(placed.read_bytes()).hexdigest() == clip
        assert len(list(placed.parent.iterdir())) == 1
        placed.write_bytes(b"edited in place")
    assert hashlib.sha256(store.path(clip).read_bytes()).hexdigest() == clip


def test_a_copy_that_is_there_is_left(store):
    clip, _ = kept(store)
    before = store.place(clip, "arrive").stat()

    assert store.place(clip, "arrive").stat().st_mtime_ns == before.st_mtime_ns


def test_a_new_clip_takes_the_place_of_the_old(store):
    old, new = kept(store, "a")[0], kept(store, "b")[0]
    store.place(old, "arrive")
    placed = store.place(new, "arrive")

    assert hashlib.sha256(placed.read_bytes()).hexdigest() == new
    assert store.has(old)


def test_a_place_that_cannot_be_written_is_a_clear_error(store):
    clip, _ = kept(store)
    store.out.mkdir(parents=True)
    Path(store.out / "harbour").write_text("in the way")

    with pytest.raises(StoreError, match="cannot be written"):
        store.place(clip, "harbour/arrive")
