"""Clips whose line breaks, and services that mind `Range` and `If-Range`, or do not."""

import asyncio
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hailuo_dsl.api.errors import ApiError, DeadLink, Lost, Refused
from hailuo_dsl.api.part import held, note_of
from tests.api.loopback import CANARY, answer, client_of, heard, service

pytestmark = pytest.mark.anyio

CLIP = b"\x00\x00\x00\x20ftypisom" + os.urandom(300_000)
OTHER = b"\x00\x00\x00\x20ftypisom" + os.urandom(300_000)
MIDDAY = "Tue, 04 Aug 2026 12:00:00 GMT"

DOWNLOAD = """
import asyncio, sys
from pathlib import Path
from tests.api.loopback import client_of
async def main(url, to):
    async with client_of(url, download_read=60.0) as client:
        await client.download(f"{url}/clip.mp4", Path(to))
asyncio.run(main(*sys.argv[1:]))
"""


class Shelf:
    """A server of one clip.

    Each answer stops after as many bytes of its body as the next of *breaks* says. What *bends*
    makes of a status and its headers is what is said.
    """

    def __init__(self, clip=CLIP, *breaks, etag='"v1"', dates=(), ranges=True, bends=None):
        self.clip = clip
        self.breaks = list(breaks)
        self.headers = {"ETag": etag} if etag else {}
        self.headers |= dict(zip(("Last-Modified", "Date"), dates, strict=False))
        self.validator = (etag or "".join(dates[:1])).lower()
        self.ranges = ranges
        self.bends = bends or (lambda status, headers: (status, headers))
        self.asked = []
        self.sent = 0

    async def __call__(self, reader, writer):
        head, _ = await heard(reader)
        asked = dict(line.split(": ", 1) for line in head.strip().split("\r\n")[1:])
        self.asked.append((asked.get("range", ""), asked.get("if-range", "")))
        start, size = 0, len(self.clip)
        if self.ranges and "range" in asked and asked["if-range"] == self.validator:
            start = int(re.fullmatch(r"bytes=(\d+)-", asked["range"])[1])
        status, headers, body = 200, self.headers, self.clip[start:]
        if start:
            status = 206
            headers = headers | {"Content-Range": f"bytes {start}-{size - 1}/{size}"}
        status, headers = self.bends(status, headers)
        said = answer(status, body, *(f"{name}: {value}" for name, value in headers.items()))
        cut = self.breaks.pop(0) if self.breaks else len(body)
        self.sent += len(body[:cut])
        writer.write(said[: len(said) - len(body)] + body[:cut])
        await writer.drain()


@pytest.fixture
def to(tmp_path):
    return tmp_path / "clip.part"


async def fetch(shelf, to, **how):
    """One call, by a client and from an address of its own."""
    async with service(shelf) as url, client_of(url, **{"attempts": 1} | how) as client:
        await client.download(f"{url}/clip.mp4", to)


async def grown(to, size):
    """Wait until there are *size* bytes at *to*."""
    while True:
        if to.exists() and to.stat().st_size >= size:
            return
        await asyncio.sleep(0.01)


async def begin(to, size=1000, clip=CLIP, **how):
    """Leave the first *size* bytes of a clip at *to*."""
    with pytest.raises(Lost):
        await fetch(Shelf(clip, size, **how), to)
    assert to.read_bytes() == clip[:size]


async def test_a_clip_that_breaks_off_goes_on_where_it_stood(to):
    shelf = Shelf(CLIP, 1000, 50_000)
    await fetch(shelf, to, attempts=3)

    assert to.read_bytes() == CLIP
    assert shelf.asked == [("", ""), ("bytes=1000-", '"v1"'), ("bytes=51000-", '"v1"')]


