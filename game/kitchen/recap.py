"""Three sentences about a round in the kitchen, made from what happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.kitchen.state import EVENTS

if TYPE_CHECKING:
    from game.core.contract import Level

PUT_DOWN = ("onion_drop", "tomato_drop", "dish_drop", "soup_drop")
TAKEN = ("onion_pickup", "tomato_pickup", "dish_pickup")
POTTED = ("potting_onion", "potting_tomato")


def recap(level: Level, events: Any) -> tuple[str, ...]:
    """Return what was served, who did what, and what went over the counters, of events [ticks, seats, events]."""
    counts = np.asarray(events).astype(np.int64)
    return _served(counts), _shares(level, counts.sum(axis=0)), _counters(counts)


def _of(counts: Any, *names: str) -> Any:
    """Return how often some events took place, the last axis summed over them."""
    return counts[..., [EVENTS.index(name) for name in names]].sum(axis=-1)


def _served(counts: Any) -> str:
    """Return how many soups were served, and the shortest time from one to the next."""
    ticks = np.flatnonzero(_of(counts, "soup_delivery").sum(axis=1))
    total = int(_of(counts, "soup_delivery").sum())
    if not total:
        potted = int(_of(counts, *POTTED).sum())
        return f"No soup was served yet; {_many(potted, 'ingredient')} went into pots."
    first = f"{_many(total, 'soup')} {'was' if total == 1 else 'were'} served, the first after {ticks[0] + 1} ticks"
    if len(ticks) == 1:
        return f"{first}."
    return f"{first}, and the quickest came {int(np.diff(ticks).min())} ticks after the one before."


def _shares(level: Level, totals: Any) -> str:
    """Return who filled the pots and who served."""
    potted, served = _of(totals, *POTTED), _of(totals, "soup_delivery")
    if level.seats == 1:
        return f"You put {_many(int(potted[0]), 'ingredient')} into pots and served {_many(int(served[0]), 'soup')}."
    if not potted.sum():
        return "Nobody put anything into a pot."
    cook, waiter = int(potted.argmax()), int(served.argmax())
    filled = f"Cook {cook + 1} put {int(potted[cook])} of {_many(int(potted.sum()), 'ingredient')} into pots"
    if not served.sum():
        return f"{filled}."
    told = f"served {int(served[waiter])} of {_many(int(served.sum()), 'soup')}"
    return f"{filled} and {told}." if cook == waiter else f"{filled}, and cook {waiter + 1} {told}."


def _counters(counts: Any) -> str:
    """Return how often things were laid down, and by how many."""
    laid = _of(counts, *PUT_DOWN).sum(axis=0)
    total = int(laid.sum())
    if not total:
        return (
            f"Nothing was laid on a counter: every one of {_many(int(_of(counts, *TAKEN).sum()), 'thing')} was carried."
        )
    if len(laid) == 1:
        return f"{_many(total, 'thing')} {'was' if total == 1 else 'were'} laid on counters."
    most = int(laid.argmax())
    return f"{_many(total, 'thing')} went over the counters, {int(laid[most])} of them laid there by cook {most + 1}."


def _many(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
