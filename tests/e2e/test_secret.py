"""The key is nowhere but in requests: not in ledger, logs, exceptions, output or the clips' folder.

The service does everything that the simulator's scenarios know, and says the key back wherever a
service can say anything.
"""

from __future__ import annotations

import asyncio
import json
import traceback
from itertools import cycle

import pytest

from hailuo_dsl.api.errors import ApiError
from hailuo_dsl.api.simulator.words import NUMBERED, WORDS, Place
from tests.api.loopback import CANARY, answer, client_of, heard, service
from tests.e2e.conftest import Place as Folder
from tests.e2e.conftest import stats
from tests.e2e.troubles import call

RUN = ("run", "film.shots", "--provider", "gateway", "--yes")
ASKING = (
    ("plan", "film.shots", "--provider", "gateway"),
    ("status", "film.shots", "--provider", "gateway", "--format", "json"),
    ("reconcile", "--provider", "gateway"),
    ("ledger", "--format", "json"),
)
SETTINGS = """\
[gateway]
requests_per_minute = 10000
jobs_in_flight = 40
polls = [0.1, 0.2, 0.5, 0.5]
deadline = 4
"""
EVERY = [(place, does) for does, terms in WORDS.items() for place in Place if place in terms.at]


def with_the_key(place: Folder, url: str) -> Folder:
    """*place* with a gateway at *url* that is asked quickly, and with the canary as its key."""
    config = place.folder / "config/hailuo-dsl/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(SETTINGS)
    keyed = {"HAILUO_BASE_URL": url, "HAILUO_API_KEY": CANARY, "PYTHONWARNINGS": "always"}
    return Folder(place.folder, {**place.environ, **keyed})


def write_shots(place: Folder, words) -> None:
    """A script of one shot for each of *words*, which stands in its prompt."""
    shots = (f"shot s{n}\n  from: coffee.jpg\n  > {word} fog.\n" for n, word in enumerate(words))
    head = "model: MiniMax-Hailuo-02\nresolution: 512P\n"
    (place.folder / "film.shots").write_text(head + "\n".join(shots))


def fault_row(name: str, place: Place, does) -> str:
    """TOML: what *does* at *place*, twice, to the job whose prompt has *name* in it."""
    terms = WORDS[does]
    row = {"at": str(place), "does": str(does), "prompt": name, "times": 2}
    if terms.seconds is not None:
        row["seconds"] = 0.1
    if terms.says is not None:
        row["says"] = f"the key {CANARY} is not good enough"
    if terms.code is not None and does not in NUMBERED:
        row["code"] = CANARY
    return "[[fault]]\n" + "".join(f"{key} = {json.dumps(it)}\n" for key, it in row.items())


def assert_nowhere(place: Folder, *told) -> None:
    for process in told:
        said = process.stdout + process.stderr
        assert CANARY not in said, next(line for line in said.splitlines() if CANARY in line)
    for path in place.folder.rglob("*"):
        assert CANARY not in path.name
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_after_every_fault_that_the_simulator_knows(place, tmp_path_factory):
    names = {f"F{number:03}": fault for number, fault in enumerate(EVERY)}
    scenario = tmp_path_factory.mktemp("scenario") / "every.toml"
    rows = (fault_row(name, *fault) for name, fault in names.items())
    scenario.write_text('clip = "small"\njob_seconds = 0.1\n' + "".join(rows))
    write_shots(place, names)
    with place.simulator("--scenario", scenario) as url:
        keyed = with_the_key(place, url)
        told = [call(keyed, *RUN, loud=True)]
        told += [call(keyed, *words, loud=True) for words in ASKING]
        dealt = stats(url)["faults"]

    assert dealt.keys() == {str(does) for does in WORDS}
    assert told[0].returncode == 4, told[0].stderr
    assert "the key [key] is not good enough" in told[0].stderr
    assert_nowhere(place, *told)


# A service that says the key back wherever a service can say anything.

QUOTED = json.dumps(CANARY)
HIDDEN = "".join(f"\\u{ord(letter):04x}" for letter in CANARY)
"""The key as JSON may write it too."""


def error(words: str) -> bytes:
    return (
        f'{{"error": {{"message": "bad {words}", "type": "{words}", "code": "{words}"}}}}'.encode()
    )


def told(status: str, **words: str) -> bytes:
    return json.dumps({"code": "success", "data": {"status": status, **words}}).encode()


def raw(line: str, *headers: str, body: str = "") -> bytes:
    return "\r\n".join([line, *headers, "", body]).encode()


