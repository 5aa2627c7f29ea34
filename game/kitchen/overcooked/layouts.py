"""Overcooked-AI's layout files and our level texts, either way.

A layout file is a Python dictionary; it is read as a literal and never run.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.contract import NotationError, UnknownNameError
from game.kitchen.level import format_level, map_rows, parse_level, settings_of, with_settings
from game.kitchen.opening import opening_of
from game.kitchen.overcooked.checks import entry, short
from game.kitchen.overcooked.names import restarted
from game.kitchen.overcooked.states import ingredients, state_from_dict, state_to_dict
from game.kitchen.rules import start
from game.kitchen.settings import SETTINGS
from game.kitchen.state import STATE

if TYPE_CHECKING:
    from game.core.contract import Level

LONGEST = 65_536
NUMBERS = {
    "cook_time": "cook_time",
    "delivery_reward": "delivery_reward",
    "onion_value": "onion_value",
    "tomato_value": "tomato_value",
    "onion_time": "onion_time",
    "tomato_time": "tomato_time",
    "order_bonus": "order_bonus",
    "max_num_ingredients": "max_ingredients",
}
"""Settings that are one number, by their names there and here."""
LISTS = ("recipe_values", "recipe_times")
ORDERS = {"start_all_orders": "orders", "start_bonus_orders": "bonus"}
SHAPING = ("PLACEMENT_IN_POT_REW", "DISH_PICKUP_REWARD", "SOUP_PICKUP_REWARD")
UNUSED = ("num_items_for_soup",)
"""Written in some files and read by nothing."""
KNOWN = ("grid", *ORDERS, *NUMBERS, *LISTS, "rew_shaping_params", "start_state", *UNUSED)
GRID_BREAK = "\n" + " " * 15
"""What stands between two rows of the grid, so that they stand below each other."""
LETTERS = {"onion": "o", "tomato": "t"}


def layout_to_text(layout: dict[str, Any] | str, *, name: str = "unnamed", dynamics: str = "new") -> str:
    """Return the level text of a layout, given as the text of its file or as the dictionary in it.

    Raises `NotationError` where it is no layout or holds what a level cannot, and `UnknownNameError` for a setting
    that is not known.
    """
    data = _literal(layout) if isinstance(layout, str) else layout
    if not isinstance(data, dict) or not isinstance(data.get("grid"), str):
        message = f"the layout {short(data)} must be a dictionary with a text 'grid'"
        raise NotationError(message)
    lines = [f"name: {name}", f"dynamics: {dynamics}"]
    for key, value in data.items():
        if key not in KNOWN:
            unknown = str(key)[:60]
            raise UnknownNameError.of("setting of a layout", unknown, KNOWN)  # noqa: EM101, TRY003 - a kind
        lines += _setting(key, value)
    rows = tuple(row.strip() for row in data["grid"].strip().splitlines())
    level = parse_level("\n".join([*lines, "map:", *rows]) + "\n")
    opening = data.get("start_state")
    return format_level(level) if opening is None else started(level, opening)


def started(level: Level, data: Any) -> str:
    """Return the text of a level whose rounds begin in a state of Overcooked-AI's JSON."""
    players = entry(data, "players", list, "the start state")
    starts = [entry(player, "position", (list, tuple), "a player of the start state") for player in players]
    moved = parse_level(with_settings(level.text, {}, restarted(map_rows(level), starts)))
    state = np.zeros(1, STATE)[0]
    state_from_dict(moved, data, state)
    return with_settings(moved.text, opening_of(moved.record, state))


def _literal(text: str) -> Any:
    """Return the value that the text of a layout file denotes, without running anything."""
    if len(text) > LONGEST or "\0" in text:
        message = f"a layout is a text of at most {LONGEST} characters without NUL"
        raise NotationError(message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError) as error:
        line = re.search(r"line (\d+)", str(error))
        message = (
            f"{f'line {line[1]}: ' if line else ''}the layout is not a plain Python dictionary; "
            "numbers, texts, lists and dictionaries may stand in it, no calls such as float('inf')"
        )
        raise NotationError(message) from error


def _setting(key: str, value: Any) -> list[str]:
    """Return the header lines that say what one entry of a layout says."""
    if key in NUMBERS and value is not None:
        return [f"{NUMBERS[key]}: {_whole(key, value)}"]
    if key in LISTS and value is not None:
        return [f"{key}: {' '.join(str(_whole(key, entry)) for entry in _list(key, value)) or '-'}"]
    if key in ORDERS:
        return [f"{ORDERS[key]}: {' '.join(_order(entry) for entry in _list(key, value or [])) or '-'}"]
    if key == "rew_shaping_params" and value is not None:
        if not isinstance(value, dict):
            message = f"rew_shaping_params {short(value)} must be a dictionary of numbers or None"
            raise NotationError(message)
        return ["shaping: " + " ".join(str(_whole(name, value.get(name, 0))) for name in SHAPING)]
    return []


def _whole(key: str, value: Any) -> int:
    """Return a whole number of a layout."""
    if not isinstance(value, int):
        message = f"{key} {short(value)} of the layout must be a whole number"
        raise NotationError(message)
    return value


def _list(key: str, value: Any) -> list[Any]:
    """Return a list of a layout."""
    if not isinstance(value, (list, tuple)):
        message = f"{key} {short(value)} of the layout must be a list"
        raise NotationError(message)
    return list(value)


def _order(value: Any) -> str:
    """Return an order as letters."""
    names = value.get("ingredients") if isinstance(value, dict) else None
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) and name in LETTERS for name in names):
        message = f"the order {short(value)} must be like {{'ingredients': ['onion', 'onion', 'tomato']}}"
        raise NotationError(message)
    return "".join(sorted(LETTERS[name] for name in names))


def level_to_layout(level: Level) -> str:
    """Return the text of a layout file for a level.

    Dynamics, length of a round and random starts have no place in a layout; Overcooked-AI is told them elsewhere.
    """
    settings = settings_of(level)
    layout: dict[str, Any] = {
        "start_all_orders": [{"ingredients": ingredients(order)} for order in settings["orders"]],
        "start_bonus_orders": [{"ingredients": ingredients(order)} for order in settings["bonus"]],
        "rew_shaping_params": _shaping(settings["shaping"]),
    }
    for theirs, ours in NUMBERS.items():
        if SETTINGS[ours].show(settings[ours]) != SETTINGS[ours].default:
            layout[theirs] = settings[ours]
    layout |= {key: list(settings[key]) for key in LISTS if settings[key]}
    if any(settings[key] for key in ("start_facing", "start_held", "start_objects")):
        layout["start_state"] = _start_state(level)
    lines = [f'    "grid": """{GRID_BREAK.join(map_rows(level))}""",']
    lines += [f'    "{key}": {value!r},' for key, value in layout.items()]
    return "\n".join(["{", *lines, "}"]) + "\n"


def _start_state(level: Level) -> dict[str, Any]:
    """Return the state with which rounds of a level begin, random starts apart."""
    fixed = parse_level(with_settings(level.text, {"random_positions": "no", "random_objects": 0}))
    state = np.zeros(1, STATE)[0]
    start(fixed.record, np.uint64(0), state)
    return state_to_dict(level, state)


def _shaping(numbers: tuple[int, ...]) -> dict[str, int] | None:
    """Return the shaping parameters, or None where they are the usual ones."""
    if numbers == SETTINGS["shaping"].read(SETTINGS["shaping"].default):
        return None
    return dict(zip(SHAPING, numbers, strict=True))
