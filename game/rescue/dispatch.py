"""A scripted dispatcher: it walks its cursor to what is unknown or lies waiting and sends one robot after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.rescue.glance import NOWHERE
from game.rescue.state import CALL, NORTH, PING, USE

if TYPE_CHECKING:
    from game.rescue.glance import Column, Glance, Wishes

HERE, NEED_TWO, MEDIC, BLOCKED, HOLD, THANKS = 1, 2, 3, 4, 6, 7
"""Messages."""
AT_ONCE = 2
"""Cells within which the cursor is where it is to be."""
CHANCES = 256
SPEAKS = 32
WANDERS = 60
"""Chance, of 256, of moving the cursor at random, so that not all are sent to one place."""


def direct(glance: Glance, wishes: Wishes, chance: Column) -> None:
    """Decide what every dispatcher among the rows does."""
    mine = glance.has("dispatcher")
    if not mine.any():
        return
    loaded = glance.has("mate_1_light", "mate_1_critical", "mate_1_stable")
    wishes.take(mine & loaded, CALL, THANKS * (chance < SPEAKS))
    victims = glance.has("light_known", "critical_known", "stable_known")
    shows = mine & glance.has("can_ping") & victims & (chance >= CHANCES - WANDERS)
    wishes.take(shows, PING, np.where(glance.has("critical_known"), MEDIC, HERE))
    wishes.take(mine & (chance < WANDERS), NORTH + chance % 4)
    rubble = glance.has("mate_1_digger") & (chance < 2 * WANDERS)
    for goal, fits in (
        ("critical", glance.has("mate_1_medic")),
        ("rubble", rubble),
        ("light", mine),
        ("frontier", mine),
    ):
        steps = glance.steps(goal)
        known = mine & fits & (steps < NOWHERE)
        warns = glance.has("heavy_known") & (chance < 2 * WANDERS)
        wishes.take(known & (steps <= AT_ONCE), USE, BLOCKED if goal == "rubble" else NEED_TWO * warns)
        across = abs(glance.cells(f"{goal}_dx")) >= abs(glance.cells(f"{goal}_dy"))
        east, south = glance.cells(f"{goal}_dx") > 0, glance.cells(f"{goal}_dy") > 0
        wishes.take(known, np.where(across, np.where(east, 3, 4), np.where(south, 2, 1)))
    wishes.take(mine, CALL, HOLD)
