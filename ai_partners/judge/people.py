"""People as the measure: how well a partner foretells held-out people, acts like them, and goes on from their states.

Teacher-forced: the partner sees what a person saw, tick after tick, and its probabilities of what the person did next
are scored. Nobody who learned from these people may be judged by them; the suite takes the games that are set aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.spatial.distance import jensenshannon

from ai_partners.judge.meetings import meet
from ai_partners.judge.page import Section
from game.core.batch import Batch
from game.core.episode import Round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ai_partners.judge.suite import Entrant, Suite
    from game.core.contract import Game, Level
    from game.core.episode import Episode

Array = np.ndarray[Any, Any]

BINS = 10
"""Bins of the calibration error."""
EVERY, AHEAD, DRAWS = 40, 80, 10
"""A subgoal is asked for at each 40th tick, looked for within 80, and foretold by 10 drawn continuations."""
ROUNDS, TICKS = 20, 400
"""Rounds that a partner plays with itself, and their ticks."""


class Life(NamedTuple):
    """What people lived through in the games of one level, a column for each seat of each game."""

    level: Level
    states: Array
    """Before each tick [T, games]; what comes after a game's end is never looked at."""
    choices: Array
    """[T, cells], -1 after a game's end."""
    events: Array
    """[T, cells, events]"""

    @property
    def seats(self) -> int:
        """Seats of a game."""
        return int(self.choices.shape[1] // self.states.shape[1])


def lives(game: Game, level: Level, episodes: Sequence[Episode]) -> Life:
    """Return what people lived through in episodes."""
    longest = max(len(episode.joint_actions) for episode in episodes)
    seats = level.seats
    states = np.zeros((longest, len(episodes)), game.state)
    choices = np.full((longest, len(episodes), seats), -1, np.int64)
    events = np.zeros((longest, len(episodes), seats, len(game.events)), np.int64)
    for number, episode in enumerate(episodes):
        match = Round(game, game.parse_level(episode.level), episode.seed)
        for tick, joint in enumerate(episode.joint_actions):
            states[tick, number] = match.state
            step = match.step(joint)
            choices[tick, number] = joint
            events[tick, number] = step.outcome["events"][:seats]
    flat = len(episodes) * seats
    return Life(level, states, choices.reshape(longest, flat), events.reshape(longest, flat, -1))


def foretell(game: Game, entrant: Entrant, life: Life) -> Array:
    """Return the probabilities that a partner gives every choice [T, cells, C], what was done before being known."""
    rows, seats = life.states.shape[1], life.seats
    policy: Any = entrant.mate.make()
    if hasattr(policy, "is_freed"):
        policy.is_freed = False
    batch = Batch(game, life.level, rows, 0)
    cells = rows * seats
    policy.begin(game, [life.level] * cells, np.tile(np.arange(seats), rows).tolist(), list(range(cells)))
    found = np.zeros((*life.choices.shape, game.choices), np.float32)
    for tick, states in enumerate(life.states):
        batch.states[:] = states
        seen = np.repeat(batch.states, seats) if policy.observes == "state" else batch.observe(policy.observes)
        logits = policy.prefer(seen.reshape(cells, *seen.shape[2:]) if policy.observes != "state" else seen)
        shifted = np.exp(np.maximum(logits - logits.max(axis=1, keepdims=True), -50))
        found[tick] = shifted / shifted.sum(axis=1, keepdims=True)
        if hasattr(policy, "chosen"):
            policy.chosen(np.maximum(life.choices[tick], 0).astype(np.int8))
    return found


def scores(chances: Array, choices: Array, wait: int) -> dict[str, float]:
    """Return how well probabilities [T, cells, C] foretell choices [T, cells].

    ``nll``: nats per action; ``at changes``: where it is another than the last; ``moving``: where it is no waiting, and
    that is known; ``accuracy``; ``brier``: mean squared error over all choices; ``ece``: expected calibration error of
    the likeliest choice in ten bins (Guo et al. 2017, arXiv 1706.04599).
    """
    known = choices >= 0
    before = np.vstack([np.full((1, choices.shape[1]), -1), choices[:-1]])
    p, y = chances[known].astype(np.float64), choices[known]
    own = p[np.arange(len(y)), y]
    logs = -np.log(np.maximum(own, 1e-12))
    moves = y != wait
    moving = -np.log(np.maximum(own[moves] / np.maximum(1 - p[moves, wait], 1e-12), 1e-12))
    best, right = p.max(axis=1), p.argmax(axis=1) == y
    found = {"nll": logs.mean(), "at changes": logs[(before != choices)[known]].mean(), "moving": moving.mean()}
    found |= {"accuracy": right.mean(), "brier": ((p - np.eye(p.shape[1])[y]) ** 2).sum(axis=1).mean()}
    return {name: round(float(value), 4) for name, value in (found | {"ece": calibration(best, right)}).items()}


def calibration(best: Array, right: Array) -> float:
    """Return the mean distance of confidence and accuracy over bins of confidence, weighed by how many are in each."""
    bins = np.minimum((best * BINS).astype(int), BINS - 1)
    gaps = [abs(best[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return float(np.sum(gaps))


def prior(life: Life, choices: int, like: Array) -> Array:
    """Return the probabilities of how often each choice was made by other people [T, cells, C]."""
    known = life.choices[life.choices >= 0]
    counts = np.bincount(known, minlength=choices) + 1.0
    return np.broadcast_to(counts / counts.sum(), (*like.shape, choices))


def markov(life: Life, choices: int, like: Array) -> Array:
    """Return the probabilities of each choice after each other one, as other people made them [T, cells, C]."""
    counts = np.ones((choices + 1, choices))
    before = np.vstack([np.full((1, life.choices.shape[1]), -1), life.choices[:-1]])
    known = life.choices >= 0
    np.add.at(counts, (before[known], life.choices[known]), 1)
    own = np.vstack([np.full((1, like.shape[1]), -1), like[:-1]])
    found: Array = (counts / counts.sum(axis=1, keepdims=True))[own]
    return found


def next_events(events: Array) -> Array:
    """Return the number of the next event from each tick on within `AHEAD` ticks [T, cells]; -1 where none comes.

    Of several in one tick the first by its number counts.
    """
    ticks = len(events)
    now = np.where(events.any(axis=2), events.argmax(axis=2), -1)
    found = np.full(now.shape, -1)
    for cell in range(now.shape[1]):
        at = np.flatnonzero(now[:, cell] >= 0)
        place = np.searchsorted(at, np.arange(ticks))
        near = place < len(at)
        near[near] &= at[place[near]] - np.flatnonzero(near) < AHEAD
        found[near, cell] = now[at[place[near]], cell]
    return found


def subgoals(game: Game, entrant: Entrant, life: Life, others: Life) -> dict[str, float]:
    """Return nats per subgoal: what a person's next event is, foretold by how the partner itself would go on.

    Ten continuations are drawn from each state with the partner in all seats; what they lead to is counted, with a
    hundredth of every event added that other people ever had. The baseline counts what other people did.
    """
    wanted = next_events(life.events)
    ticks, games = np.meshgrid(np.arange(0, len(life.states) - AHEAD, EVERY), np.arange(life.states.shape[1]))
    pairs = zip(ticks.ravel().tolist(), games.ravel().tolist(), strict=True)
    at = [(tick, number) for tick, number in pairs if life.choices[tick + AHEAD, number * life.seats] >= 0]
    states = np.repeat(np.array([life.states[place] for place in at], game.state), DRAWS)
    level = game.lasting(life.level, AHEAD + 1)
    seen: list[Array] = []

    def note(tick: int, joint: Array, outcomes: Array) -> None:
        """Note a tick's events."""
        del tick, joint
        seen.append(outcomes["events"][:, : life.seats].copy())

    meet(game, level, [entrant.mate] * life.seats, len(states), 0, states, note)
    events = np.stack(seen).reshape(len(seen), len(states) * life.seats, -1)[:AHEAD]
    led = next_events(events)[0].reshape(len(at), DRAWS, life.seats)
    size = len(game.events) + 1
    usual = np.bincount(next_events(others.events)[::EVERY].ravel() + 1, minlength=size) + 0.01
    usual = usual / usual.sum()
    own, base = [], []
    for row, (tick, number) in enumerate(at):
        for seat in range(life.seats):
            goal = int(wanted[tick, number * life.seats + seat]) + 1
            counts = np.bincount(led[row, :, seat] + 1, minlength=size) + usual
            own.append(-np.log(counts[goal] / counts.sum()))
            base.append(-np.log(usual[goal]))
    return {"subgoal": round(float(np.mean(own)), 4), "subgoal prior": round(float(np.mean(base)), 4)}


def likeness(game: Game, entrant: Entrant, life: Life) -> dict[str, float]:
    """Return how far a partner with itself is from people with each other.

    ``events apart``: Jensen-Shannon distance (0 to 1) of how often each event happens; ``waiting``: the partner's part
    of ticks in which it did nothing less people's.
    """
    waits: list[float] = []

    def note(tick: int, joint: Array, outcomes: Array) -> None:
        """Note how many waited."""
        del tick, outcomes
        waits.append(float((joint == game.wait).mean()))

    level = game.lasting(life.level, TICKS)
    met = meet(game, level, [entrant.mate] * life.seats, ROUNDS, 0, each=note)
    own, theirs = met.events.sum(axis=(0, 1)) + 1e-9, life.events.sum(axis=(0, 1)) + 1e-9
    apart = float(jensenshannon(own, theirs, base=2))
    people = float((life.choices == game.wait).sum() / (life.choices >= 0).sum())
    return {"events apart": round(apart, 3), "waiting": round(float(np.mean(waits)) - people, 3)}


def recovery(game: Game, entrant: Entrant, life: Life) -> dict[str, float]:
    """Return a partner's points with itself in half a round, from the start and on from people's states."""
    level = game.lasting(life.level, TICKS // 2)
    at = [(t, g) for t in range(EVERY, len(life.states), EVERY) for g in range(life.states.shape[1])]
    states = np.array([life.states[t, g] for t, g in at if life.choices[t, g * life.seats] >= 0], game.state)
    mates = [entrant.mate] * life.seats
    start, there = meet(game, level, mates, ROUNDS, 0), meet(game, level, mates, len(states), 0, states)
    return {
        "from the start": round(float(start.points[:, 0].mean()), 1),
        "from people's states": round(float(there.points[:, 0].mean()), 1),
    }


def examine(game: Game, entrant: Entrant, life: Life, others: Life) -> dict[str, float]:
    """Return all figures of a partner on one level; ``others`` are the people that may be learned from."""
    found = scores(foretell(game, entrant, life), life.choices, game.wait)
    found |= subgoals(game, entrant, life, others)
    return found | likeness(game, entrant, life) | recovery(game, entrant, life)


def baselines(game: Game, life: Life, others: Life) -> dict[str, dict[str, float]]:
    """Return the scores of guessing by how often, and after what, other people did each thing."""
    count, like = game.choices, life.choices
    return {
        "prior": scores(prior(others, count, like), like, game.wait),
        "Markov": scores(markov(others, count, like), like, game.wait),
    }


def sections(suite: Suite, rows: Sequence[dict[str, Any]]) -> list[Section]:
    """Return the page's sections, a table for each level; ``rows`` have a partner, a level and figures."""
    found = []
    for level in suite.levels:
        mine = [row for row in rows if row["level"] == level]
        if mine:
            head = list(dict.fromkeys(key for row in mine for key in row["figures"]))
            lines = [[row["partner"], *(str(row["figures"].get(key, "-")) for key in head)] for row in mine]
            found.append(Section(level.replace("_", " "), ["partner", *head], lines))
    return found
