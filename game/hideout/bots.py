"""Hideout's scripted players by name; the first is the usual team-mate. They see the vector and nothing else."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.dice import below
from game.hideout.fleeing import runner_rows
from game.hideout.hiding import cupboard_rows, warden_rows
from game.hideout.memory import MEMORY, NONE
from game.hideout.mind import recall_rows
from game.hideout.routes import carry_rows, go_rows
from game.hideout.seeking import climber_rows, patrol_rows
from game.hideout.state import ACTIONS, CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.core.contract import Game, Level, Policy


class Scripted:
    """A player that wants, at every tick, what its kernels say by the side it is on."""

    observes = "features"

    def __init__(self, hiding: Callable[..., None], seeking: Callable[..., None], summary: str) -> None:
        self._wants, self.__doc__ = (hiding, seeking), summary

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del game
        hiders = [int(level.record.hiders) for level in levels]
        sides = np.array([seat >= count for seat, count in zip(seats, hiders, strict=True)], np.int64)
        self._preferences = np.zeros((len(seats), CHOICES), np.float32)
        texts = {level.text: level for level in levels}
        self._levels = np.concatenate([level.records for level in texts.values()])
        numbers = {text: number for number, text in enumerate(texts)}
        which = np.array([numbers[level.text] for level in levels], np.int64)
        self._rows = [np.flatnonzero(sides == side) for side in range(2)]
        self._parts = [(which[rows], np.zeros(len(rows), MEMORY), rows) for rows in self._rows]
        for _, memories, rows in self._parts:
            memories["rank"] = [seats[row] - hiders[row] * int(sides[row]) for row in rows.tolist()]
        self.renew(np.arange(len(seats)), seeds)

    def renew(self, rows: np.ndarray[Any, Any], seeds: Sequence[int]) -> None:
        """Forget the rounds of some rows, which begin anew."""
        by_row = dict(zip(rows.tolist(), seeds, strict=True))
        for _, memories, mine in self._parts:
            at = np.flatnonzero(np.isin(mine, rows))
            fresh = np.zeros(len(at), MEMORY)
            fresh["rank"] = memories["rank"][at]
            fresh["seed"] = np.array([by_row[row] for row in mine[at].tolist()], np.uint64)
            fresh["target"] = fresh["choice"] = NONE
            memories[at] = fresh

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 64] for each choice of each vector [B, 204]: 1 for its own and 0 for all else."""
        for wants, (which, memories, rows) in zip(self._wants, self._parts, strict=True):
            if len(rows):
                likes = np.zeros((len(rows), CHOICES), np.float32)
                recall_rows(self._levels, which, np.ascontiguousarray(observations[rows], np.float32), memories)
                wants(self._levels, which, memories)
                carry_rows(memories)
                go_rows(memories, likes)
                self._preferences[rows] = likes
        return self._preferences


class Sleeper:
    """Does anything at all, at random, and now and then talks in its sleep."""

    observes = "features"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del game, levels, seats
        self._seeds, self._clock = [np.uint64(seed) for seed in seeds], 0

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, 64] for each choice: 1 for a random one, mostly without a word, else 0."""
        del observations
        self._clock += 1
        return np.eye(CHOICES, dtype=np.float32)[[_mumble(seed, np.uint64(self._clock)) for seed in self._seeds]]


def _mumble(seed: np.uint64, clock: np.uint64) -> int:
    """Return a random choice: any action, with a message in one of eight ticks."""
    drawn = int(below(seed, clock, CHOICES * ACTIONS))
    return drawn % CHOICES if drawn < CHOICES else drawn % ACTIONS


CUPBOARD = "Closes the doors with boxes and locks them; as a seeker, goes round and after whom it sees."
RUNNER = "Runs from whom it sees; as a seeker, goes round and after whom it sees."
PATROL = "Goes round the rooms and after whom it sees; as a hider, closes the doors with boxes."
CLIMBER = "Looks over the walls from the ramp; as a hider, closes the doors with boxes."
WARDEN = "Brings the ramp in or locks it, then closes the doors; as a seeker, goes round and after whom it sees."
BOTS: dict[str, Callable[[], Policy]] = {
    "cupboard": functools.partial(Scripted, cupboard_rows, patrol_rows, CUPBOARD),
    "runner": functools.partial(Scripted, runner_rows, patrol_rows, RUNNER),
    "patrol": functools.partial(Scripted, cupboard_rows, patrol_rows, PATROL),
    "climber": functools.partial(Scripted, cupboard_rows, climber_rows, CLIMBER),
    "warden": functools.partial(Scripted, warden_rows, patrol_rows, WARDEN),
    "sleeper": Sleeper,
}
