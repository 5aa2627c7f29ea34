"""Who sits beside the person in the window's tests, and a recorder that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pygame

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level
    from game.window.setup import Setup


class Still:
    """A partner that always stays."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Nothing to prepare."""

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Stay."""
        return np.full(len(observations), 4, np.int8)


class Broken(Still):
    """A partner that fails."""

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Fail."""
        message = f"no idea what to do with {len(observations)} rows"
        raise RuntimeError(message)


class Unready(Still):
    """A partner that fails as it takes its seat."""

    def begin(self, game: Game, *_: object) -> None:
        """Fail."""
        raise KeyError(game.name)


class Key(NamedTuple):
    """A key as the recorder is told of it."""

    seat: int
    key: str
    action: str
    at: float
    tick: int
    disposition: str


class Notes:
    """A recorder that remembers, and fails at a tick if it is told to."""

    def __init__(self, fails_at: int = -1) -> None:
        self.setup: Setup | None = None
        self.ticks: list[tuple[int, ...]] = []
        self.lateness: list[float] = []
        self.keys: list[Key] = []
        self.score: float | None = None
        self.is_abandoned = False
        self._fails_at = fails_at

    def __call__(self, setup: Setup) -> Notes:
        self.setup = setup
        return self

    def tick(self, joint_action: tuple[int, ...], state_hash: str, lateness: float = 0.0) -> None:
        """Note a tick."""
        if len(self.ticks) == self._fails_at:
            message = "the disk is full; make room and play again"
            raise CrossplayError(message)
        assert len(state_hash) == 16
        self.ticks.append(joint_action)
        self.lateness.append(lateness)

    def input(self, *key: Any) -> None:
        """Note a key."""
        self.keys.append(Key(*key))

    def finish(self, score: float) -> None:
        """Note the end."""
        self.score = score

    def abandon(self) -> None:
        """Note that the round was left."""
        self.is_abandoned = True

    @property
    def fates(self) -> list[tuple[str, str, int, str]]:
        """What became of each key, in short."""
        return [(each.key, each.action, each.tick, each.disposition) for each in self.keys]


def down(key: int, *, mod: int = 0) -> pygame.event.Event:
    """Return a key that goes down."""
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod)


def up(key: int) -> pygame.event.Event:
    """Return a key that goes up."""
    return pygame.event.Event(pygame.KEYUP, key=key, mod=0)


def button(number: int, pad: int, kind: int = pygame.JOYBUTTONDOWN) -> pygame.event.Event:
    """Return a gamepad's button that is pressed."""
    return pygame.event.Event(kind, button=number, instance_id=pad)


def stick(axis: int, value: float, pad: int) -> pygame.event.Event:
    """Return a gamepad's stick that is moved."""
    return pygame.event.Event(pygame.JOYAXISMOTION, axis=axis, value=value, instance_id=pad)


def click(at: tuple[int, int]) -> pygame.event.Event:
    """Return a click of the left button."""
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at)
