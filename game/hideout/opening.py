"""The start of a round: how the map lies, which doors are open, and where everybody and everything begins."""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.dice import roll
from game.core.messages import hush
from game.hideout.sight import forget_all, look
from game.hideout.state import (
    BEGINNINGS,
    CELLS,
    DOOR,
    FREE,
    HIDERS,
    LOW,
    MARK,
    MAX_BOXES,
    MAX_DOORS,
    MAX_SEATS,
    NORTH,
    STEPS,
    THINGS,
)

PUSHED, HALF = BEGINNINGS.index("pushed"), BEGINNINGS.index("half")
LIE, HOW_MANY, WHICH, THING_DICE, BODY_DICE, LOOK_DICE = 0, 1, 2, 8, 16, 24
"""The first draw of each kind of chance; all are of tick 0."""


@kernel
def start(level: Any, seed: Any, state: Any) -> None:
    """Write the first state of a round into ``state``; chance is used only where the level says so."""
    state.seed = seed
    state.tick = 0
    state.found = 0
    for team in range(2):
        state.points[team] = 0
    state.variant = roll(state.seed, 0, LIE, 4) if level.mirror else 0
    lay_board(level, state)
    open_doors(level, state)
    hush(state, MAX_SEATS)
    forget_all(state)
    place_things(level, state)
    place_bodies(level, state)
    if level.beginning != 0:
        begin_ahead(level, state)
    look(level, state)
    if level.ramps_locked:
        lock_ramps(level, state)


@kernel
def lay_board(level: Any, state: Any) -> None:
    """Copy the map as it lies in this round, with all doors closed and nothing on it."""
    variant = int64(state.variant)
    for cell in range(CELLS):
        tile = level.tile[variant, cell]
        state.tile[cell] = tile
        state.blocks[cell] = tile >= LOW
        state.thing_at[cell] = 0


@kernel
def open_doors(level: Any, state: Any) -> None:
    """Open as many doors as chance says, each place equally likely."""
    variant, fewest = int64(state.variant), int64(level.fewest_doors)
    count = fewest + roll(state.seed, 0, HOW_MANY, int64(level.most_doors) - fewest + 1)
    state.open_doors = count
    for number in range(MAX_DOORS):
        state.door[number] = 0
        state.inward[number] = 0
    for number in range(count):
        pick = roll(state.seed, 0, WHICH + number, int64(level.places) - number)
        for place in range(int64(level.places)):
            cell = int64(level.flip[variant, int64(level.place_cell[place])])
            if state.tile[cell] != DOOR:
                if pick == 0:
                    state.door[number] = cell
                    state.inward[number] = turned(variant, int64(level.place_inward[place]))
                pick -= 1
        state.tile[int64(state.door[number])] = DOOR
        state.blocks[int64(state.door[number])] = 0


@kernel
def turned(variant: Number, side: Number) -> Number:
    """Return where a side of the map lies in a variant."""
    return side ^ ((variant & 1) if side & 2 else variant >> 1)


@kernel
def place_things(level: Any, state: Any) -> None:
    """Put boxes and ramps where they are drawn, or on random floor of the same area."""
    variant = int64(state.variant)
    for thing in range(THINGS):
        state.lock[thing] = FREE
        state.holder[thing] = 0
        state.thing_cell[thing] = 0
        if thing < level.boxes or MAX_BOXES <= thing < MAX_BOXES + int64(level.ramps):
            drawn = int64(level.start_thing[thing])
            cell = int64(level.flip[variant, drawn])
            if level.scatter:
                cell = random_floor(level, state, int64(level.area[drawn]), THING_DICE + thing, 0)
            put_thing(state, thing, cell)


@kernel
def put_thing(state: Any, thing: Number, cell: Number) -> None:
    """Put a thing on a cell."""
    state.thing_cell[thing] = cell
    state.thing_at[cell] = thing + 1
    state.blocks[cell] = thing < MAX_BOXES


@kernel
def lift_thing(state: Any, thing: Number) -> None:
    """Take a thing off its cell."""
    cell = int64(state.thing_cell[thing])
    state.thing_at[cell] = 0
    state.blocks[cell] = 0


