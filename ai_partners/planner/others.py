"""What a planner believes about the other cooks: how far each does what was foreseen, and who stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.kitchen.state import STAY

if TYPE_CHECKING:
    from collections.abc import Sequence

MEMORY = 0.85
"""Share of a belief that lasts a tick."""
TOGETHER, ALONE = 0.6, 0.35
"""From the first on a cook is planned with, from the second on it is foreseen by its own best way, below it stands."""
QUIET = 4
"""Ticks without the change that was foreseen after which a cook is taken to stand still until it moves."""
PROBATION = 60
"""Ticks after which a cook that could not be foreseen gets another chance."""
LASTING = 0.97
"""Share of what is known of a cook's ways that lasts a tick."""
MARGIN = 0.1
"""By so much the script must foresee a cook better than the plan before the planner keeps to the script."""


class Others:
    """Beliefs about every seat in one round."""

    def __init__(self, level: Any, seat: int) -> None:
        self.level, self.seat = level, seat
        self.seats = [other for other in range(int(level.seats)) if other != seat]
        self.forget()

    def forget(self) -> None:
        """Believe again what is believed of cooks never seen before: that they play along."""
        self.trust = dict.fromkeys(self.seats, 1.0)
        self.quiet = dict.fromkeys(self.seats, 0)
        self.pressed = dict.fromkeys(self.seats, 0)
        self._waited = dict.fromkeys(self.seats, 0)
        self._planned, self._scripted = dict.fromkeys(self.seats, 1.0), dict.fromkeys(self.seats, 1.0)

    def watch(self, before: Any, now: Any, foreseen: Sequence[int], scripted: Sequence[int]) -> None:
        """Learn from one tick: the states around it, and the joint actions that the plan and the script foresaw."""
        for other in self.seats:
            did = int(now.recent[other]) & 7
            moved = any(
                getattr(before, name)[other] != getattr(now, name)[other] for name in ("cell", "facing", "held")
            )
            self.quiet[other] = 0 if moved else self.quiet[other] + (did != foreseen[other])
            wanted = int(self.level.ahead[did, before.cell[other]]) if did < STAY else -1
            presses = wanted == int(before.cell[self.seat]) and before.cell[other] == now.cell[other]
            self.pressed[other] = self.pressed[other] + 1 if presses and did != foreseen[other] else 0
            if self.quiet[other] < QUIET:
                self._judge(other, did == foreseen[other])
            if self.quiet[other] < QUIET or len(self.seats) > 1:
                self._compare(other, did == foreseen[other], did == scripted[other])

    def _judge(self, other: int, hit: bool) -> None:  # noqa: FBT001 - the one thing that is judged
        """Trust a cook more when it did what was foreseen, and less when not; give lost ones another chance."""
        self.trust[other] = MEMORY * self.trust[other] + (1 - MEMORY) * hit
        self._waited[other] = self._waited[other] + 1 if self.trust[other] < ALONE else 0
        if self._waited[other] > PROBATION:
            self.trust[other], self._waited[other] = (TOGETHER + ALONE) / 2, 0

    def _compare(self, other: int, planned: bool, scripted: bool) -> None:  # noqa: FBT001 - two things that are compared
        """Keep how often the plan and the script foresaw a cook."""
        for shares, hit in ((self._planned, planned), (self._scripted, scripted)):
            shares[other] = LASTING * shares[other] + (1 - LASTING) * hit

    def together(self) -> bool:
        """Tell whether all others do what was planned for them."""
        return all(self.trust[other] >= TOGETHER and self.quiet[other] < QUIET for other in self.seats)

    def keep_to_script(self) -> bool:
        """Tell whether the script foresees some cook better than the plan does, or the plan hardly ever."""
        return any(
            self._planned[other] < ALONE or self._scripted[other] > self._planned[other] + MARGIN
            for other in self.seats
        )

    def stands(self, other: int) -> bool:
        """Tell whether a cook is taken to stay where it is."""
        return self.trust[other] < ALONE or self.quiet[other] >= QUIET
