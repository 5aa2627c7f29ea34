"""A round as the pictures and numbers that screens need: scenes, scores, joint actions and events, tick by tick."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game import Round, load
from game.core.episode import copied, replay
from game.core.scene import merged
from game.window.frame import Frame, recent

if TYPE_CHECKING:
    from game.core.contract import Game, Level
    from game.core.episode import Episode
    from game.core.scene import Happening, Scene

DETAIL = ("useful_", "optimal_", "viable_", "useless_", "catastrophic_")
KINDS = ("delivery", "potting", "pickup")
POINTS, EFFECT = "points", "effect"
Viewers = tuple[int, ...]
"""Seats whose sights are shown together; none: a spectator's."""


class Mark(NamedTuple):
    """Something that took place in a tick of a round."""

    tick: int
    """Number of the first scene that shows it."""
    kind: str
    """One of `KINDS`, or ``"points"`` or ``"effect"`` for what wins points, or can be seen or heard, in other games."""
    words: str
    seat: int


class Timeline:
    """Grows by one scene a tick."""

    def __init__(self, game: Game, level: Level, seed: int, ticks: int) -> None:
        self.game, self.level, self.ticks = game, level, min(ticks, level.horizon)
        self.seats = game.seats(level)
        self.round = Round(game, level, seed)
        self.joints: list[tuple[int, ...]] = []
        self.events = np.zeros((level.seats, len(game.events)), np.int64)
        self.log: list[np.ndarray[Any, Any]] = []
        """The counts of events [seats, events] of each tick."""
        self._moments: list[tuple[Any, Any, int]] = [(copied(self.round.state.reshape(1))[0], None, 0)]
        """State, outcome and points of everybody, at each tick."""
        self._seen: dict[tuple[Viewers, int], Scene] = {}
        self.viewers: Viewers = ()
        """Whose sights `frame` shows where it is not told."""

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
        self._moments.append((step.state, step.outcome, round(self.round.score)))
        self.joints.append(step.joint_action)
        self.log.append(step.outcome.events[: self.level.seats])
        self.events += self.log[-1]
        self.scene(self.last)  # made now, so that no page has to make all at once
        return step.state

    @property
    def last(self) -> int:
        """Number of the last scene: the ticks played."""
        return len(self._moments) - 1

    @property
    def scenes(self) -> list[Scene]:
        """The scenes of a spectator, one more than ticks were played."""
        return [self.scene(tick) for tick in range(len(self._moments))]

    def scene(self, tick: int, viewers: Viewers = ()) -> Scene:
        """Return what some seats of one team see together at a tick, with the points of their team so far."""
        if (viewers, tick) not in self._seen:
            self._seen[viewers, tick] = self._look(viewers, tick)
        return self._seen[viewers, tick]

    def _look(self, viewers: Viewers, tick: int) -> Scene:
        """Return what viewers see at a tick."""
        state, outcome, score = self._moments[tick]
        scene = merged([self.game.scene(self.level, state, seat, outcome) for seat in viewers or (-1,)])
        team = self.seats[viewers[0]].team if viewers else len(scene.scores)
        own = scene.scores[team] if team < len(scene.scores) else score
        return scene._replace(score=own, horizon=self.ticks)

    def seen_by(self, viewers: Viewers) -> Timeline:
        """Return the same round, of which `frame` shows what some seats see where it is not told whose sights."""
        line = copy.copy(self)
        line.viewers = viewers
        return line

    @property
    def scores(self) -> tuple[int, ...]:
        """The points of each team by now, where there are several teams."""
        return self.scene(self.last).scores

    def history(self) -> np.ndarray[Any, Any]:
        """Return the counts of events of all ticks [ticks, seats, events]."""
        return np.array(self.log, np.int64).reshape(-1, *self.events.shape)

    def frame(self, at: float, people: frozenset[int], tick_rate: float, viewers: Viewers | None = None) -> Frame:
        """Return the picture at a time in ticks, on the way to the scene with that number, as some seats see it."""
        viewers = self.viewers if viewers is None else viewers
        last = min(max(0, -int(-at // 1)), self.last)
        alpha = 1.0 if last == 0 else min(1.0, max(0.0, at - (last - 1)))
        scenes = [self.scene(tick, viewers) for tick in range(max(0, last - 7), last + 1)]
        before = scenes[max(0, len(scenes) - 2)]
        return Frame(scenes[-1], before, alpha, recent(scenes, alpha, tick_rate), people, tick_rate, self.game.effects)

    def marks(self) -> tuple[Mark, ...]:
        """Return what is worth jumping to, in the order of ticks."""
        found = [
            Mark(tick, kind, self.words(each.name), each.seat)
            for tick, scene in enumerate(self.scenes)
            for each in scene.happenings
            if (kind := self._kind(each))
        ]
        return tuple(found)

    def _kind(self, happening: Happening) -> str:
        """Return the kind of mark that a happening leaves, or nothing."""
        if happening.name.startswith(DETAIL):
            return ""
        kind = next((kind for kind in KINDS if kind in happening.name.split("_")), "")
        if kind or happening.value:
            return kind or POINTS
        effect = self.game.effects.get(happening.name)
        return EFFECT if effect is not None and effect.caption else ""

    def words(self, event: str) -> str:
        """Return an event in words."""
        effect = self.game.effects.get(event)
        return effect.caption if effect is not None and effect.caption else event.replace("_", " ")

    def contributions(self, most: int = 6) -> list[tuple[str, list[int]]]:
        """Return the main events that took place with their counts per seat, the most frequent first.

        In a game that says what can be seen or heard, only those are main ones.
        """
        told = self.game.effects or dict.fromkeys(self.game.events)
        totals = [
            (name.replace("_", " "), [int(count) for count in self.events[:, number]])
            for number, name in enumerate(self.game.events)
            if name in told and not name.startswith(DETAIL) and self.events[:, number].any()
        ]
        return sorted(totals, key=lambda each: -sum(each[1]))[:most]
