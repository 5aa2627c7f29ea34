"""A round as the pictures and numbers that screens need: scenes, scores, joint actions and events, tick by tick."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game import Round, load
from game.core.episode import replay
from game.window.frame import Frame, recent

if TYPE_CHECKING:
    from game.core.contract import Game, Level
    from game.core.episode import Episode
    from game.core.scene import Scene

DETAIL = ("useful_", "optimal_", "viable_", "useless_", "catastrophic_")
KINDS = ("delivery", "potting", "pickup")


class Mark(NamedTuple):
    """Something that took place in a tick of a round."""

    tick: int
    """Number of the first scene that shows it."""
    kind: str
    """One of `KINDS`."""
    words: str
    seat: int


class Timeline:
    """Grows by one scene a tick."""

    def __init__(self, game: Game, level: Level, seed: int, ticks: int) -> None:
        self.game, self.level, self.ticks = game, level, min(ticks, level.horizon)
        self.round = Round(game, level, seed)
        self.scenes: list[Scene] = [changed(game.scene(level, self.round.state, -1), horizon=self.ticks)]
        self.joints: list[tuple[int, ...]] = []
        self.events = np.zeros((level.seats, len(game.events)), np.int64)

    @classmethod
    def of(cls, episode: Episode) -> Timeline:
        """Return the whole timeline of a stored round; raises `NotationError` when it is of another version."""
        game = load(episode.game)
        next(replay(game, episode), None)
        line = cls(game, game.parse_level(episode.level), episode.seed, len(episode.joint_actions))
        for joint in episode.joint_actions:
            line.step(joint)
        return line

    @property
    def is_over(self) -> bool:
        """Whether the round is played to its end."""
        return self.round.is_over or self.round.tick >= self.ticks

    def step(self, joint: tuple[int, ...]) -> Any:
        """Play one tick; returns the state after it."""
        step = self.round.step(joint)
        scene = self.game.scene(self.level, step.state, -1, step.outcome)
        self.scenes.append(changed(scene, score=round(self.round.score), horizon=self.ticks))
        self.joints.append(step.joint_action)
        self.events += step.outcome.events[: self.level.seats]
        return step.state

    def frame(self, at: float, people: frozenset[int], tick_rate: float) -> Frame:
        """Return the picture at a time in ticks, on the way to the scene with that number."""
        last = min(max(0, -int(-at // 1)), len(self.scenes) - 1)
        alpha = 1.0 if last == 0 else min(1.0, max(0.0, at - (last - 1)))
        lately = recent(self.scenes[max(0, last - 7) : last + 1], alpha, tick_rate)
        return Frame(self.scenes[last], self.scenes[max(0, last - 1)], alpha, lately, people, tick_rate)

    def marks(self) -> tuple[Mark, ...]:
        """Return what is worth jumping to: deliveries, pottings and pickups, in the order of ticks."""
        found = []
        for tick, scene in enumerate(self.scenes):
            for each in scene.happenings:
                kind = next((kind for kind in KINDS if kind in each.name.split("_")), "")
                if kind and not each.name.startswith(DETAIL):
                    found.append(Mark(tick, kind, each.name.replace("_", " "), each.seat))
        return tuple(found)

    def contributions(self, most: int = 6) -> list[tuple[str, list[int]]]:
        """Return the main events that took place with their counts per seat, the most frequent first."""
        totals = [
            (name.replace("_", " "), [int(count) for count in self.events[:, number]])
            for number, name in enumerate(self.game.events)
            if not name.startswith(DETAIL) and self.events[:, number].any()
        ]
        return sorted(totals, key=lambda each: -sum(each[1]))[:most]
