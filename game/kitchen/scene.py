"""The kitchen as a picture: tiles, cooks, things and pots as sprites. Everybody sees everything."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from game.core.scene import Happening, Scene, Sprite, Tile, unpacked
from game.kitchen.state import EVENTS, FIRST_SOUP, NOTHING, SOUPS, TILES

if TYPE_CHECKING:
    from game.core.contract import Level

SIDES = ("north", "south", "east", "west")
NAMES = ("", "onion", "tomato", "dish")
REMEMBERED = 8_192
"""Sprites of each kind that are kept for the next picture in which they look the same."""


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:  # noqa: ARG001
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what happened in it."""
    still, now = _still(level.text), unpacked(state)
    last = None if outcome is None else unpacked(outcome)
    return Scene(
        columns=still.record.width,
        rows=still.record.height,
        tiles=still.tiles,
        sprites=(*pots(still, now), *lying(still, now), *cooks(still, now)),
        happenings=() if last is None else happenings(still, now, last),
        tick=now.tick,
        horizon=still.record.horizon,
        score=0 if last is None else int(sum(last.streams[0].tolist())),
        board=still.orders,
    )


class Still(NamedTuple):
    """What of a picture never changes during a round."""

    record: Any
    places: tuple[tuple[int, int], ...]
    """Column and row of each cell."""
    pots: tuple[tuple[int, str], ...]
    """Cell and key of each pot."""
    cook_times: tuple[int, ...]
    """Ticks that each thing takes to cook."""
    tiles: tuple[Tile, ...]
    orders: tuple[tuple[str, ...], ...]


@functools.lru_cache(maxsize=256)
def _still(text: str) -> Still:
    """Return what never changes in the pictures of a level, by its text."""
    from game.kitchen.level import parse_level

    record = unpacked(parse_level(text).record)
    kinds = record.tile[: record.width * record.height].tolist()
    places = tuple((cell % record.width, cell // record.width) for cell in range(len(kinds)))
    tiles = tuple(Tile(TILES[kind], *place) for kind, place in zip(kinds, places, strict=True))
    stoves = tuple((cell, f"pot-{number}") for number, cell in enumerate(record.pot_cell[: record.pots].tolist()))
    return Still(record, places, stoves, tuple(record.cook_time.tolist()), tiles, orders(record))


@functools.cache
def contents(thing: int) -> tuple[str, ...]:
    """Return a thing in words, outermost first."""
    if thing == NOTHING:
        return ()
    return ("soup", *SOUPS[thing - FIRST_SOUP]) if thing >= FIRST_SOUP else (NAMES[thing],)


def pots(still: Still, state: Any) -> list[Sprite]:
    """Return the pots with what is in them."""
    things = state.things.tobytes()
    return [
        pot(key, still.places[cell], things[cell], ticks, still.cook_times[things[cell]])
        for (cell, key), ticks in zip(still.pots, state.cooking.tolist(), strict=False)
    ]


def lying(still: Still, state: Any) -> list[Sprite]:
    """Return what lies on counters."""
    things, pot_at = state.things.tobytes(), still.record.pot_at
    cells = state.things[: len(still.places)].nonzero()[0].tolist()
    return [left(cell, still.places[cell], things[cell]) for cell in cells if pot_at[cell] < 0]


def cooks(still: Still, state: Any) -> list[Sprite]:
    """Return the cooks with what they hold."""
    bodies = zip(
        state.cell.tolist(), state.facing.tolist(), state.held.tolist(), range(still.record.seats), strict=False
    )
    return [cook(seat, still.places[cell], facing, held) for cell, facing, held, seat in bodies]


@functools.lru_cache(maxsize=REMEMBERED)
def pot(key: str, place: tuple[int, int], thing: int, ticks: int, time: int) -> Sprite:
    """Return a pot with what is in it."""
    word = "idle" if ticks < 0 else ("ready" if ticks >= time else "cooking")
    progress = -1.0 if ticks < 0 else min(1.0, ticks / max(time, 1))
    return Sprite("pot", key, *place, carried=contents(thing)[1:], progress=progress, state=word)


@functools.lru_cache(maxsize=REMEMBERED)
def left(cell: int, place: tuple[int, int], thing: int) -> Sprite:
    """Return a thing that lies on a counter."""
    words = contents(thing)
    return Sprite(words[0], f"counter-{cell}", *place, carried=words[1:])


@functools.lru_cache(maxsize=REMEMBERED)
def cook(seat: int, place: tuple[int, int], facing: int, held: int) -> Sprite:
    """Return a cook."""
    x, y = place
    return Sprite("cook", f"cook-{seat}", x, y, SIDES[facing], seat=seat, carried=contents(held))


def happenings(still: Still, state: Any, outcome: Any) -> tuple[Happening, ...]:
    """Return what took place in the last tick, at the cells that the cooks face."""
    found, record = [], still.record
    seats, numbers = outcome.events[: record.seats].nonzero()
    for seat, number in zip(seats.tolist(), numbers.tolist(), strict=True):
        x, y = still.places[int(record.ahead[state.facing[seat], state.cell[seat]])]
        value = int(outcome.streams[0, seat]) if EVENTS[number] == "soup_delivery" else 0
        found.append(Happening(EVENTS[number], seat, x, y, value))
    return tuple(found)


def orders(record: Any) -> tuple[tuple[str, ...], ...]:
    """Return the soups that earn points, each as its ingredients and its points."""
    values = record.value[FIRST_SOUP:].tolist()
    return tuple(
        ("order", *soup, str(value))
        for soup, value in zip(SOUPS, values, strict=True)
        if value > 0 and list(soup) == sorted(soup)
    )
