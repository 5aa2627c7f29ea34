"""What a state is worth: the points that its soups, things and cooks will bring, less what they still cost.

The worth is what a kitchen that goes on for ever would have gained by having come this far: the value of every soup
under way less the work and the pot time that it still needs, at the prices of the level's tables.
"""

from __future__ import annotations

from typing import Any

from ai_partners.planner.tables import OUT, POINT, SERVE, int64
from game.core.compile import kernel
from game.kitchen.state import DISH, FAR, FIRST_SOUP, GROWN, NOTHING, ONION, SIZE

ROOM = 167
"""Length of the room to work that the kernels here want: int64."""
USELESS, NEEDED, FREE = 0, 1, 2
"""What a thing in the hands or on a counter is: of no use now, needed; or the hands are free."""
CONTENT, OPEN, DISHED, USED, HAND, ROLE, TALLY, CLAIMS = 0, 8, 16, 32, 160, 164, 165, 166
"""Where it holds, by pot, the content to count with, if it will take more and the wait of a soup that wants a dish (0:
none does); by cell, what the thing lying there is; by seat, what the hands are; what the last thing was; two counts.
"""
SOON = 12
"""Ticks before a soup is ready from which on somebody ought to fetch a dish."""
IDLE = 1_000
"""Stands for the wait of a soup in a pot that does not cook yet."""


@kernel
def worth(level: Any, tables: Any, state: Any, active: Any, room: Any) -> Any:
    """Return the worth of a state in thousandths of a point; only the hands in ``active`` (bits by seat) count."""
    left = int64(level.horizon) - int64(state.tick)
    total = pots_worth(level, tables, state, left, room)
    for seat in range(int64(level.seats)):
        if active >> seat & 1 and state.held[seat] != NOTHING and state.held[seat] != DISH:
            total += thing_worth(level, tables, state, seat, -1, left, room)
            room[HAND + seat] = room[ROLE]
    for number in range(int64(tables.counters)):
        counter = int64(tables.counter[number])
        thing = int64(state.things[counter])
        room[ROLE] = USELESS
        if thing not in (NOTHING, DISH):
            total += thing_worth(level, tables, state, -1, counter, left, room)
        room[USED + counter] = room[ROLE]
    for seat in range(int64(level.seats)):
        if active >> seat & 1 and state.held[seat] == DISH:
            total += dish_worth(level, tables, state, seat, -1, left, room)
            room[HAND + seat] = room[ROLE]
    for number in range(int64(tables.counters)):
        counter = int64(tables.counter[number])
        if state.things[counter] == DISH:
            total += dish_worth(level, tables, state, -1, counter, left, room)
            room[USED + counter] = room[ROLE]
    return total - int64(tables.price_work) * errands(level, tables, state, active, room)


@kernel
def errands(level: Any, tables: Any, state: Any, active: Any, room: Any) -> Any:
    """Return the actions until the hands that are empty, or ought to be, have got something of use.

    Every soup that is ready or soon will be claims the nearest hands that have nothing better, to fetch a dish.
    """
    total = int64(0)
    for seat in range(int64(level.seats)):
        if not active >> seat & 1:
            room[HAND + seat] = NEEDED
        elif state.held[seat] == NOTHING:
            room[HAND + seat] = FREE
        elif state.held[seat] == DISH and room[HAND + seat] == NEEDED:
            room[CLAIMS] -= 1
    for _ in range(room[CLAIMS]):
        total += claim(level, tables, state, room)
    for seat in range(int64(level.seats)):
        if room[HAND + seat] == FREE:
            total += errand(level, tables, state, seat, room)
        elif room[HAND + seat] == USELESS:
            total += 2 + errand(level, tables, state, seat, room)
    return total


@kernel
def claim(level: Any, tables: Any, state: Any, room: Any) -> Any:
    """Send the nearest hands for a dish and return the actions that takes; 0: nobody can go."""
    chosen = int64(-1)
    nearest = int64(FAR)
    for seat in range(int64(level.seats)):
        if room[HAND + seat] == NEEDED:
            continue
        side = int64(state.facing[seat])
        cell = int64(state.cell[seat])
        way = int64(tables.fetch[side, cell, DISH])
        for number in range(int64(tables.counters)):
            counter = int64(tables.counter[number])
            if state.things[counter] == DISH:
                way = min(way, int64(tables.distance[side, cell, counter]))
        way += 0 if room[HAND + seat] == FREE else 2
        if way < nearest:
            nearest = way
            chosen = seat
    if chosen < 0:
        return int64(0)
    room[HAND + chosen] = NEEDED
    return nearest


@kernel
def pots_worth(level: Any, tables: Any, state: Any, left: Any, room: Any) -> Any:
    """Return the worth of the pots, and write what they can still take and which want a dish."""
    total = int64(0)
    room[CLAIMS] = 0
    for pot in range(int64(level.pots)):
        content = int64(state.things[int64(level.pot_cell[pot])])
        ticks = int64(state.cooking[pot])
        room[DISHED + pot] = 0
        if ticks >= 0:
            rest = int64(level.cook_time[content]) - ticks
            work = int64(tables.work[DISH, pot]) + int64(tables.work[SERVE, pot])
            price = int64(tables.price_work) * work + int64(tables.price_pot) * rest
            if rest + (int64(tables.work[SERVE, pot]) >> 1) + 1 <= left:
                total += int64(level.value[content]) * POINT - price
                room[DISHED + pot] = 1 + rest
                room[CLAIMS] += rest <= SOON
            room[CONTENT + pot] = NOTHING
            room[OPEN + pot] = rest < left
        else:
            room[CONTENT + pot] = content
            room[OPEN + pot] = 1
            if int64(tables.shortest[content]) + (int64(tables.work[SERVE, pot]) >> 1) + 1 <= left:
                total += int64(tables.idle[pot, content])
                room[DISHED + pot] = IDLE if content != NOTHING else 0
            else:
                room[OPEN + pot] = 0
    return total


