"""Drivers that keep to one rule each, and see no more than people do."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from game.crossing.roads import BOARD, SIDES, TURNS
from game.crossing.rules import BRAKE, CLAIM, GO, WAVE
from game.crossing.state import ACTIONS, MESSAGES
from game.crossing.view import OTHER, OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.core.contract import Game, Level

Array: TypeAlias = Any
"""An array whose first axis is the rows."""
GREEN, CYCLE = 8, 12
"""Ticks for which a side may enter the box, and ticks from then to the next side's first."""
LINES = ((1, 2, 1), (-1, 3, 2), (-2, 1, 3))
"""Where one stands at another line, seen from one's own: cells to the right, cells ahead, quarter turns to the left."""


class Driver:
    """A policy that follows a rule: a function of what is seen and of the ticks played that gives a choice a row."""

    observes = "features"

    def __init__(self, rule: Callable[[Array, Array], Array]) -> None:
        self._rule, self.__doc__ = rule, rule.__doc__

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:  # noqa: ARG002 - a rule has no memory and no dice
        """Take a seat in ``len(seats)`` rounds."""
        self._choices = np.arange(game.choices)
        self._horizons = np.array([level.horizon for level in levels])

    def prefer(self, observations: Array) -> Array:
        """Return a preference [B, C] for every choice of each row [B, 94]: 1 for the best and 0 for all else."""
        ticks = np.rint((1 - own(observations, "time_left")) * self._horizons)
        return np.float32(self._choices == self._rule(observations, ticks)[:, None])


def give_way(seen: Array, _ticks: Array) -> Array:
    """Enters the box unless a car in it may come to the cell where one enters: its blinker tells whether it leaves."""
    is_near = (steps(seen, "to_right") == -1) & (steps(seen, "ahead") == 1)
    turns_off = (others(seen, "faces_right") == 1) & (others(seen, "blinks_right") == 1)
    drives_on = (others(seen, "faces_ahead") == -1) & (others(seen, "blinks_straight") == 1)
    return enter_unless(seen, (is_near & ~turns_off & ~drives_on).any(axis=1))


def take_turns(seen: Array, _ticks: Array) -> Array:
    """Enters the box when it is empty and nobody has stood longer at another line."""
    x, y, stopped = steps(seen, "to_right"), steps(seen, "ahead"), others(seen, "stopped")
    may_not = np.isin(x, (-1, 0)) & np.isin(y, (1, 2))
    mine, side = own(seen, "stopped")[:, None], which(seen, SIDES)[:, None]
    for to_right, ahead, turned in LINES:
        is_first = (stopped > mine) | ((stopped == mine) & ((side + turned) % len(SIDES) < side))
        may_not |= (x == to_right) & (y == ahead) & is_first
    return enter_unless(seen, may_not.any(axis=1))


def keep_to_lights(seen: Array, ticks: Array) -> Array:
    """Enters the box in the ticks that belong to its side, as if there were lights, and says where it turns."""
    is_red = (ticks // CYCLE % len(SIDES) != which(seen, SIDES)) | (ticks % CYCLE >= GREEN)
    is_new = own(seen, "driven") == 0
    return np.where(own(seen, "at_line") * is_red, BRAKE, GO) + is_new * len(ACTIONS) * (1 + which(seen, TURNS))


def never_brake(seen: Array, ticks: Array) -> Array:
    """Goes, whatever comes; claims from afar, names a turn that it will not take, and says any word before the box."""
    is_new, lie = own(seen, "driven") == 0, 1 + (which(seen, TURNS) + 1) % len(TURNS)
    word = 1 + len(TURNS) + ticks % (len(MESSAGES) - len(TURNS))
    return np.where(is_new, CLAIM, GO) + len(ACTIONS) * np.where(is_new, lie, word * own(seen, "at_line"))


def enter_unless(seen: Array, may_not: Array) -> Array:
    """Return the actions of those who drive on to the line, and there wave where they may not enter and else claim."""
    return np.where(own(seen, "at_line") == 0, GO, np.where(may_not, WAVE, CLAIM))


def own(seen: Array, name: str) -> Array:
    """Return an entry [B] of the own cars."""
    return seen[:, OWN.index(name)]


def others(seen: Array, name: str) -> Array:
    """Return an entry [B, 7] of all other cars."""
    return seen[:, len(OWN) + OTHER.index(name) :: len(OTHER)]


def steps(seen: Array, name: str) -> Array:
    """Return an entry [B, 7] that is a distance, in cells."""
    return np.rint(others(seen, name) * BOARD)


def which(seen: Array, names: tuple[str, ...]) -> Array:
    """Return the number [B] of the one among some entries of the own cars that is set."""
    return np.stack([own(seen, name) for name in names]).argmax(axis=0)


BOTS = {
    "give_way": functools.partial(Driver, give_way),
    "all_way_stop": functools.partial(Driver, take_turns),
    "lights": functools.partial(Driver, keep_to_lights),
    "reckless": functools.partial(Driver, never_brake),
}
