"""Many rounds stepped in one compiled call."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.contract import IllegalActionError, Level
from game.core.dice import mix
from game.core.episode import Legality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game


class Batch:
    """``count`` rounds of one game; finished rounds start anew with the next seed of their row.

    The buffers belong to the batch and change at every step: copy what you keep. Row ``r`` plays level ``r mod L``.
    ``observation`` names what is written each step, [count, seats, ...], or is None for rules only. After a step,
    ``ended`` marks the rows whose round is over and ``finals`` holds their last states; ``outcomes.terminated`` tells
    an end by the rules from one by the horizon.
    """

    def __init__(  # noqa: PLR0913 - keyword-only circumstances of one batch
        self,
        game: Game,
        levels: Level | Sequence[Level],
        count: int,
        seed: int,
        *,
        observation: str | None = None,
        threads: int = 1,
    ) -> None:
        chosen = [levels] if isinstance(levels, Level) else list(levels)
        if len({level.seats for level in chosen}) != 1:
            message = f"levels of one batch must have one number of seats, not {[level.seats for level in chosen]}"
            raise ValueError(message)
        self.game, self.count, self.seats, self.chosen = game, count, chosen[0].seats, tuple(chosen)
        self.levels = np.concatenate([level.records for level in chosen])
        self.which = (np.arange(count) % len(chosen)).astype(np.int32)
        self.seeds = np.array([mix(np.uint64(seed), np.uint64(row)) for row in range(count)], np.uint64)
        self.states = np.zeros(count, game.state)
        self.finals = np.zeros(count, game.state)
        self.outcomes = np.zeros(count, game.outcome)
        self.ended = np.zeros(count, np.uint8)
        self.observation = observation
        self.observations: np.ndarray[Any, Any] | None = None
        self._write = None
        if observation is not None:
            self.observations = self._buffer(observation)
            self._flat = self.observations.reshape(count, self.seats, -1)
            self._write = game.observations[observation].write_rows
        self._choices, self._legality = game.choices, Legality.of(game, chosen[0])
        everything = all(len(known) == self._choices for known in self._legality.legal)
        self._allowed = np.array(
            [[choice in known for choice in range(self._choices + 1)] for known in self._legality.legal]
        )
        self._is_open = everything and not self._legality.seldom
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        edges = np.linspace(0, count, threads + 1).astype(int).tolist()
        self._spans = list(itertools.pairwise(edges))
        self.restart()

    def restart(self) -> None:
        """Begin the round of every row anew, from the row's seed."""
        self.game.start_rows(self.levels, self.which, self.states, self.seeds, 0, self.count)
        self.look()

    def look(self) -> None:
        """Write what every seat sees, after states were put in from outside."""
        if self._write is not None:
            self._write(self.levels, self.which, self.states, self._flat, 0, self.count)

    def step(self, joint_actions: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Play one tick of every round with int8 actions [count, seats]; return the outcomes [count].

        Raises `IllegalActionError`, before anything has changed, when an action is out of range.
        """
        if joint_actions.shape != (self.count, self.seats) or joint_actions.dtype != np.int8:
            wanted, got = (self.count, self.seats), f"{joint_actions.dtype} {joint_actions.shape}"
            message = f"joint actions must be int8 {wanted}, not {got}"
            raise IllegalActionError(message)
        if int(joint_actions.view(np.uint8).max()) >= self._choices or not self._is_open:
            self._check(joint_actions)
        if self._pool is None:
            self._span(joint_actions, 0, self.count)
        else:
            others = [self._pool.submit(self._span, joint_actions, *span) for span in self._spans[1:]]
            self._span(joint_actions, *self._spans[0])
            for done in others:
                done.result()
        return self.outcomes

    def observe(self, kind: str) -> np.ndarray[Any, Any]:
        """Return a new array [count, seats, ...] of what every seat sees now in an observation of the game."""
        seen = self._buffer(kind)
        flat, write = seen.reshape(self.count, self.seats, -1), self.game.observations[kind].write_rows
        write(self.levels, self.which, self.states, flat, 0, self.count)
        return seen

    def _buffer(self, kind: str) -> np.ndarray[Any, Any]:
        """Return room for an observation of every seat; raises `ValueError` where its shape differs by level."""
        observation = self.game.observations[kind]
        shapes = {observation.shape(level) for level in self.chosen}
        if len(shapes) != 1:
            message = f"observation {kind!r} has another shape on each of these levels; use one level a batch"
            raise ValueError(message)
        return np.zeros((self.count, self.seats, *shapes.pop()), observation.dtype)

    def _check(self, joint_actions: np.ndarray[Any, Any]) -> None:
        """Check actions by seat, for games in which not every seat may do everything at every tick."""
        inside = np.minimum(joint_actions.view(np.uint8), self._choices)
        good = self._allowed[np.arange(self.seats), inside]
        if not good.all():
            seat = int(good.all(axis=0).argmin())
            message = f"seat {seat} has the actions {sorted(self._legality.legal[seat])}; there are others among these"
            raise IllegalActionError(message)
        for seat, every in self._legality.seldom:
            early = (self.states["tick"] % every != 0) & (joint_actions[:, seat] != self._legality.wait)
            if early.any():
                message = f"seat {seat} acts each {every} ticks; in row {int(early.argmax())} it acts in between"
                raise IllegalActionError(message)

    def _span(self, joint_actions: np.ndarray[Any, Any], first: int, last: int) -> None:
        """Play one tick of the rows ``first`` to ``last - 1``."""
        self.game.advance_rows(
            self.levels,
            self.which,
            self.states,
            joint_actions,
            self.outcomes,
            self.seeds,
            self.ended,
            self.finals,
            first,
            last,
        )
        if self._write is not None:
            self._write(self.levels, self.which, self.states, self._flat, first, last)
