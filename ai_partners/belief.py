"""An adaptive partner: it works out whom it sits beside, and plays what goes best with that.

A posterior over types of partner by the likelihood of what the other one does, and the mixture of the best responses to
the types (PLASTIC-Policy, Barrett et al. 2017, Artificial Intelligence 242; Bayes' rule with a little forgetting, so
that it comes back after somebody else has sat down). For rounds of two seats in which nothing is hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ai_partners.partner import PartnerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.core.contract import Game, Level, Policy

Array = np.ndarray[Any, Any]
PAIR = 2
FORGET = 0.01
"""Part of its belief that is spread evenly over the types at every tick."""
LEAST = 0.02
"""Probability that every type is taken to give to any choice: people err."""
SURE = 0.9
"""Probability with which a script is taken to do what it prefers."""


class Kind(NamedTuple):
    """A type of partner with the response to it."""

    name: str
    model: Callable[[], Policy]
    """What such a partner would do: logarithms of probabilities, or a script's preferences."""
    response: Callable[[], Policy]


class Adaptive:
    """Works out what kind of partner it sits beside and plays what goes best with that."""

    observes = "state"
    temperature = 1.0
    """At which it plays unless it is asked otherwise: it draws by the mixture's probabilities."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self.kinds = tuple(kinds)

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds; raises `PartnerError` for rounds of another number than two seats."""
        if any(level.seats != PAIR for level in levels):
            message = f"an adaptive partner plays in pairs; {levels[0].name!r} has {levels[0].seats} seats"
            raise PartnerError(message)
        self._game, self._levels, self._seats = game, list(levels), list(seats)
        others = [1 - seat for seat in seats]
        self._models = [kind.model() for kind in self.kinds]
        self._responses = [kind.response() for kind in self.kinds]
        for model, response in zip(self._models, self._responses, strict=True):
            model.begin(game, levels, others, seeds)
            response.begin(game, levels, seats, seeds)
        self.belief = np.full((len(seats), len(self.kinds)), 1 / len(self.kinds))
        self._before: Array | None = None
        self._chances: list[Array] = []
        self._own = np.full(len(seats), game.wait, np.int64)

    def prefer(self, observations: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return the logarithms of the mixture's probabilities [B, C] for the states [B]."""
        if self._before is not None:
            self._learn(observations)
        self._before = observations.copy()
        others = [1 - seat for seat in self._seats]
        self._chances = [self._rated(model, observations, others) for model in self._models]
        answers = [self._rated(response, observations, self._seats) for response in self._responses]
        mixed = np.einsum("bk,kbc->bc", self.belief, np.stack(answers))
        return np.asarray(np.log(mixed + 1e-12), np.float32)

    def chosen(self, choices: Array) -> None:
        """Take note of what was finally chosen [B]."""
        self._own = choices.astype(np.int64)
        for response in self._responses:
            _tell(response, choices)

    def _learn(self, states: Array) -> None:
        """Bring the belief [B, K] up to what the others did in the last tick."""
        may = np.array([self._consistent(row, states[row]) for row in range(len(states))])
        chance = np.stack([(chances * may).sum(axis=1) for chances in self._chances], axis=1) + LEAST
        belief = self.belief * chance
        belief /= belief.sum(axis=1, keepdims=True)
        self.belief = (1 - FORGET) * belief + FORGET / len(self.kinds)
        weighed = np.einsum("bk,kbc->bc", self.belief, np.stack(self._chances)) * may
        for model in self._models:
            _tell(model, weighed.argmax(axis=1))

    def _consistent(self, row: int, state: Any) -> Array:
        """Return which choices [C] of the other seat lead from the last state to this one; all where none does."""
        before = self._before[row]  # type: ignore[index]
        outcome = np.zeros(1, self._game.outcome)[0]
        found = np.zeros(self._game.choices, bool)
        for choice in sorted(self._game.legal(self._levels[row])[1 - self._seats[row]]):
            tried = np.array([before], self._game.state)
            joint = np.empty(PAIR, np.int8)
            joint[self._seats[row]], joint[1 - self._seats[row]] = self._own[row], choice
            self._game.advance(self._levels[row].record, tried.view(np.recarray)[0], joint, outcome)
            found[choice] = tried.tobytes() == np.array([state], self._game.state).tobytes()
        return found if found.any() else np.ones_like(found)

    def _rated(self, policy: Policy, states: Array, seats: Sequence[int]) -> Array:
        """Return a policy's probabilities [B, C] in some seats: a script's are nearly all on its favourite."""
        likes = policy.prefer(self._seen(states, policy.observes, seats))
        chances: Array = np.exp(np.maximum(likes, -50.0))
        if not np.allclose(chances.sum(axis=1), 1, atol=0.01):
            chances = SURE * (np.arange(likes.shape[1]) == likes.argmax(axis=1)[:, None]) + (1 - SURE) / likes.shape[1]
        return chances

    def _seen(self, states: Array, kind: str, seats: Sequence[int]) -> Array:
        """Return states or an observation of some seats [B, ...]."""
        if kind == "state":
            return states
        observation = self._game.observations[kind]
        found = np.zeros((len(states), *observation.shape(self._levels[0])), observation.dtype)
        for row, seat in enumerate(seats):
            observation.write(self._levels[row].record, states[row], seat, found[row].reshape(-1))
        return found


def _tell(policy: Policy, choices: Array) -> None:
    """Tell a policy what was chosen, where it wants to know."""
    if hasattr(policy, "chosen"):
        policy.chosen(choices)
