"""What scripted hiders want who close doors: to sit in a cupboard, and that nobody climbs into it."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.paths import is_on
from game.hideout.fleeing import flee, roam
from game.hideout.memory import ANY, MAX_SLOTS, NONE, aim
from game.hideout.routes import box_on
from game.hideout.state import (
    CELLS,
    GRAB,
    LOCK,
    MAX_BOXES,
    MAX_TEAM,
    NO_WAY,
    RETURN,
    STRIDE,
    THINGS,
    WAIT,
)
from game.hideout.ways import way_to

CLOSE = 3
"""Steps from which an opponent makes a hider drop everything and run."""
FAR = 40
NEAR = 2
ROOM = 2
"""Areas from here on are rooms."""


@kernel
def cupboard_rows(levels: Any, which: Any, memories: Any) -> None:
    """Let everybody close the doors of the room they are in with boxes, lock them, and sit still."""
    for row in range(len(memories)):
        close_doors(levels[which[row]], memories[row])


@kernel
def warden_rows(levels: Any, which: Any, memories: Any) -> None:
    """Let the first hider see to the ramp before the search begins; everybody else, and it afterwards, closes doors."""
    for row in range(len(memories)):
        if not keep_ramp(levels[which[row]], memories[row]):
            close_doors(levels[which[row]], memories[row])


@kernel
def keep_ramp(level: Any, memory: Any) -> Number:
    """Decide to bring a ramp that lies outside into a room, or to lock it where it is when time is short."""
    ramp = ramp_outside(level, memory)
    if ramp == NONE or memory.rank != 0 or memory.searching:
        return False
    memory.load = ramp
    if 2 * int64(memory.clock) < int64(level.preparation):
        memory.finish = GRAB
        aim_inside(level, memory)
    else:
        aim(memory, int64(memory.thing[ramp]))
    return True


@kernel
def ramp_outside(level: Any, memory: Any) -> Number:
    """Return a known ramp that lies in no room and is not locked, or `NONE`."""
    found: Number = int64(NONE)
    for thing in range(MAX_BOXES, THINGS):
        cell = int64(memory.thing[thing])
        area = int64(level.area[int64(level.flip[int64(memory.variant), cell & (CELLS - 1)])])
        if cell != NONE and memory.owner[thing] == 0 and area < ROOM:
            found = int64(thing)
    return found


@kernel
def aim_inside(level: Any, memory: Any) -> None:
    """Make the ends all floor of the rooms."""
    for y in range(1, int64(level.height) - 1):
        for x in range(1, int64(level.width) - 1):
            cell = y * STRIDE + x
            area = int64(level.area[int64(level.flip[int64(memory.variant), cell])])
            if area >= ROOM and is_on(memory.floor, x, y):
                aim(memory, cell)


@kernel
def close_doors(level: Any, memory: Any) -> None:
    """Decide to bring a box where one belongs; run where there is no such place or somebody is near."""
    number = slot_to_fill(memory)
    if level.task == RETURN:
        lock_and_return(level, memory)
        return
    if is_pressed(level, memory) or memory.slots == 0:
        if not flee(level, memory):
            roam(level, memory, ANY)
        return
    box = choose_box(memory, number) if number >= 0 else -1
    if number >= 0 and box < 0:
        roam(level, memory, room_of(level, memory))
    elif number < 0 or not is_mine(memory, number, box):
        step_aside(level, memory)
    else:
        memory.load = box
        memory.side = memory.slot_side[number]
        memory.finish = LOCK
        aim(memory, int64(memory.slot[number]))


@kernel
def lock_and_return(level: Any, memory: Any) -> None:
    """Decide to look for a box that is not locked, to lock it where it is, or to go home."""
    known, box = False, int64(NONE)
    for number in range(MAX_BOXES):
        known = known or memory.thing[number] != NONE
        if memory.thing[number] != NONE and memory.owner[number] == 0:
            box = int64(number)
    if not known:
        roam(level, memory, ANY)
    elif box != NONE:
        memory.load = box
        aim(memory, int64(memory.thing[box]))
    else:
        aim(memory, int64(memory.home))


@kernel
def is_pressed(level: Any, memory: Any) -> Number:
    """Tell whether an opponent in sight is so near that it is time to run."""
    near = False
    if memory.searching:
        for number in range(MAX_TEAM):
            if memory.foe_age[number] == 0:
                way = way_to(level, memory, int64(memory.foe[number]), int64(memory.here))
                near = near or (way != NO_WAY and way >> 2 <= CLOSE)
    return near


@kernel
def is_filled(memory: Any, number: Number) -> Number:
    """Tell whether a box is where one belongs, and locked by us."""
    box = box_on(memory, int64(memory.slot[number]))
    return box >= 0 and memory.owner[box] > 0


@kernel
def slot_to_fill(memory: Any) -> Number:
    """Return the slot that is one's own to fill: with several of them one each, or -1 where all are filled."""
    mine = int64(memory.rank) % max(int64(memory.slots), int64(1))
    found: Number = int64(-1)
    for turn in range(int64(memory.slots)):
        number = (mine + turn) % int64(memory.slots)
        if found < 0 and not is_filled(memory, number):
            found = number
    return found


