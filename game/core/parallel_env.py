"""A game as a PettingZoo parallel environment (needs the package ``pettingzoo``, which the ``test`` extra installs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.spaces import Box, Discrete
from pettingzoo import ParallelEnv

from game.core.episode import Round

if TYPE_CHECKING:
    from game.core.contract import Game, Level


class SeatEnv(ParallelEnv[str, Any, Any]):
    """One round; every seat is an agent, named by its seat number and its name.

    An end by the rules terminates, an end by the horizon truncates. ``infos`` carry the reward streams of the seat.
    """

    metadata: dict[str, Any]

    def __init__(self, game: Game, level: Level, observation: str = "features") -> None:
        self.game, self.level, self.observation = game, level, observation
        self.metadata = {"name": f"crossplay_{game.name}_v{game.version}", "render_modes": []}
        self.render_mode = None
        seats = game.seats(level)
        self.possible_agents = [f"{seat.name.replace(' ', '_')}" for seat in seats]
        kind = game.observations[observation]
        shape = kind.shape(level)
        self.observation_spaces = {
            agent: Box(kind.low, kind.high, shape, kind.dtype.type) for agent in self.possible_agents
        }
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
        return self._observations(), {agent: {} for agent in self.agents}

    def step(self, actions: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Play one tick; return observations, rewards, terminations, truncations and infos by agent."""
        step = self._round.step([int(actions[agent]) for agent in self.possible_agents])
        terminated = bool(step.outcome.terminated)
        truncated = self._round.is_over and not terminated
        rewards = {agent: float(step.outcome.reward[seat]) for seat, agent in enumerate(self.possible_agents)}
        infos = {
            agent: {name: float(step.outcome.streams[row, seat]) for row, name in enumerate(self.game.streams)}
            for seat, agent in enumerate(self.possible_agents)
        }
        observations = self._observations()
        terminations = dict.fromkeys(self.agents, terminated)
        truncations = dict.fromkeys(self.agents, truncated)
        if self._round.is_over:
            self.agents = []
        return observations, rewards, terminations, truncations, infos

    def _observations(self) -> dict[str, Any]:
        """Return what every agent sees now."""
        return {
            agent: self._round.observe(self.observation, seat) for seat, agent in enumerate(self.possible_agents)
        }
