"""Hideout's rules: one tick of a round.

Bodies move one after another, the first of them seat ``tick mod seats``; then they use their hands, in the same order;
then messages are sent; then everybody looks; then the tick is counted.
"""

from __future__ import annotations

from typing import Any

from numpy import int64

from game.core.compile import Number, kernel
from game.core.messages import speak
from game.hideout.hands import use_hands
from game.hideout.score import clear, count_tick, judge_preparation
from game.hideout.sight import look
from game.hideout.state import ACTIONS, EVENTS, LOCK, NORTH, WEST
from game.hideout.walk import walk

SAID = EVENTS.index("said")


@kernel
def advance(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Play one tick in place: ``state`` moves on and ``outcome`` is written anew."""
    clear(outcome)
    seats, hiders, tick = int64(level.seats), int64(level.hiders), int64(state.tick)
    awake = hiders if tick < level.preparation else seats
    first = tick % seats
    for turn in range(seats):
        seat = turned_to(first + turn, seats)
        action = int64(joint_action[seat]) & (ACTIONS - 1)
        if NORTH <= action <= WEST and seat < awake:
            walk(level, state, outcome, seat, action - NORTH)
    for turn in range(seats):
        seat = turned_to(first + turn, seats)
        action = int64(joint_action[seat]) & (ACTIONS - 1)
        if action >= LOCK and seat < awake:
            use_hands(level, state, outcome, seat, action)
    talk(level, state, joint_action, outcome)
    state.tick = tick + 1
    look(level, state)
    if tick + 1 == level.preparation:
        judge_preparation(level, state, outcome)
    if tick >= level.preparation:
        count_tick(level, state, outcome)


@kernel
def turned_to(turn: Number, seats: Number) -> Number:
    """Return the seat whose turn it is."""
    return turn - seats if turn >= seats else turn


@kernel
def talk(level: Any, state: Any, joint_action: Any, outcome: Any) -> None:
    """Send what everybody says to their own team."""
    seats, hiders = int64(level.seats), int64(level.hiders)
    hiding = (1 << hiders) - 1
    seeking = (1 << seats) - 1 - hiding
    for seat in range(seats):
        message = int64(joint_action[seat]) // ACTIONS
        outcome.events[seat, SAID] = speak(state, seat, message, hiding if seat < hiders else seeking)
