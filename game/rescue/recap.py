"""Three sentences about a round of rescue, made from what happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.rescue.state import EVENTS

if TYPE_CHECKING:
    from game.core.contract import Level

DELIVERIES = ("deliver_light", "deliver_critical")
PICKUPS = ("pickup_light", "pickup_critical")
PINGS = ("ping_victim", "ping_blocked")


def recap(level: Level, events: Any) -> tuple[str, ...]:
    """Return who was saved, who did most of what, and how the team talked, of events [ticks, seats, events]."""
    counts = np.asarray(events).astype(np.int64)
    return _saved(level, counts), _shares(level, counts.sum(axis=0)), _talk(counts)


def _of(counts: Any, *names: str) -> Any:
    """Return how often some events took place, the last axis summed over them."""
    return counts[..., [EVENTS.index(name) for name in names]].sum(axis=-1)


def _saved(level: Level, counts: Any) -> str:
    """Return how many victims came home, when the last did, and how many died."""
    total = int(level.record.light) + int(level.record.critical)
    ticks = np.flatnonzero(_of(counts, *DELIVERIES).sum(axis=1))
    saved, died = int(_of(counts, *DELIVERIES).sum()), int(_of(counts, "died").sum())
    dead = f", and {died} died" if died else ""
    if not saved:
        return f"None of {_many(total, 'victim')} came home{dead}."
    return f"{saved} of {_many(total, 'victim')} came home, the last after {int(ticks[-1]) + 1} ticks{dead}."


def _shares(level: Level, totals: Any) -> str:
    """Return who carried and who opened the ways."""
    robots = int(level.record.robots)
    carried, opened = _of(totals, *PICKUPS)[:robots], _of(totals, "dug", "opened")[:robots]
    first = int(carried.argmax())
    told = (
        f"Robot {first + 1} carried {_many(int(carried[first]), 'victim')}"
        if carried.any()
        else "Nobody carried anyone"
    )
    if not opened.any():
        return f"{told}, and all rubble is where it was."
    most = int(opened.argmax())
    return f"{told}, and robot {most + 1} had a hand in clearing {_many(int(opened[most]), 'heap')} of rubble."


def _talk(counts: Any) -> str:
    """Return how often victims were pinged and robots called, and what came of it."""
    pings, calls = int(_of(counts, *PINGS).sum()), int(_of(counts, "call").sum())
    answered, came = int(_of(counts, "answered").sum()), int(_of(counts, "came").sum())
    if pings + calls == 0:
        return f"Nobody pinged or called; the number of victims that were found is {int(_of(counts, 'found').sum())}."
    return (
        f"{_many(pings, 'ping')} led to {_many(answered, 'helping hand')}, {_many(calls, 'call')} to {came} who came."
    )


def _many(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
