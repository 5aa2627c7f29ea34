"""What a scripted player works out that it does not see yet: its own last actions, done again in thought."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.paths import is_on, put
from game.hideout.memory import KEPT, draw_free, is_free, take, thing_on
from game.hideout.state import GRAB, LOCK, MAX_BOXES, NORTH, STEPS, WEST


@kernel
def catch_up(level: Any, memory: Any, seen: Number) -> None:
    """Do again what was done since a tick, on what is known of it."""
    late = min(int64(memory.clock) - seen, int64(KEPT))
    if late <= 0 or (not memory.is_hider and not memory.searching):
        return
    draw_free(memory)
    for back in range(late, 0, -1):
        action = int64(memory.done[(int64(memory.clock) - back) % KEPT])
        if NORTH <= action <= WEST:
            imagine_step(level, memory, action - NORTH)
        elif action >= LOCK:
            imagine_hands(memory, action)


@kernel
def carry_on(memory: Any, thing: Number, step: Number) -> None:
    """Move a thing that is known."""
    cell = int64(memory.thing[thing])
    memory.thing[thing] = cell + step
    put(memory.free, cell & 15, cell >> 4, True)  # noqa: FBT003 - a kernel has no names
    take(memory, cell + step)
    if thing < MAX_BOXES:
        memory.blocks[cell] = 0
        memory.blocks[cell + step] = 1


@kernel
def imagine_step(level: Any, memory: Any, side: Number) -> None:
    """Take a step in thought."""
    step, here = int64(STEPS[side]), int64(memory.here)
    there = here + step
    if memory.holds != 0:
        thing = int64(memory.holds) - 1
        cell = int64(memory.thing[thing])
        room = cell + step == here or is_free(memory, cell + step)
        if room and (cell == there or is_free(memory, there)):
            carry_on(memory, thing, step)
            memory.here = there
        return
    memory.facing = side
    thing = thing_on(memory, there)
    if thing >= 0 and thing < MAX_BOXES and memory.height == 0:
        if memory.owner[thing] >= 0 and is_free(memory, there + step):
            carry_on(memory, thing, step)
            memory.owner[thing] = 0
            memory.here = there
    elif is_free(memory, there) or (thing >= 0 or (memory.height > 0 and not level.high[int64(memory.variant), there])):
        memory.height = 1 if thing >= MAX_BOXES else 0 if is_on(memory.floor, there & 15, there >> 4) else 2
        memory.here = there


@kernel
def imagine_hands(memory: Any, action: Number) -> None:
    """Use the hands in thought."""
    held = int64(memory.holds)
    thing = held - 1 if held > 0 else thing_on(memory, int64(memory.here) + int64(STEPS[int64(memory.facing)]))
    if action == GRAB:
        memory.holds = 0 if held > 0 or thing < 0 or memory.owner[thing] < 0 else thing + 1
    elif thing >= 0 and memory.owner[thing] >= 0:
        memory.owner[thing] = int64(action == LOCK)
        memory.holds = 0 if action == LOCK else held
