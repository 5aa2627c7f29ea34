"""Overcooked-AI's joint actions as JSON, and our action numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.contract import NotationError
from game.kitchen.overcooked.checks import short
from game.kitchen.overcooked.states import DIRECTIONS
from game.kitchen.state import INTERACT, STAY

if TYPE_CHECKING:
    from collections.abc import Sequence


def joint_to_json(joint: Sequence[int]) -> list[list[int] | str]:
    """Return a joint action as Overcooked-AI's JSON has it: directions as [dx, dy], and "interact"."""
    return [_action_to_json(int(action)) for action in joint]


def _action_to_json(action: int) -> list[int] | str:
    """Return one action."""
    if action == INTERACT:
        return "interact"
    return [0, 0] if action == STAY else list(DIRECTIONS[action])


def joint_from_json(value: object) -> tuple[int, ...]:
    """Return the numbers of a joint action of Overcooked-AI; raises `NotationError` for anything else."""
    if not isinstance(value, (list, tuple)):
        message = f'joint action {short(value)} is no list; a good one looks like [[0, -1], "interact"]'
        raise NotationError(message)
    return tuple(_action_from_json(action) for action in value)


def _action_from_json(action: object) -> int:
    """Return the number of one action."""
    if isinstance(action, str) and action in {"interact", "INTERACT"}:
        return INTERACT
    if isinstance(action, (list, tuple)) and all(isinstance(part, int) for part in action):
        if tuple(action) == (0, 0):
            return STAY
        if tuple(action) in DIRECTIONS:
            return DIRECTIONS.index(tuple(action))
    message = f'action {short(action)} is unknown; an action is "interact", [0, 0] or one cell such as [0, -1]'
    raise NotationError(message)
