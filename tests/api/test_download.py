"""Clips on their way to the disk."""

import asyncio

import httpx
import pytest

from hailuo_dsl.api.client import Client
from hailuo_dsl.api.errors import Advice, DeadLink, Lost, Refused, Unreached
from hailuo_dsl.api.profile import Profile
from hailuo_dsl.catalog.load import catalog
from tests.api.loopback import CANARY, answer, client_of, heard, says, service

pytestmark = pytest.mark.anyio

CLIP = b"\x00\x00\x00\x20ftypisom" + bytes(300_000)


@pytest.fixture
def to(tmp_path):
    return tmp_path / "clip.mp4"


def shop(said, talk):
    async def listens(reader, writer):
        head, _ = await heard(reader)
        said.append(head)
        writer.write(talk)
        await writer.drain()

    return listens


async def test_a_clip_comes_whole(to):
    talk = says(200, CLIP, "Content-Type: video/mp4")

    async with service(talk) as url, client_of("http://127.0.0.1:9") as client:
        await client.download(f"{url}/clip.mp4", to)

    assert to.read_bytes() == CLIP


async def test_a_clip_of_unannounced_length_comes_whole(to):
    async with (
        service(shop([], b"HTTP/1.1 200 OK\r\n\r\n" + CLIP)) as url,
        client_of(url) as client,
    ):
        await client.download(f"{url}/clip.mp4", to)

    assert to.read_bytes() == CLIP


@pytest.mark.parametrize(
    "half", [answer(200, CLIP)[:-1], answer(200, b""), b"HTTP/1.1 200 OK\r\nContent-Le"]
)
async def test_half_a_clip_is_lost(half, to):
    to.write_bytes(b"an older one")
    said = []

    async with service(shop(said, half)) as url, client_of(url) as client:
        with pytest.raises(Lost):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 2
    assert not any("range:" in head for head in said)


async def test_a_clip_that_broke_off_is_fetched_again(to):
    halves = [answer(200, CLIP)[:1000], answer(200, CLIP)]

    async def mends(reader, writer):
        await heard(reader)
        writer.write(halves.pop(0))

    async with service(mends) as url, client_of(url) as client:
        await client.download(f"{url}/clip.mp4", to)

    assert to.read_bytes() == CLIP


async def test_a_clip_that_is_announced_as_too_large_is_not_waited_for(to):
    talk = b"HTTP/1.1 200 OK\r\nContent-Length: 300012\r\n\r\n"

    async with service(shop([], talk)) as url, client_of(url, clip_limit=100_000) as client:
        with pytest.raises(Refused):
            await client.download(f"{url}/clip.mp4", to)


@pytest.mark.parametrize("head", ["Content-Length: 300012", "X-Length: unsaid"])
async def test_a_clip_that_is_too_large_is_not_taken(head, to):
    talk = f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + CLIP

    async with service(shop([], talk)) as url, client_of(url, clip_limit=100_000) as client:
        with pytest.raises(Refused) as caught:
            await client.download(f"{url}/clip.mp4", to)

    assert caught.value.advice is Advice.FIX
    assert not to.exists()


async def test_a_clip_without_end_is_not_waited_for(to):
    async def goes_on(reader, writer):
        await heard(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + CLIP[:100_000])
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with service(goes_on) as url, client_of(url, clip_limit=100_000, download=2.0) as client:
        with pytest.raises(Refused, match="larger"):
            await client.download(f"{url}/clip.mp4", to)

    assert not to.exists()


@pytest.mark.parametrize(
    "talk",
    [
        *(answer(403), answer(404), answer(410)),
        answer(200, b"{}", "Content-Type: application/json"),
        answer(200, b"<p>gone</p>", "Content-Type: text/html; charset=utf-8"),
    ],
)
async def test_a_link_that_leads_to_no_clip_is_dead(talk, to):
    said = []

    async with service(shop(said, talk)) as url, client_of(url) as client:
        with pytest.raises(DeadLink):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 1
    assert not to.exists()


