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
            wish[other] = cell[other]


@kernel
def cancel(cell: Number, wish: Number, bodies: Number) -> None:
    """Let everybody move at once; who wants another's wish or swaps cells stays, and so does who wants a stayer's cell.

    Changes ``wish`` to what comes of it, then ``cell``.
    """
    for _ in range(bodies * bodies):
        again = False
        for body in range(bodies):
            for other in range(body):
                mine, theirs = int64(wish[body]), int64(wish[other])
                crossing = mine == cell[other] and theirs == cell[body] and mine != theirs
                if (mine == theirs and mine >= 0) or crossing:
                    again |= mine != cell[body] or theirs != cell[other]
                    wish[body], wish[other] = cell[body], cell[other]
        if not again:
            break
    for body in range(bodies):
        cell[body] = wish[body]


@kernel
def flow(cell: Number, wish: Number, crashed: Number, bodies: Number) -> None:
    """Let queues move up: a mover is held only by one that stays; two that meet in a cell, or swap, crash.

    ``crashed`` becomes 1 for those that crash; they and everybody held stay where they are. Changes ``wish`` to what
    comes of it, then ``cell``.
    """
    for body in range(bodies):
        crashed[body] = 0
    for _ in range(bodies + 1):
        again = False
        for body in range(bodies):
            for other in range(bodies):
                if other != body and wish[body] != cell[body]:
                    held, meets = _meeting(cell, wish, body, other)
                    if held or meets:
                        again = True
                        wish[body] = cell[body]
                    if meets:
                        crashed[body] = 1
                        crashed[other] = 1
                        wish[other] = cell[other]
        if not again:
            break
    for body in range(bodies):
        cell[body] = wish[body]


@kernel
def _meeting(cell: Number, wish: Number, body: Number, other: Number) -> tuple[Number, Number]:
    """Tell whether a mover is held by another that stays, and whether it meets one that moves."""
    mine, theirs = int64(wish[body]), int64(wish[other])
    stays = theirs == cell[other]
    return stays and mine == cell[other], not stays and (
        mine == theirs or (mine == cell[other] and theirs == cell[body])
    )
