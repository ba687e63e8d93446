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
CREATE INDEX take ON event (key, number);
-- How many submits a service got lately.
CREATE INDEX pace ON event (json_extract(data, '$.service'), at) WHERE event = 'intended';
CREATE TRIGGER written_is_written BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER kept_is_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- name: add
-- Append one event.
INSERT INTO event (key, attempt, event, at, data) VALUES (?, ?, ?, ?, ?);

-- name: events
-- The life of one take.
SELECT key, attempt, event, at, data FROM event WHERE key = ? ORDER BY number;

-- name: history
-- The lives of all.
SELECT key, attempt, event, at, data FROM event ORDER BY number;

-- name: intended
-- When a service was asked for clips since a moment; what surely never reached it does not count.
SELECT at FROM event AS asked
WHERE event = 'intended' AND json_extract(data, '$.service') = ? AND at > ?
AND NOT EXISTS (
    SELECT 1 FROM event AS answered
    WHERE answered.key = asked.key AND answered.attempt = asked.attempt
    AND answered.event = 'refused' AND json_extract(answered.data, '$.advice') = 'unreached'
)
ORDER BY at;
