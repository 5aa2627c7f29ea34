"""Drivers that keep to one rule each, and see no more than people do."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from game.crossing.rules import CLAIM, GO, WAVE
from game.crossing.state import BOARD, QUARTERS, SIDES
from game.crossing.view import NAMES, OTHER, OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.core.contract import Game, Level

Array = np.ndarray[Any, Any]
AT = {name: number for number, name in enumerate(NAMES)}
GREEN, CYCLE = 8, 12
"""Ticks for which a side may enter the box, and ticks from then to the next side's first."""
RIVALS = ((1, 2, 1), (-1, 3, 2), (-2, 1, 3))
"""Who stands at another line, seen from one's own: cells to the right, cells ahead, quarter turns to the left."""


class Driver:
    """A policy that follows a rule: a function of what is seen and of the ticks played that gives an action a row."""

    observes = "features"

    def __init__(self, rule: Callable[[Array, Array], Array]) -> None:
        self._rule, self.__doc__ = rule, rule.__doc__

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del seats, seeds
        self._choices = np.arange(game.choices)
        self._horizons = np.array([level.horizon for level in levels])

    def prefer(self, observations: Array) -> Array:
        """Return a preference [B, C] for every choice of each row [B, 94]: 1 for the chosen one and 0 for all else."""
        ticks = np.rint((1 - observations[:, AT["time_left"]]) * self._horizons)
        chosen: Array = self._choices == self._rule(observations, ticks)[:, None]
        return chosen.astype(np.float32)


def never_brake(seen: Array, ticks: Array) -> Array:
    """Goes, whatever comes."""
    del ticks
    return np.full(len(seen), GO)


def take_turns(seen: Array, ticks: Array) -> Array:
    """Stops before the box, waves, and enters it when it is empty and nobody has waited longer at another line."""
    del ticks
    others = seen[:, len(OWN) :].reshape(len(seen), -1, len(OTHER))
    right, ahead = (np.rint(others[..., number] * BOARD) for number in range(2))
    may_not = (np.isin(right, (-1, 0)) & np.isin(ahead, (1, 2))).any(axis=1)
    mine, stopped = quarters(seen), others[..., OTHER.index("stopped")]
    own_stop = seen[:, AT["stopped"], None]
    for x, y, turned in RIVALS:
        is_before = ((mine + turned) % len(SIDES) < mine)[:, None]
        is_first = (stopped > own_stop) | ((stopped == own_stop) & is_before)
        may_not |= ((right == x) & (ahead == y) & is_first).any(axis=1)
    return np.where(seen[:, AT["at_line"]] == 0, GO, np.where(may_not, WAVE, CLAIM))


def keep_to_lights(seen: Array, ticks: Array) -> Array:
    """Enters the box in the ticks that belong to its side, as if there were lights."""
    is_green = (ticks // CYCLE % len(SIDES) == quarters(seen)) & (ticks % CYCLE < GREEN)
    return np.where((seen[:, AT["at_line"]] == 0) | is_green, GO, WAVE)


def quarters(seen: Array) -> Array:
    """Return the quarter turns to the left from north to the side to which each row's car drives at first."""
    sides: Array = seen[:, AT["north"] : AT["north"] + len(SIDES)].argmax(axis=1)
    return np.array(QUARTERS)[sides]


BOTS = {
    "all_way_stop": functools.partial(Driver, take_turns),
    "lights": functools.partial(Driver, keep_to_lights),
    "reckless": functools.partial(Driver, never_brake),
}
