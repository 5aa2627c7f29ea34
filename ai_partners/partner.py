"""A partner: a policy in a seat, with its own dice, its reaction delay and its temperature, all told on its card."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from game.core.contract import CrossplayError
from game.core.dice import mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level, Policy

SLOWEST = 30
"""Longest reaction delay, in ticks."""


class PartnerError(CrossplayError):
    """A partner that is asked for what it cannot do."""


@dataclass(frozen=True, slots=True)
class Card:
    """What there is to know about a partner; its hash names the partner in every stored round."""

    name: str
    summary: str
    kind: str
    """``"script"``, ``"search"``, ``"tape"``, ``"policy"``, ``"mixture"``."""
    delay: int = 0
    """Ticks after which it sees what the others did."""
    temperature: float = 0.0
    """0: always the preferred action; else actions are drawn by exp(preference / temperature)."""
    source: str = ""
    """Hash of the weights, the tape or the code that decides."""

    @property
    def hash(self) -> str:
        """16 hexadecimal digits over everything on the card."""
        return hashlib.blake2b(json.dumps(asdict(self), sort_keys=True).encode(), digest_size=8).hexdigest()


@runtime_checkable
class Attentive(Protocol):
    """A policy that wants to know what was finally chosen of what it preferred."""

    def chosen(self, choices: np.ndarray[Any, Any]) -> None:
        """Take note of the choices [B] of this tick."""


class Partner:
    """Decides for one seat of many rounds at once.

    `act` is called when its seats act and at no other tick, with one row for each round it began. What a seat's role
    cannot do is never chosen, whatever the policy prefers; a row without any preference left waits.
    """

    def __init__(self, card: Card, policy: Policy) -> None:
        self.card, self.policy, self.observes = card, policy, policy.observes
        self._attentive = policy if isinstance(policy, Attentive) else None

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds that are about to start; ``seeds`` are those of the rounds.

        Raises `PartnerError` when its seats act at different ticks: then each needs a partner of its own.
        """
        paces = {game.seats(level)[seat].every for level, seat in zip(levels, seats, strict=True)}
        if len(paces) > 1:
            message = f"these seats act each {sorted(paces)} ticks; one partner can only sit in seats of one pace"
            raise PartnerError(message)
        own = [int(mix(np.uint64(seed), np.uint64(1000 + seat))) for seed, seat in zip(seeds, seats, strict=True)]
        self._dice = [np.random.default_rng(seed) for seed in own]
        self._barred = _barred(game, levels, seats)
        self._wait, pace = game.wait, paces.pop() if paces else 1
        back = -(-self.card.delay // pace)
        self._late = Late(game, levels, seats, pace, back) if back else None
        self.policy.begin(game, levels, seats, own)

    def act(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return one int8 action [B] for each row of observations [B, ...]."""
        return self.settle(self.policy.prefer(self.look(observations)))

    def look(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return what the policy may know now [B, ...], the first half of `act`."""
        return observations if self._late is None else self._late.see(observations, forward=self.observes == "state")

    def settle(self, preferences: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return one int8 action [B] by the policy's preferences [B, A], the second half of `act`."""
        return settle_together([self], [preferences])[0]

    def take_note(self, actions: np.ndarray[Any, Any]) -> None:
        """Remember what was settled on [B], and let the policy know."""
        if self._late is not None:
            self._late.did(actions)
        if self._attentive is not None:
            self._attentive.chosen(actions)

    def draws(self) -> list[float]:
        """Return a uniform number for each row, from its own dice; zeros where nothing is drawn."""
        return [dice.random() for dice in self._dice] if self.card.temperature else [0.0] * len(self._dice)

    def barred(self, preferences: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return preferences [B, A] without those for what the seats do not have; where none is left, it waits."""
        if self._barred is None:
            return preferences
        found = np.where(self._barred, -np.inf, preferences)
        found[~np.isfinite(found.max(axis=1)), self._wait] = 0.0
        return found


def settle_together(
    partners: Sequence[Partner], preferences: Sequence[np.ndarray[Any, Any]]
) -> list[np.ndarray[Any, Any]]:
    """Return the int8 actions [B] of each of some partners by their policies' preferences [B, A], all in one pass."""
    chances = [partner.barred(each) for partner, each in zip(partners, preferences, strict=True)]
    rows = np.concatenate(chances) if len(chances) > 1 else chances[0]
    if any(partner.card.temperature for partner in partners):
        warmth = [partner.card.temperature for partner, each in zip(partners, chances, strict=True) for _ in each]
        draws = [draw for partner in partners for draw in partner.draws()]
        actions = _drawn(rows, np.array(warmth, rows.dtype), np.array(draws))
    else:
        actions = rows.argmax(axis=1)
    chosen, settled, row = actions.astype(np.int8), [], 0
    for partner, each in zip(partners, chances, strict=True):
        settled.append(chosen[row : row + len(each)])
        row += len(each)
        partner.take_note(settled[-1])
    return settled


def _drawn(
    preferences: np.ndarray[Any, Any], temperatures: np.ndarray[Any, Any], draws: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Return actions by preferences [B, A]: drawn from their softmax at each row's temperature, or the best at 0.

    ``draws`` [B] are uniform numbers.
    """
    best = preferences.max(axis=1, keepdims=True)
    weights = np.exp(
        (preferences - np.where(np.isfinite(best), best, 0)) / np.where(temperatures > 0, temperatures, 1)[:, None]
    )
    edges = np.cumsum(weights, axis=1)
    drawn = np.minimum((edges <= (draws * edges[:, -1])[:, None]).sum(axis=1), preferences.shape[1] - 1)
    found: np.ndarray[Any, Any] = np.where(temperatures > 0, drawn, preferences.argmax(axis=1))
    return found


def usual_delay(game: Game, level: Level, seat: int, ego: int) -> int:
    """Return the reaction delay, in ticks, that a partner in ``seat`` usually has beside or against the ``ego``."""
    seats = game.seats(level)
    own, others = game.lag
    return own if seats[seat].team == seats[ego].team else others


class Late:
    """What was seen ``back`` decisions ago; the delay is rounded up to a whole number of decisions.

    Of states, it gives what the own actions since then have made of it while the others waited. In a round's first
    ticks the oldest thing seen is its start.
    """

    def __init__(self, game: Game, levels: Sequence[Level], seats: Sequence[int], pace: int, back: int) -> None:
        self._game, self._rows, self._pace = game, tuple(zip(levels, seats, strict=True)), pace
        self._seen: deque[np.ndarray[Any, Any]] = deque(maxlen=back + 1)
        self._done: deque[np.ndarray[Any, Any]] = deque(maxlen=back)
        self._outcome = np.zeros(1, game.outcome)[0]

    def see(self, observations: np.ndarray[Any, Any], *, forward: bool) -> np.ndarray[Any, Any]:
        """Return what may be known now, given what there is to see now [B, ...]."""
        self._seen.append(observations.copy())
        seen = self._seen[0]
        return self._forward(seen.copy()) if forward else seen

    def did(self, actions: np.ndarray[Any, Any]) -> None:
        """Remember what was chosen."""
        self._done.append(actions)

    def _forward(self, states: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Play the own actions since then on old states, in place, and return them."""
        for done in self._done:
            for row, (level, seat) in enumerate(self._rows):
                joint = np.full(level.seats, self._game.wait, np.int8)
                joint[seat] = done[row]
                for _ in range(self._pace):
                    self._game.advance(level.record, states[row], joint, self._outcome)
                    joint[seat] = self._game.wait
        return states


def _barred(game: Game, levels: Sequence[Level], seats: Sequence[int]) -> np.ndarray[Any, Any] | None:
    """Return which actions [B, A] the seats do not have, or None where every seat has all."""
    legal = [game.legal(level)[seat] for level, seat in zip(levels, seats, strict=True)]
    barred = np.array([[action not in known for action in range(game.choices)] for known in legal], bool)
    return barred if barred.any() else None
