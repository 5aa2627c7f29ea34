"""Overcooked-AI's states as JSON, and our state records.

The schema is that of 2020 onward; the one of 2019 is read too: soups as ``[type, count, ticks]``, objects keyed by
their cell, no word about empty hands, ticks that count on past ready.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from game.core.contract import NotationError
from game.kitchen.orders import orders_of
from game.kitchen.overcooked.checks import entry, pair, short
from game.kitchen.state import (
    DISH,
    FIRST_SOUP,
    FLOOR,
    MAX_CELLS,
    MAX_POTS,
    NOTHING,
    ONION,
    SOUPS,
    TOMATO,
    soup_code,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.core.contract import Level

DIRECTIONS = ((0, -1), (0, 1), (1, 0), (-1, 0))
"""Steps (dx, dy) north, south, east and west."""
THINGS = {"onion": ONION, "tomato": TOMATO, "dish": DISH}
WORDS = {code: name for name, code in THINGS.items()}
NAMES = {"o": "onion", "t": "tomato"}
IDLE = -1
LATEST = 2**31


def state_to_dict(level: Level, state: Any) -> dict[str, Any]:
    """Return a state record in Overcooked-AI's JSON schema; the orders are in the level's order."""
    record, width = level.record, int(level.record.width)
    things = state.things.tolist()
    pots = dict(zip(record.pot_cell.tolist(), state.cooking.tolist()[: int(record.pots)], strict=False))
    orders, bonus = orders_of(level)
    objects = [_thing_to_dict(record, things[cell], cell, pots.get(cell)) for cell in range(MAX_CELLS) if things[cell]]
    cooks = zip(state.cell.tolist(), state.facing.tolist(), state.held.tolist(), strict=True)
    players = [
        {
            "position": [cell % width, cell // width],
            "orientation": list(DIRECTIONS[facing]),
            "held_object": _thing_to_dict(record, held, cell, None) if held else None,
        }
        for cell, facing, held in list(cooks)[: level.seats]
    ]
    return {
        "players": players,
        "objects": objects,
        "bonus_orders": [{"ingredients": ingredients(order)} for order in bonus],
        "all_orders": [{"ingredients": ingredients(order)} for order in orders],
        "timestep": int(state.tick),
    }


def ingredients(order: str) -> list[str]:
    """Return the names of an order's ingredients, sorted."""
    return [NAMES[letter] for letter in sorted(order)]


