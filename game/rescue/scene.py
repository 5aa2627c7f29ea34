"""Rescue as a picture: what one seat sees now, what it remembers, and nothing else."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.core.messages import BUBBLE
from game.core.scene import Happening, Scene, Sprite, Tile, unpacked
from game.rescue.signals import LASTS
from game.rescue.state import (
    BLOCKED_PING,
    CRITICAL,
    DIED,
    EVENTS,
    HEAVY,
    NEVER,
    ROLES,
    RUBBLE,
    STEP,
    TILES,
    WIDTH,
)

if TYPE_CHECKING:
    from game.core.contract import Level

SIDES = ("north", "south", "east", "west")
KINDS = ("", "light", "critical")
LOADS = ((), ("light",), ("critical",), ("stable",))
MESSAGES = ("here!", "need two", "medic", "path blocked", "I take it", "wait", "thanks")
HEARD = ("ping_victim", "ping_blocked", "call", "said", "assigned")
PRIVATE = ("refused", "found", "bump", "came", "arrived", "answered", "room")
"""What only the doer and spectators notice."""
UNSEEN = ("cells", "cells_first", "stabilised_soon", "walked")
AHEAD = ("pickup_light", "pickup_critical", "treat", "stabilised", "dig", "dug", "push", "opened", "bump")
POINTS = ("deliver_light", "deliver_critical")


class Sight(NamedTuple):
    """What one viewer sees and knows, as Python numbers; a spectator and a dispatcher have what the team has."""

    seen: list[int]
    known: list[int]
    opened: list[int]
    found: int
    gone: int
    stable: int
    ages: list[int]
    """Ticks since each victim was last seen."""

    def sees(self, cell: int) -> bool:
        """Tell whether a cell is in sight now."""
        return bool(self.seen[cell >> 5] >> (cell & 31) & 1)

    def knows(self, cell: int) -> bool:
        """Tell whether a cell was ever seen."""
        return bool(self.known[cell >> 5] >> (cell & 31) & 1)


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what it noticed of it."""
    record, state = unpacked(level.record), unpacked(state)
    sight = sight_of(record, state, seat)
    return Scene(
        columns=int(record.width),
        rows=int(record.height),
        tiles=tiles(record, sight),
        sprites=(
            *victims(record, state, sight),
            *robots(record, state, seat),
            *marks(record, state, sight, seat),
        ),
        happenings=() if outcome is None else happenings(record, state, seat, outcome),
        tick=int(state.tick),
        horizon=int(record.horizon),
        score=0 if outcome is None else int(outcome.streams[0].sum()),
        board=board(record, state),
        fog=fog(record, sight),
    )


def watchers(record: Any, seat: int) -> range:
    """Return the robots whose eyes a viewer has: its own, or those of all."""
    return range(seat, seat + 1) if 0 <= seat < record.robots else range(int(record.robots))


def sight_of(record: Any, state: Any, seat: int) -> Sight:
    """Return what a viewer sees and knows."""
    eyes, height = watchers(record, seat), int(record.height)
    seen, known, opened = (
        merged(field[eyes.start : eyes.stop, :height]) for field in (state.seen, state.known, state.opened)
    )
    found, gone, stable = (
        merged(field[eyes.start : eyes.stop, None])[0] for field in (state.found, state.gone, state.stable)
    )
    ages = state.found_age[eyes.start : eyes.stop].min(axis=0).tolist()
    return Sight(seen, known, opened, found, gone, stable, ages)


def merged(sets: Any) -> list[int]:
    """Return the union over robots of sets [robots, rows], for each row."""
    union: list[int] = np.bitwise_or.reduce(sets, axis=0).tolist()
    return union


def tiles(record: Any, sight: Sight) -> tuple[Tile, ...]:
    """Return the cells as the viewer knows them."""
    width, height = int(record.width), int(record.height)
    kinds = record.tile[: height * WIDTH].reshape(height, WIDTH)[:, :width].tobytes()
    rows = (row_of_tiles(kinds[y * width : (y + 1) * width], y, sight.known[y], sight.opened[y]) for y in range(height))
    return tuple(itertools.chain.from_iterable(rows))


@functools.lru_cache(maxsize=4096)
def row_of_tiles(kinds: bytes, y: int, known: int, opened: int) -> tuple[Tile, ...]:
    """Return one row of cells; a row seldom changes from one picture to the next."""
    names = [TILES[kind] if known >> x & 1 else "unknown" for x, kind in enumerate(kinds)]
    for x, kind in enumerate(kinds):
        if kind >= RUBBLE and opened >> x & 1:
            names[x] = "floor" if kind == RUBBLE else "door"
    return tuple(Tile(name, x, y) for x, name in enumerate(names))


def fog(record: Any, sight: Sight) -> tuple[str, ...]:
    """Return 2 for a cell in sight, 1 for one that is remembered, 0 for one that is unknown."""
    width = int(record.width)
    return tuple(row_of_fog(width, seen, known) for seen, known in zip(sight.seen, sight.known, strict=True))


@functools.lru_cache(maxsize=4096)
def row_of_fog(width: int, seen: int, known: int) -> str:
    """Return one row of the fog."""
    return "".join("2" if seen >> x & 1 else "1" if known >> x & 1 else "0" for x in range(width))


def victims(record: Any, state: Any, sight: Sight) -> list[Sprite]:
    """Return the victims that the viewer believes to lie where they were found."""
    sprites = []
    for victim in range(int(record.light) + int(record.critical)):
        bit = 1 << victim
        if not sight.found & bit or sight.gone & bit:
            continue
        cell, kind = int(state.victim_at[victim]), KINDS[state.victim_is[victim]]
        if kind == "critical" and sight.stable & bit:
            kind = "stable"
        elif kind == "critical" and state.tick >= record.death:
            kind = "dead"
        sprites.append(Sprite("victim", f"victim-{victim}", cell & 31, cell >> 5, state=kind, age=sight.ages[victim]))
    return sprites


def robots(record: Any, state: Any, seat: int) -> list[Sprite]:
    """Return the robots that the viewer sees, and the ghosts of those it saw."""
    return [
        robot(record, state, mate, seat)
        for mate in range(int(record.robots))
        if not 0 <= seat < record.robots or state.mate_age[seat, mate] < NEVER
    ]


def robot(record: Any, state: Any, mate: int, seat: int) -> Sprite:
    """Return one robot as a viewer last saw it."""
    witness = seat if 0 <= seat < record.robots else mate
    age, cell = int(state.mate_age[witness, mate]), int(state.mate_at[witness, mate])
    return Sprite(
        "robot",
        f"robot-{mate}",
        cell & 31,
        cell >> 5,
        facing=SIDES[state.facing[mate]] if age == 0 else "",
        seat=mate,
        carried=LOADS[state.mate_load[witness, mate]],
        age=age,
        bubble=bubble(state, mate, seat),
        mark=ROLES[record.role[mate]][0].upper(),
    )


def bubble(state: Any, speaker: int, seat: int) -> str:
    """Return what a viewer reads above a speaker."""
    audible = seat in {-1, speaker} or int(state.said_to[speaker]) >> seat & 1
    said = int(state.said[speaker])
    return MESSAGES[said - 1] if said and audible and state.said_age[speaker] < BUBBLE else ""


def marks(record: Any, state: Any, sight: Sight, seat: int) -> list[Sprite]:
    """Return what is not on the floor: pings and calls, work under way, where somebody is sent, the cursor."""
    sprites = []
    for sender in range(int(record.seats)):
        for name, at, age, to in (
            ("ping", state.ping_at, state.ping_age, state.ping_to),
            ("call", state.call_at, state.call_age, state.call_to),
        ):
            heard = seat in {-1, sender} or int(to[sender]) >> seat & 1
            if heard and age[sender] < LASTS:
                cell = int(at[sender])
                word = "blocked" if name == "ping" and state.ping_kind[sender] == BLOCKED_PING else ""
                sprites.append(
                    Sprite(
                        name, f"{name}-{sender}", cell & 31, cell >> 5, seat=sender, state=word, age=int(age[sender])
                    )
                )
    return sprites + work(record, state, sight) + orders(record, state, seat)


