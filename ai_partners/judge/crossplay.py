"""Cross-play: everybody with everybody, in one team or as two teams, as a matrix of points and, for two, ratings."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

import game
from ai_partners.judge.drawing import heat
from ai_partners.judge.meetings import meet
from ai_partners.judge.page import Section
from ai_partners.judge.suite import Cell, SuiteError, seed_of
from game.core.metrics import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ai_partners.judge.suite import Entrant, Ledger, Suite
    from game.core.contract import Game, Level

Array = np.ndarray[Any, Any]
TWO = 2
ITSELF = "itself: metrics"
"""Name of the cells that hold the game's metrics, in their order, of rounds that a partner plays with itself."""
ROUNDS = 400
"""Rounds of those, where all is played."""


def play(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, *, quick: bool) -> Iterator[Cell]:
    """Yield the cell of every ordered pair on every level: the first has the first team, or each second seat.

    Of two teams everybody's metrics against itself come last. Raises `SuiteError` where a level has only one entrant.
    """
    found = game.load(suite.game)
    for name in suite.levels:
        level = found.lasting(found.load_level(name), suite.ticks) if suite.ticks else found.load_level(name)
        there = [entrant for entrant in entrants if entrant.level == name]
        if len(there) == 1:
            message = f"only {there[0].name!r} plays {name!r}; cross-play needs two partners for a level"
            raise SuiteError(message)
        for one, other in itertools.product(there, there):
            empty = Cell(one.name, one.hash, one.seed, name, 0, told(other), ())
            yield ledger.cell(empty, suite.count(quick=quick), _player(found, level, one, other))
        rounds = suite.count(quick=True) if quick else ROUNDS
        for one in there if found.is_zero_sum else ():
            empty = Cell(one.name, one.hash, one.seed, name, 0, ITSELF, ())
            yield ledger.cell(empty, 1, _measurer(found, level, one, rounds))


def _player(found: Game, level: Level, one: Entrant, other: Entrant) -> Callable[[int], tuple[float, ...]]:
    """Return what plays a pair's rounds."""

    def points(rounds: int) -> tuple[float, ...]:
        """Return the points of the first one's team in each round; with two teams, less those of the other team."""
        seats = found.seats(level)
        first = [seat.team == 0 if found.is_zero_sum else number % TWO == 0 for number, seat in enumerate(seats)]
        mates = [one.mate if own else other.mate for own in first]
        met = meet(found, level, mates, rounds, seed_of("cross-play", level.name))
        made = met.points[:, 0] - met.points[:, 1] if found.is_zero_sum else met.points[:, 0]
        return tuple(made.tolist())

    return points


def _measurer(found: Game, level: Level, one: Entrant, rounds: int) -> Callable[[int], tuple[float, ...]]:
    """Return what counts a partner's metrics in rounds with itself."""

    def metrics(_: int) -> tuple[float, ...]:
        """Return ratios of all rounds together, and counts a round."""
        met = meet(found, level, [one.mate] * level.seats, rounds, seed_of("cross-play", level.name))
        whole = measure(found, met.events)
        return tuple(whole[name] if metric.per else whole[name] / rounds for name, metric in found.metrics.items())

    return metrics


def told(one: Entrant) -> str:
    """Return the name of an entrant's seed."""
    return f"{one.name} {one.seed}"


def figures(suite: Suite, cells: Sequence[Cell]) -> dict[str, Any]:
    """Return for each level the matrix of mean points, and how a partner fares with itself, its kind and others."""
    levels = {}
    for level in suite.levels:
        mine = [cell for cell in cells if cell.level == level]
        if mine:
            levels[level] = _level(mine, game.load(suite.game))
    return levels


def _level(every: Sequence[Cell], found: Game) -> dict[str, Any]:
    """Return one level's figures."""
    cells = [cell for cell in every if cell.proxy != ITSELF]
    names = list(dict.fromkeys(f"{cell.partner} {cell.seed}" for cell in cells))
    matrix = _matrix(cells, names, np.mean)
    kinds = {name: name.rpartition(" ")[0] for name in names}
    rows = [_row(kind, names, kinds, matrix) for kind in dict.fromkeys(kinds.values())]
    answer: dict[str, Any] = {"names": names, "matrix": np.round(matrix, 1).tolist(), "rows": rows}
    if found.is_zero_sum:
        answer["wins"] = np.round(_matrix(cells, names, won), 2).tolist()
        answer["ratings"] = ratings(cells)
        answer["metrics"] = [_metrics(cell, found) for cell in every if cell.proxy == ITSELF]
    return answer


