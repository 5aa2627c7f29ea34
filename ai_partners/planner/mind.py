"""The planning of one cook in one round: a plan for all, thought ahead of while it lasts, mended when it fails."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from ai_partners.planner.beam import Beam
from ai_partners.planner.others import QUIET, TOGETHER, Others
from ai_partners.planner.tables import POINT, build, vary
from ai_partners.planner.worth import ROOM, worth
from game.kitchen.rules import advance, start
from game.kitchen.state import DISHES, FAR, FLOOR, LEVEL, ONIONS, OUTCOME, POT, STATE, STAY, TOMATOES, WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

Joint = tuple[int, ...]

COMMIT = 20
"""Ticks of a plan that are carried out before the next plan takes over."""
DEPTH = 40
"""Ticks that a plan looks ahead."""
EFFORT = 4_000
"""Successors looked at per decision."""
SOON = 30
"""Ticks that such a plan looks ahead."""
WIDEST = 1_000
STALE = 10
"""A plan that is worth less than so many ticks of one cook goes nowhere."""


@functools.lru_cache(maxsize=64)
def tables_of(level: bytes) -> np.ndarray[Any, Any]:
    """Return the tables of a level's record given as bytes."""
    return build(np.frombuffer(level, LEVEL)[0])


@functools.lru_cache(maxsize=256)
def own_tables(level: bytes, blocked: int) -> np.ndarray[Any, Any]:
    """Return the tables for one cook alone, with cells (bits) that others block."""
    return vary(np.frombuffer(level, LEVEL)[0], tables_of(level)[0], blocked, chains=False)


