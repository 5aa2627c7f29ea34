"""The rematch: what is played after a round, with sides changed where rounds belong to a series."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.window.seating import REACTIONS, reacting
from game.window.series import swapped
from game.window.setup import plain

if TYPE_CHECKING:
    from game.window.setup import Setup
    from game.window.timeline import Timeline


def rematch(setup: Setup, line: Timeline) -> Setup:
    """Return the next round of a series, the first of another where it is over, or the same with other dice."""
    fresh = replace(setup, seed=setup.seed + 1)
    if not setup.series.is_one:
        return fresh
    after = setup.series.after(line.scores)
    series = after.again() if after.is_over else after
    delay = dict(REACTIONS).get(setup.reaction)
    if delay is None:
        return replace(fresh, seats=swapped(line.seats, setup.seats, setup.people), series=series)
    names = swapped(line.seats, [plain(name) for name in setup.seats], setup.people)
    seats = reacting(names, line.seats, line.game.lag, (delay, setup.tick_rate))
    return replace(fresh, seats=seats, series=series)
