"""Whether a team can bring every victim home: diggers clear rubble, and two robots together clear heavy rubble."""

from __future__ import annotations

from typing import Any

from game.core.contract import NotationError
from game.rescue.state import CLINIC, DIGGER, HEAVY, RUBBLE, STEP, WALL, WIDTH

PAIR = 2


def check_solvable(record: Any, line: int) -> None:
    """Raise `NotationError` unless some robot can get to every place of a victim and from there to the clinic."""
    reached = explore(record)
    clinic = {int(cell) for cell in range(len(record.tile)) if record.tile[cell] == CLINIC}
    home = [cells for cells in reached if cells & clinic]
    for spot in record.spot_at[: record.spots]:
        if not any(int(spot) in cells for cells in home):
            message = (
                f"line {line + int(spot) // WIDTH}, column {int(spot) % WIDTH + 1}: nobody can bring a victim from here"
                " to the clinic; a digger clears rubble r, two robots that get to two of its sides clear heavy rubble h"
            )
            raise NotationError(message)


def explore(record: Any) -> list[set[int]]:
    """Return the cells that each robot can get to once everything is cleared that the team can clear."""
    closed = {cell for cell in range(len(record.tile)) if record.tile[cell] in {RUBBLE, HEAVY}}
    while True:
        reached = [_walk(record, int(cell), closed) for cell in record.start_cell[: record.robots]]
        cleared = {cell for cell in closed if _is_cleared(record, cell, reached)}
        if not cleared:
            return reached
        closed -= cleared


def _walk(record: Any, start: int, closed: set[int]) -> set[int]:
    """Return the cells that can be walked to."""
    found, edge = {start}, [start]
    while edge:
        here = edge.pop()
        for there in beside(here):
            if there not in found and there not in closed and record.tile[there] != WALL:
                found.add(there)
                edge.append(there)
    return found


def beside(cell: int) -> list[int]:
    """Return the four neighbours of a cell."""
    return [cell + int(step) for step in STEP]


def _is_cleared(record: Any, cell: int, reached: list[set[int]]) -> bool:
    """Tell whether somebody who gets to some rubble can clear it."""
    near = [cells & set(beside(cell)) for cells in reached if cells & set(beside(cell))]
    if record.tile[cell] == HEAVY:
        return len(near) >= PAIR and len(set().union(*near)) >= PAIR
    return any(record.role[robot] == DIGGER for robot, cells in enumerate(reached) if cells & set(beside(cell)))
