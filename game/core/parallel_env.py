"""A game as a PettingZoo parallel environment (needs the package ``pettingzoo``, which the ``test`` extra installs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.spaces import Box, Discrete
from pettingzoo import ParallelEnv

from game.core.episode import Round

if TYPE_CHECKING:
    from game.core.contract import Game, Level


class SeatEnv(ParallelEnv[str, Any, Any]):  # type: ignore[misc]
    """One round; every seat is an agent, named by its seat.

    An end by the rules terminates, an end by the horizon truncates. ``infos`` carry the reward streams of the seat and
    an ``action_mask``; an action that the mask forbids is played as waiting.
    """

    metadata: dict[str, Any]

    def __init__(self, game: Game, level: Level, observation: str = "features") -> None:
        self.game, self.level, self.observation = game, level, observation
        self.metadata = {"name": f"crossplay_{game.name}_v{game.version}", "render_modes": []}
        self.render_mode = None
        self.possible_agents = [seat.name.replace(" ", "_") for seat in game.seats(level)]
        kind = game.observations[observation]
        space = Box(kind.low, kind.high, kind.shape(level), kind.dtype.type)
        self.observation_spaces = dict.fromkeys(self.possible_agents, space)
        self.action_spaces = {agent: Discrete(len(game.actions)) for agent in self.possible_agents}
        self.agents: list[str] = []
        self._dice = np.random.default_rng()

    def observation_space(self, agent: str) -> Box:
        """Return the space of what an agent sees."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Discrete[Any]:
        """Return the space of an agent's actions."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Start a round; without a seed the next of the environment's own dice is taken."""
        del options
        if seed is not None:
            self._dice = np.random.default_rng(seed)
        self._round = Round(self.game, self.level, int(self._dice.integers(2**63)))
        self.agents = list(self.possible_agents)
        masks = self._masks()
        return self._observations(), {agent: {"action_mask": masks[agent]} for agent in self.agents}

    def step(self, actions: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Play one tick; return observations, rewards, terminations, truncations and infos by agent."""
        before = self._masks()
        chosen = {agent: int(actions[agent]) for agent in self.possible_agents}
        joint = [action if before[agent][action] else self.game.wait for agent, action in chosen.items()]
        outcome = self._round.step(joint).outcome
        terminated = bool(outcome.terminated)
        truncated = self._round.is_over and not terminated
        seats = {agent: seat for seat, agent in enumerate(self.possible_agents)}
        rewards = {agent: float(outcome.reward[seat]) for agent, seat in seats.items()}
        streams = {
            agent: {name: float(outcome.streams[row, seat]) for row, name in enumerate(self.game.streams)}
            for agent, seat in seats.items()
        }
        masks = self._masks()
        infos = {agent: streams[agent] | {"action_mask": masks[agent]} for agent in seats}
        if self._round.is_over:
            self.agents = []
        ends = (dict.fromkeys(seats, terminated), dict.fromkeys(seats, truncated))
        return self._observations(), rewards, *ends, infos

    def _masks(self) -> dict[str, Any]:
        """Return which actions every agent has now, as int8 [actions]."""
        masks = {agent: np.zeros(len(self.game.actions), np.int8) for agent in self.possible_agents}
        waiting = self._round.legality.waiting(self._round.tick)
        for seat, (mask, known) in enumerate(zip(masks.values(), self._round.legality.legal, strict=True)):
            mask[[self.game.wait] if seat in waiting else sorted(known)] = 1
        return masks

    def _observations(self) -> dict[str, Any]:
        """Return what every agent sees now."""
        return {agent: self._round.observe(self.observation, seat) for seat, agent in enumerate(self.possible_agents)}
