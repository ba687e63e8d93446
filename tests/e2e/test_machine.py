"""What a machine does to a run: full disks, read-only folders, a ledger that others hold."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from hailuo_dsl.job.ledger import LedgerError
from hailuo_dsl.job.model import Entry, Event
from hailuo_dsl.job.sqlite import SqliteLedger, history_of
from tests.e2e.conftest import Place, environ_in, intentions, stats, wait_until
from tests.e2e.troubles import NOBODY, call, end, fill_the_disk, start
from tests.rows import row

RUN = ("run", "film.shots", "--provider", "gateway", "--yes", "--poll", "0.05")
NO_ROOM = "the disk is full or the file may not grow"
READ_ONLY = "its folder or a file there may be read-only"
LEDGER = ".hailuo/ledger.sqlite"

SCENARIO = """\
clip = "small"
job_seconds = 0

[[fault]]
at = "submit"
does = "late"
seconds = 1
prompt = "Late"

[[fault]]
at = "submit"
does = "late"
seconds = 60
prompt = "Never"

[[fault]]
at = "download"
does = "drip"
seconds = 1
prompt = "Drips"
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulator")
    (folder / "machine.toml").write_text(SCENARIO)
    with Place(folder, environ_in(folder)).simulator("--scenario", "machine.toml") as url:
        yield url


class Set:
    """A folder with a script whose prompt nobody else has, and a gateway to send it to."""

    def __init__(self, folder: Path, pictures: Path, url: str) -> None:
        self.url = url
        self.name = f"fog{random.getrandbits(64):x}"
        self.place = Place(folder, environ_in(folder)).gateway(url)
        shutil.copy(pictures / "coffee.jpg", folder)
        self.write()

    def write(self, word: str = "Calm", *, shots: int = 1) -> None:
        """The script; *word* says what goes wrong at the gateway."""
        text = "model: MiniMax-Hailuo-02\nresolution: 512P\n\nscene cafe\n" + "".join(
            f"  shot s{number}\n    from: coffee.jpg\n    > {word} {self.name}.\n"
            for number in range(1, shots + 1)
        )
        (self.folder / "film.shots").write_text(text)

    @property
    def folder(self) -> Path:
        return self.place.folder

    @property
    def ledger(self) -> Path:
        return self.folder / LEDGER

    @property
    def paid(self) -> list[str]:
        """The ids of the tasks that were accepted."""
        return [it["task_id"] for it in stats(self.url)["tasks"] if self.name in it["prompt"]]

    def run(self, **troubles) -> subprocess.CompletedProcess[str]:
        return call(self.place, *RUN, **troubles)

    def started(self, **troubles) -> subprocess.Popen[str]:
        """A run that waits for the answer to its submits."""
        process = start(self.place, *RUN, **troubles)
        wait_until(lambda: intentions(self.place) or process.poll() is not None, "an intention")
        return process


@pytest.fixture
def film(tmp_path, pictures, url) -> Set:
    return Set(tmp_path, pictures, url)


@pytest.fixture
def nobodys(pictures, url):
    """A set whose folder is of the user that `--nobody` becomes."""
    with tempfile.TemporaryDirectory() as name:
        made = Set(Path(name), pictures, url)
        give_away(made.folder)
        yield made
        let_write(made.folder)


def give_away(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)


def let_read_only(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


def let_write(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def says(told: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """*told* ended with *code* and said *words*, and nobody has to read a traceback."""
    assert told.returncode == code, told.stderr
    assert "Traceback" not in told.stderr
    for word in words:
        assert word in told.stderr


def finishes(film: Set, **troubles) -> None:
    """The same command makes the film, and nothing is paid for twice."""
    says(film.run(**troubles), 0)
    assert (film.folder / "out/film.mp4").exists()
    assert len(film.paid) == 1


@contextmanager
def kept_open(film: Set):
    """The ledger, open in this process: whoever opens it too needs no room for that."""
    with closing(SqliteLedger(film.ledger)) as ledger:
        yield ledger


# A disk that is full.


def test_a_ledger_that_cannot_begin_sends_nothing(film):
    says(film.run(most=4096), 2, NO_ROOM)
    assert film.paid == []
    finishes(film)


def test_an_intention_that_finds_no_room_is_not_sent(film):
    with kept_open(film):
        log = film.ledger.with_name("ledger.sqlite-wal").stat().st_size
        says(film.run(most=log), 2, "the ledger .hailuo/ledger.sqlite", NO_ROOM)
    assert film.paid == []
    finishes(film)


def test_an_answer_that_finds_no_room_is_told_to_the_author(film):
    film.write("Late")
    process = film.started()
    fill_the_disk(process)
    told = end(process)
    (task,) = film.paid
    says(told, 2, NO_ROOM, task)

    says(film.run(), 4, "may have been accepted and paid")
    adopted = call(film.place, "reconcile", "cafe/s1", "--adopt", task, "--provider", "gateway")
    says(adopted, 0)
    finishes(film)


def test_the_answers_of_all_shots_that_find_no_room_are_told(film):
    film.write("Late", shots=3)
    process = film.started()
    wait_until(lambda: intentions(film.place) == 3 or process.poll() is not None, "the others")
    fill_the_disk(process)
    told = end(process)

    assert len(film.paid) == 3
    says(told, 2, NO_ROOM, *film.paid)


def test_a_clip_that_finds_no_room_is_fetched_by_the_next_run(film):
    film.write("Drips")
    process = start(film.place, *RUN)
    parts = film.folder / ".hailuo/clips"
    wait_until(lambda: [*parts.glob("*.part")] or process.poll() is not None, "the first bytes")
    fill_the_disk(process, 1000)
    says(end(process), 4, "has its clip, but it could not be fetched", NO_ROOM)
    assert len(film.paid) == 1

    finishes(film)


def test_copies_and_a_reel_that_find_no_room_are_made_by_the_next_run(film):
    finishes(film)
    shutil.rmtree(film.folder / "out")
    with kept_open(film):
        told = film.run(most=1000)
    for name in ("cafe/s1.mp4", "film.mp4"):
        says(told, 3, f"out/{name} cannot be written: {NO_ROOM}")
    assert [it for it in film.folder.glob("out/**/*") if it.is_file()] == []

    finishes(film)


ON_A_SMALL_DISK = """
mount -t tmpfs -o size="$0"k tmpfs .hailuo || exit 99
"$@"; echo "first $?"
mount -o remount,size=16m .hailuo
"$@"; echo "second $?"
"""


@row("the disk is full")
@pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.run(["unshare", "-Urm", "true"]).returncode != 0,
    reason="who is not root may not mount here",
)
@pytest.mark.parametrize("kilobytes", [40, 48, 56, 64, 68])
def test_whenever_a_small_disk_is_full_the_next_run_finishes(film, kilobytes):
    (film.folder / ".hailuo").mkdir()
    command = [sys.executable, "-m", "hailuo_dsl", *RUN]
    told = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", ON_A_SMALL_DISK, str(kilobytes), *command],
        cwd=film.folder,
        env=film.place.environ,
        capture_output=True,
        text=True,
        timeout=60,
    )

    says(told, 0)
    first, second = re.findall(r"^(?:first|second) (\d+)", told.stdout, re.MULTILINE)
    assert first in {"2", "3", "4"}
    assert NO_ROOM in told.stderr
    # An answer that could not be written down leaves a take that the author settles by its id.
    assert second == "0" or (second == "4" and f"as task {film.paid[0]}" in told.stderr)
    assert len(film.paid) == 1


# Folders that are read-only.


@row("a folder is read-only")
@pytest.mark.parametrize("what", ["", ".hailuo", LEDGER, f"{LEDGER}.runs"])
def test_where_the_ledger_cannot_be_written_nothing_is_sent(nobodys, what):
    if what:
        SqliteLedger(nobodys.ledger).close()
        (nobodys.folder / f"{LEDGER}.runs").mkdir()
        give_away(nobodys.folder)
    path = nobodys.folder / what
    path.chmod(0o555 if path.is_dir() else 0o444)

    told = nobodys.run(nobody=True)
    says(told, 2, f"the ledger {LEDGER} cannot be")
    assert re.search(f"{READ_ONLY}|Permission denied", told.stderr)
    assert len(told.stderr.splitlines()) == 1
    assert nobodys.paid == []

    let_write(nobodys.folder)
    finishes(nobodys, nobody=True)


def test_a_clip_that_cannot_be_placed_is_kept_and_placed_by_the_next_run(nobodys):
    out = nobodys.folder / "out"
    out.mkdir()
    give_away(out)
    out.chmod(0o555)

    says(nobodys.run(nobody=True), 3, "cafe/s1: out/cafe/s1.mp4 cannot be written")
    (kept,) = nobodys.folder.glob(".hailuo/clips/*.mp4")

    let_write(nobodys.folder)
    finishes(nobodys, nobody=True)
    assert (out / "cafe/s1.mp4").read_bytes() == kept.read_bytes()


def test_where_clips_cannot_be_kept_nothing_is_sent(nobodys):
    clips = nobodys.folder / ".hailuo/clips"
    clips.mkdir(parents=True)
    give_away(nobodys.folder)
    clips.chmod(0o555)

    says(nobodys.run(nobody=True), 2, "no clip could be kept in .hailuo/clips")
    assert nobodys.paid == []

    let_write(nobodys.folder)
    finishes(nobodys, nobody=True)


LOOKING = {
    "check": ("check", "film.shots"),
    "plan": ("plan", "film.shots", "--provider", "gateway"),
    "status": ("status", "film.shots", "--provider", "gateway"),
    "ledger": ("ledger",),
    "reconcile": ("reconcile", "--provider", "gateway"),
}


def looked(film: Set, verb: str, code: int) -> str:
    told = call(film.place, *LOOKING[verb], nobody=True)
    says(told, code)
    return told.stdout


def test_who_may_only_read_can_look(nobodys):
    finishes(nobodys, nobody=True)
    let_read_only(nobodys.folder)

    codes = dict.fromkeys(LOOKING, 0)
    found = {verb: looked(nobodys, verb, code) for verb, code in codes.items()}
    assert "1 reuse" in found["plan"]
    assert nobodys.paid[0] in found["status"]
    assert nobodys.paid[0] in found["ledger"]


def test_who_may_only_read_sees_whether_a_run_lives(nobodys):
    nobodys.write("Never")
    process = nobodys.started(nobody=True)
    let_read_only(nobodys.folder)
    living = looked(nobodys, "plan", 0)
    process.kill()
    end(process)

    assert "1 resume" in living
    assert "1 unknown" in looked(nobodys, "plan", 4)
    assert "unknown" in looked(nobodys, "status", 4)
    assert nobodys.name in looked(nobodys, "reconcile", 4)


# A ledger that others hold, that is newer, or damaged.


@row("another program holds the ledger for too long")
def test_a_ledger_that_another_process_holds_is_left_and_an_answer_told(film):
    film.write("Late")
    process = film.started(patience=0.2)
    with closing(sqlite3.connect(film.ledger, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = end(process)
        (task,) = film.paid
        says(told, 2, "is locked: another process has been writing for too long", task)
        says(film.run(patience=0.2), 2, "is locked")
        says(call(film.place, *LOOKING["status"]), 4)

    says(film.run(), 4, "may have been accepted and paid")
    assert film.paid == [task]


def damaged_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(data)


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")


@row("the ledger is damaged or of a later version")
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (newer, "written by a later version of hailuo-dsl"),
        (cut_in_half, "or it is damaged"),
        (damaged_in_the_middle, "or it is damaged"),
    ],
)
def test_a_ledger_that_cannot_be_understood_is_left_as_it_is(film, spoil, words):
    fill(film.ledger)
    spoil(film.ledger)
    before = film.ledger.read_bytes()

    for command in (RUN, LOOKING["plan"], LOOKING["ledger"]):
        told = call(film.place, *command)
        says(told, 2, words)
        assert len(told.stderr.splitlines()) == 1
    assert film.ledger.read_bytes() == before
    assert film.paid == []


def fill(path: Path) -> None:
    with closing(SqliteLedger(path)) as ledger:
        for number in range(60):
            data = {"service": "s", "shot": f"s{number}", "request": {"prompt": "word " * 30}}
            ledger.add(Entry(f"key{number}", 1, Event.INTENDED, 1.0 + number, data))
            ledger.add(Entry(f"key{number}", 1, Event.SUBMITTED, 2.0 + number, {"task_id": "7"}))


def test_wherever_a_ledger_is_damaged_it_is_read_whole_or_not_at_all(tmp_path):
    path, chance, refused = tmp_path / "ledger.sqlite", random.Random(7), 0
    fill(path)
    whole, events = path.read_bytes(), len(history_of(path))
    for _ in range(200):
        data = bytearray(whole)
        at, length = chance.randrange(len(data)), chance.choice([1, 16, 200, 4096])
        data[at : at + length] = chance.randbytes(len(data[at : at + length]))
        path.write_bytes(data if chance.random() < 0.7 else data[: at + 1])
        before = path.read_bytes()
        for read in (history_of, read_to_write):
            found = words = None
            try:
                found = len(read(path))
            except LedgerError as error:
                refused, words = refused + 1, str(error)
            assert found == events or str(path) in words
        assert path.read_bytes() == before
    assert refused > 100


def read_to_write(path: Path):
    with closing(SqliteLedger(path)) as ledger:
        return ledger.since(0)[0]
