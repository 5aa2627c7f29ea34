"""Adaptation: points over a round in whose middle one proxy takes another's place, beside the same partner."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

import game
from ai_partners.judge.drawing import curves
from ai_partners.judge.meetings import meet
from ai_partners.judge.page import Section
from ai_partners.judge.suite import Cell, proxies, seed_of
from ai_partners.mates import Mate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ai_partners.judge.suite import Entrant, Ledger, Suite
    from game.core.contract import Game, Level, Policy

Array = np.ndarray[Any, Any]
STRETCH = 100
"""Ticks over which points are added up."""
SWITCHED, KEPT = "switched", "kept"


class Switched:
    """One policy until some tick and another one from then on; a round begins for both."""

    def __init__(self, one: Policy, other: Policy, after: int) -> None:
        self._policies, self._after, self._tick = (one, other), after, 0
        self.observes = one.observes

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        self._tick = 0
        for policy in self._policies:
            policy.begin(game, levels, seats, seeds)

    def prefer(self, observations: Array) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return the preferences [B, C] of the one whose time it is."""
        self._tick += 1
        return self._now.prefer(observations)

    def chosen(self, choices: Array) -> None:
        """Take note of what was finally chosen [B]."""
        if hasattr(self._now, "chosen"):
            self._now.chosen(choices)

    @property
    def _now(self) -> Policy:
        """Who plays."""
        return self._policies[self._tick > self._after]


def play(suite: Suite, entrants: Sequence[Entrant], ledger: Ledger, *, quick: bool) -> Iterator[Cell]:
    """Yield, for everybody and each proxy, a cell of the points of each stretch, with and without a switch.

    The points of a cell are those of its stretches, averaged over rounds: all first halves are beside the proxy, and
    where there is a switch the second ones are beside the next proxy.
    """
    found = game.load(suite.game)
    for entrant in entrants:
        level = found.lasting(found.load_level(entrant.level), suite.ticks)
        there = proxies(suite, entrant.level, quick=quick)
        for number, one in enumerate(there):
            for kind, other in ((KEPT, one), (SWITCHED, there[(number + 1) % len(there)])):
                mate = Mate(one.name, functools.partial(_both, one, other, suite.ticks // 2), one.temperature)
                for seat in range(level.seats):
                    empty = Cell(entrant.name, entrant.hash, entrant.seed, level.name, seat, f"{kind} {one.name}", ())
                    rounds = suite.count(quick=quick)
                    player = functools.partial(_play, (found, level), entrant, (mate, seat), rounds)
                    yield ledger.cell(empty, suite.ticks // STRETCH, player)


def _both(one: Mate, other: Mate, after: int) -> Policy:
    """Return one mate's policy and then another's."""
    return Switched(one.make(), other.make(), after)


def _play(
    place: tuple[Game, Level], entrant: Entrant, beside: tuple[Mate, int], rounds: int, stretches: int
) -> tuple[float, ...]:
    """Return the mean points of the entrant's team in each stretch."""
    (found, level), (mate, seat) = place, beside
    points = np.zeros(stretches)

    def note(tick: int, joint: Array, outcomes: Array) -> None:
        """Add up a tick's points."""
        del joint
        points[min(tick // STRETCH, stretches - 1)] += float(outcomes["streams"][:, 0, : level.seats].sum()) / rounds

    seats = [entrant.mate if number == seat else mate for number in range(level.seats)]
    meet(found, level, seats, rounds, seed_of("switch", level.name, mate.name, str(seat)), each=note)
    return tuple(np.round(points, 3).tolist())


def figures(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Return for each partner and level the mean points of every stretch, with and without a switch."""
    rows = []
    for partner, level in dict.fromkeys((cell.partner, cell.level) for cell in cells):
        mine = [cell for cell in cells if (cell.partner, cell.level) == (partner, level)]
        row: dict[str, Any] = {"partner": partner, "level": level}
        for kind in (KEPT, SWITCHED):
            row[kind] = np.mean([cell.points for cell in mine if cell.proxy.startswith(kind)], axis=0).round(1).tolist()
        rows.append(row)
    return rows


def sections(suite: Suite, rows: Sequence[dict[str, Any]]) -> list[Section]:
    """Return the page's sections: for each level the points of every stretch, as curves and as a table."""
    found = []
    for level in suite.levels:
        mine = [row for row in rows if row["level"] == level]
        if not mine:
            continue
        ends = [STRETCH * (n + 1) for n in range(len(mine[0][KEPT]))]
        drawn = {f"{row['partner']}, {kind}": (ends, row[kind]) for row in mine for kind in (KEPT, SWITCHED)}
        lines = [[row["partner"], kind, *map(str, row[kind])] for row in mine for kind in (KEPT, SWITCHED)]
        head = ["partner", "", *(f"to {end}" for end in ends)]
        plot = curves(drawn, "tick", f"points in {STRETCH} ticks")
        found.append(Section(level.replace("_", " "), head, lines, plot))
    return found
