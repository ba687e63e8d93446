"""The client against services on loopback that misbehave."""

import asyncio
import logging
import sqlite3
import traceback
from contextlib import closing

import httpx
import pytest

from hailuo_dsl.api.client import Client
from hailuo_dsl.api.errors import Advice, ApiError, DeadLink, Lost, NoSuchTask, Refused, Unreached
from hailuo_dsl.api.model import Answer, Status
from hailuo_dsl.api.open import open_client
from hailuo_dsl.api.profile import Profile, profile
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.request.validate import InvalidRequestError
from tests.api.loopback import CANARY, answer, client_of, heard, says, service

pytestmark = pytest.mark.anyio

ACCEPTED = b'{"task_id": "t1", "status": "queued"}'
RUNNING = b'{"code": "200", "message": "", "data": {"status": "processing"}}'


async def hangs_up(reader, writer):
    await heard(reader)


async def is_slow(reader, writer):
    await heard(reader)
    await asyncio.sleep(1)
    writer.write(answer(200, ACCEPTED))


async def drips(reader, writer):
    """Say one byte at a time, each within the time-out, and never come to an end."""
    await heard(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def tears(reader, writer):
    """Announce more than is sent."""
    await heard(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + ACCEPTED)


async def talks_nonsense(reader, writer):
    await heard(reader)
    writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")


async def resets(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.transport.abort()


def turns(*talks):
    """A talk that says another thing to each connection, and how many there were."""
    met = []

    async def talk(reader, writer):
        met.append(1)
        await talks[min(len(met), len(talks)) - 1](reader, writer)

    return talk, met


async def test_a_submit_carries_the_key_the_intention_and_the_body(body):
    said = []

    async def listens(reader, writer):
        said.append(await heard(reader))
        writer.write(answer(200, ACCEPTED))

    async with service(listens) as url, client_of(url + "/hailuo") as client:
        assert await client.submit(body, intention="one-act") == "t1"

    head, sent = said[0]
    assert head.startswith("post /hailuo/v1/video/generations http/1.1")
    assert f"authorization: bearer {CANARY}" in head
    assert "idempotency-key: one-act" in head
    assert "content-type: application/json" in head
    assert b'"model":"MiniMax-Hailuo-02"' in sent


async def test_a_bad_body_is_never_sent(body):
    talk, met = turns(says(200, ACCEPTED))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(InvalidRequestError, match="duration"):
            await client.submit({**body, "duration": 7}, intention="i")
        with pytest.raises(InvalidRequestError, match="first_frame_image"):
            await client.submit(
                {**body, "metadata": {"first_frame_image": "file:pier.png"}}, intention="i"
            )

    assert not met


async def test_where_nobody_listens_nothing_arrives(body):
    async with service(hangs_up) as url:
        pass

    async with client_of(url) as client:
        with pytest.raises(Unreached):
            await client.submit(body, intention="i")


async def test_an_unknown_name_is_never_reached(body):
    async with client_of("http://nowhere.invalid") as client:
        with pytest.raises(Unreached, match=r"nowhere\.invalid cannot be reached"):
            await client.submit(body, intention="i")


async def test_where_no_tls_is_spoken_nothing_arrives(body):
    async def speaks_plainly(reader, writer):
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with service(speaks_plainly) as url, client_of(url.replace("http", "https")) as client:
        with pytest.raises(Unreached):
            await client.submit(body, intention="i")


async def test_where_nobody_shakes_hands_nothing_arrives(body):
    async def is_silent(reader, writer):
        await reader.read()

    async with (
        service(is_silent) as url,
        client_of(url.replace("http", "https"), connect=0.3) as client,
    ):
        with pytest.raises(Unreached):
            await client.submit(body, intention="i")


@pytest.mark.parametrize("url", ["https://256.1.1.1", "https://a.test:port"])
async def test_what_is_no_address_is_never_reached(url, body):
    async with client_of(url) as client:
        with pytest.raises(Unreached):
            await client.submit(body, intention="i")


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (httpx.ConnectError, Unreached),
        (httpx.ConnectTimeout, Unreached),
        (httpx.PoolTimeout, Unreached),
        (httpx.ProxyError, Unreached),
        (httpx.WriteError, Lost),
        (httpx.WriteTimeout, Lost),
        (httpx.ReadError, Lost),
        (httpx.ReadTimeout, Lost),
        (httpx.CloseError, Lost),
        (httpx.RemoteProtocolError, Lost),
        (httpx.LocalProtocolError, Lost),
        (httpx.DecodingError, Lost),
    ],
)
async def test_only_what_comes_before_the_first_byte_is_unreached(trouble, kind, body):
    met = []

    def fails(request):
        met.append(request)
        raise trouble(f"no luck with {CANARY}")

    mine = Profile("gateway", "https://gateway.example", CANARY)
    async with Client(mine, catalog(), transport=httpx.MockTransport(fails)) as client:
        with pytest.raises(kind) as caught:
            await client.submit(body, intention="i")

    assert len(met) == 1
    assert CANARY not in str(caught.value) + caught.value.said