def work(record: Any, state: Any, sight: Sight) -> list[Sprite]:
    """Return digging, treating and half-opened heavy rubble where the viewer sees it."""
    sprites = []
    for robot in range(int(record.robots)):
        cell, done = int(state.work_at[robot]), int(state.work[robot])
        if done and sight.sees(cell):
            need = int(record.dig if state.block[cell] else record.treat)
            sprites.append(Sprite("work", f"work-{robot}", cell & 31, cell >> 5, progress=done / max(need, 1)))
        cell = int(state.push_at[robot])
        if cell and state.push_age[robot] < record.window and sight.sees(cell) and state.block[cell] == HEAVY:
            sprites.append(Sprite("work", f"push-{robot}", cell & 31, cell >> 5, progress=0.5, state="half"))
    return sprites


def orders(record: Any, state: Any, seat: int) -> list[Sprite]:
    """Return where robots are sent, each its own place, and the dispatcher's cursor."""
    sprites = []
    for robot in range(int(record.robots)):
        if state.assigned_age[robot] < NEVER and seat in {-1, robot, int(record.robots)}:
            cell = int(state.assigned_at[robot])
            sprites.append(Sprite("cursor", f"sent-{robot}", cell & 31, cell >> 5, seat=robot, state="sent"))
    if record.dispatcher and seat in {-1, int(record.robots)}:
        cell, chosen = int(state.cursor), int(state.chosen)
        mark = ROLES[record.role[chosen]][0].upper()
        sprites.append(Sprite("cursor", "cursor", cell & 31, cell >> 5, seat=chosen, state="chosen", mark=mark))
    return sprites


def board(record: Any, state: Any) -> tuple[tuple[str, ...], ...]:
    """Return how many victims of each kind are delivered, of how many."""
    lines = []
    for kind, total in ((1, int(record.light)), (2, int(record.critical))):
        if total:
            lines.append(("count", KINDS[kind], f"{int(state.saved[kind])}/{total}"))
    dead = int(record.critical) - int(state.left[CRITICAL]) - int(state.saved[CRITICAL])
    return (*lines, *((("count", "dead", str(dead)),) if dead else ()))


def happenings(record: Any, state: Any, seat: int, outcome: Any) -> tuple[Happening, ...]:
    """Return what the viewer saw or heard in the last tick: its own doings, those in sight, signals, and deaths."""
    found = []
    for doer, counts in enumerate(outcome.events[: record.seats].tolist()):
        for name, count in zip(EVENTS, counts, strict=True):
            if count and name not in UNSEEN:
                cell = place(record, state, seat, doer, name)
                if cell >= 0:
                    value = int(outcome.streams[0, doer]) if name in POINTS else 0
                    found.append(Happening(name, doer if name != EVENTS[DIED] else -1, cell & 31, cell >> 5, value))
    return tuple(found)


def place(record: Any, state: Any, seat: int, doer: int, name: str) -> int:
    """Return the cell on which a viewer notices an event, or -1."""
    if name in UNSEEN or (name in PRIVATE and seat not in {-1, doer}):
        return -1
    if name == "died":
        return home(record)
    if name in HEARD:
        return told(record, state, seat, doer, name)
    witness = seat if 0 <= seat < record.robots else doer
    if doer >= record.robots or state.mate_age[witness, doer] > 0:
        return home(record) if name in POINTS else -1
    cell = int(state.cell[doer])
    return cell + int(STEP[state.facing[doer]]) if name in AHEAD else cell


def home(record: Any) -> int:
    """Return the first cell of the clinic, where bells ring for all."""
    row = next(y for y, bits in enumerate(record.clinic) if bits)
    bits = int(record.clinic[row])
    return row * WIDTH + (bits & -bits).bit_length() - 1


def told(record: Any, state: Any, seat: int, doer: int, name: str) -> int:
    """Return the cell of a signal that a viewer heard, or -1."""
    if name == "assigned":
        mine = 0 <= seat < record.robots
        sent = [robot for robot in range(int(record.robots)) if state.assigned_age[robot] == 0]
        return int(state.assigned_at[sent[0]]) if sent and (not mine or seat in sent) else -1
    at, to = {"call": (state.call_at, state.call_to), "said": (None, state.said_to)}.get(
        name, (state.ping_at, state.ping_to)
    )
    if seat not in {-1, doer} and not int(to[doer]) >> seat & 1:
        return -1
    if at is not None:
        return int(at[doer])
    if doer >= record.robots:
        return int(state.cursor) if seat in {-1, doer} else home(record)
    witness = seat if 0 <= seat < record.robots else doer
    return int(state.mate_at[witness, doer]) if state.mate_age[witness, doer] < NEVER else -1