PARROTS = {
    "an error": answer(401, error(CANARY)),
    "an error, in escapes": answer(400, error(HIDDEN)),
    "a page": answer(502, f"<html>{CANARY}</html>".encode(), "Content-Type: text/html"),
    "headers": answer(429, b"", f"Retry-After: {CANARY}", f"X-{CANARY}: {CANARY}"),
    "a cookie": answer(200, b"{}", f"Set-Cookie: key={CANARY}; domain={CANARY}"),
    "a reason": raw(f"HTTP/1.1 401 {CANARY}", "Content-Length: 0"),
    "a status": raw(f"HTTP/1.1 {CANARY}"),
    "no HTTP": raw(CANARY),
    "a header that is none": raw("HTTP/1.1 200 OK", f"X {CANARY} \0: {CANARY}"),
    "a length that is none": raw("HTTP/1.1 200 OK", f"Content-Length: {CANARY}"),
    "a chunk that is none": raw(
        "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", body=f"{CANARY}\r\n"
    ),
    "a packing": answer(200, b"x", f"Content-Encoding: {CANARY}"),
    "an early hint": raw(f"HTTP/1.1 103 {CANARY}", f"Link: {CANARY}") + answer(400, b"{}"),
    "a way on": answer(302, b"", f"Location: http://{CANARY}@127.0.0.1:1/{CANARY}?key={CANARY}"),
    "a way on to nowhere": answer(307, b"", f"Location: ftp://{CANARY}"),
    "a task": answer(200, f'{{"task_id": {QUOTED}, "status": "submitted"}}'.encode()),
    "a task, in escapes": answer(200, f'{{"task_id": "{HIDDEN}"}}'.encode()),
    "a failure": answer(200, told("FAILURE", fail_reason=CANARY)),
    "a link": answer(200, told("SUCCESS", result_url=f"http://127.0.0.1:1/a.mp4?key={CANARY}")),
    "a link, in escapes": answer(
        200,
        told("SUCCESS", result_url="http://127.0.0.1:1/KEY").replace(b"KEY", HIDDEN.encode()),
    ),
    "words for a clip": answer(200, CANARY.encode(), "Content-Type: text/plain"),
    "a version": raw(
        "HTTP/1.1 200 OK", "Content-Length: 99", f'ETag: "{CANARY}"', "Content-Type: video/mp4"
    ),
}
BODY = {
    "model": "MiniMax-Hailuo-02",
    "prompt": "Fog.",
    "duration": 6,
    "metadata": {"first_frame_image": "https://pictures.example/pier.png"},
}
CALLS = {
    "submit": lambda client, url, to: client.submit(BODY, intention="i"),
    "query": lambda client, url, to: client.query("7"),
    "download": lambda client, url, to: client.download(f"{url}/clip.mp4", to),
    "a link with the key": lambda client, url, to: client.download(f"{url}/a?k={CANARY}", to),
}


class Heard(list):
    """Whether the key came with each request: else a test would look for what was never there."""

    def parrot(self, said: bytes):
        async def talk(reader, writer):
            self.append(CANARY in (await heard(reader))[0])
            writer.write(said)
            await writer.drain()

        return talk


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("parrot", PARROTS)
def test_no_error_no_answer_and_no_log_repeats_it(parrot, call, tmp_path, caplog, recwarn):
    caplog.set_level(1)
    heard_it = Heard()

    async def ask():
        async with service(heard_it.parrot(PARROTS[parrot])) as url, client_of(url) as client:
            try:
                return repr(await CALLS[call](client, url, tmp_path / "part"))
            except ApiError as error:
                trace = "".join(traceback.format_exception(error))
                return f"{error!r} {error} {error.said} {trace}"

    said = [asyncio.run(ask()), caplog.text, *(str(it.message) for it in recwarn)]
    said += [path.read_text("latin-1") for path in tmp_path.glob("*.from")]

    assert heard_it
    assert all(heard_it)
    assert [it for it in said if CANARY in it] == []


def test_after_a_run_with_a_service_that_says_it_back(place):
    """Every other submit is taken; all else is answered in each of the ways, in turns.

    No submit is told that the key is none: that would be the last one.
    """
    heard_it, ways = Heard(), cycle(PARROTS.values())

    async def talk(reader, writer):
        head, _ = await heard(reader)
        heard_it.append(CANARY in head)
        said, submits = next(ways), head.startswith("post")
        taken = submits and (len(heard_it) % 2 or said.startswith(b"HTTP/1.1 401"))
        writer.write(answer(200, b'{"task_id": "7"}') if taken else said)
        await writer.drain()

    async def runs():
        async with service(talk) as url:
            keyed = with_the_key(place, url)
            words = (RUN, *ASKING)
            return [await asyncio.to_thread(call, keyed, *it, loud=True) for it in words]

    write_shots(place, [f"F{number}" for number in range(2 * len(PARROTS))])
    told = asyncio.run(runs())

    assert all(heard_it)
    assert len(heard_it) > 3 * len(PARROTS)
    assert "[key]" in told[0].stderr
    assert_nowhere(place, *told)