class Mind:
    """One cook in one round."""

    def __init__(self, level: Any, seat: int, effort: int) -> None:
        self.level, self.seat, self.effort = level, seat, effort
        self.bytes = level.tobytes()
        self.seats = int(level.seats)
        self.others = Others(level, seat)
        self.beam = Beam(level, WIDEST, DEPTH)
        self.tables = tables_of(self.bytes)[0]
        self.alone = is_enough(level, own_tables(self.bytes, 0)[0], seat)
        self._scratch = np.zeros(2, STATE)
        self._outcome = np.zeros(1, OUTCOME)[0]
        self._room = np.zeros(ROOM, np.int64)
        self._before, self._expected = np.zeros(1, STATE), np.zeros(1, STATE)
        self._plan: list[Joint] = []
        self._next: list[Joint] = []
        self._stuck = 0
        self._root = -1
        if not level.random_positions and not level.random_objects:
            start(level, np.uint64(0), self._expected[0])
            self._plan = list(opening(self.bytes, effort))
        self._rate(self._expected[0], (STAY,) * self.seats)  # what is compiled is loaded now, not in the first decision

    def choose(self, state: Any, scripted: Any) -> np.ndarray[Any, Any]:
        """Return a preference [6] for each action: 1 for the best, less by the points that another may cost.

        ``scripted`` [seats] is what the scripted cook would do in this seat and what it foresees of the others.
        """
        self._notice(state)
        mended = not self._plan or not is_same(state, self._expected[0])
        if mended:
            self._mend(state)
        joint = self._plan[0] if self._plan else (STAY,) * self.seats
        if self.others.keep_to_script():
            joint = (*joint[: self.seat], int(scripted[self.seat]), *joint[self.seat + 1 :])
        else:
            joint = self._give_way(state, joint)
        self._before[0] = self._expected[0] = state
        self._play(self._expected[0], joint)
        self._foreseen, self._scripted = joint, scripted.copy()
        preferences = self._rate(state, joint)
        self._plan = self._plan[1:]
        if not mended:
            self._ponder(state)
        return preferences

    def _play(self, state: Any, joint: Sequence[int]) -> int:
        """Play one tick in place and return the thousandths of points it brought."""
        advance(self.level, state, np.array((*joint, 0, 0, 0)[:4], np.int8), self._outcome)
        return int(self._outcome.streams[0].sum()) * POINT

    def _notice(self, state: Any) -> None:
        """Learn from what the others did since the last decision; a new round begins with trust."""
        if int(state.tick) == int(self._before[0].tick) + 1:
            self.others.watch(self._before[0], state, self._foreseen, self._scripted)
        elif state.tick == 0:
            self.others.forget()

    def _mend(self, state: Any) -> None:
        """Make a new plan at once: with those who play along, or alone with what the others are foreseen to do."""
        self._root = -1
        rest = self._plan[1:] if self._plan else []
        if self.seats <= 2 and self.others.together():  # noqa: PLR2004 - the joint actions of more are too many
            self._plan = self._search(state, self._script(rest), range(self.seats), self.effort)
            return
        script = self._script(rest)
        for other in self.others.seats:
            script[:, other] = self._foresee(state, script, other)
        self._plan = self._search(state, script, (self.seat,), self.effort * 3 // 4)

    def _script(self, plan: Sequence[Joint]) -> np.ndarray[Any, Any]:
        """Return a plan as an array [DEPTH, seats], at its end everybody stays."""
        script = np.full((DEPTH, self.seats), STAY, np.int8)
        if plan:
            script[: len(plan)] = plan[:DEPTH]
        return script

    def _foresee(self, state: Any, script: np.ndarray[Any, Any], other: int) -> np.ndarray[Any, Any]:
        """Return what another cook will do [DEPTH]: nothing, or what is best for it while the rest do as planned."""
        if self.others.stands(other):
            return np.full(DEPTH, STAY, np.int8)
        if self.seats > 2 and self.others.trust[other] >= TOGETHER:  # noqa: PLR2004 - with two all are planned together
            return script[:, other].copy()
        plan = self._run(self.tables, state, script, (other,), 1 << other, self.effort // 4)
        return self._script(plan)[:, other]

    def _search(self, state: Any, script: np.ndarray[Any, Any], movers: Sequence[int], budget: int) -> list[Joint]:
        """Return a plan for ``movers`` while the rest keep to the script."""
        tables, active = self._terms(state)
        return self._run(tables, state, script[:SOON], movers, active, budget)

    def _run(  # noqa: PLR0913, PLR0917 - the terms of one search
        self, tables: Any, state: Any, script: Any, movers: Sequence[int], active: int, budget: int
    ) -> list[Joint]:
        """Search to the end at once."""
        self.beam.begin(tables, state, script, sum(1 << seat for seat in movers), active, budget)
        self.beam.work(2 * budget)
        return self.beam.best()

    def _terms(self, state: Any) -> tuple[Any, int]:
        """Return the tables to plan with and whose hands count: those of cooks who stand still do not."""
        standing = [other for other in self.others.seats if self.others.stands(other)]
        active = (1 << self.seats) - 1 - sum(1 << other for other in standing)
        if self._stuck:
            active = 1 << (self._stuck % self.seats) if len(standing) == 0 else active
        if len(standing) < self.seats - 1 or not self.alone:
            return self.tables, active
        blocked = sum(1 << int(state.cell[other]) for other in standing if self.others.quiet[other] >= QUIET)
        tables = own_tables(self.bytes, blocked)[0]
        if not is_enough(self.level, tables, self.seat, int(state.cell[self.seat])):
            tables = own_tables(self.bytes, 0)[0]
        return tables, active

    def _ponder(self, state: Any) -> None:
        """Think ahead about the plan that is to follow."""
        if self._root < 0:
            self._set_out(state)
        self.beam.work(self.effort)
        is_due = int(self._expected[0].tick) >= self._root
        while self._groups and (is_due or self.beam.is_done):
            self.beam.work(COMMIT * self.effort if is_due else 0)
            self._follow(self.beam.best())
        if is_due:
            self.beam.work(COMMIT * self.effort)
            self._arrive()

    def _set_out(self, state: Any) -> None:
        """Begin the search for the plan that follows the next ticks of this one."""
        ticks = min(COMMIT, max(1, len(self._plan)))
        self._scratch[0] = self._expected[0]
        for joint in self._plan[:ticks]:
            self._play(self._scratch[0], joint)
        self._root = int(self._scratch[0].tick)
        self._given = self._terms(state)
        self._groups = groups(self.seats, self._root // COMMIT) if self.others.together() else [1 << self.seat]
        self._share = ticks * self.effort * 9 // 10 // len(self._groups)
        self._follow(self._plan[ticks:])

    def _follow(self, plan: Sequence[Joint]) -> None:
        """Begin to search for the next group of cooks while the rest keep to a plan."""
        self.beam.begin(
            self._given[0], self._scratch[0], self._script(plan), self._groups.pop(0), self._given[1], self._share
        )

    def _arrive(self) -> None:
        """Let the plan that was thought out take over."""
        self._plan = self.beam.best()
        self._stuck = self._stuck + 1 if self.beam.gain < STALE * int(self.tables.price_work) else 0
        self._root = -1

    def _give_way(self, state: Any, joint: Joint) -> Joint:
        """Leave the cell that another cook pushes against; without a way out push back, which asks for one."""
        pushing = [other for other in self.others.seats if self.others.pressed[other] > 1]
        if not pushing:
            return joint
        taken = {int(state.cell[other]) for other in self.others.seats}
        here = int(state.cell[self.seat])
        free = [
            side
            for side in range(4)
            if self.level.tile[int(self.level.ahead[side, here])] == FLOOR
            and int(self.level.ahead[side, here]) not in taken
        ]
        if joint[self.seat] in free:
            return joint
        push = int(state.recent[pushing[0]]) & 3
        side = next((side for side in free if side >> 1 != push >> 1), free[0] if free else push ^ 1)
        return (*joint[: self.seat], side, *joint[self.seat + 1 :])

    def _rate(self, state: Any, joint: Joint) -> np.ndarray[Any, Any]:
        """Return preferences: 1 for the planned action, for the others less by what the next tick is worth less."""
        worths = np.zeros(6)
        for action in range(6):
            self._scratch[1] = state
            points = self._play(self._scratch[1], (*joint[: self.seat], action, *joint[self.seat + 1 :]))
            worths[action] = points + worth(
                self.level, self.tables, self._scratch[1], (1 << self.seats) - 1, self._room
            )
        lost = np.maximum(worths[joint[self.seat]] - worths, float(self.tables.price_work))
        lost[joint[self.seat]] = 0.0
        preferences: np.ndarray[Any, Any] = (1.0 - lost / POINT).astype(np.float32)
        return preferences


@functools.lru_cache(maxsize=64)
def opening(level: bytes, effort: int) -> tuple[Joint, ...]:
    """Return the plan for the first ticks of a round, all cooks playing along, from the level's record as bytes."""
    record = np.frombuffer(level, LEVEL)[0]
    states = np.zeros(1, STATE)
    start(record, np.uint64(0), states[0])
    seats = int(record.seats)
    script = np.full((DEPTH, seats), STAY, np.int8)
    beam = Beam(record, WIDEST, DEPTH)
    plan: list[Joint] = []
    for movers in groups(seats, 0):
        beam.begin(tables_of(level)[0], states[0], script, movers, (1 << seats) - 1, COMMIT * effort)
        beam.work(2 * COMMIT * effort)
        plan = beam.best()
        script[: len(plan)] = plan
    return tuple(plan)


def groups(seats: int, phase: int) -> list[int]:
    """Return whose actions are searched together, bits by seat: both of two cooks, of more other pairs in turn."""
    rest = list(range(1, seats))
    mates = [rest.pop(phase % len(rest))] if rest else []
    together = [[0, *mates], rest]
    return [sum(1 << seat for seat in group) for group in together if group]


def is_same(state: Any, other: Any) -> bool:
    """Tell whether two states are alike in all that the rules look at."""
    return all(
        bool(np.array_equal(state[name], other[name]))
        for name in ("tick", "cell", "facing", "held", "cooking", "things")
    )


def is_enough(level: Any, tables: Any, seat: int, cell: int = -1) -> bool:
    """Tell whether a cook can alone bring food to a pot and soup to a window, from its start cell or another."""
    place = int(level.start_cell[seat]) if cell < 0 else cell
    cells = int(level.width) * int(level.height)
    within = {int(level.tile[there]) for there in range(cells) if tables.distance[0, place, there] < FAR}
    return {POT, DISHES, WINDOW} <= within and bool({ONIONS, TOMATOES} & within)
