"""Who moves where when several bodies want to: three named ways to settle it.

Cells are numbers. ``wish`` holds the cell that each body wants to stand on after the tick, its own where it stays or
where a wall is in the way; bodies that are not on the board have a negative cell and want the same.
"""

from __future__ import annotations

from numpy import int64

from game.core.compile import Number, kernel

NOBODY = -1


@kernel
def standing(cell: Number, bodies: Number, place: Number) -> Number:
    """Return the body on a place, or -1; where several stand, the first."""
    for body in range(bodies):
        if cell[body] == place:
            return body
    return NOBODY


@kernel
def rotate(cell: Number, wish: Number, team: Number, bodies: Number, first: Number, swap: Number) -> None:  # noqa: PLR0913, PLR0917 - a board and its rule
    """Let bodies move one after another, from ``first`` on: each takes its wish if it is free by then.

    The usual ``first`` is the tick modulo the number of bodies, so that the right of way goes round. With ``swap``
    two of one team that want each other's cell exchange them, for otherwise corridors would lock.
    """
    for turn in range(bodies):
        body = (first + turn) % bodies
        place = int64(wish[body])
        if place == cell[body]:
            continue
        other = standing(cell, bodies, place)
        if other == NOBODY:
            cell[body] = place
        elif swap and wish[other] == cell[body] and team[other] == team[body]:
            cell[other] = cell[body]
            cell[body] = place


@kernel
def cancel(cell: Number, wish: Number, bodies: Number) -> None:
    """Let everybody move at once; all who want one cell stay, so do two that swap, and who wants a stayer's cell.

    Changes ``wish`` to what comes of it, then ``cell``. There are at most 63 bodies.
    """
    for _ in range(bodies):
        clashing = _clashing(cell, wish, bodies)
        if clashing == 0:
            break
        for body in range(bodies):
            if (clashing >> body) & 1:
                wish[body] = cell[body]
    for body in range(bodies):
        cell[body] = wish[body]


@kernel
def flow(cell: Number, wish: Number, crashed: Number, bodies: Number) -> None:
    """Let queues move up: a mover is held only by one that stays; all that meet in a cell, and two that swap, crash.

    Who is held crashes into nobody. ``crashed`` becomes 1 for those that crash and 0 for all others; those that crash
    or are held stay where they are. Changes ``wish`` to what comes of it, then ``cell``. There are at most 63 bodies.
    """
    for body in range(bodies):
        crashed[body] = 0
    for _ in range(bodies):
        _hold(cell, wish, bodies)
        meeting = _clashing(cell, wish, bodies)
        if meeting == 0:
            break
        for body in range(bodies):
            if (meeting >> body) & 1:
                crashed[body] = 1
                wish[body] = cell[body]
    for body in range(bodies):
        cell[body] = wish[body]


@kernel
def _clashing(cell: Number, wish: Number, bodies: Number) -> Number:
    """Return, one bit each, the movers whose wish another body has too, or who swap cells with another."""
    found = int64(0)
    for body in range(bodies):
        mine, here = int64(wish[body]), int64(cell[body])
        for other in range(bodies):
            swaps = mine == cell[other] and wish[other] == here
            if body != other and mine != here and (mine == wish[other] or swaps):
                found |= int64(1) << body
    return found


@kernel
def _hold(cell: Number, wish: Number, bodies: Number) -> None:
    """Let every mover stay whose wish is the cell of one that stays, until no more have to."""
    for _ in range(bodies):
        again = False
        for body in range(bodies):
            other = standing(cell, bodies, int64(wish[body]))
            if wish[body] != cell[body] and other >= 0 and wish[other] == cell[other]:
                wish[body] = cell[body]
                again = True
        if not again:
            break
