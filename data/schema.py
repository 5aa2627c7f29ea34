"""The schema: a list of migrations that only grows, and how a file is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

APPLICATION = 1129467993
"""``application_id`` of a store from version 2 on: the letters CRPY."""

ROUNDS = """
CREATE TABLE round (
    id TEXT PRIMARY KEY,
    header TEXT NOT NULL,
    level_name TEXT NOT NULL,
    partners TEXT NOT NULL,
    started_at TEXT NOT NULL,
    score REAL
) STRICT;
CREATE TABLE chunk (
    round TEXT NOT NULL REFERENCES round (id),
    first_tick INTEGER NOT NULL,
    joint_actions TEXT NOT NULL,
    state_hashes TEXT NOT NULL,
    PRIMARY KEY (round, first_tick)
) STRICT;
"""

PEOPLE = """
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO setting VALUES ('salt', lower(hex(randomblob(16))));
CREATE TABLE participant (
    id TEXT PRIMARY KEY,
    made_at TEXT NOT NULL,
    place INTEGER UNIQUE
) STRICT;
CREATE TABLE personal (
    participant TEXT NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (participant, what)
) STRICT;
CREATE UNIQUE INDEX personal_alias ON personal (value) WHERE what = 'alias';
CREATE TABLE partner (
    hash TEXT PRIMARY KEY,
    card TEXT NOT NULL
) STRICT;
CREATE TABLE code (
    hash TEXT PRIMARY KEY,
    package TEXT NOT NULL,
    game TEXT NOT NULL,
    game_version INTEGER NOT NULL,
    source TEXT NOT NULL
) STRICT;

CREATE TABLE played (
    id TEXT PRIMARY KEY,
    header TEXT NOT NULL,
    game TEXT NOT NULL,
    level_name TEXT NOT NULL,
    started_at TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('playing', 'finished', 'abandoned', 'interrupted')),
    ticks INTEGER NOT NULL,
    score REAL,
    tick_rate REAL,
    origin TEXT NOT NULL,
    code TEXT REFERENCES code (hash),
    writer TEXT,
    content TEXT,
    salt TEXT NOT NULL
) STRICT;
INSERT INTO played
    SELECT id, header, json_extract(header, '$.game'), level_name, started_at,
        iif(score IS NULL, 'interrupted', 'finished'),
        coalesce((SELECT sum(1 + length(joint_actions) - length(replace(joint_actions, ' ', '')))
            FROM chunk WHERE chunk.round = round.id), 0),
        score, NULL, 'played', NULL, NULL, NULL, lower(hex(randomblob(16)))
    FROM round ORDER BY started_at, rowid;
CREATE TABLE seat (
    round TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    seat INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'partner', 'unknown')),
    name TEXT NOT NULL,
    participant TEXT REFERENCES participant (id),
    partner TEXT REFERENCES partner (hash),
    PRIMARY KEY (round, seat)
) STRICT;
CREATE INDEX seat_participant ON seat (participant);
INSERT INTO participant
    SELECT lower(hex(randomblob(16))), min(started_at),
        iif(each.value = 'you', 1, 2)
    FROM round, json_each(round.partners) AS each
    WHERE each.value IN ('you', 'second person') GROUP BY each.value;
CREATE TABLE sat AS
    SELECT round.id AS round, each.key AS seat, each.value AS name
    FROM round, json_each(round.partners) AS each;
CREATE TABLE piece (
    round TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    first_tick INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    joint_actions TEXT NOT NULL,
    state_hashes TEXT NOT NULL,
    lateness TEXT,
    PRIMARY KEY (round, first_tick)
) STRICT;
INSERT INTO piece
    SELECT round, first_tick, 1 + length(joint_actions) - length(replace(joint_actions, ' ', '')),
        joint_actions, state_hashes, NULL
    FROM chunk;
