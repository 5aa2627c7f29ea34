"""What hands do to the thing ahead: lock it, unlock it, grab it or let it go.

Locks are idempotent and friendly to their owners: to lock what is locked changes nothing, and a grab by the owners
opens their lock. What is held is never locked.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.hideout.state import EVENTS, FREE, LOCK, MAX_BOXES, STEPS, UNLOCK

GRABBED, LET_GO, LOCKED, UNLOCKED, REFUSED = (
    EVENTS.index(name) for name in ("grab", "let_go", "lock", "unlock", "refused")
)


@kernel
def use_hands(level: Any, state: Any, outcome: Any, seat: Number, action: Number) -> None:
    """Lock, unlock, grab or let go what a body holds or faces; what fits no rule does nothing."""
    held = int64(state.holds[seat])
    ahead = int64(state.cell[seat]) + int64(STEPS[int64(state.facing[seat])])
    thing = held - 1 if held > 0 else int64(state.thing_at[ahead]) - 1
    if action == LOCK:
        lock(level, state, outcome, seat, thing)
    elif action == UNLOCK:
        unlock(level, state, outcome, seat, thing)
    elif held > 0:
        let_go(state, seat, thing)
        outcome.events[seat, LET_GO] = 1
    else:
        grab(level, state, outcome, seat, thing)


@kernel
def is_forbidden(level: Any, state: Any, seat: Number, thing: Number) -> Number:
    """Tell whether somebody else holds a thing or the other team has locked it."""
    team, owner, holder = int64(seat >= level.hiders), int64(state.lock[thing]), int64(state.holder[thing])
    return (owner != FREE and owner != team + 1) or (holder != 0 and holder != seat + 1)


@kernel
def let_go(state: Any, seat: Number, thing: Number) -> None:
    """Let a body hold nothing any more."""
    state.holds[seat] = 0
    state.holder[thing] = 0


@kernel
def lock(level: Any, state: Any, outcome: Any, seat: Number, thing: Number) -> None:
    """Lock a thing for the own team, letting it go."""
    if thing < 0:
        return
    if is_forbidden(level, state, seat, thing):
        outcome.events[seat, REFUSED] = 1
    elif state.lock[thing] == FREE:
        if state.holds[seat] != 0:
            let_go(state, seat, thing)
        state.lock[thing] = int64(seat >= level.hiders) + 1
        outcome.events[seat, LOCKED] = 1


@kernel
def unlock(level: Any, state: Any, outcome: Any, seat: Number, thing: Number) -> None:
    """Open a lock of the own team."""
    if thing < 0 or state.lock[thing] == FREE:
        return
    if is_forbidden(level, state, seat, thing):
        outcome.events[seat, REFUSED] = 1
    else:
        state.lock[thing] = FREE
        outcome.events[seat, UNLOCKED] = 1


@kernel
def grab(level: Any, state: Any, outcome: Any, seat: Number, thing: Number) -> None:
    """Take hold of the thing ahead from the floor, or, where surfing is on, of the box that one stands on."""
    if level.surf and state.height[seat] != 0:
        below = int64(state.thing_at[int64(state.cell[seat])]) - 1
        thing = below if below < MAX_BOXES else -1
    elif state.height[seat] != 0:
        thing = -1
    if thing < 0:
        return
    if is_forbidden(level, state, seat, thing):
        outcome.events[seat, REFUSED] = 1
        return
    outcome.events[seat, UNLOCKED] = state.lock[thing] != FREE
    outcome.events[seat, GRABBED] = 1
    state.lock[thing] = FREE
    state.holder[thing] = seat + 1
    state.holds[seat] = thing + 1
