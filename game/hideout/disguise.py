"""Everything that a seat may not see, changed: what it sees must stay the same to the last byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.hideout.opening import lift_thing, put_thing
from game.hideout.sight import is_blind
from game.hideout.state import MARK, MAX_BOXES, MAX_SEATS, THINGS

if TYPE_CHECKING:
    from game.core.contract import Level


def disguise(level: Level, state: Any, seat: int, draw: int) -> None:
    """Change in place what ``seat`` may not see.

    Opponents out of its team's sight, things it does not see now, what the other team knows and says, and for a
    blindfolded seat everybody else.
    """
    record, dice = level.record, np.random.default_rng(draw)
    team = int(seat >= record.hiders)
    bodies = [other for other in range(int(record.seats)) if _is_hidden(record, state, seat, other)]
    numbers = [*range(int(record.boxes)), *range(MAX_BOXES, MAX_BOXES + int(record.ramps))]
    _move_things(state, [thing for thing in numbers if state.known_age[team, thing] != 0], dice)
    _move_bodies(record, state, bodies, dice)
    _confuse(record, state, team, dice)


def _is_hidden(record: Any, state: Any, seat: int, other: int) -> bool:
    """Tell whether a seat does not see another now."""
    if (other < record.hiders) == (seat < record.hiders):
        return other != seat and bool(is_blind(record, state, seat))
    return bool(state.last_age[other] != 0)


def _move_things(state: Any, hidden: list[int], dice: np.random.Generator) -> None:
    """Put things somewhere else and lock them for anybody."""
    for thing in hidden:
        lift_thing(state, thing)
    for thing in hidden:
        free = np.flatnonzero((state.tile <= MARK) & (state.thing_at == 0))
        put_thing(state, thing, int(dice.choice(free)))
        state.lock[thing] = dice.integers(3)


def _move_bodies(record: Any, state: Any, hidden: list[int], dice: np.random.Generator) -> None:
    """Put bodies somewhere else, looking anywhere, at any height, with anything in their hands."""
    for body in hidden:
        taken = [int(state.cell[other]) for other in range(int(record.seats)) if other != body]
        free = [cell for cell in np.flatnonzero(state.tile <= MARK).tolist() if cell not in taken]
        state.cell[body], state.home[body] = dice.choice(free), dice.choice(free)
        state.facing[body], state.height[body] = dice.integers(4), dice.integers(3)
        state.holds[body] = dice.integers(THINGS)


def _confuse(record: Any, state: Any, team: int, dice: np.random.Generator) -> None:
    """Change what the other team knows, sees and says, and who of the hiders was found."""
    state.known_cell[1 - team] = dice.integers(256, size=THINGS)
    state.known_age[1 - team] = dice.integers(256, size=THINGS)
    state.known_lock[1 - team] = dice.integers(3, size=THINGS)
    state.found = dice.integers(8)
    for seat in range(MAX_SEATS):
        if int(seat >= record.hiders) != team:
            state.sees[seat] = dice.integers(64)
            state.said[seat], state.said_age[seat] = dice.integers(8), dice.integers(9)
            state.said_to[seat] = int(state.said_to[seat]) & (_bits(record, 1 - team))


def _bits(record: Any, team: int) -> int:
    """Return a bit for each seat of a team."""
    return sum(1 << seat for seat in range(int(record.seats)) if int(seat >= record.hiders) == team)
