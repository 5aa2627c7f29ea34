"""The zoo: trained partners that ship with the project, one file for each level, found by looking into a folder."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners import weights
from ai_partners.network import Network, level_hash
from ai_partners.weights import WeightsCard, WeightsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level, Policy

Array = np.ndarray[Any, Any]
FOLDER = Path(__file__).with_name("zoo")
"""``zoo/GAME/LEVEL/NAME.json`` with ``NAME.safetensors`` beside it."""


@functools.cache
def cards(game: str, folder: Path = FOLDER) -> dict[str, dict[str, WeightsCard]]:
    """Return the cards of all trained partners of a game, by name and level."""
    found: dict[str, dict[str, WeightsCard]] = {}
    for path in sorted((folder / game).glob("*/*.json")):
        card = weights.load_card(path)
        if (card.name, card.level) != (path.stem, path.parent.name):
            message = f"{path.name!r} in {path.parent.name!r} is the card of {card.name!r} for level {card.level!r}"
            raise WeightsError(message)
        found.setdefault(card.name, {})[card.level] = card
    return found


class Trained:
    """A trained partner with a network for each of its levels; each row is played by that of its level."""

    def __init__(self, name: str, game: str, folder: Path = FOLDER) -> None:
        self.cards = cards(game, folder)[name]
        self.name, self._folder, self.is_freed = name, folder / game, True
        self.observes = next(iter(self.cards.values())).observation

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds; raises `WeightsError` for a level it has not learned."""
        wanted = [self._card_of(game, level) for level in levels]
        self._choices = game.choices
        self._parts: list[tuple[Array, Network]] = []
        for card in {card.level: card for card in wanted}.values():
            rows = np.flatnonzero([one is card for one in wanted])
            network = Network(*weights.load(self._folder / card.level / f"{self.name}.json"))
            network.is_freed = self.is_freed
            pick = rows.tolist()
            network.begin(game, [levels[r] for r in pick], [seats[r] for r in pick], [seeds[r] for r in pick])
            self._parts.append((rows, network))

    def renew(self, rows: Array, seeds: Sequence[int]) -> None:
        """Forget the rounds of some rows, which begin anew."""
        for mine, network in self._parts:
            at = np.flatnonzero(np.isin(mine, rows))
            network.renew(at, list(seeds)[: len(at)])

    def prefer(self, observations: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return the logarithms of the probabilities [B, C] of every choice of each row [B, ...]."""
        if len(self._parts) == 1:
            return self._parts[0][1].prefer(observations)
        found = np.empty((len(observations), self._choices), np.float32)
        for rows, network in self._parts:
            found[rows] = network.prefer(observations[rows])
        return found

    def chosen(self, choices: Array) -> None:
        """Take note of what was finally chosen [B]."""
        for rows, network in self._parts:
            network.chosen(choices[rows])

    @property
    def network(self) -> Network | None:
        """Return the network that plays all rows; None where there are several."""
        return self._parts[0][1] if len(self._parts) == 1 else None

    def _card_of(self, game: Game, level: Level) -> WeightsCard:
        """Return the card for a level; raises `WeightsError` where there is none."""
        wanted = level_hash(game, level)
        for card in self.cards.values():
            if card.level_hash == wanted:
                return card
        message = f"partner {self.name!r} has learned {', '.join(self.cards)} and not this level {level.name!r}"
        raise WeightsError(message)


def trained(name: str, game: str) -> Policy:
    """Return a trained partner of the zoo."""
    return Trained(name, game)


def plays(card_levels: dict[str, WeightsCard], game: Game, level: Level) -> bool:
    """Tell whether a trained partner with these cards has learned a level."""
    wanted = level_hash(game, level)
    return any(card.level_hash == wanted for card in card_levels.values())
