"""A scripted cook for every level, recipe and both dynamics: it does what is most useful next and keeps out of the way.

Each tick it lists what it could do with its hands as they are, takes the first wish that it can reach, and walks there
around the other cooks. What its team-mates need and cannot reach themselves it hands over on shared counters.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    FAR,
    FIRST_SOUP,
    FLOOR,
    GROWN,
    INTERACT,
    NOTHING,
    ONION,
    ONIONS,
    POT,
    SIZE,
    STAY,
    TOMATO,
    TOMATOES,
    WINDOW,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

PATIENCE = 16
"""Ticks without a change in its hands after which a cook puts down what it holds and tries other ways."""
RESTLESS = 0.3
"""Share of ticks on which an impatient cook moves at random, which opens corridors."""
SOURCES = {ONION: ONIONS, TOMATO: TOMATOES, DISH: DISHES}


class Cook:
    """Fetches, cooks and serves on every level, and keeps out of the way."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del game
        self._hands = [Hands(*row) for row in zip(levels, seats, seeds, strict=True)]

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference for each action of each state record."""
        preferences = np.zeros((len(observations), 6), np.float32)
        for row, (hands, state) in enumerate(zip(self._hands, observations, strict=True)):
            preferences[row, hands.choose(state)] = 1.0
        return preferences


class Hands:
    """One cook in one round."""

    def __init__(self, level: Level, seat: int, seed: int) -> None:
        self.level, self.seat = level.record, seat
        self.cells = range(int(self.level.width) * int(self.level.height))
        self.tile = self.level.tile.tolist()
        self.pots = [int(cell) for cell in self.level.pot_cell[: self.level.pots]]
        self.reach = [self._reach(other) for other in range(level.seats)]
        self.mine = self.reach[seat]
        self.shared = [
            cell
            for cell in self.mine
            if self.tile[cell] == COUNTER and any(cell in self.reach[o] for o in range(level.seats) if o != seat)
        ]
        self._dice = np.random.default_rng([seed, seat])
        self._before: tuple[int, int] = (-1, -1)
        self._stuck = 0
        self._held = NOTHING
        self._unchanged = 0

    def _reach(self, seat: int) -> set[int]:
        """Return the fixtures that a seat can use."""
        ways = self.level.distance[0, self.level.start_cell[seat]]
        return {cell for cell in self.cells if ways[cell] < FAR and self.tile[cell] != FLOOR}

    def choose(self, state: Any) -> int:
        """Return this tick's action."""
        here, facing = int(state.cell[self.seat]), int(state.facing[self.seat])
        held = int(state.held[self.seat])
        self._unchanged = self._unchanged + 1 if held == self._held else 0
        self._held = held
        wishes = self.wishes(state)
        if held != NOTHING and self._unchanged > PATIENCE:
            wishes = [*wishes, {c for c in self.mine if self.tile[c] == COUNTER and state.things[c] == NOTHING}]
        if any(wishes) and self._unchanged > PATIENCE and self._dice.random() < RESTLESS:
            return int(self._dice.integers(4))
        place = (here, facing)
        self._stuck = self._stuck + 1 if place == self._before and wishes else 0
        self._before = place
        if self._stuck > 1 and self._dice.random() < 0.5:  # noqa: PLR2004 - half of the ticks
            return int(self._dice.integers(4))
        for wish in wishes:
            action = self.step(state, here, facing, wish)
            if action is not None:
                return action
        return self.aside(state, here)

    def wishes(self, state: Any) -> list[set[int]]:
        """Return sets of fixtures to use, the most useful first."""
        held = int(state.held[self.seat])
        if held >= FIRST_SOUP:
            return [self.of(WINDOW), self.free(state, WINDOW)]
        if held == DISH:
            return self.with_dish(state)
        if held != NOTHING:
            return [self.takers(state, held), self.free(state, POT, need=held)]
        return self.with_nothing(state)

    def of(self, tile: int) -> set[int]:
        """Return the tiles of a kind that this cook can use."""
        return {cell for cell in self.mine if self.tile[cell] == tile}

    def takers(self, state: Any, ingredient: int) -> set[int]:
        """Return the pots in which an ingredient keeps the best soup possible."""
        good = set()
        for cell in self.pots:
            content = int(state.things[cell])
            if cell in self.mine and self.is_open(state, cell):
                grown = int(GROWN[ingredient, content])
                if self.level.best[grown] == self.level.best[content]:
                    good.add(cell)
        return good

    def is_open(self, state: Any, cell: int) -> bool:
        """Tell whether a pot takes an ingredient."""
        idle = state.cooking[self.level.pot_at[cell]] < 0
        return bool(idle and SIZE[state.things[cell]] < self.level.largest)

    def is_finished(self, state: Any, cell: int) -> bool:
        """Tell whether an idle pot's content is worth more as it is than with anything more."""
        content = int(state.things[cell])
        worth = self.level.value[content] > 0 and self.level.value[content] == self.level.best[content]
        return bool(state.cooking[self.level.pot_at[cell]] < 0 and SIZE[content] and (worth or SIZE[content] == self.level.largest))

    def with_dish(self, state: Any) -> list[set[int]]:
        """Return what to do with a dish: take the soonest soup, or hand the dish over."""
        pots = [cell for cell in self.pots if state.cooking[self.level.pot_at[cell]] >= 0]
        mine = {cell for cell in pots if cell in self.mine}
        ready = {cell for cell in mine if self.left(state, cell) <= 0}
        if any(cell in self.mine for cell in self.pots):
            return [ready, mine, {cell for cell in self.pots if cell in self.mine and self.is_finished(state, cell)}]
        return [self.free(state, POT, need=DISH)]

    def left(self, state: Any, cell: int) -> int:
        """Return the ticks until a cooking pot is ready."""
        return int(self.level.cook_time[state.things[cell]]) - int(state.cooking[self.level.pot_at[cell]])

    def free(self, state: Any, goal: int, need: int = NOTHING) -> set[int]:  # noqa: ARG002
        """Return shared counters, still free, from which somebody else can serve a goal that this cook cannot."""
        helpful = {
            other
            for other, reach in enumerate(self.reach)
            if other != self.seat and any(self.tile[cell] == goal for cell in reach)
        }
        if self.of(goal):
            return set()
        return {
            cell
            for cell in self.shared
            if state.things[cell] == NOTHING and any(cell in self.reach[other] for other in helpful)
        }

    def with_nothing(self, state: Any) -> list[set[int]]:
        """Return what to do with empty hands."""
        others = [int(state.held[seat]) for seat in range(self.level.seats) if seat != self.seat]
        begun = [cell for cell in self.pots if state.cooking[self.level.pot_at[cell]] >= 0 or self.is_finished(state, cell)]
        start = {c for c in self.mine if self.tile[c] == POT and not self.level.old and self.is_finished(state, c)}
        wishes = [start]
        if self.of(WINDOW):
            wishes.append({c for c in self.mine if self.tile[c] == COUNTER and state.things[c] >= FIRST_SOUP})
        lying = sum(state.things[c] == DISH for c in self.shared)
        dishes = others.count(DISH) + (lying if not self.of(POT) else 0)
        dish, food = self.get(state, DISH), self.food(state, others)
        wants_dish = dishes < len(begun)
        return [*wishes, dish if wants_dish else set(), food, dish if begun and wants_dish else set()]

    def get(self, state: Any, thing: int) -> set[int]:
        """Return where a thing can be had, if there is something this cook can then do with it."""
        if not self.of(POT):
            return self.of(SOURCES[thing]) if self.free(state, POT) else set()
        lying = {c for c in self.mine if self.tile[c] == COUNTER and state.things[c] == thing}
        return self.of(SOURCES[thing]) | lying

    def food(self, state: Any, others: list[int]) -> set[int]:
        """Return where the ingredient that is wanted next can be had."""
        carried = sum(held in {ONION, TOMATO} for held in others)
        room = 0
        wanted: set[int] = set()
        for cell in self.pots:
            content = int(state.things[cell])
            if self.is_open(state, cell) and not self.is_finished(state, cell):
                room += int(self.level.largest) - int(SIZE[content])
                wanted |= {k for k in (ONION, TOMATO) if self.level.best[GROWN[k, content]] == self.level.best[content]}
        if not self.of(POT):
            carried += sum(state.things[c] in {ONION, TOMATO} for c in self.shared)
        if room <= carried:
            return set()
        found: set[int] = set()
        for kind in wanted:
            found |= self.get(state, kind)
        return found

    def step(self, state: Any, here: int, facing: int, goals: set[int]) -> int | None:
        """Return the first action of the shortest way to use one of the goals around the others, or None."""
        if not goals:
            return None
        ahead = int(self.level.ahead[facing, here])
        if ahead in goals:
            waits = self.tile[ahead] == POT and state.held[self.seat] == DISH and self.left(state, ahead) > 0
            return STAY if waits else INTERACT
        others = {int(state.cell[seat]) for seat in range(self.level.seats) if seat != self.seat}
        first = self.search(here, goals, others)
        if first is None and self.search(here, goals, set()) is not None:
            first = self.search(here, goals, set())
        return first

    def search(self, here: int, goals: set[int], blocked: set[int]) -> int | None:
        """Return the first action of a breadth-first search for a cell beside a goal."""
        queue = deque([(here, -1)])
        seen = {here}
        while queue:
            cell, first = queue.popleft()
            for side in range(4):
                there = int(self.level.ahead[side, cell])
                if there in goals:
                    return side if first < 0 else first
                if self.tile[there] == FLOOR and there not in seen and there not in blocked:
                    seen.add(there)
                    queue.append((there, side if first < 0 else first))
        return None

    def aside(self, state: Any, here: int) -> int:
        """Stay, or with nothing to do step away from a cook next to this one."""
        others = {int(state.cell[seat]) for seat in range(self.level.seats) if seat != self.seat}
        near = [side for side in range(4) if int(self.level.ahead[side, here]) in others]
        free = [
            side
            for side in range(4)
            if self.tile[int(self.level.ahead[side, here])] == FLOOR and int(self.level.ahead[side, here]) not in others
        ]
        return int(self._dice.choice(free)) if near and free else STAY


BOTS = {"cook": Cook}
