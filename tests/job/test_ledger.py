"""One suite over both ledgers, and what only a file can get wrong."""

import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path

import pytest
from film import book, events, history

from hailuo_dsl.job.ledger import AlreadyIntended, LedgerError, NewerLedger
from hailuo_dsl.job.model import Entry, Event
from hailuo_dsl.job.sqlite import SqliteLedger, history_of


def intended(key="k", attempt=1, at=100.0, **data):
    return Entry(key, attempt, Event.INTENDED, at, {"service": "s", **data})


def test_events_come_back_as_they_were_written(ledger):
    first = intended(request={"prompt": "Ein Boot, 船, ‘x’"}, run="r")
    second = Entry("k", 1, Event.SUBMITTED, 101.5, {"task_id": "7"})
    other = intended("other")
    for entry in (first, other, second):
        ledger.add(entry)

    assert events(ledger, "k") == (first, second)
    assert history(ledger) == (first, other, second)
    assert events(ledger, "nobody") == ()


def test_an_attempt_is_intended_once(ledger):
    ledger.add(intended())

    with pytest.raises(AlreadyIntended):
        ledger.add(intended(run="another"))

    ledger.add(intended(attempt=2))
    ledger.add(intended("other"))
    assert [entry.attempt for entry in events(ledger, "k")] == [1, 2]


def test_what_was_written_cannot_be_changed_by_its_writer(ledger):
    request = {"prompt": "pier"}
    ledger.add(intended(request=request))
    request["prompt"] = "something else"

    assert events(ledger, "k")[0].data["request"] == {"prompt": "pier"}


def test_submits_are_counted_by_service_and_time(ledger):
    for attempt, at in enumerate((30.0, 10.0, 20.0), start=1):
        ledger.add(intended(attempt=attempt, at=at))
    ledger.add(intended("other", at=25.0, service="t"))
    ledger.add(Entry("k", 1, Event.DONE, 26.0, {"service": "s"}))

    assert book(ledger).submits("s", 10.0) == [20.0, 30.0]


def test_a_submit_that_never_arrived_is_not_counted(ledger):
    for attempt, advice in enumerate(("unreached", "wait", "unreached"), start=1):
        ledger.add(intended(attempt=attempt, at=10.0 * attempt))
        ledger.add(Entry("k", attempt, Event.REFUSED, 10.0 * attempt, {"advice": advice}))

    assert book(ledger).submits("s", 0.0) == [20.0]


def test_a_turn_is_kept_whole_or_not_at_all(ledger):
    def half_a_turn():
        with ledger.turn():
            ledger.add(intended())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_a_turn()
    assert events(ledger, "k") == ()
    with ledger.turn():
        ledger.add(intended())
        assert len(events(ledger, "k")) == 1
    assert len(events(ledger, "k")) == 1


def test_nobody_else_writes_during_a_turn(ledger):
    writer = threading.Thread(target=ledger.add, args=(intended("other"),))
    with ledger.turn():
        writer.start()
        writer.join(0.05)
        assert events(ledger, "other") == ()
    writer.join()

    assert len(events(ledger, "other")) == 1


def test_a_run_is_alive_while_it_lives(ledger):
    with ledger.living("ab12"), ledger.living("cd34"):
        assert ledger.alive("ab12")
        assert ledger.alive("cd34")
        assert not ledger.alive("ef56")
    assert not ledger.alive("ab12")
    assert not ledger.alive("")


def test_a_file_is_shared_by_several_ledgers(tmp_path):
    one, other = SqliteLedger(tmp_path / "l.db"), SqliteLedger(tmp_path / "l.db")
    one.add(intended())

    assert events(other, "k") == events(one, "k") != ()
    with pytest.raises(AlreadyIntended):
        other.add(intended())
    with one.living("ab12"):
        assert other.alive("ab12")
    assert list((tmp_path / "l.db.runs").iterdir()) == []
    one.close()
    other.close()


