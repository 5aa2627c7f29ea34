"""Seating: how often each party plays, by the part of the training that is done and by how the party has fared."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.learn.parties import assign, by_losses, by_rank, by_regret
from ai_partners.learn.rollouts import LEARNER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ai_partners.learn.parties import Invited
    from ai_partners.learn.rollouts import Finished, Party

Array = np.ndarray[Any, Any]
LATELY = 20
"""Rounds of a party by which it is judged."""


class Seating:
    """Keeps how every party has fared lately, and says who plays in each row."""

    def __init__(
        self, parties: Sequence[Party], beside: Sequence[Invited], samplers: Mapping[str, str], teams: Sequence[int]
    ) -> None:
        self._beside, self._samplers = list(beside), dict(samplers)
        self._own = [_team(party, teams) for party in parties]
        self._points = [deque[float](maxlen=LATELY) for _ in parties]
        self._wins = [deque[float](maxlen=LATELY) for _ in parties]
        self._edges = {one.since for one in beside} | {one.until for one in beside if one.until < 1}

    @property
    def is_sampled(self) -> bool:
        """Whether anybody's share goes by how they have fared."""
        return any(sampler != "uniform" for sampler in self._samplers.values())

    def stage(self, done: float) -> int:
        """Return the number of the part of the training in which the same parties play."""
        return sum(done >= edge for edge in self._edges)

    def note(self, finished: Sequence[Finished]) -> None:
        """Note rounds that have ended."""
        for one in finished:
            own = self._own[one.party]
            others = [points for team, points in enumerate(one.scores) if team != own]
            self._points[one.party].append(one.scores[own])
            if others:
                self._wins[one.party].append(float(np.sign(one.scores[own] - max(others)) + 1) / 2)

    def forget(self, name: str, best: float) -> None:
        """Forget how those of one name have fared: one who makes ``best`` points with itself has taken their place."""
        for number, one in enumerate(self._beside):
            if one.name == name:
                self._beside[number] = one._replace(best=best)
                self._points[number].clear()
                self._wins[number].clear()

    def rows(self, done: float, rows: int) -> Array:
        """Return the party of each row [rows] when a part of the training is done."""
        shares = np.array([one.share * one.is_there(done) for one in self._beside])
        for group, sampler in self._samplers.items():
            if sampler != "uniform":
                at = np.array([number for number, one in enumerate(self._beside) if one.group == group], int)
                turned = shares[at] * self._weights(at, sampler)
                shares[at] = turned / max(turned.sum(), 1e-9) * shares[at].sum()
        return assign(shares, rows)

    def rewards(self) -> Array:
        """Return the weight of the game's reward in each party's rounds [parties]."""
        return np.array([one.reward for one in self._beside], np.float32)

    def _weights(self, at: Array, sampler: str) -> Array:
        """Return the weights of some parties by how they have fared."""
        points = np.array([np.mean(self._points[n]) if self._points[n] else np.nan for n in at])
        if sampler == "pfsp":
            return by_losses(np.array([np.mean(self._wins[n]) if self._wins[n] else np.nan for n in at]))
        if sampler == "regret":
            return by_regret(points, np.array([self._beside[n].best for n in at]))
        return by_rank(points)


def _team(party: Party, teams: Sequence[int]) -> int:
    """Return the team of the learner in a party, the first of them where it is in several."""
    return next((team for entry, team in zip(party.seats, teams, strict=True) if entry == LEARNER), 0)
