"""The kitchen's rules: the start of a round and one tick of it.

Rule-compatible with Overcooked-AI: interactions in seat order, then simultaneous moves, then the pots. Where several
cooks reach for one thing in one tick, the lower seat comes first and later seats see what it did.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.kitchen.chance import scatter_cooks, scatter_things
from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    EVENTS,
    FIRST_SOUP,
    FULL,
    GROWN,
    INTERACT,
    NOTHING,
    ONION,
    ONIONS,
    POT,
    SIZE,
    STAY,
    TOMATO,
    TOMATOES,
    WINDOW,
)

TOMATO_PICKUP, USEFUL_TOMATO_PICKUP, TOMATO_DROP, USEFUL_TOMATO_DROP, POTTING_TOMATO = range(5)
ONION_PICKUP, USEFUL_ONION_PICKUP, ONION_DROP, USEFUL_ONION_DROP, POTTING_ONION = range(5, 10)
DISH_PICKUP, USEFUL_DISH_PICKUP, DISH_DROP, USEFUL_DISH_DROP = range(10, 14)
SOUP_PICKUP, SOUP_DELIVERY, SOUP_DROP = range(14, 17)
OPTIMAL_POTTING, VIABLE_POTTING, CATASTROPHIC_POTTING, USELESS_POTTING = (17, 19, 21, 23)
"""The onion's event of each pair; the tomato's follows it."""

EVENT_COUNT = len(EVENTS)
SPARSE, SHAPED = 0, 1
PAIR = 2
"""What is useful is told only of two cooks."""


@kernel
def start(level: Any, seed: Any, state: Any) -> None:
    """Write the first state of a round into ``state``; chance is used only by levels with random starts."""
    state.seed = seed
    state.tick = 0
    for seat in range(4):
        state.cell[seat] = level.start_cell[seat]
        state.facing[seat] = level.start_facing[seat]
        state.held[seat] = level.start_held[seat]
        state.recent[seat] = 0o44444
    for pot in range(8):
        state.cooking[pot] = level.start_cooking[pot]
    for cell in range(128):
        state.things[cell] = level.start_things[cell]
    if level.random_positions:
        scatter_cooks(level, state)
    if level.random_objects > 0:
        scatter_things(level, state)


@kernel
def advance(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Play one tick in place: ``state`` moves on and ``outcome`` is written anew."""
    clear(outcome)
    seats = int64(level.seats)
    full, wanted = int64(-1), int64(0)
    for seat in range(seats):
        action = int64(joint_action[seat])
        state.recent[seat] = ((int64(state.recent[seat]) << 3) | action) & 0x7FFF
        if action == INTERACT:
            if full < 0:
                full, wanted = pot_counts(level, state)
            interact(level, state, seat, outcome, full, wanted)
    move(level, state, joint_action, seats)
    state.tick = int64(state.tick) + 1
    cook(level, state)
    team = outcome.streams[SPARSE, 0] + outcome.streams[SPARSE, 1]
    team += outcome.streams[SPARSE, 2] + outcome.streams[SPARSE, 3]
    for seat in range(seats):
        outcome.reward[seat] = team


@kernel
def clear(outcome: Any) -> None:
    """Set an outcome to nothing happened."""
    for seat in range(4):
        outcome.reward[seat] = 0.0
    for stream in range(2):
        for seat in range(4):
            outcome.streams[stream, seat] = 0.0
    for seat in range(4):
        for event in range(EVENT_COUNT):
            outcome.events[seat, event] = 0
    outcome.terminated = 0


@kernel
def pot_counts(level: Any, state: Any) -> tuple[Number, Number]:
    """Return how many pots take nothing more, and how many want a dish (begun, or idle with room left)."""
    full = int64(0)
    wanted = int64(0)
    for pot in range(int64(level.pots)):
        size = int64(SIZE[int64(state.things[int64(level.pot_cell[pot])])])
        begun = int64(state.cooking[pot]) >= 0
        closed = size >= int64(level.largest)
        full += begun | closed
        wanted += begun | ((size > 0) & (not closed))
    return full, wanted


@kernel
def move(level: Any, state: Any, joint_action: Any, seats: Number) -> None:
    """Turn and move everyone at once; if any two would share or swap cells, nobody leaves its cell."""
    clash = False
    for seat in range(seats):
        here = int64(state.cell[seat])
        mine = int64(level.walk[int64(joint_action[seat]), here])
        for other in range(seat):
            there = int64(state.cell[other])
            theirs = int64(level.walk[int64(joint_action[other]), there])
            clash = clash | (mine == theirs) | ((mine == there) & (theirs == here))
    for seat in range(seats):
        action = int64(joint_action[seat])
        here, facing = int64(state.cell[seat]), int64(state.facing[seat])
        there = int64(level.walk[action, here])
        state.facing[seat] = action if action < STAY else facing
        state.cell[seat] = here if clash else there


@kernel
def cook(level: Any, state: Any) -> None:
    """Let every pot cook on; under old dynamics a pot that holds three starts by itself."""
    old = int64(level.old)
    for pot in range(int64(level.pots)):
        content = int64(state.things[int64(level.pot_cell[pot])])
        ticks = int64(state.cooking[pot])
        ticks += (old != 0) & (ticks < 0) & (int64(SIZE[content]) == FULL)  # from -1 to 0
        state.cooking[pot] = ticks + ((ticks >= 0) & (ticks < int64(level.cook_time[content])))


