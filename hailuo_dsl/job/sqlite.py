"""The ledger in a SQLite file. Each event is on the disk before `add` returns.

Write-ahead log with full synchronisation; the file carries this program's mark and the version of
its schema. Beside it, in `<file>.runs/`, are the locks of the runs that are alive.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import contextmanager
from importlib.resources import files
from threading import RLock
from typing import TYPE_CHECKING, Any

from hailuo_dsl.ground.trouble import NO_ROOM, disk_words
from hailuo_dsl.job import runs
from hailuo_dsl.job.ledger import AlreadyIntended, LedgerError, NewerLedger, as_json
from hailuo_dsl.job.model import Entry, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MARK = 0x4861694C
"""`HaiL`: tells a ledger from other people's SQLite files."""

VERSION = 2

_STEPS = {0: "schema", 1: "from_1_to_2"}
"""The paragraph that brings a file of each older version up to this one; 0 is an empty file."""

_FULL = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_TRUNCATE,
    }
)
"""What SQLite makes of a write that finds no room: only of ENOSPC it says that the disk is full.

Source: https://www.sqlite.org/rescode.html, and `unixWrite` of SQLite's os_unix.c.
"""

_PARAGRAPHS = {
    name: text.strip()
    for name, text in re.findall(
        r"^-- name: (\w+)\n(.*?)(?=^-- name: |\Z)",
        files("hailuo_dsl.job").joinpath("ledger.sql").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
}


class SqliteLedger:
    """A ledger that outlives the process; several processes may share it."""

    def __init__(self, path: Path, *, patience: float = 10.0) -> None:
        """Open the ledger at *path*, or begin one; its folder is made where it is missing.

        Args:
            path: the file.
            patience: seconds to wait for another process that is writing.

        Raises:
            NewerLedger: a later version of this program wrote it.
            LedgerError: it is no ledger, or cannot be opened or written.
        """
        self.path = path
        self._runs = runs_of(path)
        self._lock = RLock()
        with _in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(
                path, timeout=patience, isolation_level=None, check_same_thread=False
            )
        try:
            with _in_words(path):
                self._begin(patience)
        except BaseException:
            self._file.close()
            raise

    def add(self, entry: Entry) -> None:
        row = (entry.key, entry.attempt, entry.event.value, entry.at, as_json(entry.data))
        with self._lock, _in_words(self.path):
            try:
                self._file.execute(_PARAGRAPHS["add"], row)
            except sqlite3.IntegrityError as error:
                if entry.event is Event.INTENDED and "UNIQUE" in str(error):
                    raise AlreadyIntended(
                        f"attempt {entry.attempt} of this take is already intended"
                    ) from error
                raise

    def since(self, mark: int) -> tuple[tuple[Entry, ...], int]:
        rows = self._rows("since", mark)
        with _in_words(self.path):
            return tuple(_entry(row[1:]) for row in rows), rows[-1][0] if rows else mark

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._lock:
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                # A full disk may have rolled it back already.
                if self._file.in_transaction:
                    self._run("ROLLBACK")
                raise

    @contextmanager
    def living(self, run: str) -> Iterator[None]:
        with _in_words(self.path):
            lock = runs.living(self._runs, run)
            lock.__enter__()
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def alive(self, run: str) -> bool:
        with _in_words(self.path):
            return runs.alive(self._runs, run)

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _begin(self, patience: float) -> None:
        """Look before touching: what is no ledger, or a newer one, stays as it is."""
        # One moment's look: between two reads another process may begin the ledger.
        self._file.execute("BEGIN")
        try:
            _version(self._file, self.path)
        finally:
            self._file.execute("ROLLBACK")
        self._file.execute("PRAGMA synchronous = FULL")
        _patiently(lambda: self._file.execute("PRAGMA journal_mode = WAL"), patience)
        with self.turn():
            # Another process may have begun it since.
            version = _version(self._file, self.path)
            if version < VERSION:
                for statement in _statements(_PARAGRAPHS[_STEPS[version]]):
                    self._file.execute(statement)
                self._file.execute(f"PRAGMA application_id = {MARK}")
                self._file.execute(f"PRAGMA user_version = {VERSION}")

    def _rows(self, paragraph: str, *values: object) -> list[Any]:
        with self._lock, _in_words(self.path):
            return self._file.execute(_PARAGRAPHS[paragraph], values).fetchall()

    def _run(self, statement: str) -> None:
        with _in_words(self.path):
            self._file.execute(statement)


def runs_of(path: Path) -> Path:
    """Where the locks of the runs over the ledger at *path* are."""
    return path.with_name(f"{path.name}.runs")


def history_of(path: Path) -> tuple[Entry, ...]:
    """Read every event of the ledger at *path*, in order; no file is begun, changed or taken away.

    Raises:
        NewerLedger: a later version of this program wrote it.
        LedgerError: it is not there, is no ledger, or cannot be read.
    """
    with _in_words(path, "read"):
        uri = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' * _is_alone(path)}"
        file = sqlite3.connect(uri, uri=True)
        try:
            if _version(file, path) == 0:
                return ()
            return tuple(_entry(row[1:]) for row in file.execute(_PARAGRAPHS["since"], (0,)))
        finally:
            file.close()


def _is_alone(path: Path) -> bool:
    """Whether nobody is writing: then nothing but the file at *path* itself need be opened."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size == 0
    except FileNotFoundError:
        return True


def _entry(row: tuple[str, int, str, float, str]) -> Entry:
    """What *row* of a ledger says.

    Raises:
        sqlite3.DatabaseError: no ledger has such a row.
    """
    key, attempt, event, at, data = row
    try:
        return Entry(key, attempt, Event(event), at, dict(json.loads(data)))
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError("a row is damaged") from error


def _version(file: sqlite3.Connection, path: Path) -> int:
    """The version of the schema in *file*, the ledger at *path*; 0 where it is still empty.

    Raises:
        NewerLedger: it is later than ours.
        LedgerError: it is no ledger.
    """
    ((mark,),) = file.execute("PRAGMA application_id")
    ((version,),) = file.execute("PRAGMA user_version")
    ((tables,),) = file.execute("SELECT count(*) FROM sqlite_master")
    if (mark, version, tables) == (0, 0, 0):
        return 0
    if mark != MARK:
        raise LedgerError(f"{path} is a SQLite file, but no ledger of hailuo-dsl")
    if version > VERSION:
        raise NewerLedger(
            f"the ledger {path} was written by a later version of hailuo-dsl; "
            "update hailuo-dsl, or name another file with --ledger"
        )
    return int(version)


def _statements(paragraph: str) -> Iterator[str]:
    """Yield the statements of *paragraph* one by one: a script would end the turn it runs in."""
    statement = ""
    for line in paragraph.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _patiently(step: Callable[[], object], patience: float) -> None:
    """Do *step* as soon as nobody is in its way: SQLite does not wait by itself for everything."""
    until = time.monotonic() + patience
    while True:
        try:
            step()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def _in_words(path: Path, done: str = "written") -> Iterator[None]:
    """Turn what SQLite and the system raise into a sentence for the author.

    Args:
        path: the ledger.
        done: what is to be done with it.

    Raises:
        LedgerError: it cannot be.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(_sentence(path, error, done)) from error
    except UnicodeDecodeError as error:
        # Python could not even read what SQLite says of the damage.
        raise LedgerError(_damaged(path)) from error
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be used: {disk_words(error)}") from error


def _sentence(path: Path, error: sqlite3.Error, done: str) -> str:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == 0 and not isinstance(error, sqlite3.ProgrammingError):
        # SQLite itself found nothing wrong, but a row says what no ledger says.
        code = sqlite3.SQLITE_CORRUPT
    if code in _FULL:
        return f"the ledger {path} cannot be written: {NO_ROOM}"
    # The low byte is the kind of error, the rest its detail.
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return (
                f"the ledger {path} is locked: another process has been writing for too long; "
                "try again when it is done"
            )
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return _damaged(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return (
                f"the ledger {path} cannot be {done}: its folder or a file there may be read-only"
            )
        case _:
            return f"the ledger {path} cannot be used: {error}"


def _damaged(path: Path) -> str:
    return (
        f"{path} is no ledger, or it is damaged; it was left as it is: put a whole copy back, "
        "or name the right file with --ledger"
    )
