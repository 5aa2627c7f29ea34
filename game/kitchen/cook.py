"""A scripted cook for every level, recipe and both dynamics: it does what is most useful next and gives way.

Each tick it works out the errands of all cooks (`errands`), their ways (`routes`) and who gives way (`manners`), and
does its own part. It notices who does not play along, and then counts on that cook no more for a while.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import int64, uint64

from game.core.compile import Number, kernel
from game.core.dice import below
from game.kitchen.errands import assign_rows
from game.kitchen.manners import PATIENCE, settle_rows
from game.kitchen.memory import MEMORY, NONE, learn
from game.kitchen.routes import is_body, route_rows
from game.kitchen.state import FLOOR, STAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

ACTIONS = 6
LEAST = 300
"""Trust, per mille, below which a cook is not counted on."""
FAITH = 600
"""Trust that a cook starts anew with."""
PAUSE = 60
"""Ticks until a cook that did not play along gets another chance."""
QUIET = 8
"""Ticks of standing about, although there is something to do, after which a cook is not counted on until it moves."""
LONG_WAY = 32
"""Ticks on the way to something after which a cook takes it that it goes round in circles."""
WEIGHT = 100
"""Part per mille of the trust that one tick is worth."""


class Cook:
    """Fetches, cooks and serves on every level, shares the work with whoever plays along, and gives way."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del game
        self._levels = np.concatenate([level.records for level in levels])
        self._memories = np.zeros(len(seats), MEMORY)
        self._memories["seat"], self._memories["seed"] = seats, np.array(seeds, np.uint64)
        self._preferences = np.zeros((len(seats), ACTIONS), np.float32)

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 6] for each action of each state record [B]: 1 for its choice and 0 for all else."""
        levels, memories = self._levels, self._memories
        watch_rows(levels, observations, memories)
        assign_rows(levels, observations, memories)
        route_rows(levels, observations, memories)
        settle_rows(levels, observations, memories)
        decide_rows(levels, observations, memories, self._preferences)
        return self._preferences

    @property
    def foreseen(self) -> np.ndarray[Any, Any]:
        """The actions [B, seats] that at its last decision it chose for its seat and foresaw of the others."""
        actions: np.ndarray[Any, Any] = self._memories["foreseen"]
        return actions


@kernel
def watch_rows(levels: Any, states: Any, memories: Any) -> None:
    """Learn what is to be learned before every decision."""
    for row in range(len(states)):
        if not memories[row].known:
            learn(levels[row], states[row], memories[row])
        watch(levels[row], states[row], memories[row])


@kernel
def decide_rows(levels: Any, states: Any, memories: Any, preferences: Any) -> None:
    """Write the preferences of every row, and remember what is expected of everyone."""
    for row in range(len(states)):
        level, state, memory = levels[row], states[row], memories[row]
        seat = int64(memory.seat)
        choice = unstick(level, state, memory, int64(memory.action[seat]))
        memory.action[seat] = choice
        for action in range(ACTIONS):
            preferences[row, action] = 1.0 if action == choice else 0.0
        for cook in range(int64(level.seats)):
            memory.cell[cook] = state.cell[cook]
            memory.facing[cook] = state.facing[cook]
            memory.held[cook] = state.held[cook]
            memory.foreseen[cook] = memory.action[cook]


@kernel
def watch(level: Any, state: Any, memory: Any) -> None:
    """Learn from what everyone did since the last tick whom to count on, who pushes, and whether this cook is stuck."""
    seat = int64(memory.seat)
    fresh = memory.cell[seat] == NONE
    for cook in range(int64(level.seats)):
        did = int64(state.recent[cook]) & 7
        same = memory.cell[cook] == state.cell[cook] and memory.facing[cook] == state.facing[cook]
        same = same and memory.held[cook] == state.held[cook]
        memory.still[cook] = int64(memory.still[cook]) + 1 if same else 0
        pushes = did < STAY and int64(level.ahead[did & 3, int64(state.cell[cook])]) == int64(state.cell[seat])
        pushes = pushes and memory.cell[cook] == state.cell[cook] and cook != seat
        memory.pressed[cook] = int64(memory.pressed[cook]) + 1 if pushes else 0
        memory.counts[cook] = 1
        if cook != seat and not fresh:
            judge(memory, cook, did, same)
    wished = int64(memory.foreseen[seat])
    ahead = int64(level.ahead[wished & 3, int64(state.cell[seat])])
    held_up = wished < STAY and memory.cell[seat] == state.cell[seat] and level.tile[ahead] == FLOOR
    memory.stuck = int64(memory.stuck) + 1 if held_up and not fresh else 0
    on_the_way = memory.held[seat] == state.held[seat] and memory.to[seat] != NONE and memory.wait[seat] == 0
    memory.barren = int64(memory.barren) + 1 if on_the_way and not fresh else 0
    if memory.barren >= LONG_WAY:
        leave_out(level, memory)


@kernel
def leave_out(level: Any, memory: Any) -> None:
    """Count on nobody for a while: two cooks who give way to each other in turn would do so for ever."""
    memory.barren = 0
    for cook in range(int64(level.seats)):
        if cook != int64(memory.seat):
            memory.away[cook] = PAUSE
            memory.counts[cook] = 0


@kernel
def judge(memory: Any, cook: Number, did: Number, same: Number) -> None:
    """Trust a cook more when it did what was foreseen and less when not; one not counted on gets a new chance."""
    away = int64(memory.away[cook])
    if away > 0:
        back = not same and memory.still[cook] == 0 and away > 2 * PAUSE
        memory.away[cook] = 0 if back else away - 1
        if memory.away[cook] == 0 or away == 2 * PAUSE + 1:
            memory.away[cook] = 0
            memory.trust[cook] = FAITH
    elif memory.foreseen[cook] != STAY:
        hit = 1000 if did == int64(memory.foreseen[cook]) else 0
        memory.trust[cook] += (hit - int64(memory.trust[cook])) * WEIGHT // 1000
        if memory.still[cook] > QUIET:
            memory.away[cook] = 3 * PAUSE
        elif memory.trust[cook] < LEAST:
            memory.away[cook] = PAUSE
    memory.counts[cook] = memory.away[cook] == 0


@kernel
def unstick(level: Any, state: Any, memory: Any, action: Number) -> Number:
    """Return the action, or another by dice where this cook is stuck, or a step aside where somebody pushes."""
    seat = int64(memory.seat)
    pushed = False
    for cook in range(int64(level.seats)):
        pushed = pushed or memory.pressed[cook] >= PATIENCE
    draw = uint64(int64(state.tick))
    if not (pushed and action >= STAY) and not (memory.stuck >= PATIENCE and below(memory.seed, draw, 2) == 0):
        return action
    begin = below(memory.seed ^ uint64(1), draw, 4)
    for turn in range(4):
        side = (begin + turn) & 3
        there = int64(level.ahead[side, int64(state.cell[seat])])
        if level.tile[there] == FLOOR and not is_body(level, state, seat, there):
            return side
    return action
