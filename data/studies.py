"""Studies in the store: designs, sessions, what was shown and answered, and what was played in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from data.events import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from sqlite_utils import Database

RECRUITED = "recruited"
"""What the personal data call the id that a recruitment service has for somebody."""


class Session(NamedTuple):
    """One participant's way through a study."""

    id: str
    study: str
    participant: str
    number: int
    """Of this session in its study, from 0."""
    cell: str
    seed: int
    language: str
    started_at: str
    seen_at: str
    place: int
    """Of the page they are at, from 0."""
    status: str
    """``"going"``, ``"finished"``, ``"ended"`` or ``"withdrawn"``."""
    outcome: str | None
    code: str | None
    bonus: float | None
    is_bot: int


class Study(NamedTuple):
    """A design that was started."""

    hash: str
    name: str
    design: str
    code: str
    started_at: str
    state: str
    """``"open"``, ``"paused"`` or ``"closed"``."""


def add_participant(connection: sqlite3.Connection, identity: str) -> None:
    """Write a participant's random id, unless it is there."""
    connection.execute("INSERT OR IGNORE INTO participant VALUES (?, ?, NULL)", (identity, now()))


def start_study(connection: sqlite3.Connection, study: Study) -> None:
    """Write a design for good; one that is there stays as it is."""
    connection.execute("INSERT OR IGNORE INTO study VALUES (?, ?, ?, ?, ?, ?)", study)


def set_state(connection: sqlite3.Connection, study: str, state: str) -> None:
    """Open, pause or close a study for new participants."""
    connection.execute("UPDATE study SET state = ? WHERE hash = ?", (state, study))


def state_of(connection: sqlite3.Connection, study: str) -> str:
    """Return whether a study is open, paused or closed."""
    return str(connection.execute("SELECT state FROM study WHERE hash = ?", (study,)).fetchone()[0])


def add_session(connection: sqlite3.Connection, session: Session, recruited: str) -> None:
    """Write a new session, its participant, and apart from both the id that a recruitment service has for them."""
    add_participant(connection, session.participant)
    connection.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", session)
    if recruited:
        row = (session.participant, RECRUITED, f"{session.study} {recruited}")
        connection.execute("INSERT INTO personal VALUES (?, ?, ?)", row)


def session_recruited(connection: sqlite3.Connection, study: str, recruited: str) -> str | None:
    """Return the session of who came with a recruitment service's id, if there is one."""
    query = """SELECT session.id FROM personal JOIN session USING (participant)
        WHERE what = ? AND value = ? AND session.study = ? ORDER BY session.number LIMIT 1"""
    found = connection.execute(query, (RECRUITED, f"{study} {recruited}", study)).fetchone()
    return None if found is None else str(found[0])


def tally(connection: sqlite3.Connection, study: str, since: str) -> tuple[dict[str, int], dict[str, int], int]:
    """Return by cell how many have finished and how many are under way, seen since a time; and the next number."""
    done = dict(connection.execute(TALLY.format("status = 'finished'"), (study,)).fetchall())
    going = dict(connection.execute(TALLY.format("status = 'going' AND seen_at >= ?"), (study, since)).fetchall())
    (number,) = connection.execute(NUMBER, (study,)).fetchone()
    return done, going, int(number)


NUMBER = "SELECT coalesce(max(number) + 1, 0) FROM session WHERE study = ?"


TALLY = "SELECT cell, count(*) FROM session WHERE study = ? AND {} GROUP BY cell"


def advance(connection: sqlite3.Connection, session: str, place: int, to: int) -> bool:
    """Move a session from one page to another; tells whether it was at that page."""
    query = "UPDATE session SET place = ?, seen_at = ? WHERE id = ? AND place = ? AND status = 'going'"
    moved = connection.execute(query, (to, now(), session, place)).rowcount == 1
    if moved:
        connection.execute(
            "UPDATE visit SET done_at = ? WHERE session = ? AND place = ? AND done_at IS NULL", (now(), session, place)
        )
    return moved


def note_visit(connection: sqlite3.Connection, session: str, place: int, step: str) -> None:
    """Note that a page was shown."""
    connection.execute("INSERT OR IGNORE INTO visit VALUES (?, ?, ?, ?, NULL)", (session, place, step, now()))
    connection.execute("UPDATE session SET seen_at = ? WHERE id = ?", (now(), session))


