"""A game as a PettingZoo parallel environment (needs the package ``pettingzoo``, which the ``test`` extra installs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.spaces import Box, Discrete, MultiDiscrete
from pettingzoo import ParallelEnv

from game.core.episode import Round

if TYPE_CHECKING:
    from game.core.contract import Game, Level


class SeatEnv(ParallelEnv[str, Any, Any]):  # type: ignore[misc]
    """One round; every seat is an agent, named by its seat.

    An end by the rules terminates, an end by the horizon truncates. ``infos`` carry the reward streams of the seat and
    an ``action_mask``; what the masks forbid is played as waiting. In a game with messages an action is a pair (action,
    message, 0 for silence), and ``message_mask`` tells which messages the seat may send.
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
        self.action_spaces = {agent: _space(game) for agent in self.possible_agents}
        self.agents: list[str] = []
        self._dice = np.random.default_rng()

    def observation_space(self, agent: str) -> Box:
        """Return the space of what an agent sees."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Discrete[Any] | MultiDiscrete[Any]:
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
        return self._observations(), self._masks()

    def step(self, actions: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Play one tick; return observations, rewards, terminations, truncations and infos by agent."""
        waiting = self._round.legality.waiting(self._round.tick)
        chosen = [self._choice(actions[agent]) for agent in self.possible_agents]
        joint = [
            choice if choice in known and seat not in waiting else self.game.wait
            for seat, (choice, known) in enumerate(zip(chosen, self._round.legality.legal, strict=True))
        ]
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
        infos = {agent: streams[agent] | masks[agent] for agent in seats}
        if self._round.is_over:
            self.agents = []
        ends = (dict.fromkeys(seats, terminated), dict.fromkeys(seats, truncated))
        return self._observations(), rewards, *ends, infos

    def _choice(self, action: Any) -> int:
        """Return the number of a choice: an action, or an action and a message."""
        if not self.game.messages:
            return int(action)
        return int(action[0]) + len(self.game.actions) * int(action[1])

    def _masks(self) -> dict[str, dict[str, Any]]:
        """Return which actions, and which messages where the game has any, every agent has now, as int8."""
        waiting = self._round.legality.waiting(self._round.tick)
        masks = {}
        for seat, (agent, known) in enumerate(zip(self.possible_agents, self._round.legality.legal, strict=True)):
            now = [self.game.wait] if seat in waiting else sorted(known)
            both = np.zeros((1 + len(self.game.messages), len(self.game.actions)), np.int8)
            both.reshape(-1)[now] = 1
            masks[agent] = {"action_mask": both.max(axis=0)}
            if self.game.messages:
                masks[agent]["message_mask"] = both.max(axis=1)
        return masks

    def _observations(self) -> dict[str, Any]:
        """Return what every agent sees now."""
        return {agent: self._round.observe(self.observation, seat) for seat, agent in enumerate(self.possible_agents)}


def _space(game: Game) -> Discrete[Any] | MultiDiscrete[Any]:
    """Return the space of a seat's choices."""
    if not game.messages:
        return Discrete(len(game.actions))
    return MultiDiscrete([len(game.actions), 1 + len(game.messages)])
