"""What a seat may not see, changed at random: the proof that neither its numbers nor its picture depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.rescue.scene import sight_of
from game.rescue.state import CARRIED, GONE, LYING, MAX_VICTIMS, NEVER, WALL

if TYPE_CHECKING:
    from game.core.contract import Level
    from game.rescue.scene import Sight

PRIVATE = ("seen", "known", "opened", "found", "gone", "stable", "found_age", "mate_at", "mate_age", "mate_load")
"""What only one robot knows."""


def disguise(level: Level, state: Any, seat: int, draw: int) -> None:
    """Change in place all that a seat may not see: rubble, victims, mates, their maps, and what is not said to it."""
    record, rng = level.record, np.random.default_rng(draw)
    sight = sight_of(record, state, seat)
    _rubble(record, state, sight, rng)
    _victims(record, state, sight, rng)
    _signals(record, state, seat, rng)
    if seat < record.robots:
        _mates(record, state, seat, sight, rng)


def hidden(record: Any, sight: Sight) -> list[int]:
    """Return the cells out of sight that are not wall."""
    return [cell for cell in range(len(record.tile)) if record.tile[cell] != WALL and not sight.sees(cell)]


def _rubble(record: Any, state: Any, sight: Sight, rng: np.random.Generator) -> None:
    """Clear some rubble out of sight and let some lie that the seat does not know to be gone."""
    for cell in np.flatnonzero((record.block > WALL) & (rng.integers(2, size=len(record.block)) > 0)).tolist():
        y, bit = cell >> 5, 1 << (cell & 31)
        if sight.sees(cell) or sight.opened[y] & bit:
            continue
        state.cleared[y] ^= np.uint32(bit)
        state.block[cell] = 0 if state.cleared[y] & np.uint32(bit) else record.block[cell]


def _victims(record: Any, state: Any, sight: Sight, rng: np.random.Generator) -> None:
    """Move the victims that the seat does not know of, and let those it only remembers be taken, or lie again."""
    dark = hidden(record, sight)
    for victim in range(int(record.light) + int(record.critical)):
        bit = 1 << victim
        state.found_tick[victim] = rng.integers(-1, 200)
        state.pinged_age[victim] = rng.integers(256)
        if (not sight.found & bit or sight.gone & bit) and dark and state.victim_now[victim] != CARRIED:
            state.victim_at[victim] = rng.choice(dark)
            state.steady[victim] = rng.integers(2)
        elif sight.ages[victim] > 0 and state.victim_now[victim] in {LYING, GONE}:
            state.victim_now[victim] = rng.choice([LYING, GONE])


def _signals(record: Any, state: Any, seat: int, rng: np.random.Generator) -> None:
    """Change what other seats signal that is not for this one."""
    if seat < record.robots:
        state.cursor = rng.integers(len(record.tile))
        state.chosen = rng.integers(int(record.robots))
        state.rooms = rng.integers(2**31)
        state.team_known[:] = rng.integers(2**32, size=len(state.team_known), dtype=np.uint32)
    for other in range(int(record.seats)):
        for at, to in (("ping_at", "ping_to"), ("call_at", "call_to"), ("said", "said_to")):
            if other != seat and not int(state[to][other]) >> seat & 1:
                state[at][other] = rng.integers(1, 8)
        if seat < record.robots and other not in {seat, int(record.robots)}:
            state.assigned_at[other] = rng.integers(len(record.tile))
            state.assigned_age[other] = rng.integers(1, NEVER)


def _mates(record: Any, state: Any, seat: int, sight: Sight, rng: np.random.Generator) -> None:
    """Change what others know, and where those are whom the seat does not see, and what they carry and do there."""
    dark = hidden(record, sight)
    for mate in range(int(record.robots)):
        if mate == seat:
            continue
        for name in PRIVATE:
            field = state[name][mate : mate + 1]
            field[...] = rng.integers(np.iinfo(field.dtype).max, size=field.shape, dtype=field.dtype)
        state.nudged[mate] = rng.integers(5)
        if not dark or state.mate_age[seat, mate] == 0:
            continue
        state.cell[mate], state.facing[mate] = rng.choice(dark), rng.integers(4)
        state.load[mate] = rng.integers(MAX_VICTIMS + 1)
        if not sight.sees(int(state.work_at[mate])):
            state.work[mate] = rng.integers(3)
        if not sight.sees(int(state.push_at[mate])):
            state.push_at[mate], state.push_age[mate] = rng.choice(dark), rng.integers(256)