def _thing_to_dict(record: Any, thing: int, cell: int, ticks: int | None) -> dict[str, Any]:
    """Return one object; ``ticks`` is what it has cooked when it is in a pot."""
    width = int(record.width)
    position = [cell % width, cell // width]
    if thing < FIRST_SOUP:
        return {"name": WORDS[thing], "position": position}
    time = int(record.cook_time[thing])
    cooked = time if ticks is None else ticks
    return {
        "name": "soup",
        "position": position,
        "_ingredients": [{"name": name, "position": position} for name in SOUPS[thing - FIRST_SOUP]],
        "cooking_tick": cooked,
        "is_cooking": 0 <= cooked < time,
        "is_ready": cooked >= time,
        "is_idle": cooked < 0,
        "cook_time": time if cooked >= 0 else -1,
        "_cooking_tick": cooked,
    }


class _Place(NamedTuple):
    """What of a level a state is checked against, as plain values."""

    level: str
    seats: int
    width: int
    height: int
    tiles: list[int]
    pot_at: list[int]
    cook_time: list[int]
    counters: frozenset[int]
    """Those beside floor; nothing comes to lie on others."""

    @classmethod
    def of(cls, level: Level) -> _Place:
        """Return a level's."""
        record = level.record
        size = (int(record.seats), int(record.width), int(record.height))
        counters = frozenset(record["counter_cell"][: int(record["counters"])].tolist())
        lists = (record["tile"].tolist(), record["pot_at"].tolist(), record["cook_time"].tolist())
        return cls(level.name, *size, *lists, counters)


def state_from_dict(level: Level, data: Any, state: Any) -> None:
    """Write a state of Overcooked-AI, of either schema, into a record of ours.

    The seed and the past actions, of which its data know nothing, stay as they are; so does everything when a
    `NotationError` is raised. Ticks past ready are read as ready, and a state without ``timestep`` is at tick 0.
    """
    state_reader(level)(data, state)


def state_reader(level: Level) -> Callable[[Any, Any], None]:
    """Return ``state_from_dict`` for many states of one level: a function of the data and the record."""
    return functools.partial(_read_state, _Place.of(level))


def _read_state(place: _Place, data: Any, state: Any) -> None:
    """Check a state and write it."""
    players = entry(data, "players", list, "a state")
    if len(players) != place.seats:
        message = f"the state has {len(players)} players; level {place.level!r} has {place.seats} cooks"
        raise NotationError(message)
    cooks = [_player(place, player, number) for number, player in enumerate(players, 1)]
    cells, facing, held = zip(*cooks, strict=True)
    if len(set(cells)) < len(cells):
        message = f"two players stand in one cell in {[player['position'] for player in players]!r}; each has its own"
        raise NotationError(message)
    things, cooking = _objects(place, data.get("objects", []))
    tick = data.get("timestep", 0)
    if not isinstance(tick, int) or not 0 <= tick < LATEST:
        message = f"timestep {short(tick)} must be a whole number from 0"
        raise NotationError(message)
    state["tick"], state["things"], state["cooking"] = tick, things, cooking
    for field, values in (("cell", cells), ("facing", facing), ("held", held)):
        state[field][: place.seats] = values


def _player(place: _Place, player: Any, number: int) -> tuple[int, int, int]:
    """Return the cell, the facing and the held thing of one player."""
    where = f"player {number}"
    cell = _cell(place, entry(player, "position", (list, tuple), where), where)
    if place.tiles[cell] != FLOOR:
        message = f"{where} stands at {short(player['position'])}, which is no floor of level {place.level!r}"
        raise NotationError(message)
    side = pair(entry(player, "orientation", (list, tuple), where), "an orientation")
    if side not in DIRECTIONS:
        message = (
            f"the orientation {short(list(side))} of {where} must be one of {[list(known) for known in DIRECTIONS]}"
        )
        raise NotationError(message)
    held = player.get("held_object")
    return cell, DIRECTIONS.index(side), NOTHING if held is None else _thing(held, f"what {where} holds")[0]


def _objects(place: _Place, objects: Any) -> tuple[list[int], list[int]]:
    """Return the things by cell and the ticks by pot of the objects of a state."""
    things, cooking = [NOTHING] * MAX_CELLS, [IDLE] * MAX_POTS
    listed = list(objects.values()) if isinstance(objects, dict) else objects
    if not isinstance(listed, list):
        message = f"the objects {short(objects)} must be a list"
        raise NotationError(message)
    for number, data in enumerate(listed, 1):
        where = f"object {number}"
        cell = _cell(place, entry(data, "position", (list, tuple), where), where)
        thing, ticks = _thing(data, where)
        pot = place.pot_at[cell]
        lies = (pot >= 0 and thing >= FIRST_SOUP) or cell in place.counters
        if not lies or things[cell]:
            message = f"{where}, {short(data)}, must lie alone, on a counter beside floor or as a soup in a pot"
            raise NotationError(message)
        things[cell] = thing
        if pot >= 0:
            cooking[pot] = min(ticks, place.cook_time[thing])
    return things, cooking


def _thing(data: Any, where: str) -> tuple[int, int]:
    """Return the code of an object and the ticks it has cooked."""
    name = entry(data, "name", str, where)
    if name in THINGS:
        return THINGS[name], IDLE
    if name != "soup":
        message = f"{where} is a {short(name)}; known: onion, tomato, dish, soup"
        raise NotationError(message)
    mix, ticks = _old_soup(data, where) if "state" in data else _soup(data, where)
    if mix not in SOUPS or not isinstance(ticks, int) or not IDLE <= ticks < LATEST:
        good = "must be a soup of one to three onions and tomatoes, cooked for -1 (idle) ticks or more"
        message = f"{where}, {short(data)}, {good}"
        raise NotationError(message)
    return soup_code(mix), ticks


def _soup(data: Any, where: str) -> tuple[tuple[str, ...], Any]:
    """Return the ingredients and the ticks of a soup as written since 2020."""
    parts = entry(data, "_ingredients", list, where)
    mix = tuple(entry(part, "name", str, f"an ingredient of {where}") for part in parts[:4])
    return mix, data.get("cooking_tick", data.get("_cooking_tick", IDLE))


def _old_soup(data: Any, where: str) -> tuple[tuple[str, ...], Any]:
    """Return the ingredients and the ticks of a soup as written in 2019: ``[type, count, ticks]``, 0 ticks idle."""
    soup = entry(data, "state", (list, tuple), where)
    if len(soup) != 3 or not isinstance(soup[0], str) or not all(isinstance(part, int) for part in soup[1:]):  # noqa: PLR2004
        message = f'the soup {short(soup)} of {where} must be like ["onion", 3, 20]'
        raise NotationError(message)
    return (soup[0],) * min(max(soup[1], 0), 4), soup[2] or IDLE


def _cell(place: _Place, position: Any, where: str) -> int:
    """Return the number of the cell at a position [x, y]."""
    x, y = pair(position, "a position")
    if not (0 <= x < place.width and 0 <= y < place.height):
        message = (
            f"{where} is at {short([x, y])}, outside the {place.width} x {place.height} cells of level {place.level!r}"
        )
        raise NotationError(message)
    return y * place.width + x
