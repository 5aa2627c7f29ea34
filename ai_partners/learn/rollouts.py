"""Rollouts: many rounds at once in which learning seats, live copies and mates decide, with all that was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch

from ai_partners.draw import draw_rows
from ai_partners.learn.draws import Draws
from ai_partners.learn.rollout import Rollout, blank, joined
from ai_partners.mates import Mind, choices_of
from game.core.batch import Batch
from game.core.scores import team_points, teams_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ai_partners.learn.networks import Network
    from ai_partners.learn.rollout import Page
    from ai_partners.learn.starts import Starts
    from ai_partners.mates import Mate
    from game.core.contract import Game, Level

Array = np.ndarray[Any, Any]

LEARNER, COPY = 0, -1
"""Entries of a party: a seat that learns, and a live copy of the learner that does not. Mate ``k`` is ``k + 1``."""


class Party(NamedTuple):
    """Who sits where in a round."""

    seats: tuple[int, ...]
    """For each seat `LEARNER`, `COPY` or a mate's number plus one."""


class Finished(NamedTuple):
    """A round that was played from its start to its end."""

    party: int
    level: int
    scores: tuple[float, ...]
    """Points of each team."""
    events: tuple[int, ...] = ()
    """How often each event happened, to all seats together."""


class Rollouts:
    """Plays ``rows`` rounds at once, one of ``parties`` in each; a resource that lives as long as its training."""

    def __init__(  # noqa: PLR0913 - keyword-only circumstances
        self,
        game: Game,
        levels: Sequence[Level],
        parties: Sequence[Party],
        mates: Sequence[Mate],
        *,
        rows: int,
        seed: int,
        observation: str = "features",
        starts: Starts | None = None,
        copy_epsilon: float = 0.0,
        draws: str = "",
    ) -> None:
        self.game, self.levels, self.parties, self.mates = game, tuple(levels), tuple(parties), tuple(mates)
        self.observation, self.starts = observation, starts
        self.dice = np.random.default_rng(seed)
        self.batch = Batch(game, levels, rows, seed, observation=observation)
        self.finished: list[Finished] = []
        self.weights = np.ones(len(parties), np.float32)
        """Weight of the game's reward in the rounds of each party."""
        self._draws = Draws(draws, rows, self.batch.seats) if draws else None
        self._epsilon = copy_epsilon
        self._legal = choices_of(game, levels)
        self._teams = teams_of(game, levels[0])
        self._seldom = game.seldom(levels[0])
        self._memory: torch.Tensor | None = None
        self.seat(np.arange(rows) % len(parties))

    def seat(self, party: Array) -> None:
        """Let party ``party[row]`` play each row; every round starts anew."""
        self.party = party.astype(np.int64)
        who = np.array([self.parties[number].seats for number in self.party])
        flat = who.reshape(-1)
        self._live = np.flatnonzero(flat <= LEARNER)
        self._learning = np.flatnonzero(flat[self._live] == LEARNER)
        self._cells = self._live[self._learning]
        rows, seats = np.divmod(self._cells, self.batch.seats)
        self._beside = rows * self.batch.seats + (seats + 1) % self.batch.seats
        self._minds = [
            Mind(mate, np.flatnonzero(flat == number + 1))
            for number, mate in enumerate(self.mates)
            if (flat == number + 1).any()
        ]
        self._noise = np.where(flat[self._live] == COPY, self._epsilon, 0.0)
        self._memory = None
        self._begin_all()
        self._stagger()

    def collect(self, network: Network, ticks: int) -> Rollout:
        """Play ``ticks`` ticks of every row and return what the learning cells lived through."""
        with torch.inference_mode():
            return self._collect(network, ticks)

    def _collect(self, network: Network, ticks: int) -> Rollout:
        """Play ``ticks`` ticks with a network that is not changed meanwhile."""
        size, changing = (ticks, len(self._cells)), bool(self._seldom)
        page = blank(self.game, size, network.choices, self._seen(), changing=changing)
        if self._memory is None:
            self._memory = network.rest(len(self._live))
        before = None if self._memory is None else self._memory[self._learning].clone()
        cuts: list[tuple[int, Array, Array]] = []
        for tick in range(ticks):
            joint = np.full((self.batch.count * self.batch.seats,), self.game.wait, np.int8)
            allowed = self._allowed()
            self._decide(network, joint, allowed, page, tick)
            for mind in self._minds:
                mind.decide(self.batch, joint, allowed[mind.cells], self.dice)
            self._play(joint, page, tick)
            if self.batch.ended.any():
                cuts.append((tick, *self._end(tick)))
        if self.starts is not None:
            self.starts.remember(self.batch, self.dice)
        rows, seats = np.divmod(self._cells, self.batch.seats)
        at, cells, finals = joined(cuts, page.seen)
        return Rollout(
            seen=page.seen,
            last=self._seen()[self._cells],
            finals=finals,
            cut=(at, cells),
            choices=page.choices,
            others=page.others,
            chances=page.chances,
            allowed=page.allowed,
            rewards=page.rewards,
            streams=page.streams,
            events=page.events,
            ended=page.ended,
            memory=before,
            cells=np.stack([rows, seats], axis=1),
            weights=self.weights[self.party[rows]],
            draws=self._draws is not None,
        )

    def _decide(self, network: Network, joint: Array, allowed: Array, page: Page, tick: int) -> None:
        """Let the learner decide for its own seats and for its copies."""
        seen = self._seen()
        own = seen if len(self._live) == len(seen) else seen[self._live]
        logits, self._memory = network.act(own, self._memory)
        choices = np.empty(len(own), np.int8)
        chances = np.empty(len(own), np.float32)
        may = np.ascontiguousarray(self._allowed_at(allowed, self._live)[:, : network.choices])
        dice = self.dice.random((len(own), 2), np.float32)
        draw_rows(logits.cpu().numpy(), may, self._noise, dice, choices, chances)
        joint[self._live] = choices
        page.seen[tick] = own[self._learning] if len(self._learning) < len(own) else own
        page.choices[tick] = choices[self._learning]
        page.chances[tick] = chances[self._learning]
        page.allowed[tick % len(page.allowed)] = may[self._learning]

    def _play(self, joint: Array, page: Page, tick: int) -> None:
        """Play a tick and note what it brought to the learning cells."""
        count, seats = self.batch.count, self.batch.seats
        page.others[tick] = joint[self._beside]
        outcomes = self.batch.step(joint.reshape(count, seats))
        streams = outcomes["streams"][:, :, :seats].swapaxes(1, 2).reshape(count * seats, -1)
        page.streams[tick] = streams[self._cells]
        page.rewards[tick] = outcomes["reward"][:, :seats].reshape(-1)[self._cells]
        page.events[tick] = outcomes["events"][:, :seats].reshape(count * seats, -1)[self._cells]
        page.ended[tick] = self.batch.ended[self._cells // seats]
        self._scores += outcomes["streams"][:, 0, :seats]
        self._events += outcomes["events"][:, :seats].sum(axis=1, dtype=np.int64)

    def _end(self, tick: int) -> tuple[Array, Array]:
        """Begin the rounds that follow those that have ended; return cells that the horizon cut off and what they saw.

        [K] and [K, ...].
        """
        del tick
        over = np.flatnonzero(self.batch.ended)
        cut = over[self.batch.outcomes["terminated"][over] == 0]
        shape = self.batch.observations.shape[1:]  # type: ignore[union-attr]
        seen = np.zeros((len(cut), *shape), self.batch.observations.dtype)  # type: ignore[union-attr]
        write = self.game.observations[self.observation].write_rows
        flat = seen.reshape(len(cut), self.batch.seats, int(np.prod(shape[1:])))
        write(self.batch.levels, self.batch.which[cut], self.batch.finals[cut], flat, 0, len(cut))
        place = {row: number for number, row in enumerate(cut.tolist())}
        rows, seats = np.divmod(self._cells, self.batch.seats)
        cells = np.flatnonzero(np.isin(rows, cut))
        finals = seen[[place[row] for row in rows[cells].tolist()], seats[cells]]
        if self._draws is not None:
            finals = self._draws.append(finals, self._cells[cells])
        self._note(over)
        self._restart(over)
        return cells, finals

    def _note(self, over: Array) -> None:
        """Note the scores of the rounds that have ended and were seen from their start."""
        for row in over[self._whole[over]].tolist():
            scores = tuple(team_points(self._teams, self._scores[row]).tolist())
            events = tuple(self._events[row].tolist())
            self.finished.append(Finished(int(self.party[row]), int(self.batch.which[row]), scores, events))
        self._scores[over] = 0
        self._events[over] = 0
        self._whole[over] = True

    def _restart(self, over: Array) -> None:
        """Begin rounds in rows that the batch has set to their first state."""
        if self.starts is not None:
            placed = self.starts.place(self.batch, over, self.dice)
            self._whole[placed] = False
        if self._draws is not None:
            self._draws.renew(over, self.dice)
        if self._memory is not None:
            self._memory[torch.as_tensor(np.isin(self._live // self.batch.seats, over))] = 0
        for mind in self._minds:
            mind.renew(self.batch, over, self.dice)

    def _begin_all(self) -> None:
        """Start every round anew, from states of the sampler where there is one."""
        batch = self.batch
        self._scores = np.zeros((batch.count, batch.seats), np.float32)
        self._events = np.zeros((batch.count, len(self.game.events)), np.int64)
        self._whole = np.ones(batch.count, bool)
        batch.restart()
        if self._draws is not None:
            self._draws.renew(np.arange(batch.count), self.dice)
        if self.starts is not None:
            self._whole[self.starts.place(batch, np.arange(batch.count), self.dice)] = False
        for mind in self._minds:
            mind.begin(batch, self.dice)

    def _stagger(self) -> None:
        """Let the first rounds end at different ticks, so that a rollout shows all phases of a round."""
        if all(mind.may_stagger for mind in self._minds):
            late = np.array([self.levels[which].horizon for which in self.batch.which])
            ticks = (late * self.dice.random(self.batch.count)).astype(int)
            self.batch.states["tick"] = np.maximum(self.batch.states["tick"], ticks)
            self._whole[:] = False
            self.batch.look()

    def _seen(self) -> torch.Tensor:
        """Return what every seat sees now [cells, ...]: a view, which changes with the next tick.

        Where seats draw something for their round, that is the last entry.
        """
        seen = self.batch.observations.reshape(-1, *self.batch.observations.shape[2:])  # type: ignore[union-attr]
        return torch.from_numpy(seen if self._draws is None else self._draws.append(seen))

    def _allowed(self) -> Array:
        """Return which choices every cell has at this tick [cells, C], uint8; in between, a seat can only wait."""
        allowed = self._legal[self.batch.which]
        for seat, every in self._seldom:
            between = self.batch.states["tick"] % every != 0
            allowed[between, seat] = 0
            allowed[between, seat, self.game.wait] = 1
        return allowed.reshape(-1, self.game.choices)

    @staticmethod
    def _allowed_at(allowed: Array, cells: Array) -> Array:
        """Return the rows of some cells; the same array where these are all."""
        return allowed if len(cells) == len(allowed) else allowed[cells]