@pytest.mark.parametrize("breaks", [1, 5, 20])
async def test_no_byte_of_a_clip_comes_twice(to, breaks):
    """Ten million bytes, over lines that break."""
    clip = os.urandom(10_000_000)
    shelf = Shelf(clip, *[len(clip) // (breaks + 1) - 7] * breaks)
    for _ in range(breaks):
        with pytest.raises(Lost, match="broke off"):
            await fetch(shelf, to, clip_limit=len(clip))
    await fetch(shelf, to, clip_limit=len(clip))

    assert to.read_bytes() == clip
    assert shelf.sent == len(clip)


async def test_another_link_to_the_same_clip_goes_on(to):
    await begin(to)
    shelf = Shelf()
    await fetch(shelf, to)

    assert to.read_bytes() == CLIP
    assert shelf.asked == [("bytes=1000-", '"v1"')]


async def test_a_clip_goes_on_after_kill_9(to):
    async def stalls(reader, writer):
        await heard(reader)
        writer.write(answer(200, CLIP, 'ETag: "v1"')[:100_000])
        await reader.read()

    async with service(stalls) as url:
        words = [sys.executable, "-c", DOWNLOAD, url, str(to)]
        home = Path(__file__).parents[2]
        process = await asyncio.create_subprocess_exec(*words, cwd=home)
        try:
            await asyncio.wait_for(grown(to, 90_000), 30)
        finally:
            process.kill()
            await process.wait()
    had = held(to)
    shelf = Shelf()
    await fetch(shelf, to)

    assert to.read_bytes() == CLIP
    assert shelf.sent == len(CLIP) - had.size


@pytest.mark.parametrize(
    "changes", [{"etag": '"v2"'}, {"etag": '"v1"', "ranges": False}, {"etag": ""}]
)
async def test_another_version_is_taken_anew(changes, to):
    await begin(to, 250_000)
    shelf = Shelf(OTHER[:200_000], **changes)
    await fetch(shelf, to)

    assert to.read_bytes() == OTHER[:200_000]
    assert shelf.asked == [("bytes=250000-", '"v1"')]


def bent(**changes):
    """Make a server say *changes* with each piece; what is None is not said."""

    def bends(status, headers):
        if status != 206:
            return status, headers
        said = headers | {name.replace("_", "-"): value for name, value in changes.items()}
        return status, {name: value for name, value in said.items() if value is not None}

    return bends


@pytest.mark.parametrize(
    "bends",
    [
        bent(Content_Range=f"bytes 999-{len(CLIP) - 1}/{len(CLIP)}"),
        bent(Content_Range=f"bytes 0-{len(CLIP) - 1}/{len(CLIP)}"),
        bent(Content_Range=f"bytes 1000-{len(CLIP)}/{len(CLIP) + 1}"),
        bent(Content_Range=f"bytes 1000-{len(CLIP) - 1}/*"),
        bent(Content_Range=f"bytes 1000-{len(CLIP)}/{len(CLIP)}"),
        bent(Content_Range="bytes 1000-5/300012"),
        bent(Content_Range="bytes 1000-9"),
        bent(Content_Range=f"bytes 1000-{'9' * 5000}/{'9' * 5001}"),
        bent(Content_Range=None, Content_Type="multipart/byteranges; boundary=x"),
        bent(ETag='"v2"'),
        bent(ETag='W/"v1"'),
        bent(ETag=None),
    ],
)
async def test_a_piece_that_does_not_fit_is_not_joined(bends, to):
    await begin(to)
    shelf = Shelf(bends=bends)
    await fetch(shelf, to)

    assert to.read_bytes() == CLIP
    assert shelf.asked == [("bytes=1000-", '"v1"'), ("", "")]


async def test_a_longer_piece_than_was_announced_is_not_kept(to):
    await begin(to)
    shelf = Shelf(bends=bent(Content_Range=f"bytes 1000-2000/{len(CLIP)}"))
    with pytest.raises(Lost, match="more bytes"):
        await fetch(shelf, to)

    assert not to.exists()


async def test_a_piece_that_nobody_asked_for_is_lost(to):
    shelf = Shelf(bends=lambda status, headers: (206, headers | {"Content-Range": "bytes 0-9/10"}))
    with pytest.raises(Lost, match="a piece"):
        await fetch(shelf, to)

    assert not to.exists()


async def test_a_service_that_gives_short_pieces_is_asked_on_at_once(to):
    await begin(to)

    async def nibbles(reader, writer):
        head, _ = await heard(reader)
        start = int(re.search(r"\nrange: bytes=(\d+)-", head)[1])
        piece = CLIP[start : start + 100_000]
        where = f"Content-Range: bytes {start}-{start + len(piece) - 1}/{len(CLIP)}"
        writer.write(answer(206, piece, where, 'ETag: "v1"'))

    await fetch(nibbles, to)
    assert to.read_bytes() == CLIP


async def test_a_part_that_is_too_long_is_taken_anew(to):
    await begin(to)

    async def has_less(reader, writer):
        head, _ = await heard(reader)
        less = answer(416, b"", "Content-Range: bytes */500", 'ETag: "v1"')
        writer.write(less if "\nrange:" in head else answer(200, CLIP[:500]))

    await fetch(has_less, to)
    assert to.read_bytes() == CLIP[:500]


@pytest.mark.parametrize(
    ("total", "etag", "again"),
    [
        (None, 'ETag: "v1"', 1),
        (None, "X: y", 1),
        (None, 'ETag: "v2"', 2),
        (len(CLIP) + 1, 'ETag: "v1"', 2),
    ],
)
async def test_a_clip_of_unannounced_length_may_be_there_already(total, etag, again, to):
    """A process died between the last byte and the next step."""
    to.write_bytes(CLIP)
    note_of(to).write_text(json.dumps({"validator": '"v1"', "total": total}))
    asked = []

    async def has_no_more(reader, writer):
        head, _ = await heard(reader)
        asked.append(head)
        nothing = answer(416, b"", f"Content-Range: bytes */{len(CLIP)}", etag)
        writer.write(nothing if "\nrange:" in head else answer(200, OTHER))

    await fetch(has_no_more, to)
    assert len(asked) == again
    assert to.read_bytes() == [CLIP, OTHER][again - 1]


async def test_a_clip_that_is_all_there_is_not_asked_for(to):
    await begin(to)
    to.write_bytes(CLIP)
    async with client_of("http://127.0.0.1:9") as client:
        await client.download("http://127.0.0.1:9/clip.mp4", to)

    assert to.read_bytes() == CLIP


@pytest.mark.parametrize(
    "unsure",
    [
        {"etag": ""},
        {"etag": 'W/"v1"'},
        {"etag": 'W/"v1"', "dates": ("Mon, 03 Aug 2026 12:00:00 GMT", MIDDAY)},
        {"etag": "v1"},
        {"etag": '"\u00e9"'},
        {"etag": "", "dates": ("Tue, 04 Aug 2026 11:59:30 GMT", MIDDAY)},
        {"etag": "", "dates": ("Mon, 03 Aug 2026 12:00:00 GMT",)},
        {"etag": "", "dates": ("Mon, 33 Aug 2026 12:00:00 GMT", MIDDAY)},
        {"etag": "", "dates": ("yesterday", MIDDAY)},
    ],
)
async def test_a_clip_whose_version_is_not_sure_is_taken_anew(unsure, to):
    shelf = Shelf(CLIP, 1000, **unsure)
    await fetch(shelf, to, attempts=2)

    assert to.read_bytes() == CLIP
    assert shelf.asked == [("", ""), ("", "")]


async def test_a_date_is_enough_where_there_is_no_etag(to):
    dates = ("Tue, 04 Aug 2026 11:59:00 GMT", MIDDAY)
    shelf = Shelf(CLIP, 1000, 2000, etag="", dates=dates)
    await fetch(shelf, to, attempts=3)

    assert to.read_bytes() == CLIP
    assert shelf.asked[1:] == [("bytes=1000-", dates[0].lower()), ("bytes=3000-", dates[0].lower())]


async def test_a_piece_of_another_date_is_not_joined(to):
    dates = ("Tue, 04 Aug 2026 11:59:00 GMT", MIDDAY)
    await begin(to, etag="", dates=dates)
    shelf = Shelf(etag="", dates=dates, bends=bent(Last_Modified=MIDDAY))
    await fetch(shelf, to)

    assert to.read_bytes() == CLIP
    assert len(shelf.asked) == 2


@pytest.mark.parametrize(
    "note",
    [
        *("", "[", "[]", "{}", '{"validator": 1}', '{"validator": "v1"}', "[" * 100_000),
        *('{"validator": "\\"v1\\"\\r\\nX: y"}', '{"validator": "\\"v1\\"", "total": 999}'),
        *('{"validator": "\\"v1\\"", "total": "all"}', '{"validator": "\\"v1\\"", "total": true}'),
    ],
)
async def test_a_part_with_a_note_that_says_nothing_is_taken_anew(note, to):
    await begin(to)
    note_of(to).write_text(note)
    shelf = Shelf()
    await fetch(shelf, to)

    assert to.read_bytes() == CLIP
    assert shelf.asked == [("", "")]


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
async def test_nothing_is_written_through_a_link(to, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("dear all")
    to.symlink_to(letter)
    note_of(to).write_text(json.dumps({"validator": '"v1"', "total": len(CLIP)}))
    await fetch(Shelf(), to)

    assert to.read_bytes() == CLIP
    assert letter.read_text() == "dear all"


@pytest.mark.parametrize(
    "dead",
    [
        *(answer(403), answer(404), answer(200, b"{}", "Content-Type: application/json")),
        answer(404, b"no")[:-1],
        answer(200, CLIP, "Content-Encoding: gzip"),
        answer(
            206, CLIP[1000:], "Content-Encoding: gzip", "Content-Range: bytes 1000-300011/300012"
        ),
    ],
)
async def test_a_dead_link_leaves_what_is_there(dead, to):
    await begin(to)

    async def is_dead(reader, writer):
        await heard(reader)
        writer.write(dead)

    with pytest.raises(DeadLink):
        await fetch(is_dead, to)
    shelf = Shelf()
    await fetch(shelf, to)

    assert to.read_bytes() == CLIP
    assert shelf.asked == [("bytes=1000-", '"v1"')]


async def test_the_limit_holds_for_the_whole(to):
    await begin(to)
    shelf = Shelf()
    with pytest.raises(Refused, match="larger"):
        await fetch(shelf, to, clip_limit=len(CLIP) - 1)

    assert not to.exists()
    assert not note_of(to).exists()
    assert shelf.asked == [("bytes=1000-", '"v1"')]


@contextmanager
def files_of_at_most(size):
    """As on a disk that is full: no file may grow past *size* bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
async def test_a_full_disk_keeps_what_it_has(to):
    shelf = Shelf()
    with files_of_at_most(len(CLIP) - 10), pytest.raises(OSError, match="too large"):
        await fetch(shelf, to, attempts=3)
    assert to.read_bytes() == CLIP[:-10]
    assert len(shelf.asked) == 1

    await fetch(shelf, to)
    assert to.read_bytes() == CLIP
    assert shelf.asked[1:] == [(f"bytes={len(CLIP) - 10}-", '"v1"')]


async def test_a_clip_that_drips_is_cut_off_and_goes_on(to):
    shelf = Shelf()

    async def drips(reader, writer):
        """Say a byte at a time, each within the time-out; later attempts find a quick server."""
        await heard(reader)
        writer.write(answer(200, CLIP, 'ETag: "v1"')[: -len(CLIP)])
        for byte in CLIP[:100]:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    talks = [drips, shelf]

    async def talk(reader, writer):
        await talks.pop(0)(reader, writer)

    await fetch(talk, to, attempts=2, download=0.5)

    assert to.read_bytes() == CLIP
    assert shelf.sent < len(CLIP)


async def test_a_run_that_is_stopped_leaves_what_came(to):
    async def stalls(reader, writer):
        await heard(reader)
        writer.write(answer(200, CLIP, 'ETag: "v1"')[:-100_000])
        await reader.read()

    task = asyncio.create_task(fetch(stalls, to, download_read=60.0))
    await asyncio.wait_for(grown(to, len(CLIP) - 100_000), 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert held(to).size == len(CLIP) - 100_000


ODD = {
    "none": None,
    "is deaf": None,
    "is busy": lambda status, headers: (503, headers),
    "is shut": lambda status, headers: (403, headers),
    "is off by one": bent(Content_Range="bytes 1-899/900"),
    "minds no If-Range": bent(ETag='"v3"'),
    "is not sure": lambda status, headers: (status, headers | {"ETag": 'W/"v1"'}),
}


async def last_of(deeds, to):
    """Fetch while the service does one of *deeds* after the other; return what it has at last."""
    clips = {'"v1"': CLIP[:900], '"v2"': OTHER[:1000]}
    async with client_of("http://127.0.0.1:9", attempts=1) as client:
        for etag, cut, deed in [*deeds, ('"v2"', 1000, "none")]:
            shelf = Shelf(clips[etag], cut, cut, etag=etag, ranges=deed != "is deaf")
            shelf.bends = ODD[deed] or shelf.bends
            async with service(shelf) as url:
                with suppress(ApiError):
                    await client.download(f"{url}/clip.mp4", to)
                    return clips[etag]
    raise AssertionError("the last one behaves")


@given(
    st.lists(
        st.tuples(st.sampled_from(['"v1"', '"v2"']), st.integers(0, 700), st.sampled_from([*ODD])),
        max_size=8,
    )
)
def test_however_often_it_breaks_off_a_clip_is_right_to_the_byte(deeds):
    with TemporaryDirectory() as folder:
        to = Path(folder, "clip.part")
        clip = asyncio.run(last_of(deeds, to))

        assert to.read_bytes() == clip


async def test_the_key_goes_nowhere_with_the_rest(to):
    await begin(to)
    heads = []

    async def listens(reader, writer):
        heads.append((await heard(reader))[0])
        writer.write(answer(404))

    async with service(listens) as url, client_of("http://127.0.0.1:9") as client:
        with pytest.raises(DeadLink):
            await client.download(f"{url}/clip.mp4", to)
    assert "range: bytes=1000-" in heads[0]
    assert CANARY not in heads[0]
