"""The 26 lossless planes of a seat, as Overcooked-AI writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import int64, uintp

from game.core.compile import Number, kernel
from game.kitchen.state import (
    DISH,
    FIRST_SOUP,
    ONION,
    ONION_COUNT,
    PLANES,
    THINGS,
    TOMATO,
    TOMATO_COUNT,
)

if TYPE_CHECKING:
    from game.core.contract import Level

URGENT = 40
FIRST_THING_PLANE = 18
THING_PLANES = np.zeros((2, THINGS, 8), np.uint8)
"""[is urgent, thing] the planes 18 to 25 of a cell where the thing lies or is held."""
THING_PLANES[:, :, 0], THING_PLANES[:, :, 1] = ONION_COUNT, TOMATO_COUNT
THING_PLANES[:, FIRST_SOUP:, 3] = 1
THING_PLANES[:, [DISH, ONION, TOMATO], [4, 5, 6]] = 1
THING_PLANES[1, :, 7] = 1
COOK_PLANES = np.zeros((2, 4, 16), np.uint8)
"""[is another, facing] the planes 0 to 15 of the floor a cook stands on."""
COOK_PLANES[[0, 1], :, [0, 1]] = 1
COOK_PLANES[0, range(4), range(2, 6)] = 1
COOK_PLANES[1, range(4), range(6, 10)] = 1


@kernel
def write_planes(level: Any, state: Any, seat: Number, out: Any) -> None:
    """Write the view of ``seat`` as uint8 [width, height, 26], flat; equal to Overcooked-AI's lossless encoding.

    Things lie on counters and in pots and cooks stand on floor, so no two of them share a cell's planes.
    """
    urgent = uintp(int64(level.horizon) - int64(state.tick) < URGENT)
    for entry in range(uintp(level.width) * uintp(level.height) * uintp(PLANES)):
        out[entry] = level.template[urgent, entry]
    for number in range(uintp(level.counters)):
        cell = uintp(level.counter_cell[number])
        write_thing(out, uintp(level.first_plane[cell]), uintp(state.things[cell]), urgent)
    for pot in range(uintp(level.pots)):
        cell = uintp(level.pot_cell[pot])
        content, ticks = uintp(state.things[cell]), int64(state.cooking[pot])
        write_pot(out, uintp(level.first_plane[cell]), content, ticks, int64(level.cook_time[content]))
    for cook in range(uintp(level.seats)):
        write_cook(level, state, cook, uintp(cook != seat), out)
        write_thing(out, uintp(level.first_plane[uintp(state.cell[cook])]), uintp(state.held[cook]), urgent)


@kernel
def write_planes_again(level: Any, state: Any, seat: Number, source: Any, out: Any) -> None:
    """Write the view of ``seat`` from that of seat 0, which differs only in who is oneself."""
    for entry in range(uintp(level.width) * uintp(level.height) * uintp(PLANES)):
        out[entry] = source[entry]
    write_cook(level, state, uintp(0), uintp(1), out)
    write_cook(level, state, seat, uintp(0), out)


@kernel
def write_cook(level: Any, state: Any, cook: Number, other: Number, out: Any) -> None:
    """Write the planes 0 to 15 of a cook's cell: whether it is oneself or another, and its facing."""
    at = uintp(level.first_plane[uintp(state.cell[cook])])
    facing = uintp(state.facing[cook])
    for plane in range(uintp(16)):
        out[at + plane] = COOK_PLANES[other, facing, plane]


@kernel
def write_thing(out: Any, at: Number, thing: Number, urgent: Number) -> None:
    """Write the planes 18 to 25 of a thing on a counter or in a hand."""
    for plane in range(uintp(8)):
        out[at + uintp(FIRST_THING_PLANE) + plane] = THING_PLANES[urgent, thing, plane]


@kernel
def write_pot(out: Any, at: Number, content: Number, ticks: Number, time: Number) -> None:
    """Write the planes 16 to 21 of a pot: what it holds while idle, or what cooks in it, how long yet, and if done."""
    onions, tomatoes = int64(ONION_COUNT[content]), int64(TOMATO_COUNT[content])
    begun = int64(ticks >= 0)
    out[at + uintp(16)] = onions * (1 - begun)
    out[at + uintp(17)] = tomatoes * (1 - begun)
    out[at + uintp(18)] = onions * begun
    out[at + uintp(19)] = tomatoes * begun
    out[at + uintp(20)] = max(time - ticks, 0) * begun
    out[at + uintp(21)] = begun & int64(ticks >= time)


@kernel
def planes_rows(  # noqa: PLR0913, PLR0917 - the contract's loop over rows
    levels: Any, which: Any, states: Any, out: Any, first: Number, last: Number
) -> None:
    """Write the planes of all seats of the rows ``first`` to ``last - 1`` into ``out`` [rows, seats, cells * 26]."""
    for row in range(uintp(first), uintp(last)):
        level, state = levels[which[row]], states[row]
        write_planes(level, state, uintp(0), out[row, uintp(0)])
        for seat in range(uintp(1), uintp(level.seats)):
            write_planes_again(level, state, seat, out[row, uintp(0)], out[row, seat])


def plane_shape(level: Level) -> tuple[int, ...]:
    """Return (width, height, 26)."""
    return (int(level.record.width), int(level.record.height), PLANES)
