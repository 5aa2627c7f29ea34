"""One layer of the beam: the successors of its nodes, each counted once, and the choice of those that go on."""

from __future__ import annotations

from typing import Any

import numpy as np

from ai_partners.planner.tables import POINT, int64
from ai_partners.planner.worth import TALLY, worth
from game.core.compile import kernel
from game.kitchen.rules import advance
from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    FIRST_SOUP,
    FLOOR,
    INTERACT,
    NOTHING,
    ONIONS,
    POT,
    SIZE,
    STAY,
    TOMATO,
    TOMATOES,
    WINDOW,
)

uint64: Any = np.uint64
ALIKE = 40
"""Nodes of one layer that may differ in nothing but where the cooks stand."""

NODE = np.dtype((np.record, [("points", "<i8"), ("trail", "<i8"), ("rank", "<i8")]))
"""Points of a way so far, the sum of its worths, and what it is chosen by."""
CANDIDATE = np.dtype(
    (
        np.record,
        [
            ("rank", "<i8"),
            ("points", "<i8"),
            ("trail", "<i8"),
            ("key", "<u8"),
            ("kind", "<u8"),
            ("parent", "<i4"),
            ("action", "<i4"),
        ],
    )
)


@kernel
def expand(  # noqa: C901, PLR0913, PLR0917 - kernels pass arrays and numbers, not objects
    level: Any,
    tables: Any,
    states: Any,
    words: Any,
    nodes: Any,
    script: Any,
    movers: Any,
    active: Any,
    first: Any,
    last: Any,
    found: Any,
    pool: Any,
    slots: Any,
    stamp: Any,
    outcome: Any,
    room: Any,
    joint: Any,
) -> Any:
    """Add the successors of the nodes ``first`` to ``last - 1`` to the pool; return how many it holds then.

    ``script`` [seats] is what those do who are not in ``movers`` (bits by seat). The state behind the nodes, at index
    ``len(nodes)``, is room to work. Successors alike in all but seed and memory count once.
    """
    spare = len(nodes)
    seats = int64(level.seats)
    used = words_of(level)
    total = int64(1)
    for seat in range(seats):
        joint[seat] = script[seat]
        total *= 6 if movers >> seat & 1 else 1
    mask = len(slots) - 1
    for node in range(first, last):
        for number in range(total):
            rest = number
            sound = True
            packed = int64(0)
            for seat in range(seats):
                if movers >> seat & 1:
                    joint[seat] = rest % 6
                    rest //= 6
                    sound = sound and is_useful(level, states[node], seat, int64(joint[seat]))
                packed |= int64(joint[seat]) << (3 * seat)
            if not sound or found >= len(pool):
                continue
            for word in range(used):
                words[spare, word] = words[node, word]
            advance(level, states[spare], joint, outcome)
            room[TALLY] += 1
            points = nodes[node].points
            for seat in range(seats):
                points += int64(outcome.streams[0, seat]) * POINT
            kind, key = keys(words, spare, used, points)
            now = points + worth(level, tables, states[spare], active, room)
            trail = nodes[node].trail + now
            rank = now * 64 + trail // 16
            place = int64(key & uint64(mask))
            while slots[place, 0] == stamp and pool[slots[place, 1]].key != key:
                place = (place + 1) & mask
            if slots[place, 0] == stamp:
                entry = int64(slots[place, 1])
                if pool[entry].rank >= rank:
                    continue
            else:
                entry = found
                found += 1
                slots[place, 0] = stamp
                slots[place, 1] = entry
            pool[entry].rank = rank
            pool[entry].points = points
            pool[entry].trail = trail
            pool[entry].key = key
            pool[entry].kind = kind
            pool[entry].parent = node
            pool[entry].action = packed
    return found


@kernel
def is_useful(level: Any, state: Any, seat: Any, action: Any) -> Any:
    """Tell whether an action of a seat can change anything, as far as it can know what the others do."""
    side = int64(state.facing[seat])
    cell = int64(state.cell[seat])
    if action < STAY:
        ahead = int64(level.ahead[action, cell])
        return level.tile[ahead] == FLOOR or (action != side and is_of_use(level, state, seat, ahead))
    if action == INTERACT:
        return is_of_use(level, state, seat, int64(level.ahead[side, cell]))
    return True