@pytest.mark.parametrize(
    "talk",
    [
        *(hangs_up, is_slow, tears, talks_nonsense, resets),
        says(200, ACCEPTED, "Content-Encoding: gzip"),
        *(says(200, b'{"task_id": "t'), says(504), says(502, b"<html>"), says(500, b"oops")),
    ],
)
async def test_a_submit_without_a_clear_answer_is_lost_and_sent_once(talk, body):
    talk, met = turns(talk)

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(Lost):
            await client.submit(body, intention="i")

    assert len(met) == 1


async def test_an_answer_that_drips_forever_is_lost_in_the_end(body):
    async with service(drips) as url, client_of(url, submit=0.4) as client:
        with pytest.raises(Lost, match="in time"):
            await client.submit(body, intention="i")


async def test_an_answer_without_end_is_not_kept(body):
    async with service(says(200, b" " * 5_000_000)) as url, client_of(url) as client:
        with pytest.raises(Lost, match="too long"):
            await client.submit(body, intention="i")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_submit_follows_nobody(status, body):
    there, met = turns(says(200, ACCEPTED))

    async with service(there) as elsewhere:
        talk = says(status, b"", f"Location: {elsewhere}/v1/video/generations")
        async with service(talk) as url, client_of(url) as client:
            with pytest.raises(Refused, match="base URL") as caught:
                await client.submit(body, intention="i")

    assert caught.value.advice is Advice.FIX
    assert not met


