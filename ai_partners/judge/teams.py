"""Teams: a partner in all seats of one team, with its signals as they are, not made at all, and out of place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

import game
from ai_partners.judge.meetings import meet
from ai_partners.judge.page import Section
from ai_partners.judge.suite import Cell, seed_of
from game.core.metrics import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ai_partners.judge.suite import Entrant, Ledger, Suite
    from ai_partners.mates import Mate
    from game.core.contract import Game, Level, Policy

Array = np.ndarray[Any, Any]
LEAST = np.float32(-1e9)
ON, OFF, SHUFFLED = "on", "off", "shuffled"


class Changed:
    """A policy whose signals are changed: it makes none, or it makes them when it would have in another round.

    Shuffled: whether a seat signals now is decided by the chance with which the same seat of another round would; what
    it does then, of all signals or of all else, is decided by its own preferences.
    """

    def __init__(self, policy: Policy, signals: Array, kind: str, temperature: float) -> None:
        self._policy, self._signals, self._kind = policy, signals, kind
        self._temperature = np.float32(max(temperature, 1e-3))
        self.observes = policy.observes

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        self._policy.begin(game, levels, seats, seeds)

    def prefer(self, observations: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return the changed preferences [B, C]."""
        logits = self._policy.prefer(observations).astype(np.float32)
        if self._kind == OFF:
            return np.where(self._signals, LEAST, logits)
        scaled = np.maximum(logits / self._temperature, LEAST)
        scaled -= scaled.max(axis=1, keepdims=True)
        chances = np.exp(scaled)
        chances /= chances.sum(axis=1, keepdims=True)
        own = chances[:, self._signals].sum(axis=1)
        other = np.roll(own, 1)
        turned = np.where(self._signals, (other / np.maximum(own, 1e-9))[:, None], _rest(other, own)[:, None])
        found: Array = (np.log(np.maximum(chances * turned, 1e-30)) * self._temperature).astype(np.float32)
        return found

    def chosen(self, choices: Array) -> None:
        """Take note of what was finally chosen [B]."""
        if hasattr(self._policy, "chosen"):
            self._policy.chosen(choices)


def _rest(other: Array, own: Array) -> Array:
    """Return by how much the chances of all else are turned [B]."""
    found: Array = (1 - other) / np.maximum(1 - own, 1e-9)
    return found


def play(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, *, quick: bool) -> Iterator[Cell]:
    """Yield for everybody and each way with signals a cell of points, and one of the ticks that rounds took.

    A third cell holds the means of the game's metrics in their order, not a number where a metric says nothing.
    """
    found = game.load(suite.game)
    signals = np.zeros(found.choices, bool)
    names = [action.name for action in found.actions]
    signals[[names.index(name) for name in suite.signals]] = True
    signals[len(names) :] = True
    rounds = suite.count(quick=quick)
    for entrant in entrants:
        level = found.load_level(entrant.level)
        for kind in (ON, OFF, SHUFFLED) if suite.signals else (ON,):
            mate = _changed(entrant.mate, signals, kind)
            once = functools.cache(functools.partial(_meet, found, level, mate, rounds))
            for number, what in enumerate(("points", "ticks", "metrics")):
                empty = Cell(entrant.name, entrant.hash, entrant.seed, level.name, 0, f"{kind} {what}", ())
                yield ledger.cell(empty, min(rounds, 1), _one_of(once, number))


def _one_of(once: Callable[[], tuple[tuple[float, ...], ...]], number: int) -> Callable[[int], tuple[float, ...]]:
    """Return what gives one of the results of rounds that are played once."""
    return lambda _: once()[number]


def _changed(mate: Mate, signals: Array, kind: str) -> Mate:
    """Return a mate whose signals are changed."""
    if kind == ON:
        return mate
    made = functools.partial(_wrapped, mate, signals, kind)
    return mate._replace(make=made)


def _wrapped(mate: Mate, signals: Array, kind: str) -> Policy:
    """Return a mate's policy with changed signals."""
    return Changed(mate.make(), signals, kind, mate.temperature)


def _meet(found: Game, level: Level, mate: Mate, rounds: int) -> tuple[tuple[float, ...], ...]:
    """Return the points, the ticks and the metrics of rounds with one mate in all seats."""
    alive = np.zeros(rounds)
    points = np.zeros(rounds)

    def note(tick: int, joint: Array, outcomes: Array) -> None:
        """Note until when anything has been gained."""
        del joint
        gained = outcomes["streams"][:, 0, : level.seats].sum(axis=1)
        points[:] += gained
        alive[gained > 0] = tick + 1

    met = meet(found, level, [mate] * level.seats, rounds, seed_of("teams", level.name), each=note)
    metrics = [measure(found, events) for events in met.events]
    means = [np.mean([one[name] for one in metrics if name in one] or [np.nan]) for name in found.metrics]
    return tuple(met.points[:, 0].tolist()), tuple(alive.tolist()), tuple(float(mean) for mean in means)


def figures(suite: Suite, cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return a row for each partner, seed and level: points, ticks until the last point, and metrics."""
    found, rows = game.load(suite.game), []
    for key in dict.fromkeys((cell.partner, cell.seed, cell.level) for cell in cells):
        mine = {cell.proxy: cell.points for cell in cells if (cell.partner, cell.seed, cell.level) == key}
        row: dict[str, Any] = {"partner": key[0], "seed": key[1], "level": key[2]}
        for kind in (ON, OFF, SHUFFLED):
            if f"{kind} points" in mine:
                row[f"points, signals {kind}"] = round(float(np.mean(mine[f"{kind} points"])), 2)
        row["last point at tick"] = round(float(np.mean(mine[f"{ON} ticks"])), 1)
        row["metrics"] = {
            name: round(value, 3)
            for name, value in zip(found.metrics, mine[f"{ON} metrics"], strict=True)
            if np.isfinite(value)
        }
        rows.append(row)
    return rows


def sections(suite: Suite, rows: Sequence[dict[str, Any]]) -> list[Section]:
    """Return the page's sections, two tables for each level."""
    found, metrics = [], game.load(suite.game).metrics
    for level in suite.levels:
        mine = [row for row in rows if row["level"] == level]
        if mine:
            head = [key for key in mine[0] if key not in {"level", "metrics"}]
            title = level.replace("_", " ")
            found.append(Section(title, head, [[str(row[key]) for key in head] for row in mine]))
            names = [name for name in metrics if any(name in row["metrics"] for row in mine)]
            lines = [[row["partner"], *(str(row["metrics"].get(name, "-")) for name in names)] for row in mine]
            found.append(Section(f"{title}: what they did", ["partner", *(metrics[n].summary for n in names)], lines))
    return found