def test_rows_are_never_changed_or_deleted(tmp_path):
    ledger = SqliteLedger(tmp_path / "l.db")
    ledger.add(intended())
    ledger.close()
    with sqlite3.connect(tmp_path / "l.db") as file:
        for statement in ("UPDATE event SET at = 0", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                file.execute(statement)
    file.close()


def test_many_processes_may_begin_one_ledger(tmp_path):
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from hailuo_dsl.job.model import Entry, Event
        from hailuo_dsl.job.sqlite import SqliteLedger
        ledger = SqliteLedger(Path(sys.argv[1]))
        for attempt in range(1, 11):
            ledger.add(Entry(sys.argv[2], attempt, Event.INTENDED, 0.0))
        ledger.close()
    """)
    path = tmp_path / "new" / "l.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", script, path, str(number)]) for number in range(6)
    ]

    assert [writer.wait() for writer in writers] == [0] * 6
    ledger = SqliteLedger(path)
    assert len(history(ledger)) == 60
    ledger.close()


def test_a_dead_process_is_not_alive_and_its_lock_is_taken_away(tmp_path):
    script = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from hailuo_dsl.job.sqlite import SqliteLedger
        with SqliteLedger(Path(sys.argv[1])).living("ab12"):
            print("here", flush=True)
            sys.stdin.read()
    """)
    ledger = SqliteLedger(tmp_path / "l.db")
    with subprocess.Popen(
        [sys.executable, "-c", script, ledger.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        child.stdout.readline()
        assert ledger.alive("ab12")
        child.kill()

    assert list((tmp_path / "l.db.runs").iterdir()) != []
    assert not ledger.alive("ab12")
    with ledger.living("cd34"):
        assert [path.stem for path in (tmp_path / "l.db.runs").iterdir()] == ["cd34"]
    ledger.close()


def test_a_newer_ledger_is_left_alone(tmp_path):
    path = tmp_path / "l.db"
    SqliteLedger(path).close()
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 3")
    file.close()
    before = path.read_bytes()

    with pytest.raises(NewerLedger, match="later version"):
        SqliteLedger(path)
    assert path.read_bytes() == before


def test_what_is_no_ledger_is_left_alone(tmp_path):
    text, foreign = tmp_path / "notes.txt", tmp_path / "photos.db"
    text.write_text("Dear diary, today we shot the pier. " * 40)
    with sqlite3.connect(foreign) as file:
        file.execute("CREATE TABLE photo (id)")
    file.close()
    before = text.read_bytes(), foreign.read_bytes()

    for path in (text, foreign):
        with pytest.raises(LedgerError, match="no ledger"):
            SqliteLedger(path)
    assert (text.read_bytes(), foreign.read_bytes()) == before


def test_a_ledger_locked_by_another_process_is_a_clear_error(tmp_path):
    ledger = SqliteLedger(tmp_path / "l.db", patience=0.05)
    holder = sqlite3.connect(tmp_path / "l.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(LedgerError, match="locked"):
        ledger.add(intended())
    with pytest.raises(LedgerError, match="locked"), ledger.turn():
        pytest.fail("nobody can have a turn now")
    holder.execute("ROLLBACK")
    ledger.add(intended())
    holder.close()
    ledger.close()


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(LedgerError, match="cannot be used"):
        SqliteLedger(tmp_path / "file" / "l.db")


OPEN_AND_ADD = """
    import os, resource, sys
    from pathlib import Path
    from hailuo_dsl.job.ledger import LedgerError
    from hailuo_dsl.job.model import Entry, Event
    from hailuo_dsl.job.sqlite import SqliteLedger
    limit = int(sys.argv[2])
    if sys.argv[3] == "drop" and os.geteuid() == 0:
        os.setuid(65534)
    try:
        ledger = SqliteLedger(Path(sys.argv[1]))
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        for attempt in range(1, 200):
            ledger.add(Entry("k", attempt, Event.INTENDED, 0.0, {"words": "x" * 3000}))
    except LedgerError as error:
        print(error)
        sys.exit(3)
"""


@pytest.mark.parametrize("begun", [False, True])
def test_a_read_only_folder_is_a_clear_error(begun):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if begun:
            SqliteLedger(folder / "l.db").close()
            (folder / "l.db").chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(OPEN_AND_ADD), folder / "l.db", "0", "drop"],
            capture_output=True,
            text=True,
        )
        folder.chmod(0o755)

    assert (done.returncode, done.stderr) == (3, "")
    assert "cannot be written" in done.stdout


def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(OPEN_AND_ADD), tmp_path / "l.db", "200000", "keep"],
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (3, "")
    ledger = SqliteLedger(tmp_path / "l.db")
    attempts = [entry.attempt for entry in history(ledger)]
    assert attempts == list(range(1, len(attempts) + 1)) != []
    ledger.close()


def test_a_ledger_of_the_first_version_is_brought_up_and_keeps_its_events(tmp_path):
    path = tmp_path / "l.db"
    with sqlite3.connect(path) as file:
        file.executescript(FIRST_VERSION)
    file.close()

    ledger = SqliteLedger(path)
    (kept,) = history(ledger)
    ledger.add(Entry("k", 1, Event.CANCELLED, 2.0))

    assert (kept.key, kept.event, kept.data) == ("k", "intended", {"service": "s"})
    ((version,),) = ledger._file.execute("PRAGMA user_version")
    assert version == 2
    ledger.close()
    assert len(history_of(path)) == 2


FIRST_VERSION = """
CREATE TABLE event (
    number  INTEGER PRIMARY KEY,
    key     TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    event   TEXT NOT NULL,
    at      REAL NOT NULL,
    data    TEXT NOT NULL
);
CREATE UNIQUE INDEX one_intention ON event (key, attempt) WHERE event = 'intended';
CREATE INDEX take ON event (key, number);
CREATE INDEX pace ON event (json_extract(data, '$.service'), at) WHERE event = 'intended';
PRAGMA application_id = 0x4861694C;
PRAGMA user_version = 1;
INSERT INTO event (key, attempt, event, at, data)
VALUES ('k', 1, 'intended', 1.0, '{"service": "s"}');
"""
