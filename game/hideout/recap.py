"""Three sentences about a round, made from what happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.hideout.state import EVENTS, HIDE

if TYPE_CHECKING:
    from game.core.contract import Level


def recap(level: Level, events: np.ndarray[Any, Any]) -> tuple[str, ...]:
    """Return what was built, how the search went and what was moved, from event counts [ticks, seats, events]."""
    totals = dict(zip(EVENTS, events.reshape(-1, len(EVENTS)).sum(axis=0, dtype=np.int64).tolist(), strict=True))
    if level.record.task != HIDE:
        return (_lab(totals), _work(totals), _hands(totals))
    return (_preparation(totals), _search(level, events), _work(totals))


def _preparation(totals: dict[str, int]) -> str:
    """Return how things stood when the seekers opened their eyes."""
    ramps = totals["ramp_locked"] + totals["ramp_inside"]
    defended = " and the ramp was out of the seekers' reach" if ramps else ""
    if totals["sealed"]:
        return f"When the search began no seeker could walk to a hider{defended}."
    if totals["unsealed"]:
        return f"When the search began there was a way to the hiders{defended}."
    return "The search began without any preparation."


def _search(level: Level, events: np.ndarray[Any, Any]) -> str:
    """Return for how much of the search somebody was seen, and when first."""
    seen, hidden = (events[:, :, EVENTS.index(name)] for name in ("seen", "hidden"))
    ticks = int((seen + hidden).any(axis=1).sum())
    caught = np.flatnonzero(seen.any(axis=1))
    if not len(caught):
        return f"Nobody was seen in {ticks} ticks of search."
    first = int(caught[0]) - int(level.record.preparation) + 1
    return f"Somebody was seen in {len(caught)} of {ticks} ticks of search, the first time in tick {first} of it."


def _work(totals: dict[str, int]) -> str:
    """Return what was moved and locked."""
    moved = totals["push"] + totals["drag"]
    climbed = f"somebody climbed {_times(totals['climb'])}" if totals["climb"] else "nobody climbed"
    return f"Boxes and ramps were moved {_times(moved)} and locked {_times(totals['lock'])}, and {climbed}."


def _hands(totals: dict[str, int]) -> str:
    """Return how often something was held, and how often it was not to be had."""
    return f"Hands took hold of something {_times(totals['grab'])} and were refused {_times(totals['refused'])}."


def _lab(totals: dict[str, int]) -> str:
    """Return for how long the task of a lab was done."""
    ticks = totals["built"] + totals["unbuilt"]
    return f"The task was done in {totals['built']} of {ticks} ticks."


def _times(count: int) -> str:
    """Return a number of times in words where it is small."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")
