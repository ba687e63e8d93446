"""Clips on the disk, by sha256 and by name."""

import asyncio
import hashlib
import json
import os
import threading
import time
from itertools import product
from pathlib import Path
from unicodedata import normalize

import pytest
from film import make_clip
from hypothesis import example, given
from hypothesis import strategies as st

from hailuo_dsl.api.errors import Lost
from hailuo_dsl.api.part import held, note_of
from hailuo_dsl.job.store import Store, StoreError, check_names, name_of
from hailuo_dsl.storyboard.slug import LONGEST_SLUG, slug_of
from tests.api.loopback import answer, client_of, heard, service

KEY = "k" * 64
DAY = 24 * 3600


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
    part = store.part("k" * 64, 1, "ab12", nobody)
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
    part = store.part("k" * 64, 1, "ab12", nobody)
    make_clip(part.with_suffix(".mp4"), "a", frames=48, size=64)
    whole = part.with_suffix(".mp4").read_bytes()
    part.with_suffix(".mp4").unlink()
    part.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(StoreError, match="no whole clip"):
        store.keep(part)
    assert list(store.folder.iterdir()) == []


def test_what_is_no_clip_is_not_kept(store):
    part = store.part("k" * 64, 1, "ab12", nobody)
    part.write_bytes(b"<html>not found</html>")

    with pytest.raises(StoreError, match="no whole clip"):
        store.keep(part)
    assert list(store.folder.iterdir()) == []


def leave(store, run, size=5, *, total=9, attempt=1):
    """A part of *size* bytes, as a run leaves it whose line broke; without *total* with no note."""
    part = store.part(KEY, attempt, run, everybody)
    part.write_bytes(run[:1].encode() * size)
    if total:
        note_of(part).write_text(json.dumps({"validator": '"v1"', "total": total}))
    return part


def names(store):
    return sorted(path.name for path in store.folder.iterdir())


def nobody(run):
    return False


def everybody(run):
    return True


def test_what_is_no_whole_clip_is_taken_anew(store):
    part = leave(store, "dead")

    with pytest.raises(StoreError, match="no whole clip"):
        store.keep(part)
    assert names(store) == []


def test_a_clip_that_is_kept_leaves_no_note(store):
    part = leave(store, "live")
    make_clip(part.with_suffix(".mp4"), "a")
    part.with_suffix(".mp4").replace(part)
    clip, _ = store.keep(part)

    assert names(store) == [f"{clip}.mp4"]


def test_a_run_goes_on_with_the_most_that_a_dead_one_left(store):
    less, more = leave(store, "dead"), leave(store, "gone", 7)
    part = store.part(KEY, 1, "live", nobody)

    assert part.read_bytes() == b"ggggggg"
    assert held(part).size == 7
    assert part == store.part(KEY, 1, "live", nobody)
    assert (less.exists(), more.exists(), note_of(more).exists()) == (True, False, False)


def test_a_run_takes_nothing_from_the_living_nor_of_another_clip(store):
    leave(store, "busy")
    leave(store, "dead", attempt=2)
    before = names(store)
    part = store.part(KEY, 1, "live", lambda run: run == "busy")

    assert not part.exists()
    assert names(store) == before
    assert not store.part(KEY, 1, "live", everybody).exists()


def test_a_run_keeps_what_it_has_itself(store):
    leave(store, "dead", 7)
    own = leave(store, "live", 5)

    assert store.part(KEY, 1, "live", nobody) == own
    assert own.read_bytes() == b"lllll"


def test_a_part_without_a_note_is_not_gone_on_with(store):
    leave(store, "dead", total=None)

    assert not store.part(KEY, 1, "live", nobody).exists()


def test_a_part_that_only_has_a_note_makes_way(store):
    own = leave(store, "live", total=None)
    note_of(own).write_text("torn")
    leave(store, "dead")

    assert store.part(KEY, 1, "live", nobody).read_bytes() == b"ddddd"
    assert held(own).size == 5


def test_of_many_runs_one_goes_on_with_what_a_dead_one_left(store):
    for _ in range(20):
        leave(store, "dead", 5)
        start = threading.Barrier(8)

        def takes(run, start=start):
            start.wait()
            store.part(KEY, 1, run, lambda other: other != "dead")

        runs = [threading.Thread(target=takes, args=(f"run{it}",)) for it in range(8)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        parts = list(store.folder.glob("*.part"))

        assert len(parts) == 1
        assert parts[0].read_bytes() == b"ddddd"
        assert held(parts[0]) is not None
        assert len(names(store)) == 2
        for path in store.folder.iterdir():
            path.unlink()


def test_what_can_be_gone_on_with_is_kept_for_a_week(store):
    fresh, old = leave(store, "dead"), leave(store, "gone")
    living, useless = leave(store, "live"), leave(store, "lost", total=None)
    for part in (old, living):
        os.utime(part, (0, time.time() - 8 * DAY))
    os.utime(fresh, (0, time.time() - 6 * DAY))
    note_of(store.part(KEY, 1, "torn", everybody)).write_text("{}")
    store.sweep(lambda run: run == "live")

    assert names(store) == sorted(it.name for p in (fresh, living) for it in (p, note_of(p)))
    assert not useless.exists()


def test_sweeping_leaves_the_living_alone_whatever_they_have(store):
    leave(store, "live", total=None)
    note_of(store.part(KEY, 1, "soon", everybody)).write_text("{}")
    before = names(store)
    store.sweep(everybody)

    assert names(store) == before


def test_what_cannot_be_swept_stops_nobody(store):
    store.part(KEY, 1, "dead", everybody).mkdir()
    store.sweep(nobody)


def test_a_clip_whose_run_died_is_gone_on_with_by_the_next(store, tmp_path):
    """Nothing but the disk is left of the first run."""
    make_clip(tmp_path / "clip.mp4", "a", frames=48, size=64)
    clip = (tmp_path / "clip.mp4").read_bytes()
    ranges = []

    async def serves(reader, writer):
        head, _ = await heard(reader)
        start = int(head.partition("\nrange: bytes=")[2].partition("-")[0] or 0)
        ranges.append(start)
        where = f"Content-Range: bytes {start}-{len(clip) - 1}/{len(clip)}"
        said = answer(206 if start else 200, clip[start:], 'ETag: "v1"', *[where][: bool(start)])
        writer.write(said if start else said[:-1000])

    async def run(name, store):
        async with service(serves) as url, client_of("http://127.0.0.1:9", attempts=1) as client:
            part = store.part(KEY, 1, name, nobody)
            await client.download(f"{url}/{name}.mp4", part)
            return store.keep(part)[0]

    with pytest.raises(Lost):
        asyncio.run(run("first", store))
    kept = asyncio.run(run("second", Store(store.folder, store.out)))

    assert kept == hashlib.sha256(clip).hexdigest()
    assert ranges == [0, len(clip) - 1000]
    assert names(store) == [f"{kept}.mp4"]


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
