"""Clips on their way to the disk."""

import pytest

from hailuo_dsl.api.errors import Advice, DeadLink, Lost, Refused
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
async def test_half_a_clip_is_lost_and_nothing_is_left_of_it(half, to):
    to.write_bytes(b"an older one")
    said = []

    async with service(shop(said, half)) as url, client_of(url) as client:
        with pytest.raises(Lost):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 2
    assert not said[0].count("range:")
    assert not to.exists() or half.endswith(b"Le")


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


async def test_redirects_come_to_an_end(to):
    said = []

    talk = shop(said, answer(302, b"", "Location: /again"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(DeadLink):
            await client.download(f"{url}/clip.mp4", to)

    assert len(said) == 6


async def test_a_redirect_leaves_the_web_for_nothing(to):
    talk = shop([], answer(302, b"", "Location: file:///etc/passwd"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(DeadLink):
            await client.download(f"{url}/clip.mp4", to)


async def test_a_disk_that_refuses_is_no_fault_of_the_service(tmp_path):
    async with service(says(200, CLIP)) as url, client_of(url) as client:
        with pytest.raises(FileNotFoundError):
            await client.download(f"{url}/clip.mp4", tmp_path / "no folder" / "clip.mp4")
