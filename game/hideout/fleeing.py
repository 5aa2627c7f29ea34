"""What scripted hiders want who run: to be far away and out of sight."""

from __future__ import annotations

from typing import Any

from numpy import int64, uint64

from game.core.compile import Number, kernel
from game.core.dice import below
from game.core.sight import is_clear
from game.hideout.memory import NONE, aim, is_free
from game.hideout.routes import suits
from game.hideout.state import CELLS, MAX_TEAM, NO_WAY, NORTH, STEPS, STRIDE, WAIT
from game.hideout.ways import way_to

AFRAID = 30
"""Ticks for which a hider flees from somebody it saw."""
FAR = 40
UNSEEN = 5
"""What being out of sight is worth, in half steps of distance."""
PATIENCE = 30


@kernel
def runner_rows(levels: Any, which: Any, memories: Any) -> None:
    """Let everybody run away, or stroll about while there is nobody to run from."""
    for row in range(len(memories)):
        if not flee(levels[which[row]], memories[row]):
            roam(levels[which[row]], memories[row], 1)


@kernel
def flee(level: Any, memory: Any) -> Number:
    """Decide to step where it is farthest from the opponents seen of late and out of their sight, if there are any."""
    here = int64(memory.here)
    best, chosen = worth(level, memory, here), WAIT
    if best < 0:
        return False
    begin = below(memory.seed, uint64(int64(memory.clock)), 4)
    for turn in range(4):
        side = (begin + turn) & 3
        there = here + int64(STEPS[side])
        if is_free(memory, there):
            found = worth(level, memory, there)
            if found > best:
                best, chosen = found, NORTH + side
    memory.action = chosen
    return True


@kernel
def worth(level: Any, memory: Any, cell: Number) -> Number:
    """Return how good a cell is to flee to: far from whom one saw of late, out of their sight, with ways out; or -1."""
    nearest, hidden, known = int64(FAR), True, False
    for number in range(MAX_TEAM):
        if memory.foe_age[number] < AFRAID:
            known = True
            way = way_to(level, memory, int64(memory.foe[number]), cell)
            nearest = min(nearest, (way >> 2) if way != NO_WAY else int64(FAR))
            hidden = hidden and not is_clear(memory.blocks, STRIDE, int64(memory.foe[number]), cell)
    exits = int64(0)
    for side in range(4):
        exits += is_free(memory, cell + int64(STEPS[side]))
    return 2 * nearest + UNSEEN * int64(hidden) + min(exits, int64(2)) if known else int64(-1)


@kernel
def roam(level: Any, memory: Any, area: Number) -> None:
    """Go to a random cell of an area, or of `ANY`, and then to another."""
    target, clock = int64(memory.target), int64(memory.clock)
    if is_there(target, int64(memory.here)) or clock >= memory.until or not is_free(memory, target):
        memory.target = NONE
        begin = below(memory.seed, uint64(clock + 2_000_000), CELLS)
        for turn in range(CELLS):
            cell = (begin + turn * 37) & (CELLS - 1)
            found = int64(level.area[int64(level.flip[int64(memory.variant), cell])])
            if memory.target == NONE and is_free(memory, cell) and suits(area, found) and cell != memory.here:
                memory.target = cell
        memory.until = clock + PATIENCE
    if memory.target != NONE:
        aim(memory, int64(memory.target))


@kernel
def is_there(target: Number, here: Number) -> Number:
    """Tell whether one has no target or has come to it."""
    return True if target == NONE else target == here
