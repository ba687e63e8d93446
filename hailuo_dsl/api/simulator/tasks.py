"""The simulator's tasks: rows in a SQLite file, written before anyone is told of them."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from hailuo_dsl.api.again import RetryingCaller
from hailuo_dsl.api.simulator.model import Fate, Task
from hailuo_dsl.api.simulator.words import Does
from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hailuo_dsl.api.simulator.model import Job

SCHEMA = Path(__file__).with_name("schema.sql")
VERSION = 3
ADDED = {
    "turn": "INTEGER NOT NULL DEFAULT 1",
    "told": "INTEGER NOT NULL DEFAULT 1",
    "fate": "TEXT NOT NULL DEFAULT ''",
}
"""The columns that tasks of older versions lack; told and fated to nothing is what those were."""

SELECT = (
    "SELECT task_id, submitted, job_seconds, short_edge, request, turn, told, fate, intention"
    " FROM task"
)
INSERT = (
    "INSERT INTO task (task_id, submitted, job_seconds, short_edge, request, turn, told, fate,"
    " intention) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
LETTERS = string.ascii_letters + string.digits
BUSY_SECONDS = 30.0
REMEMBERED = 20_000
"""Tasks kept in memory; each is some kilobytes."""


class StateError(Trouble):
    """The state file cannot be used; the message is one sentence for the author."""


class ReusedKeyError(Exception):
    """An `Idempotency-Key` came again with another request."""


class Tasks:
    """All tasks of one state file. Safe to share between threads, and the file between processes.

    Args:
        path: the SQLite file; made if it is not there.

    Raises:
        StateError: the file is something else, is newer, or cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._remembered: dict[str, Task] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
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
        if 0 < version < VERSION:
            self._add_columns()

    def _add_columns(self) -> None:
        with self._writing() as base:
            known = {row[1] for row in base.execute("PRAGMA table_info(task)")}
            for name in ADDED.keys() - known:
                base.execute(f"ALTER TABLE task ADD COLUMN {name} {ADDED[name]}")

    def add(
        self,
        job: Job,
        *,
        now: float,
        job_seconds: float,
        intention: str = "",
        once: bool = False,
        turn: int = 1,
        told: bool = True,
        fate: Fate | None = None,
    ) -> Task:
        """Write a job down, flushed to the disk, and return its task.

        Args:
            job: what is asked for.
            now: seconds since the epoch.
            job_seconds: how long until the clip is there.
            intention: the client's name for this one act of asking.
            once: whether the same intention gives the task that it gave before.
            turn: which submit of its prompt this is.
            told: whether its id will surely go out.
            fate: how it ends, if not in a clip.

        Raises:
            ReusedKeyError: *once*, and that task is of another request.
        """
        task_id = "task_" + "".join(secrets.choice(LETTERS) for _ in range(32))
        first = (task_id, now, job_seconds, job.short_edge)
        task = Task(*first, job.request, turn, told, fate, intention)
        text = json.dumps(job.request, ensure_ascii=False)
        row = (*first, text, turn, int(told), json.dumps(asdict(fate)) if fate else "", intention)
        with self._writing() as base:
            if once and intention:
                known = base.execute(f"{SELECT} WHERE intention = ?", (intention,)).fetchone()
                if known:
                    return _same(_task(known), job)
            base.executemany(
                "INSERT OR IGNORE INTO picture VALUES (?, ?, ?, ?)",
                [(name, it.width, it.height, it.data) for name, it in job.pictures.items()],
            )
            base.execute(INSERT, row)
        self._sizes |= {name: (it.width, it.height) for name, it in job.pictures.items()}
        return self._keep(task)

    def remembered(self, task_id: str) -> Task | None:
        """The task, if it is at hand without a look at the disk."""
        return self._remembered.get(task_id)

    def find(self, task_id: str) -> Task | None:
        rows = self._read(f"{SELECT} WHERE task_id = ?", task_id)
        return self._keep(_task(rows[0])) if rows else None

    def tell(self, task: Task) -> None:
        """Write down that the client knows the id of *task*."""
        with self._writing() as base:
            base.execute("UPDATE task SET told = 1 WHERE task_id = ?", (task.task_id,))
        self._keep(replace(task, told=True))

    def size(self, sha256: str) -> tuple[int, int]:
        """Width and height of a picture, pixels."""
        if sha256 not in self._sizes:
            query = "SELECT width, height FROM picture WHERE sha256 = ?"
            ((width, height),) = self._read(query, sha256)
            self._sizes[sha256] = width, height
        return self._sizes[sha256]

    def picture(self, sha256: str) -> bytes:
        ((data,),) = self._read("SELECT bytes FROM picture WHERE sha256 = ?", sha256)
        return bytes(data)

    def every(self) -> list[Task]:
        """Every task that was ever accepted, oldest first."""
        return [_task(row) for row in self._read(f"{SELECT} ORDER BY number")]

    def turns(self) -> dict[str, int]:
        """Prompt -> the greatest turn of a task that has it."""
        turns: dict[str, int] = {}
        for task in self.every():
            turns[task.prompt] = max(task.turn, turns.get(task.prompt, 0))
        return turns

    def ahead(self, now: float) -> float | None:
        """How far the clock is to be ahead of *now*, the real time; None: it never was.

        No task was submitted later than that.
        """
        rows = self._read("SELECT ahead, (SELECT max(submitted) FROM task) FROM clock")
        return max(rows[0][0], (rows[0][1] or 0.0) - now) if rows else None

    def set_ahead(self, seconds: float) -> None:
        """Write down how far the clock is ahead of the real time."""
        with self._writing() as base:
            base.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", (seconds,))

    def close(self) -> None:
        with self._lock:
            self._base.close()

    def _keep(self, task: Task) -> Task:
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        self._remembered[task.task_id] = task
        return task

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


def _task(row: tuple[Any, ...]) -> Task:
    task_id, submitted, job_seconds, short_edge, request, turn, told, fated, intention = row
    found = json.loads(fated) if fated else None
    fate = Fate(Does(found["does"]), found["code"], found["says"]) if found else None
    asked = json.loads(request)
    first = (task_id, submitted, job_seconds, short_edge)
    return Task(*first, asked, turn, bool(told), fate, intention)


def _same(task: Task, job: Job) -> Task:
    """*task*, if it is of *job*.

    Raises:
        ReusedKeyError: it is not.
    """
    if task.request != job.request:
        raise ReusedKeyError
    return task


def _is_busy(error: Exception) -> bool:
    return (
        isinstance(error, sqlite3.OperationalError)
        and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )
