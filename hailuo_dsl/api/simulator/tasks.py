"""The simulator's tasks: rows in a SQLite file, written before anyone is told of them."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import string
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from hailuo_dsl.api.again import RetryingCaller
from hailuo_dsl.ground.trouble import Trouble
from hailuo_dsl.request.model import FRAME_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA = Path(__file__).with_name("schema.sql")
VERSION = 2
LETTERS = string.ascii_letters + string.digits
BUSY_SECONDS = 30.0
KEPT = "sha256:"
"""What a picture that came as a data URL begins with in a task's request."""
QUEUED_SHARE = 0.2
"""How much of a job's time it waits in the queue."""


class StateError(Trouble):
    """The state file cannot be used; the message is one sentence for the author."""


class Word(StrEnum):
    """Where a task stands, as TokensMind's page of the query spells it."""

    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCESS = "success"


class Stand(NamedTuple):
    """Where a task stands; *progress* is 0 to 100."""

    word: Word
    progress: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came as a data URL; *width* and *height* are pixels, upright."""

    data: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def kept(self) -> str:
        """What stands for it in a request."""
        return f"{KEPT}{self.sha256}"


@dataclass(frozen=True, slots=True)
class Task:
    """One row; times are seconds since the epoch."""

    task_id: str
    submitted: float
    job_seconds: float
    short_edge: int
    request: Mapping[str, Any]

    @property
    def finished(self) -> float:
        return self.submitted + self.job_seconds

    @property
    def pictures(self) -> dict[str, str]:
        """Key of the frame -> sha256, of each that came as a data URL; the first frame's first."""
        frames = {key: self.request["metadata"].get(key, "") for key in FRAME_KEYS}
        return {key: it.removeprefix(KEPT) for key, it in frames.items() if it.startswith(KEPT)}


def stand(task: Task, now: float) -> Stand:
    """Where *task* stands at *now*, seconds since the epoch."""
    if now >= task.finished:
        return Stand(Word.SUCCESS, 100)
    share = max(0.0, (now - task.submitted) / task.job_seconds)
    if share < QUEUED_SHARE:
        return Stand(Word.QUEUED, 0)
    return Stand(Word.PROCESSING, min(99, int(share * 100)))


class Tasks:
    """All tasks of one state file. Safe to share between threads, and the file between processes.

    Args:
        path: the SQLite file; made if it is not there.

    Raises:
        StateError: the file is something else, is newer, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{path} cannot be opened: {error}") from error
        try:
            self._prepare(path)
        except BaseException as error:
            self._base.close()
            if isinstance(error, sqlite3.Error):
                raise StateError(f"{path} is no state file of the simulator: {error}") from error
            raise

    def _prepare(self, path: Path) -> None:
        # Two processes that turn one new file to WAL at once get no waiting from SQLite.
        patiently = RetryingCaller(attempts=20, wait_initial=0.05, wait_max=0.5).on(_is_busy)
        patiently(self._base.execute, "PRAGMA journal_mode = WAL")
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise StateError(f"{path} was written by a newer version of this program")
        self._base.executescript(SCHEMA.read_text(encoding="utf-8"))

    def add(
        self,
        request: Mapping[str, Any],
        pictures: tuple[Picture, ...],
        *,
        short_edge: int,
        now: float,
        job_seconds: float,
        intention: str = "",
    ) -> str:
        """Write a task down, flushed to the disk, and return its id.

        Args:
            request: the body, each data URL replaced by what stands for its picture.
            pictures: what those data URLs carried.
            short_edge: pixels.
            now: seconds since the epoch.
            job_seconds: how long until the clip is there.
            intention: the client's name for this one act of asking.
        """
        task_id = "task_" + "".join(secrets.choice(LETTERS) for _ in range(32))
        rows = [(it.sha256, it.width, it.height, it.data) for it in pictures]
        text = json.dumps(request, ensure_ascii=False)
        row = (task_id, now, job_seconds, short_edge, intention, text)
        with self._writing() as base:
            base.executemany("INSERT OR IGNORE INTO picture VALUES (?, ?, ?, ?)", rows)
            base.execute(
                "INSERT INTO task (task_id, submitted, job_seconds, short_edge, intention,"
                " request) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
        return task_id

    def find(self, task_id: str) -> Task | None:
        rows = self._read(
            "SELECT task_id, submitted, job_seconds, short_edge, request"
            " FROM task WHERE task_id = ?",
            task_id,
        )
        if not rows:
            return None
        found, submitted, job_seconds, short_edge, request = rows[0]
        return Task(found, submitted, job_seconds, short_edge, json.loads(request))

    def size(self, sha256: str) -> tuple[int, int]:
        """Width and height of a picture, pixels."""
        ((width, height),) = self._read("SELECT width, height FROM picture WHERE sha256=?", sha256)
        return width, height

    def picture(self, sha256: str) -> bytes:
        ((data,),) = self._read("SELECT bytes FROM picture WHERE sha256 = ?", sha256)
        return bytes(data)

    def ids(self) -> list[str]:
        """The id of every task that was ever accepted, oldest first."""
        return [task_id for (task_id,) in self._read("SELECT task_id FROM task ORDER BY number")]

    def close(self) -> None:
        with self._lock:
            self._base.close()

    def _read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; what is written in it is on the disk when it ends."""
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")


def _is_busy(error: Exception) -> bool:
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )
