"""What a scripted robot reads from its view: entries of a batch of views by name, and wishes made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.rescue.state import NORTH, USE, WAIT, WIDTH
from game.rescue.view import MATES, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

AT = {name: number for number, name in enumerate(NAMES)}
SIDES = ("north", "south", "east", "west")
FACED = ("light", "critical", "stable", "rubble", "heavy")
"""Goals that are used from beside them."""
NOWHERE = 999.0
"""Steps to what there is no way to."""
RECENT = 0.1
"""Age of the last sight of a mate that is counted on, as the view has it: eight ticks."""
UNSET = -1

Column = np.ndarray[Any, Any]


class Glance:
    """A batch of views [B, D] by name."""

    def __init__(self, views: Column) -> None:
        self.views = views

    def __len__(self) -> int:
        """Return the number of views."""
        return len(self.views)

    def value(self, name: str) -> Column:
        """Return an entry of every view [B]."""
        entry: Column = self.views[:, AT[name]]
        return entry

    def has(self, *names: str) -> Column:
        """Tell for every view whether any of some entries is above zero [B]."""
        found: Column = np.logical_or.reduce([self.value(name) > 0 for name in names])
        return found

    def cells(self, name: str) -> Column:
        """Return an entry that is a distance, in cells [B]."""
        found: Column = np.rint(self.value(name) * WIDTH)
        return found

    def steps(self, goal: str) -> Column:
        """Return the steps to a goal of the compass, or of a signal [B]."""
        known = self.has(f"{goal}_known") if f"{goal}_known" in AT else self.has(*(f"{goal}_{side}" for side in SIDES))
        return np.where(known, self.cells(f"{goal}_steps"), NOWHERE)

    def toward(self, goal: str) -> Column:
        """Return the action that brings a robot to a goal: a step, the use of what is ahead, or waiting [B]."""
        first = AT[f"{goal}_north"]
        sides = self.views[:, first : first + 4]
        step = np.where(sides.any(axis=1), sides.argmax(axis=1) + NORTH, WAIT)
        return np.where(self.has(f"ahead_{goal}"), USE, step) if goal in FACED else step

    def free(self) -> Column:
        """Tell for each side whether one can step there [B, 4]."""
        first = AT["free_north"]
        return self.views[:, first : first + 4] > 0

    def is_claimed(self, goal: str) -> Column:
        """Tell whether a mate that was seen lately, with empty hands, is nearer to a goal as the crow flies [B]."""
        claimed = np.zeros(len(self), bool)
        steps, x, y = self.steps(goal), self.cells(f"{goal}_dx"), self.cells(f"{goal}_dy")
        for mate in range(1, MATES + 1):
            near = abs(self.cells(f"mate_{mate}_dx") - x) + abs(self.cells(f"mate_{mate}_dy") - y)
            loaded = self.has(*(f"mate_{mate}_{load}" for load in ("light", "critical", "stable")))
            recent = self.has(f"mate_{mate}_known") & (self.value(f"mate_{mate}_age") <= RECENT)
            claimed |= recent & ~loaded & (near < steps)
        return claimed


class Wishes:
    """One action for each row; the first rule that applies to a row decides."""

    def __init__(self, rows: int) -> None:
        self.actions = np.full(rows, UNSET)
        self.messages = np.zeros(rows, int)

    def take(self, where: Column, action: Column | int, message: Column | int = 0) -> Column:
        """Decide the rows that are not yet decided and for which ``where`` holds; return which those were."""
        fresh: Column = where & (self.actions == UNSET)
        self.actions = np.where(fresh, action, self.actions)
        self.messages = np.where(fresh, message, self.messages)
        return fresh

    def preferences(self, actions: int, choices: int) -> Column:
        """Return a preference [B, C]: 1 for what is wished, less for the same without a word and for waiting."""
        wished = np.where(self.actions == UNSET, WAIT, self.actions)
        rows = np.arange(len(wished))
        found = np.zeros((len(wished), choices), np.float32)
        found[:, WAIT] = 0.25
        found[rows, wished] = 0.5
        found[rows, wished + actions * self.messages] = 1.0
        return found


def nearest(glance: Glance, goals: Iterable[str]) -> tuple[Column, Column]:
    """Return the fewest steps to any of some goals, and the action that brings one there [B]."""
    steps, action = np.full(len(glance), NOWHERE), np.full(len(glance), WAIT)
    for goal in goals:
        closer = glance.steps(goal) < steps
        action = np.where(closer, glance.toward(goal), action)
        steps = np.where(closer, glance.steps(goal), steps)
    return steps, action
