-- The simulator's memory. One file, shared by every process that opens it.
--
-- Version 2: a task's pictures are those that its request names. Files of version 1 keep their
-- column `picture`, which told only the first of them; it is neither read nor written any more.

PRAGMA synchronous = FULL;

BEGIN IMMEDIATE;

-- The pictures that came as data URLs, each once.
CREATE TABLE IF NOT EXISTS picture (
    sha256 TEXT PRIMARY KEY,   -- of the file's bytes, hexadecimal
    width  INTEGER NOT NULL,   -- pixels, upright
    height INTEGER NOT NULL,   -- pixels, upright
    bytes  BLOB NOT NULL       -- the file as it came
) STRICT;

-- One row a submission, never changed. Where the task stands follows from it and the time.
CREATE TABLE IF NOT EXISTS task (
    number      INTEGER PRIMARY KEY,                    -- in the order of arrival
    task_id     TEXT NOT NULL UNIQUE,                   -- what the client was told
    submitted   REAL NOT NULL,                          -- seconds since the epoch
    job_seconds REAL NOT NULL,                          -- from then until the clip is there
    short_edge  INTEGER NOT NULL,                       -- pixels, by the resolution asked for
    intention   TEXT NOT NULL,                          -- the Idempotency-Key; kept, not honoured
    request     TEXT NOT NULL                           -- JSON; data URLs as sha256:HEX of a picture
) STRICT;

PRAGMA user_version = 2;

COMMIT;
