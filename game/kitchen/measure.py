"""What follows from a level's map: where actions lead, the ways between its cells, and the fixed planes."""

from __future__ import annotations

from typing import Any

import numpy as np

from game.kitchen.state import (
    COUNTER,
    DISHES,
    FAR,
    FLOOR,
    MAX_CELLS,
    NOWHERE,
    ONIONS,
    PLANES,
    POT,
    SEEN_HANDOVERS,
    STAY,
    TOMATOES,
    WINDOW,
)


def measure(record: Any) -> None:
    """Write what a tick looks up: where actions lead, distances in actions of one cook, and the fixed planes."""
    cells = np.arange(int(record.width) * int(record.height))
    ahead = record.ahead[:, cells]
    record.walk[:, cells] = cells
    record.walk[:STAY, cells] = np.where(record.tile[ahead] == FLOOR, ahead, cells)
    record.x[cells], record.y[cells] = cells % int(record.width), cells // int(record.width)
    _measure_distances(record, cells[record.tile[cells] == FLOOR])
    _look_ahead(record, cells)
    _draw_template(record, len(cells))


def _measure_distances(record: Any, floor: np.ndarray[Any, Any]) -> None:
    """Write the actions from each floor cell and facing until each cell is stood on or has been used.

    A cell is stood on after as many actions as steps lead there. A fixture is used by the action after the one that
    turned to it, and that one was a step towards it or, from a cell that it bars the way from, a turn on the spot.
    """
    steps = _count_steps(record, floor)
    far = np.full((4, len(floor), MAX_CELLS), FAR)
    far[:, :, floor] = steps
    for side in range(4):
        for place, cell in enumerate(floor):
            used = record.ahead[side, cell]
            if record.tile[used] == FLOOR:
                continue
            turned = steps[:, record.walk[side, floor] == cell].min(axis=1) + 1
            far[:, :, used] = np.minimum(far[:, :, used], np.minimum(turned + 1, FAR))
            far[side, place, used] = 1
    record.distance[:] = FAR
    record.distance[:, floor] = far


def _count_steps(record: Any, floor: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the fewest steps between floor cells [from, to], `FAR` where no way leads."""
    leads = (record.walk[:STAY, floor][:, :, None] == floor).any(axis=0).astype(np.float32)
    front = np.eye(len(floor), dtype=bool)
    steps = np.where(front, 0, FAR)
    for count in range(1, FAR):
        front = (front.astype(np.float32) @ leads > 0) & (steps == FAR)
        if not front.any():
            break
        steps[front] = count
    return steps


def _look_ahead(record: Any, cells: np.ndarray[Any, Any]) -> None:
    """Write which counters can hold something, and what is nearest from each place and facing."""
    tile = record.tile[cells]
    sides = (record.tile[record.ahead[:, cells]] == FLOOR).sum(axis=0)
    in_use = (tile == COUNTER) & (sides > 0)
    record.counters = np.count_nonzero(in_use)
    record.counter_cell[: record.counters] = np.flatnonzero(in_use)
    keys = record.distance[:, :, cells].astype(np.uint16) * 256 + cells.astype(np.uint16)
    for kind, wanted in enumerate((ONIONS, TOMATOES, DISHES, WINDOW)):
        record.nearest[:, :, kind] = _soonest(keys, tile == wanted, 1)[:, :, 0]
    record.nearest[:, :, 4:] = _soonest(keys, tile == POT, 2)
    record.handover[:] = _soonest(keys, (tile == COUNTER) & (sides > 1), SEEN_HANDOVERS)


def _soonest(keys: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    """Return the ``count`` lowest keys [facing, from, count] of the wanted cells, padded with `NOWHERE`."""
    chosen = np.sort(keys[:, :, wanted], axis=-1)[:, :, :count]
    return np.pad(chosen, ((0, 0), (0, 0), (0, count - chosen.shape[-1])), constant_values=NOWHERE)


def _draw_template(record: Any, cells: int) -> None:
    """Write the planes of the map alone, column by column, as they are and with the plane of urgency."""
    record.first_plane[:cells] = (record.x * int(record.height) + record.y)[:cells].astype(int) * PLANES
    template = record.template[:, : cells * PLANES].reshape(2, cells, PLANES)
    for tile, plane in ((POT, 10), (COUNTER, 11), (ONIONS, 12), (TOMATOES, 13), (DISHES, 14), (WINDOW, 15)):
        template[:, record.first_plane[:cells][record.tile[:cells] == tile] // PLANES, plane] = 1
    template[1, :, PLANES - 1] = 1
