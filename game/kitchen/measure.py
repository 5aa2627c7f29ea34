"""What follows from a level's map: the ways between its cells, and the fixed planes."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from game.kitchen.state import COUNTER, DISHES, FAR, FLOOR, ONIONS, POT, TOMATOES, WINDOW

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANES = {POT: 10, COUNTER: 11, ONIONS: 12, TOMATOES: 13, DISHES: 14, WINDOW: 15}


def measure(record: Any) -> None:
    """Write the distances, in actions of one cook, and the fixed planes."""
    width, height = int(record.width), int(record.height)
    record.distance[:] = FAR
    walkable = {cell for cell in range(width * height) if record.tile[cell] == FLOOR}
    for cell in walkable:
        for side in range(4):
            _measure_from(record, cell, side)
    for cell in range(width * height):
        plane = PLANES.get(int(record.tile[cell]))
        if plane is not None:
            record.template[cell % width * height + cell // width, plane] = 1


def _measure_from(record: Any, start: int, facing: int) -> None:
    """Write the actions from one place and facing until each cell is stood on or has been used."""
    seen = {(start, facing): 0}
    queue = deque([(start, facing)])
    distance = record.distance[facing, start]
    while queue:
        cell, side = queue.popleft()
        taken = seen[cell, side]
        ahead = int(record.ahead[side, cell])
        if record.tile[ahead] != FLOOR and ahead != cell:
            distance[ahead] = min(int(distance[ahead]), taken + 1, FAR - 1)
        distance[cell] = min(int(distance[cell]), taken, FAR - 1)
        for turn, there in _moves(record, cell):
            if (there, turn) not in seen:
                seen[there, turn] = taken + 1
                queue.append((there, turn))


def _moves(record: Any, cell: int) -> Iterator[tuple[int, int]]:
    """Yield (facing, cell) after each direction action."""
    for side in range(4):
        there = int(record.ahead[side, cell])
        yield side, there if record.tile[there] == FLOOR else cell