DROP TABLE chunk;
DROP TABLE round;
ALTER TABLE played RENAME TO round;
ALTER TABLE piece RENAME TO chunk;
CREATE INDEX round_content ON round (content);
INSERT INTO seat
    SELECT sat.round, sat.seat, iif(participant.id IS NULL, 'partner', 'person'), sat.name, participant.id, NULL
    FROM sat LEFT JOIN participant
        ON participant.place = CASE sat.name WHEN 'you' THEN 1 WHEN 'second person' THEN 2 END;
DROP TABLE sat;
CREATE TABLE input (
    round TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    seat INTEGER,
    key TEXT NOT NULL,
    action TEXT NOT NULL,
    at REAL NOT NULL,
    tick INTEGER NOT NULL,
    disposition TEXT NOT NULL,
    PRIMARY KEY (round, number)
) STRICT;
CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events only grow'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events only grow'); END;
PRAGMA application_id = 1129467993;
"""

SOURCES = """
ALTER TABLE round ADD COLUMN source TEXT;
"""

STUDIES = """
CREATE TABLE live (
    round TEXT PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
    plan TEXT NOT NULL,
    seats TEXT NOT NULL,
    gone TEXT NOT NULL,
    kept_at TEXT NOT NULL
) STRICT;
CREATE TABLE net (
    round TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    seat INTEGER NOT NULL,
    second INTEGER NOT NULL,
    rtt REAL NOT NULL,
    jitter REAL NOT NULL,
    painted INTEGER NOT NULL,
    focus INTEGER NOT NULL,
    slow INTEGER NOT NULL,
    PRIMARY KEY (round, seat, second)
) STRICT;
CREATE TABLE study (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    design TEXT NOT NULL,
    code TEXT NOT NULL,
    started_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'closed'))
) STRICT;
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    study TEXT NOT NULL REFERENCES study (hash),
    participant TEXT NOT NULL REFERENCES participant (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    cell TEXT NOT NULL,
    seed INTEGER NOT NULL,
    language TEXT NOT NULL,
    started_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    place INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('going', 'finished', 'ended', 'withdrawn')),
    outcome TEXT,
    code TEXT,
    bonus REAL,
    is_bot INTEGER NOT NULL
) STRICT;
CREATE INDEX session_study ON session (study);
CREATE INDEX session_participant ON session (participant);
CREATE TABLE visit (
    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    step TEXT NOT NULL,
    shown_at TEXT NOT NULL,
    done_at TEXT,
    PRIMARY KEY (session, place, shown_at)
) STRICT;
CREATE TABLE answer (
    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    step TEXT NOT NULL,
    item TEXT NOT NULL,
    revision INTEGER NOT NULL,
    value TEXT NOT NULL,
    shown INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (session, place, item, revision)
) STRICT;
CREATE TABLE played (
    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    round TEXT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    seat INTEGER NOT NULL,
    block TEXT NOT NULL,
    is_practice INTEGER NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (session, round)
) STRICT;
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
"""

POINTS = """
ALTER TABLE played ADD COLUMN points REAL;
"""

MIGRATIONS = (ROUNDS, PEOPLE, SOURCES, STUDIES, POINTS)
"""The file's ``user_version`` counts those applied."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return how many migrations a file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_foreign(connection: sqlite3.Connection) -> bool:
    """Tell whether a file is a database of another program."""
    version = version_of(connection)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if version == 0:
        return bool(tables)
    marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    return not (marked if version > 1 else {"round", "chunk"} <= tables)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the migrations that a file lacks, each in a transaction of its own; foreign keys are off meanwhile.

    The version is read again under the write lock, since another process may have been faster.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    while version_of(connection) < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = version_of(connection)
            if version < len(MIGRATIONS):
                _apply(connection, version)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _apply(connection: sqlite3.Connection, version: int) -> None:
    """Run the statements of one migration; ``executescript`` would commit on its own."""
    import sqlite3

    statement = ""
    for line in MIGRATIONS[version].splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(f"PRAGMA user_version = {version + 1}")
