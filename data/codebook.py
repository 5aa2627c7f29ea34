"""The codebook: every table and column of the store in words, generated from the schema itself."""

from __future__ import annotations

import sqlite3

from data.events import KINDS
from data.recorder import DISPOSITIONS
from data.schema import MIGRATIONS, migrate

Meanings = dict[str, tuple[str, str]]
"""By column, what it means, and what it means that it is empty ("" where it never is)."""

TABLES: dict[str, tuple[str, Meanings]] = {
    "round": (
        "One play-through.",
        {
            "id": ("random id of the round, 32 hexadecimal digits", ""),
            "header": ("first line of its episode file: format, game, version, seed, and the level as text", ""),
            "game": ("name of the game", ""),
            "level_name": ("name of the level", ""),
            "started_at": ("when it began, UTC; of imported rounds what their file says, or when they came", ""),
            "status": (
                "`playing` (listed as interrupted when its process is gone), `finished`, `abandoned` or `interrupted`",
                "",
            ),
            "ticks": ("ticks on the disk", ""),
            "score": ("points of the first reward stream of all seats", "not played to its end"),
            "tick_rate": ("ticks per second", "not played in real time, or not known"),
            "origin": ("`played` here, or the kind of file it came from", ""),
            "code": ("the code it was played or replayed with", "stored by a version that did not keep it"),
            "writer": ("random name of the process that records it", "the round is closed"),
            "content": (
                "hash of header and joint actions, 32 hexadecimal digits: equal episodes have equal ones",
                "not closed, or stored by a version that did not keep it",
            ),
            "salt": ("random key of the round's seal in the events, 32 hexadecimal digits; erased with the round", ""),
            "source": ("what the file calls it: data set, split, game", "played here, or the file does not tell"),
        },
    ),
    "seat": (
        "Who sat where in a round.",
        {
            "round": ("the round", ""),
            "seat": ("position in the joint action, from 0", ""),
            "kind": ("`person`, `partner`, or `unknown` where a file does not tell", ""),
            "name": ("`you`, `second person`, `person`, or the partner's name with its options", ""),
            "participant": ("the person", "no person sat there, or nobody knows who"),
            "partner": ("the partner's card", "a person sat there, or no card was kept"),
        },
    ),
    "chunk": (
        "Ticks of a round. A round that is played has many, a closed one has one.",
        {
            "round": ("the round", ""),
            "first_tick": ("number of the first tick in it, from 0", ""),
            "ticks": ("how many", ""),
            "joint_actions": (
                "one word a tick: a letter a seat, and a digit where it says something; both are the game's",
                "",
            ),
            "state_hashes": ("one word a tick: the hash of the state after it, 16 hexadecimal digits", ""),
            "lateness": ("one whole number a tick: milliseconds by which it came too late", "nobody measured"),
        },
    ),
    "input": (
        "Every key that was pressed or let go.",
        {
            "round": ("the round", ""),
            "number": ("order of the keys of a round, from 0", ""),
            "seat": ("the seat it is for", "the key is nobody's"),
            "key": ("what is printed on the key", ""),
            "action": ("name of the action it is bound to, or nothing", ""),
            "at": ("seconds since play began, negative in the countdown", ""),
            "tick": ("the tick it was played in, or the next one", ""),
            "disposition": (f"what became of it: {', '.join(f'`{word}`' for word in DISPOSITIONS)}", ""),
        },
    ),
    "participant": (
        "A person, known by a random id only.",
        {
            "id": ("random id, 32 hexadecimal digits", ""),
            "made_at": ("when the person first played here or was imported, UTC", ""),
            "place": ("1: the person at this store's keyboard, 2: the second one there", "imported or merged"),
        },
    ),
    "personal": (
        "What could tell who a participant is; nothing else in the store does. Erased by `forget`.",
        {
            "participant": ("the person", ""),
            "what": ("`alias`: an id that an imported file uses; `recruited`: one of a recruitment service", ""),
            "value": ("of an alias its hash, keyed by the store's salt; of the other the study's hash and the id", ""),
        },
    ),
    "partner": (
        "Cards of partners, each once.",
        {
            "hash": ("hash of the card, 16 hexadecimal digits, as the card itself tells it", ""),
            "card": ("the card as JSON: name, kind, reaction delay in ticks, temperature, hash of what decides", ""),
        },
    ),
    "code": (
        "Code that rounds were played or replayed with.",
        {
            "hash": ("hash of the other columns, 32 hexadecimal digits", ""),
            "package": ("version of crossplay", ""),
            "game": ("name of the game", ""),
            "game_version": ("version of the game's rules", ""),
            "source": ("hash of all Python sources the rules are made of", ""),
        },
    ),
    "event": (
        "What happened to the store: it only grows, and each row carries the hash of the one before.",
        {
            "number": ("from 1, without a gap", ""),
            "at": ("when, UTC", ""),
            "kind": (f"one of {', '.join(f'`{word}`' for word in KINDS)}", ""),
            "content": (
                "JSON: ids of rounds, counts, and seals: hashes of all that is stored of a round, keyed by its salt",
                "",
            ),
            "previous": ("hash of the event before, 64 zeros in the first", ""),
            "hash": ("SHA-256 of the JSON list of the columns before, 64 hexadecimal digits", ""),
        },
    ),
    "study": (
        "A design that was started. It never changes; an edit is another study.",
        {
            "hash": ("hash of the design's text, 32 hexadecimal digits", ""),
            "name": ("the design's name", ""),
            "design": ("the design's text, YAML", ""),
            "code": ("JSON: version of crossplay, game, version of its rules, hash of their sources", ""),
            "started_at": ("when it was first served, UTC", ""),
            "state": ("`open`, `paused` or `closed` for new participants", ""),
        },
    ),
    "session": (
        "One participant's way through a study.",
        {
            "id": ("random", ""),
            "study": ("the study", ""),
            "participant": ("the participant", ""),
            "number": ("order in which sessions of the study began, from 0; the assignment is worked out from it", ""),
            "cell": ("what the participant was assigned to, in words", ""),
            "seed": ("of what is drawn for this participant", ""),
            "language": ("of the pages", ""),
            "started_at": ("when Start was pressed, UTC", ""),
            "seen_at": ("when a page was last asked for, UTC", ""),
            "place": ("number of the page the participant is at, from 0", ""),
            "status": ("`going`, `finished`, `ended` or `withdrawn`", ""),
            "outcome": ("the design's word for how it ended", "it has not ended"),
            "code": ("the completion code that was shown", "it has not ended"),
            "bonus": ("in the design's currency", "it has not ended"),
            "is_bot": ("1 for a bot of a pilot", ""),
        },
    ),
    "visit": (
        "Pages that were shown.",
        {
            "session": ("the session", ""),
            "place": ("number of the page, from 0", ""),
            "step": ("name of the page", ""),
            "shown_at": ("when, UTC", ""),
            "done_at": ("when the participant went on from it, UTC", "not, or not this time"),
        },
    ),
    "answer": (
        "Answers to questions; one that is changed stays, with a later revision beside it.",
        {
            "session": ("the session", ""),
            "place": ("number of the page, from 0", ""),
            "step": ("name of the page", ""),
            "item": ("the question; of a scale: the scale's name, a full stop, and the item's", ""),
            "revision": ("0 for the first answer", ""),
            "value": ("JSON: a number, a text or a list of numbers", ""),
            "shown": ("the question's place on the page, from 0", ""),
            "at": ("when, UTC", ""),
        },
    ),
    "played": (
        "Which round was played at which page.",
        {
            "session": ("the session", ""),
            "place": ("number of the page, from 0", ""),
            "round": ("the round", ""),
            "seat": ("the participant's seat, from 0", ""),
            "block": ("name of the block", ""),
            "is_practice": ("1 for practice", ""),
            "why": (
                "how it ended: `finished`, `left`, `gave up`, `nobody came`, `partner failed`, `closed`, `begun anew`",
                "",
            ),
            "points": ("of the participant's own team", "points"),
        },
    ),
    "net": (
        "A second of a player's connection.",
        {
            "round": ("the round", ""),
            "seat": ("the player's seat, from 0", ""),
            "second": ("since the connection began", ""),
            "rtt": ("milliseconds from ping to pong, measured by the server; -1 before the first", ""),
            "jitter": ("mean difference of successive times, milliseconds", ""),
            "painted": ("the tick that was painted last", ""),
            "focus": ("1 while the page had the keyboard", ""),
            "slow": ("pictures that took longer than a tenth of a second", ""),
        },
    ),
    "live": (
        "What is needed to go on with a match after a crash; gone when the match is over.",
        {
            "round": ("the round", ""),
            "plan": ("the match's plan, JSON", ""),
            "seats": ("JSON: by seat, hashes of the tokens that open it", ""),
            "gone": ("JSON: seats whose player left for good", ""),
            "kept_at": ("when, UTC", ""),
        },
    ),
    "audit": (
        "What experimenters did.",
        {
            "number": ("from 1", ""),
            "at": ("when, UTC", ""),
            "who": ("`experimenter`, or `nobody` for a login that failed", ""),
            "what": ("the deed", ""),
            "about": ("what it was done to", ""),
        },
    ),
    "setting": (
        "Values of the store itself.",
        {
            "name": ("`salt`", ""),
            "value": ("of the salt: 32 random hexadecimal digits that key aliases and pseudonyms", ""),
        },
    ),
}

