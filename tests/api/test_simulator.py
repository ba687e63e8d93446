"""The simulator as a stranger's client meets it: over HTTP, and through its death."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, closing

import httpx
import pytest

from hailuo_dsl.api.simulator.app import BODY_LIMIT, Settings, Simulator
from hailuo_dsl.api.simulator.model import Stand, Task, stand
from hailuo_dsl.api.simulator.shapes import Word
from hailuo_dsl.api.simulator.tasks import StateError, Tasks
from hailuo_dsl.catalog.load import catalog
from hailuo_dsl.media.packets import clip_facts
from hailuo_dsl.media.picture import data_url
from tests.api.loopback import WIRE, served

pytestmark = pytest.mark.anyio

KEY = {"Authorization": "Bearer anything"}
SUBMIT = "/v1/video/generations"


class Clock:
    def __init__(self):
        self.now = 1_780_000_000.0

    def __call__(self):
        return self.now


@asynccontextmanager
async def simulated(tmp_path, **settings):
    """An HTTP client of a simulator in this process."""
    simulator = Simulator(Settings(catalog(), tmp_path / "state.sqlite", **settings))
    transport = httpx.ASGITransport(app=simulator.app)
    try:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://sim.test", headers=KEY
        ) as http:
            yield http
    finally:
        await simulator.aclose()


def slate(prompt="A pier at dawn.", **metadata):
    """A request without a picture that the simulator could see."""
    return {
        "model": "MiniMax-Hailuo-02",
        "prompt": prompt,
        "duration": 6,
        "metadata": {"first_frame_image": "https://img.example.test/a.png", **metadata},
    }


async def test_a_job_goes_from_queue_to_clip_by_the_clock_alone(tmp_path, body):
    clock = Clock()
    async with simulated(tmp_path, clock=clock, job_seconds=100) as http:
        accepted = (await http.post(SUBMIT, json=body)).json()
        told = []
        for seconds in (0, 19, 20, 50, 99.9, 100):
            clock.now = 1_780_000_000.0 + seconds
            told.append((await http.get(f"{SUBMIT}/{accepted['task_id']}")).json())

    task_id = accepted["task_id"]
    assert accepted == {"task_id": task_id, "status": "queued"}
    assert len(task_id.removeprefix("task_")) == 32
    assert task_id.removeprefix("task_").isalnum()
    assert [(it["data"]["status"], it["data"]["progress"]) for it in told] == [
        ("queued", "0"),
        ("queued", "0"),
        ("processing", "20"),
        ("processing", "50"),
        ("processing", "99"),
        ("success", "100"),
    ]
    assert told[-1] == {
        "code": "200",
        "message": "success",
        "data": {
            "task_id": task_id,
            "status": "success",
            "progress": "100",
            "result_url": f"http://sim.test/files/{task_id}.mp4",
            "video_width": 768,
            "video_height": 512,
            "submit_time": 1_780_000_000,
            "finish_time": 1_780_000_100,
        },
    }
    assert all("result_url" not in it["data"] for it in told[:-1])


def test_a_clock_that_jumps_back_sends_a_job_back_to_the_queue():
    task = Task("t", 1000.0, 10.0, 512, {})

    assert stand(task, -5.0) == Stand(Word.QUEUED, 0)
    assert stand(task, 1e12) == Stand(Word.SUCCESS, 100)


@pytest.mark.parametrize("token", [None, "", "Basic x", "Bearer", "Bearer  ", "Bearer other"])
async def test_a_bearer_token_is_wanted(tmp_path, token):
    async with simulated(tmp_path, api_key="this one") as http:
        headers = {"Authorization": token or ""}
        submit = await http.post(SUBMIT, json=slate(), headers=headers)
        query = await http.get(f"{SUBMIT}/task_x", headers=headers)
        right = await http.post(SUBMIT, json=slate(), headers={"Authorization": "bearer this one"})

    assert [submit.status_code, query.status_code, right.status_code] == [401, 401, 200]
    assert submit.json() == {
        "error": {"message": "invalid token", "type": "new_api_error", "code": ""}
    }


def test_a_simulator_keeps_its_key_to_itself():
    assert "sk-canary" not in repr(Settings(catalog(), api_key="sk-canary"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"duration": 7}, "duration: 7 is none of 6, 10"),
        ({"model": "Sora"}, "model: 'Sora' is none of"),
        ({"prompt": "x" * 2001}, "prompt: 2001 characters"),
        ({"seed": 1}, "seed"),
        ({"metadata": {"first_frame_image": "file:a.png"}}, "metadata.first_frame_image"),
        (slate(resolution="512p"), "metadata.resolution"),
        ({"metadata": {"first_frame_image": "data:image/png;base64,AAAA"}}, "picture"),
        ({"metadata": {"first_frame_image": "data:image/png;base64,!"}}, "base64"),
    ],
)
async def test_what_the_wire_does_not_allow_is_refused(tmp_path, change, words):
    async with simulated(tmp_path) as http:
        refused = await http.post(SUBMIT, json={**slate(), **change})
        count = (await http.get("/_simulator/stats")).json()

    assert refused.status_code == 400
    assert refused.json()["code"] == "invalid_request"
    assert refused.json()["data"] is None
    assert words in refused.json()["message"]
    assert (count["submissions"], count["ids"], count["refused"]) == (0, [], 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 100_000, b"\xff"])
async def test_what_is_no_request_is_refused(tmp_path, body):
    async with simulated(tmp_path) as http:
        refused = await http.post(SUBMIT, content=body)

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_request")


async def test_a_picture_cut_short_is_refused(tmp_path, body, picture):
    body["metadata"]["first_frame_image"] = data_url(picture[: len(picture) // 2])

    async with simulated(tmp_path) as http:
        refused = await http.post(SUBMIT, json=body)

    assert refused.status_code == 400
    assert "metadata.first_frame_image: the picture" in refused.json()["message"]


async def test_a_body_has_a_largest_size(tmp_path):
    async with simulated(tmp_path) as http:
        refused = await http.post(SUBMIT, content=b" " * (BODY_LIMIT + 1))

    assert refused.status_code == 413


async def test_an_unknown_task_is_answered_as_new_api_does(tmp_path):
    async with simulated(tmp_path) as http:
        query = await http.get(f"{SUBMIT}/task_nobody")
        file = await http.get("/files/task_nobody.mp4")

    assert (query.status_code, query.json()["code"]) == (400, "task_not_exist")
    assert file.status_code == 404


async def test_the_request_of_the_gateways_page_is_taken(tmp_path):
    async with simulated(tmp_path) as http:
        page = (WIRE / "01-seed-submit-request.json").read_bytes()

        assert (await http.post(SUBMIT, content=page)).status_code == 200


async def test_there_is_no_file_before_its_time(tmp_path):
    async with simulated(tmp_path, job_seconds=100) as http:
        task_id = (await http.post(SUBMIT, json=slate())).json()["task_id"]
        file = await http.get(f"/files/{task_id}.mp4")

    assert file.status_code == 404


async def test_the_same_request_twice_is_two_jobs(tmp_path):
    async with simulated(tmp_path) as http:
        headers = {"Idempotency-Key": "one act"}
        ids = [
            (await http.post(SUBMIT, json=slate(), headers=headers)).json()["task_id"]
            for _ in range(2)
        ]
        count = (await http.get("/_simulator/stats")).json()

    assert len(set(ids)) == 2
    assert (count["submissions"], count["ids"], count["paid"]) == (2, ids, 2)


async def test_a_picture_is_kept_once(tmp_path, body):
    async with simulated(tmp_path) as http:
        for _ in range(3):
            await http.post(SUBMIT, json=body)

    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as base:
        (requests,) = zip(*base.execute("SELECT request FROM task"), strict=True)
        assert base.execute("SELECT count(*) FROM picture").fetchone() == (1,)
    assert json.loads(requests[0])["metadata"]["first_frame_image"].startswith("sha256:")


async def test_one_clip_asked_for_twice_at_once_is_rendered_once(tmp_path):
    async with simulated(tmp_path, job_seconds=0) as http:
        ids = [
            (await http.post(SUBMIT, json=slate(resolution="512P"))).json()["task_id"]
            for _ in range(2)
        ]
        first, second = await asyncio.gather(*(http.get(f"/files/{it}.mp4") for it in ids))

    (clip,) = (tmp_path / "state.clips").glob("*.mp4")
    assert first.content == second.content == clip.read_bytes()
    assert first.headers["content-type"] == "video/mp4"
    facts = clip_facts(clip)
    assert (facts.seconds, min(facts.width, facts.height)) == (6.0, 512)


async def test_without_a_state_file_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    simulator = Simulator(Settings(catalog()))
    assert list(tmp_path.rglob("state.sqlite"))
    await simulator.aclose()

    assert not list(tmp_path.iterdir())


def test_a_served_simulator_survives_its_death(tmp_path, body):
    state = tmp_path / "state.sqlite"
    with served(state) as (process, url), httpx.Client(base_url=url, headers=KEY) as http:
        ids = [http.post(SUBMIT, json=body).json()["task_id"] for _ in range(2)]
        clip = http.get(f"/files/{ids[0]}.mp4", timeout=60).content
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        with pytest.raises(httpx.TransportError):
            http.get("/_simulator/stats")

    for cached in (tmp_path / "state.clips").glob("*.mp4"):
        cached.unlink()
    with served(state) as (process, url), httpx.Client(base_url=url, headers=KEY) as http:
        count = http.get("/_simulator/stats").json()
        answer = http.get(f"{SUBMIT}/{ids[1]}").json()
        again = http.get(answer["data"]["result_url"], timeout=60)
        part = http.get(answer["data"]["result_url"], headers={"Range": "bytes=4-7"})
        tail = http.get(answer["data"]["result_url"], headers={"Range": "bytes=-100"})

    assert (count["submissions"], count["ids"]) == (2, ids)
    assert answer["data"]["result_url"] == f"{url}/files/{ids[1]}.mp4"
    assert again.content == clip
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part.headers["content-range"] == f"bytes 4-7/{len(clip)}"
    assert tail.content == clip[-100:]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_served_simulator_ends_cleanly(tmp_path, sent):
    with served(tmp_path / "state.sqlite") as (process, url):
        assert httpx.get(f"{url}/_simulator/stats").json()["submissions"] == 0
        process.send_signal(sent)

        assert process.wait(10) == 0


def test_two_processes_share_one_count(tmp_path):
    state = tmp_path / "state.sqlite"
    with (
        served(state) as (_, one),
        served(state) as (_, other),
        httpx.Client(headers=KEY) as http,
        ThreadPoolExecutor(8) as threads,
    ):
        places = [one, other] * 10
        ids = threads.map(
            lambda url: http.post(url + SUBMIT, json=slate()).json()["task_id"], places
        )
        known = set(ids)
        counts = [http.get(f"{url}/_simulator/stats").json() for url in (one, other)]

    assert counts[0]["tasks"] == counts[1]["tasks"]
    assert counts[0]["submissions"] == 20
    assert set(counts[0]["ids"]) == known


def test_many_processes_may_open_a_new_state_at_once(tmp_path):
    opens = (
        "import sys; from pathlib import Path; from hailuo_dsl.api.simulator.tasks import Tasks;"
        "print(flush=True); sys.stdin.read(); Tasks(Path(sys.argv[1])).close()"
    )
    words = [sys.executable, "-c", opens, str(tmp_path / "state.sqlite")]
    pipe = subprocess.PIPE
    with ExitStack() as stack:
        many = [
            stack.enter_context(subprocess.Popen(words, stdin=pipe, stdout=pipe)) for _ in range(8)
        ]
        for process in many:
            process.stdout.readline()
        for process in many:
            process.stdin.close()

        assert [process.wait(30) for process in many] == [0] * 8


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be looked at" * 9])
def test_a_file_of_another_kind_is_left_alone(tmp_path, content):
    file = tmp_path / "notes.txt"
    file.write_bytes(content)

    with pytest.raises(StateError, match=r"notes\.txt is no state file"):
        Tasks(file)

    assert file.read_bytes() == content


def test_a_state_of_a_newer_version_is_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / "s.sqlite")) as base:
        base.execute("PRAGMA user_version = 99")

    with pytest.raises(StateError, match="newer version"):
        Tasks(tmp_path / "s.sqlite")


def test_a_state_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StateError, match="cannot be opened"):
        Tasks(tmp_path / "file" / "s.sqlite")