@kernel
def choose_box(memory: Any, number: Number) -> Number:
    """Return the box for a slot: the one in the hands, the one chosen before, or the nearest that is to spare."""
    held, chosen = int64(memory.holds) - 1, int64(memory.choice)
    if 0 <= held < MAX_BOXES:
        chosen = held
    if chosen != NONE and (memory.thing[chosen] == NONE or memory.owner[chosen] < 0):
        chosen = int64(NONE)
    if chosen != NONE and is_stopper(memory, chosen, number):
        chosen = int64(NONE)
    if chosen == NONE:
        box = box_for(memory, number)
        chosen = box if box >= 0 else int64(NONE)
    memory.choice = chosen
    return -1 if chosen == NONE else chosen


@kernel
def box_for(memory: Any, number: Number) -> Number:
    """Return the nearest box to a slot that nobody needs for another, or -1."""
    spare = -1
    for other in range(MAX_SLOTS):
        if other < memory.slots and other < number and not is_filled(memory, other):
            spare = nearest_box(memory, other, spare)
    return nearest_box(memory, number, spare)


@kernel
def nearest_box(memory: Any, number: Number, spare: Number) -> Number:
    """Return the nearest known box to a slot, without ``spare``, those in other slots and those locked by others."""
    best: Number = int64(FAR)
    found: Number = int64(-1)
    slot = int64(memory.slot[number])
    for box in range(MAX_BOXES):
        cell = int64(memory.thing[box])
        if cell == NONE or box == spare or memory.owner[box] < 0 or is_stopper(memory, box, number):
            continue
        far = abs((cell & 15) - (slot & 15)) + abs((cell >> 4) - (slot >> 4))
        if far < best:
            best, found = far, int64(box)
    return found


@kernel
def is_stopper(memory: Any, box: Number, number: Number) -> Number:
    """Tell whether a box stands in another slot."""
    stops = False
    for other in range(int64(memory.slots)):
        stops = stops or bool(other != number and memory.slot[other] == memory.thing[box])
    return stops


@kernel
def is_mine(memory: Any, number: Number, box: Number) -> Number:
    """Tell whether it is one's own slot, one holds the box, or no team-mate is nearer to it."""
    here, cell = int64(memory.here), int64(memory.thing[box])
    mine = abs((here & 15) - (cell & 15)) + abs((here >> 4) - (cell >> 4))
    nearer: Number = False
    for other in range(MAX_TEAM - 1):
        mate = int64(memory.mate[other])
        if mate != NONE:
            theirs = abs((mate & 15) - (cell & 15)) + abs((mate >> 4) - (cell >> 4))
            nearer = nearer or theirs <= mine
    return number == memory.rank or memory.holds == box + 1 or not nearer


@kernel
def room_of(level: Any, memory: Any) -> Number:
    """Return the area one is in."""
    return int64(level.area[int64(level.flip[int64(memory.variant), int64(memory.here)])])


@kernel
def step_aside(level: Any, memory: Any) -> None:
    """Go where one is not in the way: a cell of one's own area away from doors and boxes; stay where one is already."""
    area = room_of(level, memory)
    for y in range(1, int64(level.height)):
        for x in range(1, int64(level.width)):
            cell = y * STRIDE + x
            same = level.area[int64(level.flip[int64(memory.variant), cell])] == area
            if same and is_on(memory.floor, x, y) and is_quiet(memory, x, y):
                aim(memory, cell)
    memory.action = WAIT if is_on(memory.ends, int64(memory.here) & 15, int64(memory.here) >> 4) else NONE


@kernel
def is_quiet(memory: Any, x: Number, y: Number) -> Number:
    """Tell whether a cell is more than two steps away from every door and every box that is not locked."""
    quiet: Number = True
    for number in range(int64(memory.slots)):
        slot = int64(memory.slot[number])
        quiet = quiet and abs((slot & 15) - x) + abs((slot >> 4) - y) > NEAR
    for box in range(MAX_BOXES):
        cell = int64(memory.thing[box])
        if cell != NONE and memory.owner[box] <= 0:
            quiet = quiet and abs((cell & 15) - x) + abs((cell >> 4) - y) > NEAR
    return quiet