@pytest.mark.parametrize(
    "there", ["http://[", "http://a.test:port/", "http://256.0.0.1/", "mailto:a", "https://xn--a/"]
)
async def test_a_submit_is_refused_also_by_a_redirect_to_no_address(there, body):
    talk, met = turns(says(302, b"", f"Location: {there}"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(Refused, match="base URL") as caught:
            await client.submit(body, intention="i")

    assert (caught.value.advice, caught.value.said) == (Advice.FIX, there)
    assert len(met) == 1


@pytest.mark.parametrize("status", [300, 304, 305, 399])
async def test_a_redirect_of_any_kind_is_a_refusal(status, body):
    async with service(says(status)) as url, client_of(url) as client:
        with pytest.raises(Refused, match="base URL"):
            await client.submit(body, intention="i")


async def test_a_refused_submit_is_not_sent_again(body):
    talk, met = turns(says(429, b"", "Retry-After: 3"))

    async with service(talk) as url, client_of(url) as client:
        with pytest.raises(Refused) as caught:
            await client.submit(body, intention="i")

    assert caught.value.retry_after == 3.0
    assert len(met) == 1


async def test_a_submit_never_takes_a_connection_that_was_used(body):
    async def serves_on(reader, writer):
        while not reader.at_eof():
            head, _ = await heard(reader)
            writer.write(answer(200, ACCEPTED if head.startswith("post") else RUNNING))

    talk, met = turns(serves_on)

    async with service(talk) as url, client_of(url) as client:
        await client.query("t1")
        await client.query("t1")
        await client.submit(body, intention="i")
        await client.submit(body, intention="j")

    assert len(met) == 3


async def test_a_question_is_asked_again_until_an_answer_comes():
    talk, met = turns(hangs_up, says(503), tears, says(200, RUNNING))

    async with service(talk) as url, client_of(url, attempts=4) as client:
        assert await client.query("t1") == Answer(Status.RUNNING)

    assert len(met) == 4


@pytest.mark.parametrize(
    ("talk", "kind", "times"),
    [
        (hangs_up, Lost, 3),
        (says(502), Lost, 3),
        (says(429), Refused, 3),
        (says(429, b"", "Retry-After: 60"), Refused, 1),
        (says(401), Refused, 1),
        (says(400, b'{"code":"task_not_exist","message":"x","data":null}'), NoSuchTask, 1),
    ],
)
async def test_a_question_is_not_asked_without_end(talk, kind, times):
    talk, met = turns(talk)

    async with service(talk) as url, client_of(url, attempts=3) as client:
        with pytest.raises(kind):
            await client.query("t1")

    assert len(met) == times


async def test_a_task_id_cannot_lead_to_another_address():
    said = []

    async def listens(reader, writer):
        said.append(await heard(reader))
        writer.write(answer(200, RUNNING))

    async with service(listens) as url, client_of(url) as client:
        await client.query("../../x?y=1#z")

    assert said[0][0].startswith("get /v1/video/generations/..%2f..%2fx%3fy%3d1%23z http")


async def test_local_is_the_same_client_without_a_port(body, tmp_path):
    state = tmp_path / "state.sqlite"

    async with open_client(profile("local"), catalog(), state=state, job_seconds=0) as client:
        task_id = await client.submit(body, intention="i")
        found = await client.query(task_id)
        await client.download(found.url, tmp_path / "clip.mp4")
        with pytest.raises(NoSuchTask):
            await client.query("task_nobody")

    assert found.status is Status.SUCCEEDED
    assert found.url == f"http://simulator.invalid/files/{task_id}.mp4"
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


async def test_a_local_simulator_that_breaks_down_loses_the_answer(body, tmp_path, caplog):
    state = tmp_path / "state.sqlite"

    async with open_client(profile("local"), catalog(), state=state) as client:
        with closing(sqlite3.connect(state)) as base:
            base.execute("DROP TABLE task")
        with pytest.raises(Lost), caplog.at_level(logging.ERROR):
            await client.submit(body, intention="i")

    assert "the simulator broke down" in caplog.text


@pytest.mark.parametrize(
    ("talk", "level"),
    [
        (hangs_up, logging.DEBUG),
        (tears, logging.DEBUG),
        (talks_nonsense, logging.DEBUG),
        (says(200, b"KEY"), logging.DEBUG),
        (says(302, b"KEY"), logging.DEBUG),
        (says(500, b"KEY"), logging.DEBUG),
        (says(401, b'{"error":{"message":"bad token KEY"}}'), logging.DEBUG),
        (says(400, b'{"code":"KEY","message":"KEY"}'), logging.DEBUG),
        # What httpcore notes for debugging holds the headers of answers.
        (says(302, b"", "Location: https://KEY.invalid/KEY"), logging.INFO),
    ],
)
async def test_the_key_is_in_no_error_and_in_no_log(talk, level, body, caplog, tmp_path):
    caplog.set_level(level)

    async def echoes(reader, writer):
        """Do as *talk* does, with the real key wherever it says KEY."""
        write = writer.write
        writer.write = lambda data: write(data.replace(b"KEY", CANARY.encode()))
        await talk(reader, writer)

    async with service(echoes) as url, client_of(url) as client:
        endings = await asyncio.gather(
            client.submit(body, intention="i"),
            client.query("t1"),
            client.download(f"{url}/clip.mp4", tmp_path / "clip.mp4"),
            return_exceptions=True,
        )

    errors = [ending for ending in endings if isinstance(ending, ApiError)]
    assert len(errors) >= 2
    for error in errors:
        assert CANARY not in "".join(traceback.format_exception(error)) + repr(error) + error.said
    assert CANARY not in caplog.text
    assert CANARY not in repr(client.profile)


@pytest.mark.parametrize("status", [200, 302, 404, 429, 500])
async def test_not_even_the_beginning_of_the_key_is_said(status, body, tmp_path):
    """What is said is cut; the cut may fall into the key."""
    words = b"." * 295 + CANARY.encode()
    talk = says(status, words, "Content-Type: text/plain", f"Location: {words.decode()}\x7f")

    async with service(talk) as url, client_of(url, attempts=1) as client:
        endings = await asyncio.gather(
            client.submit(body, intention="i"),
            client.query("t1"),
            client.download(f"{url}/clip.mp4", tmp_path / "clip.mp4"),
            return_exceptions=True,
        )

    assert all(isinstance(ending, ApiError) for ending in endings)
    assert not [ending for ending in endings if CANARY[:3] in str(ending) + ending.said]


async def test_the_key_is_not_said_as_it_stands_in_a_url(body):
    mine = Profile("gateway", "https://gateway.example", "sk/with+signs=")

    def talk(request):
        return httpx.Response(302, headers={"Location": "https://a.test/?k=sk%2Fwith%2Bsigns%3D"})

    async with Client(mine, catalog(), transport=httpx.MockTransport(talk)) as client:
        with pytest.raises(Refused) as caught:
            await client.submit(body, intention="i")

    assert caught.value.said == "https://a.test/?k=[key]"


async def test_the_key_is_in_no_reason():
    reason = f'{{"data":{{"status":"failed","fail_reason":"no {CANARY}"}}}}'.encode()

    async with service(says(200, reason)) as url, client_of(url) as client:
        assert (await client.query("t1")).failure == "no [key]"


async def test_no_proxy_stands_between_this_machine_and_itself(body, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    async with service(says(200, ACCEPTED)) as url, client_of(url) as client:
        assert await client.submit(body, intention="i") == "t1"


@pytest.mark.parametrize(
    "url", ["ftp://a.test/x", "file:///etc/passwd", "x", "http://", "http://["]
)
async def test_what_is_no_web_address_is_a_dead_link(url, tmp_path):
    async with client_of("http://127.0.0.1:9") as client:
        with pytest.raises(DeadLink):
            await client.download(url, tmp_path / "clip.mp4")