def save_answers(
    connection: sqlite3.Connection, session: str, place: int, step: str, answers: Iterable[tuple[str, Any, int]]
) -> None:
    """Write answers (item, value, its place on the page); one that was given before stays and gets a later revision."""
    for item, value, shown in answers:
        (revision,) = connection.execute(REVISION, (session, place, item)).fetchone()
        row = (session, place, step, item, revision, json.dumps(value), shown, now())
        connection.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


REVISION = "SELECT coalesce(max(revision) + 1, 0) FROM answer WHERE session = ? AND place = ? AND item = ?"


def note_played(connection: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    """Note which round was played at which page of a session, and why it ended."""
    columns = ("session", "place", "round", "seat", "block", "is_practice", "why", "points")
    connection.execute("INSERT OR IGNORE INTO played VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [row[name] for name in columns])


def finish(  # noqa: PLR0913, PLR0917 - all there is to say of an end
    connection: sqlite3.Connection, session: str, status: str, outcome: str, code: str, bonus: float
) -> None:
    """End a session; one that has ended stays as it is."""
    query = """UPDATE session SET status = ?, outcome = ?, code = ?, bonus = ?, seen_at = ?
        WHERE id = ? AND status = 'going'"""
    connection.execute(query, (status, outcome, code, bonus, now(), session))


def note_audit(connection: sqlite3.Connection, who: str, what: str, about: str) -> None:
    """Note what an experimenter did."""
    connection.execute("INSERT INTO audit (at, who, what, about) VALUES (?, ?, ?, ?)", (now(), who, what, about))


def read_session(connection: sqlite3.Connection, identity: str) -> Session | None:
    """Return a session by its id."""
    row = connection.execute("SELECT * FROM session WHERE id = ?", (identity,)).fetchone()
    return None if row is None else Session(*row)


def read_studies(store: Database) -> list[Study]:
    """Return all studies, the oldest first."""
    return [Study(**row) for row in store.query("SELECT * FROM study ORDER BY started_at")]


def read_sessions(store: Database, study: str) -> list[Session]:
    """Return all sessions of a study, the oldest first."""
    return [Session(**row) for row in store.query("SELECT * FROM session WHERE study = ? ORDER BY number", [study])]


def read_answers(store: Database, study: str) -> list[dict[str, Any]]:
    """Return all answers of a study as rows, every revision."""
    query = """SELECT answer.* FROM answer JOIN session ON session.id = answer.session WHERE study = ?
        ORDER BY number, answer.place, shown, revision"""
    return [row | {"value": json.loads(row["value"])} for row in store.query(query, [study])]


def read_played(store: Database, study: str) -> list[dict[str, Any]]:
    """Return all rounds of a study as rows, with score and status."""
    query = """SELECT played.*, round.level_name AS level, round.score, round.ticks, round.status, round.started_at,
            round.tick_rate, round.code AS rules
        FROM played JOIN session ON session.id = played.session JOIN round ON round.id = played.round
        WHERE study = ? ORDER BY number, played.place, round.started_at, round.id"""
    return list(store.query(query, [study]))


def read_taken(store: Database, study: str) -> set[str]:
    """Return the rounds of a study in which a partner took the seat of somebody who was away."""
    query = """SELECT DISTINCT input.round AS round FROM input JOIN played ON played.round = input.round
        JOIN session ON session.id = played.session WHERE study = ? AND disposition = 'stood in'"""
    return {row["round"] for row in store.query(query, [study])}


def read_seated(store: Database, study: str) -> list[dict[str, Any]]:
    """Return the partners who sat in a study's rounds as rows: name with options, the card's hash, and in how many."""
    query = """SELECT seat.name, seat.partner AS hash, count(DISTINCT seat.round) AS rounds FROM seat
        WHERE kind = 'partner' AND round IN (SELECT round FROM played JOIN session ON session.id = played.session
            WHERE study = ?) GROUP BY seat.name, seat.partner ORDER BY seat.name, seat.partner"""
    return list(store.query(query, [study]))


def read_visits(store: Database, study: str) -> list[dict[str, Any]]:
    """Return all pages that were shown, as rows."""
    query = "SELECT visit.* FROM visit JOIN session ON session.id = visit.session WHERE study = ? ORDER BY shown_at"
    return list(store.query(query, [study]))


def read_keys(store: Database, study: str) -> list[dict[str, Any]]:
    """Return all keys of a study's rounds with what became of them, as rows."""
    query = """SELECT session, input.* FROM input JOIN played ON played.round = input.round AND played.seat = input.seat
        JOIN session ON session.id = played.session
        WHERE study = ? ORDER BY session.number, played.place, input.round, input.number"""
    return list(store.query(query, [study]))


def read_network(store: Database, study: str) -> list[dict[str, Any]]:
    """Return the seconds of all connections in a study's rounds, as rows."""
    query = """SELECT session, net.* FROM net JOIN played ON played.round = net.round AND played.seat = net.seat
        JOIN session ON session.id = played.session
        WHERE study = ? ORDER BY session.number, played.place, net.round, second"""
    return list(store.query(query, [study]))


def answers_to(connection: sqlite3.Connection, study: str, question: str, since: str, but: str = "") -> list[Any]:
    """Return the answers to a question (STEP.ITEM) of all who finished, or are under way and were seen since a time.

    Of each session the last one counts, and of the one that ``but`` names none.
    """
    step, _, item = question.partition(".")
    last = dict(connection.execute(ANSWERS, (study, but, step, item, since)).fetchall())
    return [json.loads(value) for value in last.values()]


ANSWERS = """SELECT session.id, value FROM answer JOIN session ON session.id = answer.session
    WHERE study = ? AND session.id <> ? AND step = ? AND item = ?
    AND (status = 'finished' OR (status = 'going' AND session.seen_at >= ?)) ORDER BY answer.place, revision"""


def last_shown(store: Database, study: str) -> dict[str, str]:
    """Return by session when its present page was shown first."""
    query = """SELECT session, min(shown_at) AS at FROM visit JOIN session ON session.id = visit.session
        WHERE study = ? AND visit.place = session.place GROUP BY session"""
    return {row["session"]: row["at"] for row in store.query(query, [study])}


def read_audit(store: Database) -> list[dict[str, Any]]:
    """Return what experimenters did, the latest first."""
    return list(store.query("SELECT * FROM audit ORDER BY number DESC LIMIT 500"))


def scores_of(connection: sqlite3.Connection, session: str) -> list[tuple[int, str, float]]:
    """Return page, reason of the end and own team's points of every round of a session, practice left out."""
    query = """SELECT played.place, played.why, coalesce(played.points, round.score, 0)
        FROM played JOIN round ON round.id = played.round
        WHERE session = ? AND is_practice = 0 ORDER BY played.place"""
    return connection.execute(query, (session,)).fetchall()


def played_at(connection: sqlite3.Connection, session: str, place: int) -> tuple[str, str] | None:
    """Return the round that was played at a page of a session and why it ended, if there is one that counts."""
    query = "SELECT round, why FROM played WHERE session = ? AND place = ? AND why <> 'begun anew'"
    found = connection.execute(query, (session, place)).fetchone()
    return None if found is None else (str(found[0]), str(found[1]))


def answers_at(connection: sqlite3.Connection, session: str, place: int) -> dict[str, Any]:
    """Return the latest answers of a page."""
    query = "SELECT item, value FROM answer WHERE session = ? AND place = ? ORDER BY revision"
    return {item: json.loads(value) for item, value in connection.execute(query, (session, place))}


def rtt_of(connection: sqlite3.Connection, session: str, steps: Sequence[str]) -> float:
    """Return the milliseconds of a session's connection by the latest of some steps, nan where there is none."""
    query = """
        SELECT value FROM answer WHERE session = ? AND item = 'rtt' AND step IN (SELECT value FROM json_each(?))
        ORDER BY place DESC, revision DESC LIMIT 1"""
    found = connection.execute(query, (session, json.dumps(steps))).fetchone()
    return float("nan") if found is None else float(json.loads(found[0]))


def tries_at(connection: sqlite3.Connection, session: str, place: int) -> int:
    """Return how often a page was answered."""
    query = "SELECT coalesce(max(revision) + 1, 0) FROM answer WHERE session = ? AND place = ?"
    return int(connection.execute(query, (session, place)).fetchone()[0])


def erase(connection: sqlite3.Connection, participant: str) -> None:
    """Delete a participant with all rounds they played in, from the file's bytes too; the caller has no transaction."""
    from data.forget import erase as erased

    connection.execute("PRAGMA secure_delete = ON")
    erased(connection, participant)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
