-- The ledger: what happened to every take, one event a row, never changed.
-- Paragraphs are run by name (`sqlite.py`).

-- name: schema
-- A take is known by its key; its attempts count its intentions.
CREATE TABLE event (
    number  INTEGER PRIMARY KEY,
    key     TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    event   TEXT NOT NULL,
    at      REAL NOT NULL,
    data    TEXT NOT NULL
);
-- One attempt is intended once: of two processes, one asks and the other follows.
CREATE UNIQUE INDEX one_intention ON event (key, attempt) WHERE event = 'intended';
CREATE TRIGGER written_is_written BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER kept_is_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- name: from_1_to_2
-- Version 2 has more kinds of events, and reads on from a mark where version 1 looked things up.
DROP INDEX take;
DROP INDEX pace;

-- name: add
-- Append one event.
INSERT INTO event (key, attempt, event, at, data) VALUES (?, ?, ?, ?, ?);

-- name: since
-- What was written after a mark, which is the number of an event.
SELECT number, key, attempt, event, at, data FROM event WHERE number > ? ORDER BY number;
