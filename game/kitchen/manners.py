"""Who gives way: the wishes of all cooks made into moves that do not clash.

Right of way goes by what is held (a soup, a dish, an ingredient, nothing) and then to the lower seat. Who has to give
way steps off the other's path, or waits; from a dead end the other one gives way.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.kitchen.memory import NONE
from game.kitchen.routes import refuge
from game.kitchen.state import FIRST_SOUP, FLOOR, INTERACT, NOTHING, STAY

PATIENCE = 2
"""Ticks for which a cook lets itself be pushed before it makes room."""


@kernel
def settle_rows(levels: Any, states: Any, memories: Any) -> None:
    """Change the actions of cooks that are counted on until no two of them clash, in every row."""
    cook: Number
    other: Number
    for row in range(len(states)):
        level, state, memory = levels[row], states[row], memories[row]
        seats = int64(level.seats)
        for cook in range(seats):
            if memory.wait[cook] > 0 and memory.action[cook] != INTERACT:
                memory.action[cook] = STAY
        for turn in range(seats * seats * seats):
            cook, other = turn // seats % seats, turn % seats
            if cook != other and memory.counts[cook] and memory.counts[other]:
                give_way(level, state, memory, cook, other)


@kernel
def give_way(level: Any, state: Any, memory: Any, cook: Number, other: Number) -> None:
    """Let ``cook`` give way where its move and the other's clash: where it is idle, or where ``other`` goes first."""
    here, there = int64(state.cell[cook]), int64(state.cell[other])
    mine, theirs = after(level, memory, cook, here), after(level, memory, other, there)
    stands = mine == here and theirs == here
    idle = memory.wait[cook] > 0 or memory.to[cook] == NONE
    second = goes_first(state, other, cook)
    if (stands and idle) or (second and mine == there and theirs == here):
        make_room(level, state, memory, cook, other)
    elif stands:
        memory.action[other] = STAY
    elif second and mine == theirs:
        memory.action[cook] = STAY


@kernel
def make_room(level: Any, state: Any, memory: Any, cook: Number, other: Number) -> None:
    """Let a cook step off another's way; where it cannot, the other steps off its way, and else waits."""
    for turn in range(2):
        mover, passer = (cook, other) if turn == 0 else (other, cook)
        side = refuge(level, state, memory, mover, passer)
        memory.action[mover] = side if turn == 1 or side != STAY else memory.action[mover]
        if side != STAY:
            return


@kernel
def after(level: Any, memory: Any, cook: Number, here: Number) -> Number:
    """Return the cell that a cook's action leads to."""
    action = int64(memory.action[cook])
    ahead = int64(level.ahead[action & 3, here])
    return ahead if action < STAY and level.tile[ahead] == FLOOR else here


@kernel
def goes_first(state: Any, cook: Number, other: Number) -> Number:
    """Tell whether a cook has right of way over another."""
    mine, theirs = rank(int64(state.held[cook])), rank(int64(state.held[other]))
    return mine > theirs or (mine == theirs and cook < other)


@kernel
def rank(held: Number) -> Number:
    """Return 0 for nothing, 1 for an ingredient, 2 for a dish, 3 for a soup."""
    if held >= FIRST_SOUP:
        return 3
    return 0 if held == NOTHING else 1 + held // 3