@kernel
def random_floor(level: Any, state: Any, area: Number, draw: Number, bodies: Number) -> Number:
    """Return a random cell of an area where nothing lies and none of the first ``bodies`` stands; 0 where none is."""
    variant, free = int64(state.variant), int64(0)
    for cell in range(CELLS):
        free += level.area[cell] == area and is_bare(state, int64(level.flip[variant, cell]), bodies)
    pick, found = roll(state.seed, 0, draw, free), int64(0)
    for cell in range(CELLS):
        if level.area[cell] == area and is_bare(state, int64(level.flip[variant, cell]), bodies):
            if pick == 0:
                found = int64(level.flip[variant, cell])
            pick -= 1
    return found


@kernel
def is_bare(state: Any, cell: Number, bodies: Number) -> Number:
    """Tell whether a cell is floor or an open door without a thing and without any of the first ``bodies``."""
    bare = state.tile[cell] <= MARK and state.thing_at[cell] == 0
    for body in range(bodies):
        bare = bare and state.cell[body] != cell
    return bare


@kernel
def place_bodies(level: Any, state: Any) -> None:
    """Put everybody where they are drawn, facing north, or on random floor of the same area, facing anywhere."""
    variant = int64(state.variant)
    for seat in range(MAX_SEATS):
        state.cell[seat] = 0
        state.facing[seat] = NORTH - 1
        state.height[seat] = 0
        state.holds[seat] = 0
    for seat in range(int64(level.seats)):
        drawn = int64(level.start_cell[seat])
        state.cell[seat] = level.flip[variant, drawn]
        if level.scatter:
            state.cell[seat] = random_floor(level, state, int64(level.area[drawn]), BODY_DICE + seat, seat)
            state.facing[seat] = roll(state.seed, 0, LOOK_DICE + seat, 4)
    for seat in range(MAX_SEATS):
        state.home[seat] = state.cell[seat]


@kernel
def begin_ahead(level: Any, state: Any) -> None:
    """Begin with boxes locked in all doors or all but one, or one push away from them with a hider behind each."""
    count = min(int64(state.open_doors), int64(level.boxes))
    if level.beginning == HALF:
        count -= 1
    for number in range(count):
        side = int64(state.inward[number])
        step = int64(STEPS[side])
        cell = int64(state.door[number])
        if level.beginning != PUSHED:
            lift_thing(state, number)
            put_thing(state, number, cell)
            state.lock[number] = HIDERS + 1
        else:
            clear_way(level, state, number, cell + step)
            lift_thing(state, number)
            put_thing(state, number, cell + step)
            if number < level.hiders and state.tile[cell + 2 * step] <= MARK:
                clear_way(level, state, number, cell + 2 * step)
                state.cell[number] = cell + 2 * step
                state.home[number] = cell + 2 * step
                state.facing[number] = side ^ 1


@kernel
def lock_ramps(level: Any, state: Any) -> None:
    """Lock all ramps for the hiders, and let them know where these lie."""
    for thing in range(MAX_BOXES, MAX_BOXES + int64(level.ramps)):
        state.lock[thing] = HIDERS + 1
        state.known_cell[HIDERS, thing] = state.thing_cell[thing]
        state.known_lock[HIDERS, thing] = HIDERS + 1
        state.known_age[HIDERS, thing] = 0


@kernel
def clear_way(level: Any, state: Any, number: Number, cell: Number) -> None:
    """Exchange whatever is on a cell with box or hider ``number``, so that one of them can come there."""
    thing = int64(state.thing_at[cell]) - 1
    if thing >= 0 and thing != number:
        other = random_floor(level, state, area_of(level, state, cell), LOOK_DICE + 8 + number, int64(level.seats))
        lift_thing(state, thing)
        put_thing(state, thing, other)
    for seat in range(int64(level.seats)):
        if state.cell[seat] == cell:
            draw = LOOK_DICE + 16 + number
            state.cell[seat] = random_floor(level, state, area_of(level, state, cell), draw, int64(level.seats))
            state.home[seat] = state.cell[seat]


@kernel
def area_of(level: Any, state: Any, cell: Number) -> Number:
    """Return the area in which a cell lies."""
    return int64(level.area[int64(level.flip[int64(state.variant), cell])])