TOP = """# Codebook of the store

Generated by `crossplay data codebook` from the schema, version {version}. A store is one SQLite file; all tables are
STRICT, foreign keys are on. How to work with it is told in `docs/data.md`.
"""


def codebook() -> str:
    """Return the codebook as Markdown; raises KeyError when a table or a column has no meaning written down."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection)
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        names = sorted((name for (name,) in rows), key=list(TABLES).index)
        parts = [_table(connection, name) for name in names]
    finally:
        connection.close()
    return "\n".join([TOP.format(version=len(MIGRATIONS)), *parts])


def _table(connection: sqlite3.Connection, name: str) -> str:
    """Return the part about one table."""
    summary, meanings = TABLES[name]
    keys = {row[3]: f"`{row[2]}.{row[4]}`" for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
    lines = [f"## {name}\n", f"{summary}\n", "| column | type | meaning | empty means |", "|---|---|---|---|"]
    for _, column, kind, required, _, part in connection.execute(f"PRAGMA table_info({name})"):
        meaning, empty = meanings[column]
        target = f" (a row of {keys[column]})" if column in keys else ""
        never = "never empty" if required or part else empty
        lines.append(f"| `{column}`{' (key)' if part else ''} | {kind} | {meaning}{target} | {never} |")
    return "\n".join([*lines, ""])
