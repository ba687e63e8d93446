"""Clips are rendered once, whoever asks, and workers that die are replaced."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from hailuo_dsl.animatic.clips import Clips
from hailuo_dsl.animatic.model import Animatic
from hailuo_dsl.animatic.workers import WorkerError, Workers

SMALL = Animatic(None, (("pan_left",),), seconds=1, short_edge=120, words="A pier.")


async def inode_when(asked):
    """Which file is there once *asked* is answered; another rendering would be another file."""
    return (await asked).stat().st_ino


@pytest.mark.anyio
@pytest.mark.parametrize("houses", [1, 2], ids=["in one process", "in two processes"])
async def test_a_clip_is_rendered_once_however_many_ask(tmp_path, houses):
    many = [Clips(tmp_path) for _ in range(houses)]
    try:
        asked = [inode_when(clips.clip(SMALL)) for clips in many for _ in range(3)]
        early = await asyncio.gather(*asked)
        late = await inode_when(many[0].clip(SMALL))
    finally:
        for clips in many:
            await clips.aclose()

    assert set(early) == {late}
    assert [path.name for path in tmp_path.glob("*.mp4")] == [f"{SMALL.key}.mp4"]


@pytest.mark.anyio
async def test_whoever_stops_waiting_spoils_it_for_nobody(tmp_path):
    clips = Clips(tmp_path)
    try:
        impatient = asyncio.create_task(clips.clip(SMALL))
        patient = asyncio.create_task(clips.clip(SMALL))
        await asyncio.sleep(0.1)
        impatient.cancel()

        assert (await patient).exists()
    finally:
        await clips.aclose()


@pytest.fixture
def workers():
    with Workers(2) as workers:
        yield workers


def test_a_worker_is_another_process_and_is_kept(workers):
    pids = {workers.submit(os.getpid).result(20) for _ in range(3)}

    assert len(pids) == 1
    assert os.getpid() not in pids


def test_what_a_worker_raises_is_raised_here(workers):
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result(20)
    assert workers.submit(divmod, 7, 2).result(20) == (3, 1)


def test_what_a_worker_prints_is_no_answer(workers):
    assert workers.submit(print, "a word").result(20) is None
    assert workers.submit(divmod, 7, 2).result(20) == (3, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_worker_that_was_killed_is_replaced(workers):
    pid = workers.submit(os.getpid).result(20)
    os.kill(pid, signal.SIGKILL)

    assert workers.submit(os.getpid).result(20) != pid


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_work_that_kills_its_workers_is_given_up(workers):
    with pytest.raises(WorkerError):
        workers.submit(signal.raise_signal, signal.SIGKILL).result(20)


UNGUARDED = """
import asyncio, os, sys, time
from pathlib import Path
from hailuo_dsl.animatic.model import Animatic
from hailuo_dsl.animatic.clips import Clips
from hailuo_dsl.animatic.workers import WorkerError, Workers

async def main():
    clips = Clips(Path(sys.argv[1]))
    print((await clips.clip(Animatic(None, (), 1, 120, "A pier."))).exists(), flush=True)
    if sys.argv[2] == "waits":
        await asyncio.sleep(60)
    await clips.aclose()

asyncio.run(main())
"""


@pytest.mark.parametrize("how", ["-c", "-"])
def test_a_script_without_a_guard_is_run_once(tmp_path, how):
    words = [sys.executable, how, *([UNGUARDED] if how == "-c" else []), str(tmp_path), "ends"]

    done = subprocess.run(words, input=UNGUARDED, capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_workers_end_with_their_parent(tmp_path):
    words = [sys.executable, "-c", UNGUARDED, str(tmp_path), "waits"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as parent:
        parent.stdout.readline()
        parent.kill()

        # The pipe ends when the last process that holds it does.
        assert parent.stderr.read() == b""