def _matrix(cells: Sequence[Cell], names: list[str], worth: Callable[[Any], Any]) -> Array:
    """Return what the rounds of each pair are worth, by their points: first ones down, second ones across."""
    matrix = np.full((len(names), len(names)), np.nan)
    for cell in cells:
        matrix[names.index(f"{cell.partner} {cell.seed}"), names.index(cell.proxy)] = worth(cell.points)
    return matrix


def won(points: Sequence[float]) -> float:
    """Return the share of rounds that the first team has won, by its points less those of the other; a draw is half."""
    return float((np.sign(points) + 1).mean() / TWO)


def _metrics(cell: Cell, found: Game) -> dict[str, Any]:
    """Return the metrics of a partner with itself by name, of those that say something."""
    known = [(name, points) for name, points in zip(found.metrics, cell.points, strict=True) if np.isfinite(points)]
    return {"partner": f"{cell.partner} {cell.seed}"} | {name: round(points, 3) for name, points in known}


def _row(kind: str, names: list[str], kinds: dict[str, str], matrix: Array) -> dict[str, Any]:
    """Return how all seeds of one name fare: with itself, with other seeds of the name, with all others."""
    own = [n for n, name in enumerate(names) if kinds[name] == kind]
    pairs = list(itertools.product(own, range(len(names))))
    itself = [matrix[a, b] for a, b in pairs if a == b]
    within = [x for a, b in pairs if b in own and a != b for x in (matrix[a, b], matrix[b, a])]
    between = [x for a, b in pairs if b not in own for x in (matrix[a, b], matrix[b, a])]
    named = (("itself", itself), ("other seeds", within), ("others", between))
    found = {name: round(float(np.mean(points)), 1) if points else None for name, points in named}
    worst = min((float(matrix[a, b]) for a, b in pairs if b not in own), default=None)
    return {"partner": kind, **found, "worst": None if worst is None else round(worst, 1)}


def ratings(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return every entrant's ratings as each team, by Plackett-Luce (Weng and Lin 2011, JMLR 12) from every round.

    A partner as the first team and as the second are two players: the parts are not alike.
    """
    from openskill.models import PlackettLuce

    model = PlackettLuce()
    players: dict[tuple[str, int], Any] = {}
    order = np.random.default_rng(0)
    rounds = [(cell, points) for cell in cells for points in cell.points]
    for number in order.permutation(len(rounds)).tolist():
        cell, points = rounds[number]
        sides = ((f"{cell.partner} {cell.seed}", 0), (cell.proxy, 1))
        one, other = (players.get(side) or model.rating(name=side[0]) for side in sides)
        ranks = [0.0, 0.0] if points == 0 else ([0.0, 1.0] if points > 0 else [1.0, 0.0])
        (players[sides[0]],), (players[sides[1]],) = model.rate([[one], [other]], ranks=ranks)
    names = dict.fromkeys(name for name, _ in players)
    return [
        {"partner": name} | {f"as team {team + 1}": round(float(players[name, team].mu), 2) for team in range(TWO)}
        for name in names
    ]


def sections(suite: Suite, levels: dict[str, Any]) -> list[Section]:
    """Return the page's sections: for each level the matrix as a heat map, and tables."""
    found = []
    for level in suite.levels:
        if level not in levels:
            continue
        got = levels[level]
        head = list(got["rows"][0])
        lines = [[_text(row[key]) for key in head] for row in got["rows"]]
        title = level.replace("_", " ")
        drawn = heat(got["names"], np.array(got["matrix"]), "second", "first")
        found.append(Section(title, head, lines, drawn))
        if "ratings" in got:
            head = list(got["ratings"][0])
            lines = [[_text(row[key]) for key in head] for row in got["ratings"]]
            found.append(Section(f"{title}: ratings", head, lines))
            found.append(_wins(title, got["names"], 100 * np.array(got["wins"])))
        if "metrics" in got:
            metrics = game.load(suite.game).metrics
            names = [name for name in metrics if any(name in row for row in got["metrics"])]
            lines = [[row["partner"], *(_text(row.get(name)) for name in names)] for row in got["metrics"]]
            found.append(Section(f"{title}: with itself", ["partner", *(metrics[n].summary for n in names)], lines))
    return found


def _wins(title: str, names: Sequence[str], wins: Array) -> Section:
    """Return how many of its rounds with all others everybody wins, and a map of the pairs, in per cent."""
    lines = []
    for number, name in enumerate(names):
        first, second = np.delete(wins[number], number).mean(), 100 - np.delete(wins[:, number], number).mean()
        lines.append([name, f"{first:.0f}", f"{second:.0f}"])
    head = ["partner", "won as team 1", "won as team 2"]
    return Section(f"{title}: per cent of rounds won", head, lines, heat(names, wins, "second", "first"))


def _text(value: object) -> str:
    """Return a number or a name, or a dash."""
    return "-" if value is None else str(value)
