"""Places: what one participant goes through, step by step, as arithmetic over design, cell and number."""

from __future__ import annotations

import hashlib
import itertools
import random
from typing import TYPE_CHECKING, Any, NamedTuple

from study.design.spec import Consent, Preference, Questions, Rounds
from study.design.values import come_to, every_value, plain

if TYPE_CHECKING:
    from study.design.spec import Design, Factor, Step

ME, OTHER = "me", "other"


class Place(NamedTuple):
    """One page of a participant's way."""

    kind: str
    """``"consent"``, ``"check"``, ``"page"``, ``"questions"``, ``"quiz"``, ``"round"``, ``"choose"``, ``"debrief"``."""
    name: str
    """Unique on the way."""
    step: Step
    values: dict[str, str | float]
    """The values of the factors here."""
    block: str = ""
    level: str = ""
    number: int = 0
    """Of the round in the whole study, from 1; practice rounds are not counted."""
    scales: tuple[str, ...] = ()
    """Scales and questionnaires that are asked here."""


class Cell(NamedTuple):
    """A combination of what differs between participants."""

    between: tuple[tuple[str, str | float], ...]
    orders: tuple[tuple[str, tuple[str | float, ...]], ...]
    """By factor within participants, the order of its values."""
    is_swapped: bool
    """Whether the seats have the opposite order."""

    @property
    def name(self) -> str:
        """Return the cell in words, such as ``"speed=6 partner=a,b,c swapped"``."""
        parts = [f"{name}={plain(value)}" for name, value in self.between]
        parts += [f"{name}={','.join(map(plain, order))}" for name, order in self.orders]
        return " ".join([*parts, "swapped"] if self.is_swapped else parts) or "all"


def cells(design: Design) -> tuple[Cell, ...]:
    """Return all cells: the values between participants, the rows of the Williams designs, and both ways to sit."""
    between = [
        [(name, value) for value in factor.values]
        for name, factor in design.factors.items()
        if factor.vary == "between"
    ]
    within = [
        [(name, row) for row in orders(factor)] for name, factor in design.factors.items() if factor.vary == "within"
    ]
    swaps = (False, True) if any(isinstance(step, Rounds) and step.swap for step in design.steps) else (False,)
    return tuple(
        Cell(tuple(values), tuple(rows), swapped)
        for values in itertools.product(*between)
        for rows in itertools.product(*within)
        for swapped in swaps
    )


def has_others(design: Design) -> bool:
    """Tell whether participants play with each other."""
    return any(OTHER in every_value(design, step.seats) for step in design.steps if isinstance(step, Rounds))


def orders(factor: Factor) -> tuple[tuple[str | float, ...], ...]:
    """Return the orders of a factor's values: one, or the rows of its Williams design."""
    if factor.order != "williams":
        return (factor.values,)
    return tuple(tuple(factor.values[place] for place in row) for row in williams(len(factor.values)))


def williams(count: int) -> tuple[tuple[int, ...], ...]:
    """Return the rows of a Williams design: each treatment once in each place and after each other one equally often.

    ``count`` rows where it is even, twice as many where it is odd (Williams 1949, Australian Journal of Scientific
    Research A 2).
    """
    first = [0, *((step + 1) // 2 if step % 2 else count - step // 2 for step in range(1, count))]
    rows = [tuple((place + shift) % count for place in first) for shift in range(count)]
    if count % 2 and count > 1:
        rows += [row[::-1] for row in rows]
    return tuple(rows)


def assign(design: Design, number: int, finished: dict[str, int], going: dict[str, int]) -> Cell:
    """Return the cell of the participant with a number: the one with the fewest who finished or may still finish.

    Among equals the one with the fewest who finished, then by the design's seed: an auditor can work it out again.
    """
    known = cells(design)

    def rank(cell: Cell) -> tuple[int, int, bytes]:
        """Return what a cell is chosen by, the least first."""
        done, under_way = finished.get(cell.name, 0), going.get(cell.name, 0)
        return done + under_way, done, draw(design.seed, number, cell.name)

    return min(known, key=rank)


def draw(seed: int, number: int, words: str) -> bytes:
    """Return bytes that are equal for equal arguments and otherwise as if drawn."""
    return hashlib.blake2b(f"{seed} {number} {words}".encode(), digest_size=8).digest()


def way(design: Design, cell: Cell, number: int) -> tuple[Place, ...]:
    """Return everything that a participant goes through."""
    places: list[Place] = []
    count = 0
    values = dict(cell.between)
    for step in design.steps:
        if isinstance(step, Rounds):
            found, count = _rounds(design, step, cell, number, count)
            places += found
        elif isinstance(step, Preference):
            count += 1
            places.append(Place("choose", step.name, step, values))
            places.append(Place("round", f"{step.name}-round", step, values, step.name, step.level, count))
        else:
            scales = step.scales if isinstance(step, Questions) else ()
            kind = "consent" if isinstance(step, Consent) else type(step).__name__.lower()
            places.append(Place(kind, step.name, step, values, scales=scales))
    return tuple(places)


def _rounds(design: Design, step: Rounds, cell: Cell, number: int, count: int) -> tuple[list[Place], int]:
    """Return the places of a step with rounds, and how many rounds there were so far."""
    order = dict(cell.orders).get(step.each, ("",))
    places: list[Place] = []
    for block, value in enumerate(order, 1):
        values: dict[str, Any] = dict(cell.between) | ({step.each: value} if step.each else {})
        name = f"{step.name}-{block}" if step.each else step.name
        for place, level in enumerate(_levels(design, step, values, number, name), 1):
            count += not step.practice
            label = f"{name}-{place}"
            places.append(Place("round", label, step, values, name, level, 0 if step.practice else count))
            if step.after_round:
                places.append(Place("questions", f"{label}-after", step, values, name, level, scales=step.after_round))
        if step.after_block:
            places.append(Place("questions", f"{name}-after", step, values, name, scales=step.after_block))
    return places, count


def _levels(design: Design, step: Rounds, values: dict[str, Any], number: int, block: str) -> list[str]:
    """Return the levels of a block in their order."""
    levels = [str(come_to(level, values)) for level in step.levels]
    if step.order == "shuffled":
        random.Random(draw(design.seed, number, block)).shuffle(levels)  # noqa: S311 - a seeded order, no secret
    return levels
