"""A request with a last frame at the simulator: its clip ends on that picture."""

import json
import sqlite3
from contextlib import closing

import cv2
import pytest
from PIL import Image

from hailuo_dsl.animatic.stage import end_frame, filmable
from hailuo_dsl.api.simulator.tasks import Tasks
from hailuo_dsl.media.frames import first_frame, last_frame
from hailuo_dsl.media.picture import data_url
from tests.api.test_simulator import SUBMIT, simulated

pytestmark = pytest.mark.anyio

FAR = "https://img.example.test/a.png"
VERSION_1 = """
CREATE TABLE picture (
    sha256 TEXT PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE task (
    number INTEGER PRIMARY KEY, task_id TEXT NOT NULL UNIQUE, submitted REAL NOT NULL,
    job_seconds REAL NOT NULL, short_edge INTEGER NOT NULL,
    picture TEXT REFERENCES picture (sha256), intention TEXT NOT NULL, request TEXT NOT NULL
) STRICT;
PRAGMA user_version = 1;
"""


@pytest.fixture
def other(pictures):
    """A picture of another shape than the first one's, which is 480 × 320."""
    return (pictures / "chelsea.jpg").read_bytes()


def request(**frames):
    metadata = {f"{key}_frame_image": it for key, it in frames.items()}
    return {
        "model": "MiniMax-Hailuo-02",
        "prompt": "The fog lifts, [dolly in].",
        "duration": 6,
        "metadata": metadata,
    }


async def answered(http, body):
    """What the simulator answers when the job is done."""
    accepted = await http.post(SUBMIT, json=body)
    assert accepted.status_code == 200, accepted.text
    return (await http.get(f"{SUBMIT}/{accepted.json()['task_id']}")).json()["data"]


async def filmed(tmp_path, body):
    """The answer, and the clip's file."""
    async with simulated(tmp_path, job_seconds=0) as http:
        data = await answered(http, body)
        clip = tmp_path / "clip.mp4"
        clip.write_bytes((await http.get(data["result_url"])).content)
    return data, clip


async def test_the_clip_begins_on_the_first_frame_and_ends_on_the_last(tmp_path, picture, other):
    data, clip = await filmed(tmp_path, request(first=data_url(picture), last=data_url(other)))

    size = (data["video_width"], data["video_height"])
    assert size == (1152, 768)
    assert cv2.PSNR(first_frame(clip), end_frame(picture, size)) > 35
    assert cv2.PSNR(last_frame(clip), end_frame(other, size)) > 35


@pytest.mark.parametrize("frames", [{}, {"first": FAR}], ids=["no first frame", "one at a URL"])
async def test_where_only_the_last_frame_can_be_seen_the_clip_ends_on_it(tmp_path, other, frames):
    data, clip = await filmed(tmp_path, request(**frames, last=data_url(other)))

    size = (data["video_width"], data["video_height"])
    high, wide = filmable(other).shape[:2]
    assert size[0] / size[1] == pytest.approx(wide / high, abs=0.01)
    assert last_frame(clip).shape == (size[1], size[0], 3)
    assert cv2.PSNR(last_frame(clip), end_frame(other, size)) > 35
    assert cv2.PSNR(first_frame(clip), last_frame(clip)) < 15, "it begins on a slate"


async def test_a_last_frame_at_a_url_is_not_seen(tmp_path, picture, body):
    """The clip is that of the same request without it."""
    del body["metadata"]["resolution"]
    with_last = {**body, "metadata": {**body["metadata"], "last_frame_image": FAR}}

    async with simulated(tmp_path, job_seconds=0) as http:
        clips = [
            (await http.get((await answered(http, it))["result_url"])).content
            for it in (body, with_last)
        ]

    assert clips[0] == clips[1]


async def test_each_picture_is_kept_under_its_key(tmp_path, picture, other):
    async with simulated(tmp_path) as http:
        for frames in (
            {"first": data_url(picture), "last": data_url(other)},
            {"first": FAR, "last": data_url(other)},
            {"first": data_url(picture), "last": data_url(picture)},
        ):
            await http.post(SUBMIT, json=request(**frames))

    tasks = Tasks(tmp_path / "state.sqlite")
    found = [
        {key: tasks.picture(it) for key, it in task.pictures.items()} for task in tasks.every()
    ]
    tasks.close()
    assert found == [
        {"first_frame_image": picture, "last_frame_image": other},
        {"last_frame_image": other},
        {"first_frame_image": picture, "last_frame_image": picture},
    ]


@pytest.mark.parametrize("key", ["first", "last"])
async def test_a_picture_that_cannot_be_filmed_is_refused_when_it_comes(tmp_path, picture, key):
    Image.new("RGB", (3000, 400)).save(tmp_path / "long.png")
    frames = {"first": data_url(picture), "last": data_url(picture)}
    frames[key] = data_url((tmp_path / "long.png").read_bytes())

    async with simulated(tmp_path) as http:
        refused = await http.post(SUBMIT, json=request(**frames))

    assert refused.status_code == 400
    assert f"metadata.{key}_frame_image: the picture is too long" in refused.json()["message"]


async def test_tasks_of_an_older_version_are_gone_on_with(tmp_path, picture, other):
    """Version 1 kept one picture of a task beside its request."""
    first, last = "a" * 64, "b" * 64
    old = request(first=f"sha256:{first}", last=f"sha256:{last}")
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as base, base:
        base.executescript(VERSION_1)
        for name, data in ((first, picture), (last, other)):
            base.execute("INSERT INTO picture VALUES (?, 480, 320, ?)", (name, data))
        row = ("task_old", 0.0, 1.0, 768, first, "", json.dumps(old))
        base.execute("INSERT INTO task VALUES (1, ?, ?, ?, ?, ?, ?, ?)", row)

    async with simulated(tmp_path, job_seconds=0) as http:
        before = (await http.get(f"{SUBMIT}/task_old")).json()["data"]
        (tmp_path / "clip.mp4").write_bytes((await http.get(before["result_url"])).content)
        after = await answered(http, request(first=data_url(picture)))
        count = (await http.get("/_simulator/stats")).json()

    assert cv2.PSNR(last_frame(tmp_path / "clip.mp4"), end_frame(other, (1152, 768))) > 35
    assert after["status"] == "success"
    assert count["submissions"] == 2
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (3,)