@kernel
def is_of_use(level: Any, state: Any, seat: Any, cell: Any) -> Any:
    """Tell whether a fixture can be of use to what a seat has in its hands."""
    held = int64(state.held[seat])
    tile = level.tile[cell]
    if tile == COUNTER:
        return (held == NOTHING) != (state.things[cell] == NOTHING)
    if tile == POT:
        content = int64(state.things[cell])
        begun = state.cooking[int64(level.pot_at[cell])] >= 0
        if held == NOTHING:
            return not level.old and content != NOTHING and not begun
        if held == DISH:
            return True
        return held <= TOMATO and not begun and SIZE[content] < level.largest
    return held >= FIRST_SOUP if tile == WINDOW else held == NOTHING and tile in (ONIONS, TOMATOES, DISHES)


@kernel
def words_of(level: Any) -> Any:
    """Return how many words of a state record can differ between states of a level; those behind them are zero."""
    return 6 + ((int64(level.width) * int64(level.height) + 7) >> 3)


@kernel
def keys(words: Any, row: Any, used: Any, points: Any) -> Any:
    """Return a hash of what is held, cooks and lies about, and one of that and the cooks' places."""
    kind = stir(uint64(points), words[row, 2] >> uint64(32))
    for word in range(4, used):
        kind = stir(kind, words[row, word])
    key = stir(stir(kind, words[row, 1]), words[row, 2])
    return kind, key


@kernel
def stir(bits: Any, word: Any) -> Any:
    """Return a hash with one more word (Marsaglia's xorshift of their difference)."""
    bits ^= word
    bits ^= bits << uint64(13)
    bits ^= bits >> uint64(7)
    bits ^= bits << uint64(17)
    return bits


@kernel
def select(  # noqa: PLR0913, PLR0917 - kernels pass arrays and numbers, not objects
    level: Any,
    words: Any,
    pool: Any,
    found: Any,
    width: Any,
    order: Any,
    counts: Any,
    stamp: Any,
    parents: Any,
    actions: Any,
    kept: Any,
    kept_words: Any,
    kept_nodes: Any,
    outcome: Any,
    joint: Any,
) -> Any:
    """Keep the best candidates of the pool as the next layer, at most ``ALIKE`` of a kind; return how many.

    ``kept`` takes their states; ``parents`` and ``actions`` tell how each was reached.
    """
    for entry in range(found):
        order[entry] = entry
    for start in range(found // 2 - 1, -1, -1):
        sink(pool, order, start, found)
    mask = len(counts) - 1
    used = words_of(level)
    chosen = 0
    while found > 0 and chosen < width:
        entry = int64(order[0])
        found -= 1
        order[0] = order[found]
        sink(pool, order, 0, found)
        place = int64(pool[entry].kind & uint64(mask))
        while counts[place, 0] == stamp and pool[counts[place, 2]].kind != pool[entry].kind:
            place = (place + 1) & mask
        if counts[place, 0] != stamp:
            counts[place, 0] = stamp
            counts[place, 1] = 0
            counts[place, 2] = entry
        counts[place, 1] += 1
        if counts[place, 1] > ALIKE:
            continue
        parent = int64(pool[entry].parent)
        packed = int64(pool[entry].action)
        for word in range(used):
            kept_words[chosen, word] = words[parent, word]
        for seat in range(int64(level.seats)):
            joint[seat] = packed >> (3 * seat) & 7
        advance(level, kept[chosen], joint, outcome)
        kept_nodes[chosen].points = pool[entry].points
        kept_nodes[chosen].trail = pool[entry].trail
        kept_nodes[chosen].rank = pool[entry].rank
        parents[chosen] = parent
        actions[chosen] = packed
        chosen += 1
    return chosen


@kernel
def sink(pool: Any, order: Any, start: Any, count: Any) -> None:
    """Let an entry of the heap sink to its place; the highest rank is on top, of equals the earlier."""
    place = start
    while True:
        lower = 2 * place + 1
        if lower >= count:
            return
        if lower + 1 < count and is_before(pool, order[lower + 1], order[lower]):
            lower += 1
        if not is_before(pool, order[lower], order[place]):
            return
        order[place], order[lower] = order[lower], order[place]
        place = lower


@kernel
def is_before(pool: Any, entry: Any, other: Any) -> Any:
    """Tell whether a candidate is better than another."""
    return pool[entry].rank > pool[other].rank or (pool[entry].rank == pool[other].rank and entry < other)
