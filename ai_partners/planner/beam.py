"""A beam search over joint actions that can be spread over many decisions, counted in expansions and never in time."""

from __future__ import annotations

from typing import Any

import numpy as np

from ai_partners.planner.layer import CANDIDATE, NODE, expand, select
from ai_partners.planner.tables import int64
from ai_partners.planner.worth import ROOM, TALLY, worth
from game.core.compile import kernel
from game.kitchen.state import OUTCOME, STATE

WORDS = STATE.itemsize // 8
ROOMY = 24
"""Room for candidates per node: the joint actions of two cooks that change something are seldom more."""

SEARCH = np.dtype(
    (
        np.record,
        [
            (name, "<i8")
            for name in (
                "depth",
                "limit",
                "count",
                "next",
                "found",
                "budget",
                "spent",
                "branches",
                "movers",
                "active",
                "stamp",
            )
        ],
    )
)
"""How far a search is."""


@kernel
def work(  # noqa: PLR0913, PLR0917 - kernels pass arrays and numbers, not objects
    level: Any,
    tables: Any,
    script: Any,
    search: Any,
    states: Any,
    words: Any,
    nodes: Any,
    pool: Any,
    slots: Any,
    counts: Any,
    order: Any,
    parents: Any,
    actions: Any,
    outcome: Any,
    room: Any,
    joint: Any,
    budget: Any,
) -> None:
    """Carry a search on by about ``budget`` successors; a layer is chosen as wide as what is left for it allows."""
    widest = nodes.shape[1]
    while budget > 0 and search.depth < search.limit:
        side = int64(search.depth) & 1
        more = max(1, min(int64(search.count) - int64(search.next), budget // int64(search.branches)))
        last = int64(search.next) + more
        room[TALLY] = 0
        search.found = expand(
            level,
            tables,
            states[side],
            words[side],
            nodes[side],
            script[int64(search.depth)],
            int64(search.movers),
            int64(search.active),
            int64(search.next),
            last,
            int64(search.found),
            pool,
            slots,
            int64(search.stamp),
            outcome,
            room,
            joint,
        )
        search.next = last
        budget -= room[TALLY]
        search.budget -= room[TALLY]
        search.spent += room[TALLY]
        if last >= search.count:
            layers = max(1, int64(search.limit) - int64(search.depth) - 1)
            search.branches = max(1, -(-int64(search.spent) // int64(search.count)))
            width = max(1, min(widest, int64(search.budget) // (layers * int64(search.branches))))
            depth = int64(search.depth)
            search.count = select(
                level,
                words[side],
                pool,
                int64(search.found),
                width,
                order,
                counts,
                int64(search.stamp),
                parents[depth],
                actions[depth],
                states[1 - side],
                words[1 - side],
                nodes[1 - side],
                outcome,
                joint,
            )
            search.next = 0
            search.found = 0
            search.spent = 0
            search.stamp += 1
            search.depth += 1


class Beam:
    """A search from one state: begun, worked on for so many successors at a time, and asked for the best way."""

    def __init__(self, level: Any, widest: int, deepest: int) -> None:
        self.level, self.widest, self.deepest = level, widest, deepest
        self._states = np.zeros((2, widest + 1), STATE)
        self._words = self._states.view(np.uint64).reshape(2, widest + 1, WORDS)
        self._nodes = np.zeros((2, widest), NODE)
        size = 1 << (widest * ROOMY * 2 - 1).bit_length()
        self._search = np.zeros(1, SEARCH)[0]
        self._room, self._outcome = np.zeros(ROOM, np.int64), np.zeros(1, OUTCOME)[0]
        self._buffers = (
            self._states,
            self._words,
            self._nodes,
            np.zeros(widest * ROOMY, CANDIDATE),
            np.zeros((size, 2), np.int32),
            np.zeros((size, 3), np.int32),
            np.zeros(widest * ROOMY, np.int32),
            np.zeros((deepest, widest), np.int32),
            np.zeros((deepest, widest), np.int32),
            self._outcome,
            self._room,
            np.zeros(4, np.int8),
        )
        self._parents, self._actions = self._buffers[7:9]

    def begin(self, tables: Any, state: Any, script: Any, movers: int, active: int, budget: int) -> None:  # noqa: PLR0913, PLR0917 - the terms of a search
        """Start from a state; ``script`` [depth, seats] tells what those do who are not in ``movers``."""
        self.tables, self.script = tables, script
        self._states[0, 0] = state
        search = self._search
        search.depth = search.next = search.found = search.spent = 0
        search.count = 1
        search.limit = max(0, min(self.deepest, len(script), int(self.level.horizon) - int(state.tick)))
        search.movers, search.active, search.budget = movers, active, budget
        search.branches = 4 ** movers.bit_count()
        search.stamp += 1
        self._nodes[0, 0] = (0, 0, 0)
        self._from = int(worth(self.level, tables, self._states[0, 0], active, self._room))

    def work(self, budget: int) -> None:
        """Look at about ``budget`` successors."""
        work(self.level, self.tables, self.script, self._search, *self._buffers, budget)

    @property
    def is_done(self) -> bool:
        """Whether the last layer is complete."""
        return bool(self._search.depth >= self._search.limit)

    @property
    def depth(self) -> int:
        """Ticks that the search has looked ahead so far."""
        return int(self._search.depth)

    def best(self) -> list[tuple[int, ...]]:
        """Return the joint actions of the best way found so far; none where there is nothing left to play."""
        node = 0
        packed = []
        for layer in range(self.depth - 1, -1, -1):
            packed.append(int(self._actions[layer, node]))
            node = int(self._parents[layer, node])
        seats = range(int(self.level.seats))
        return [tuple(action >> (3 * seat) & 7 for seat in seats) for action in reversed(packed)]

    @property
    def gain(self) -> int:
        """What the best way found so far adds to the worth of the state it started from."""
        node = self._nodes[self.depth & 1, 0]
        return int((node.rank - node.trail // 16) // 64) - self._from if self.depth else 0