@kernel
def interact(level: Any, state: Any, seat: Number, outcome: Any, full: Number, wanted: Number) -> None:
    """Use the tile that a cook faces; what fits no rule does nothing."""
    cell = int64(level.ahead[int64(state.facing[seat]), int64(state.cell[seat])])
    tile = int64(level.tile[cell])
    held = int64(state.held[seat])
    if tile == COUNTER:
        use_counter(level, state, seat, outcome, full, wanted, cell)
    elif tile == POT:
        use_pot(level, state, seat, outcome, cell)
    elif tile == WINDOW:
        if held >= FIRST_SOUP:
            outcome.streams[SPARSE, seat] += level.value[held]
            outcome.events[seat, SOUP_DELIVERY] = 1
            state.held[seat] = NOTHING
    elif held == NOTHING:
        if tile == ONIONS:
            log_pickup(level, state, seat, outcome, full, wanted, ONION)
            state.held[seat] = ONION
        elif tile == TOMATOES:
            state.held[seat] = TOMATO  # Overcooked-AI logs no tomato_pickup here
        elif tile == DISHES:
            if is_dish_useful(level, state, wanted):
                outcome.streams[SHAPED, seat] += level.shaping[1]
            log_pickup(level, state, seat, outcome, full, wanted, DISH)
            state.held[seat] = DISH


@kernel
def use_counter(level: Any, state: Any, seat: Number, outcome: Any, full: Number, wanted: Number, cell: Number) -> None:
    """Put down what is held on an empty counter, or take what lies there with empty hands."""
    held = int64(state.held[seat])
    lying = int64(state.things[cell])
    if held != NOTHING and lying == NOTHING:
        state.held[seat] = NOTHING
        state.things[cell] = held
        log_drop(level, state, seat, outcome, full, held)
    elif held == NOTHING and lying != NOTHING:
        log_pickup(level, state, seat, outcome, full, wanted, lying)
        state.things[cell] = NOTHING
        state.held[seat] = lying


@kernel
def use_pot(level: Any, state: Any, seat: Number, outcome: Any, cell: Number) -> None:
    """Start an idle pot (new dynamics), take a ready soup with a dish, or put an ingredient in."""
    pot = int64(level.pot_at[cell])
    held = int64(state.held[seat])
    content = int64(state.things[cell])
    ticks = int64(state.cooking[pot])
    if held == NOTHING:
        if not level.old and ticks < 0 and content != NOTHING:
            state.cooking[pot] = 0
    elif held == DISH:
        if content != NOTHING and ticks >= int64(level.cook_time[content]):
            state.held[seat] = content
            state.things[cell] = NOTHING
            state.cooking[pot] = -1
            outcome.streams[SHAPED, seat] += level.shaping[2]
            outcome.events[seat, SOUP_PICKUP] = 1
    elif held <= TOMATO and ticks < 0 and SIZE[content] < int64(level.largest):
        grown = int64(GROWN[held, content])
        state.things[cell] = grown
        state.held[seat] = NOTHING
        outcome.streams[SHAPED, seat] += level.shaping[0]
        log_potting(seat, outcome, held, int64(level.best[content]), int64(level.best[grown]))


@kernel
def log_potting(seat: Number, outcome: Any, held: Number, before: Number, after: Number) -> None:
    """Count a potting and what it did to the best soup that the pot can still become."""
    tomato = held - ONION
    outcome.events[seat, POTTING_ONION if held == ONION else POTTING_TOMATO] = 1
    outcome.events[seat, OPTIMAL_POTTING + tomato] = before == after
    outcome.events[seat, VIABLE_POTTING + tomato] = after > 0
    outcome.events[seat, CATASTROPHIC_POTTING + tomato] = (before > 0) & (after == 0)
    outcome.events[seat, USELESS_POTTING + tomato] = before == 0


@kernel
def log_pickup(level: Any, state: Any, seat: Number, outcome: Any, full: Number, wanted: Number, thing: Number) -> None:
    """Count a pickup, before the thing is taken, and whether it was of use (told for two cooks only)."""
    if thing >= FIRST_SOUP:
        outcome.events[seat, SOUP_PICKUP] = 1
    elif thing == DISH:
        outcome.events[seat, DISH_PICKUP] = 1
        outcome.events[seat, USEFUL_DISH_PICKUP] = is_dish_useful(level, state, wanted)
    else:
        useful = level.seats == PAIR and (full < level.pots or state.held[1 - seat] == DISH)
        outcome.events[seat, ONION_PICKUP if thing == ONION else TOMATO_PICKUP] = 1
        outcome.events[seat, USEFUL_ONION_PICKUP if thing == ONION else USEFUL_TOMATO_PICKUP] = useful


@kernel
def log_drop(level: Any, state: Any, seat: Number, outcome: Any, full: Number, thing: Number) -> None:
    """Count a thing put on a counter, and whether that was of use (told for two cooks only)."""
    if thing >= FIRST_SOUP:
        outcome.events[seat, SOUP_DROP] = 1
        return
    other = int64(state.held[1 - seat]) if level.seats == PAIR else int64(NOTHING)
    if thing == DISH:
        outcome.events[seat, DISH_DROP] = 1
        outcome.events[seat, USEFUL_DISH_DROP] = level.seats == PAIR and full == 0 and other != ONION
    else:
        useful = level.seats == PAIR and full == level.pots and other != DISH
        outcome.events[seat, ONION_DROP if thing == ONION else TOMATO_DROP] = 1
        outcome.events[seat, USEFUL_ONION_DROP if thing == ONION else USEFUL_TOMATO_DROP] = useful


@kernel
def is_dish_useful(level: Any, state: Any, wanted: Number) -> Number:
    """Tell whether a dish is wanted: none lies on a counter, and fewer are held than pots are under way."""
    if level.seats != PAIR:
        return False
    lying = 0
    for cell in range(int64(level.width) * int64(level.height)):
        lying += state.things[cell] == DISH
    held = (state.held[0] == DISH) + (state.held[1] == DISH)
    return lying == 0 and held < wanted