async def test_the_key_goes_to_the_services_own_address_only(to):
    own, foreign = [], []

    async with service(shop(foreign, answer(200, CLIP))) as elsewhere:
        away = answer(302, b"", f"Location: {elsewhere}/clip.mp4")
        async with service(shop(own, away)) as url, client_of(url) as client:
            await client.download(f"{url}/clip.mp4", to)
            await client.download(f"{elsewhere}/clip.mp4", to)

    assert [CANARY in head for head in own] == [True]
    assert [CANARY in head for head in foreign] == [False, False]


OWN = "https://gateway.example"


@pytest.mark.parametrize(
    ("way", "with_key"),
    [
        ([f"{OWN}/a", f"{OWN}:443/b", "/c"], "yyy"),
        ([f"{OWN}/a", "HTTPS://Gateway.Example/b"], "yy"),
        ([f"{OWN}/a", "https://cdn.example/b", f"{OWN}/c"], "ynn"),
        ([f"{OWN}/a", "http://gateway.example/b", f"{OWN}/c"], "ynn"),
        ([f"{OWN}/a", f"{OWN}:8443/b"], "yn"),
        ([f"{OWN}/a", f"{OWN}./b"], "yn"),
        ([f"{OWN}/a", "//cdn.example/b", "/c"], "ynn"),
        ([f"{OWN}/a", f"{OWN}@cdn.example/b"], "yn"),
        (["https://cdn.example/a", f"{OWN}/b"], "nn"),
        (["http://gateway.example/a", f"{OWN}/b"], "nn"),
        (["https://gateway.example.cdn.example/a"], "n"),
    ],
)
async def test_once_the_way_leaves_the_service_the_key_stays_behind(way, with_key, to):
    heads, onward = [], way[1:]

    def talk(request):
        heads.append("y" if CANARY in request.headers.get("Authorization", "") else "n")
        if not onward:
            return httpx.Response(200, stream=httpx.ByteStream(CLIP))
        return httpx.Response(302, headers={"Location": onward.pop(0)})

    mine = Profile("gateway", OWN, CANARY)
    async with Client(mine, catalog(), transport=httpx.MockTransport(talk)) as client:
        await client.download(way[0], to)

    assert "".join(heads) == with_key
    assert to.read_bytes() == CLIP


async def test_redirects_come_to_an_end(to):
    said = []

    talk = shop(said, answer(302, b"", "Location: /again"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(DeadLink):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 6


@pytest.mark.parametrize(
    "there",
    [
        *("file:///etc/passwd", "ftp://127.0.0.1/clip.mp4", "javascript:0", "mailto:a@b.test"),
        *("http://[", "http://127.0.0.1:port/", "http://256.0.0.1/", "https://xn--a/x"),
    ],
)
async def test_a_redirect_leaves_the_web_for_nothing(there, to):
    said = []
    talk = shop(said, answer(302, b"", f"Location: {there}"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(DeadLink):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 1
    assert not to.exists()


async def test_what_a_redirect_says_besides_is_not_waited_for(to):
    async def chatters(reader, writer):
        head, _ = await heard(reader)
        if head.startswith("get /clip.mp4"):
            writer.write(answer(200, CLIP))
            return
        writer.write(b"HTTP/1.1 302 So\r\nLocation: /clip.mp4\r\nContent-Length: 99999999\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" " * 1000)
            await writer.drain()
            await asyncio.sleep(0.01)

    async with service(chatters) as url, client_of(url, download=2.0, attempts=1) as client:
        await client.download(f"{url}/go", to)

    assert to.read_bytes() == CLIP


async def test_a_clip_never_comes_packed(to):
    said = []
    talk = shop(said, answer(200, CLIP, "Content-Encoding: gzip"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(DeadLink, match="gzip"):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 1
    assert "accept-encoding: identity" in said[0]
    assert not to.exists()


async def test_whoever_cannot_be_reached_is_named(to):
    talk = shop([], answer(302, b"", "Location: http://nowhere.invalid/x"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(Unreached, match=r"nowhere\.invalid cannot be reached"):
            await client.download(f"{url}/clip.mp4", to)


async def test_a_disk_that_refuses_is_no_fault_of_the_service(tmp_path):
    async with service(says(200, CLIP)) as url, client_of(url) as client:
        with pytest.raises(FileNotFoundError):
            await client.download(f"{url}/clip.mp4", tmp_path / "no folder" / "clip.mp4")