@kernel
def dish_worth(  # noqa: PLR0913, PLR0917 - kernels pass arrays and numbers, not objects
    level: Any, tables: Any, state: Any, seat: Any, counter: Any, left: Any, room: Any
) -> Any:
    """Return the worth of a dish that a seat holds or that lies on a counter, and count it for the soonest soup."""
    room[ROLE] = USELESS
    chosen = int64(-1)
    soonest = int64(10_000)
    way = int64(FAR)
    for pot in range(int64(level.pots)):
        wait = int64(room[DISHED + pot])
        steps = reach(tables, state, seat, counter, pot)
        if wants_dish(level, pot, room) and steps < FAR and max(wait, steps) < soonest:
            soonest = max(wait, steps)
            chosen = pot
            way = steps
    if chosen < 0:
        return 0
    gain = int64(tables.price_work) * (int64(tables.work[DISH, chosen]) - way)
    if way > left or (counter >= 0 and gain <= 0):
        return 0
    room[DISHED + chosen] = 0
    room[ROLE] = NEEDED
    return gain


@kernel
def wants_dish(level: Any, pot: Any, room: Any) -> Any:
    """Tell whether a pot cooks or is done, or will have all that it takes when what is on its way has come."""
    content = int64(room[CONTENT + pot])
    complete = level.value[content] > 0 and level.value[content] == level.best[content]
    return room[DISHED + pot] > 0 and (room[DISHED + pot] != IDLE or complete)


@kernel
def thing_worth(  # noqa: PLR0913, PLR0917 - kernels pass arrays and numbers, not objects
    level: Any, tables: Any, state: Any, seat: Any, counter: Any, left: Any, room: Any
) -> Any:
    """Return the worth of a soup or an ingredient, and count an ingredient into the pot where it is worth most."""
    thing = int64(state.held[seat]) if counter < 0 else int64(state.things[counter])
    if thing >= FIRST_SOUP:
        way = reach(tables, state, seat, counter, OUT)
        room[ROLE] = USELESS if way > left else NEEDED
        if way > left:
            return 0
        return int64(level.value[thing]) * POINT - int64(tables.price_work) * (way + int64(tables.home))
    room[ROLE] = USELESS
    chosen = int64(-1)
    best = int64(0) if counter >= 0 else int64(-POINT * POINT)
    for pot in range(int64(level.pots)):
        way = reach(tables, state, seat, counter, pot)
        more = added(level, tables, thing, pot, room)
        spent = int64(tables.price_work) * (way + int64(tables.back[thing, pot]))
        gain = more - spent
        if more > 0 and way < FAR and way < left and gain > best:
            best = gain
            chosen = pot
    if chosen < 0:
        return 0
    room[CONTENT + chosen] = GROWN[thing, int64(room[CONTENT + chosen])]
    room[ROLE] = NEEDED
    return best


@kernel
def added(level: Any, tables: Any, thing: Any, pot: Any, room: Any) -> Any:
    """Return what a pot is worth more with one more ingredient, counting those that are on their way to it."""
    content = int64(room[CONTENT + pot])
    grown = int64(GROWN[thing, content])
    if SIZE[content] >= level.largest or grown == NOTHING or not room[OPEN + pot]:
        return 0
    return int64(tables.idle[pot, grown]) - int64(tables.idle[pot, content])


@kernel
def reach(tables: Any, state: Any, seat: Any, counter: Any, column: Any) -> Any:
    """Return the actions until a thing has been used at a pot or window."""
    if counter >= 0:
        return int64(tables.lie[counter, column])
    return int64(tables.carry[int64(state.facing[seat]), int64(state.cell[seat]), column])


@kernel
def errand(level: Any, tables: Any, state: Any, seat: Any, room: Any) -> Any:
    """Return the actions until empty hands have got or started the nearest thing that is of use; 0: nothing is."""
    side = int64(state.facing[seat])
    cell = int64(state.cell[seat])
    best = int64(FAR)
    for pot in range(int64(level.pots)):
        for thing in range(ONION, DISH):
            if added(level, tables, thing, pot, room) > 0:
                best = min(best, int64(tables.fetch[side, cell, thing]))
        if wants_dish(level, pot, room):
            best = min(best, int64(tables.fetch[side, cell, DISH]))
        content = int64(state.things[int64(level.pot_cell[pot])])
        if (
            not level.old
            and state.cooking[pot] < 0
            and content != NOTHING
            and level.value[content] == level.best[content]
        ):
            best = min(best, int64(tables.distance[side, cell, int64(level.pot_cell[pot])]))
    for number in range(int64(tables.counters)):
        counter = int64(tables.counter[number])
        if room[USED + counter] == NEEDED:
            best = min(best, int64(tables.distance[side, cell, counter]))
    return best if best < FAR else int64(0)
