-- The simulator's memory. One file, shared by every process that opens it.
--
-- Version 2: a task's pictures are those that its request names. Files of version 1 keep their
-- column `picture`, which told only the first of them; it is neither read nor written any more.
-- Version 3: `turn`, `told` and `fate` of a task, which `tasks.py` adds to older files; the clock.

PRAGMA synchronous = FULL;

BEGIN IMMEDIATE;

-- The pictures that came as data URLs, each once.
CREATE TABLE IF NOT EXISTS picture (
    sha256 TEXT PRIMARY KEY,   -- of the file's bytes, hexadecimal
    width  INTEGER NOT NULL,   -- pixels, upright
    height INTEGER NOT NULL,   -- pixels, upright
    bytes  BLOB NOT NULL       -- the file as it came
) STRICT;

-- One row a job that was accepted. Where it stands follows from the row and the time; only
-- `told` ever changes, from 0 to 1.
CREATE TABLE IF NOT EXISTS task (
    number      INTEGER PRIMARY KEY,                    -- in the order of arrival
    task_id     TEXT NOT NULL UNIQUE,                   -- what the client was told
    submitted   REAL NOT NULL,                          -- seconds since the epoch
    job_seconds REAL NOT NULL,                          -- from then until the clip is there
    short_edge  INTEGER NOT NULL,                       -- pixels, by the resolution asked for
    intention   TEXT NOT NULL,                          -- the Idempotency-Key
    request     TEXT NOT NULL,                          -- JSON; data URLs as sha256:HEX of a picture
    turn        INTEGER NOT NULL DEFAULT 1,             -- which submit of its prompt it was, from 1
    told        INTEGER NOT NULL DEFAULT 1,             -- 1: its id went out whole, or came back
    fate        TEXT NOT NULL DEFAULT ''                -- JSON, of a job that ends in no clip
) STRICT;

CREATE INDEX IF NOT EXISTS task_intention ON task (intention);

-- How far the clock was ahead of the real time when that was last written down; one row or none.
CREATE TABLE IF NOT EXISTS clock (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    ahead  REAL NOT NULL                                -- seconds
) STRICT;

PRAGMA user_version = 3;

COMMIT;
