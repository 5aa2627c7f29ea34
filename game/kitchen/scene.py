"""The kitchen as a picture: tiles, cooks, things and pots as sprites. Everybody sees everything."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.core.scene import Happening, Scene, Sprite, Tile, unpacked
from game.kitchen.state import EVENTS, FIRST_SOUP, NOTHING, SOUPS, TILES

if TYPE_CHECKING:
    from game.core.contract import Level

SIDES = ("north", "south", "east", "west")
NAMES = ("", "onion", "tomato", "dish")


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:  # noqa: ARG001
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what happened in it."""
    still = _still(level.text)
    record, now = still.record, unpacked(state)
    return Scene(
        columns=record.width,
        rows=record.height,
        tiles=still.tiles,
        sprites=(*pots(record, now), *lying(record, now), *cooks(record, now)),
        happenings=() if outcome is None else happenings(record, now, outcome),
        tick=now.tick,
        horizon=record.horizon,
        score=0 if outcome is None else int(outcome.streams[0].sum()),
        board=still.orders,
    )


class Still(NamedTuple):
    """What of a picture never changes during a round."""

    record: Any
    tiles: tuple[Tile, ...]
    orders: tuple[tuple[str, ...], ...]


@functools.lru_cache(maxsize=256)
def _still(text: str) -> Still:
    """Return what never changes in the pictures of a level, by its text."""
    from game.kitchen.level import parse_level

    record = unpacked(parse_level(text).record)
    kinds = record.tile[: record.width * record.height].tolist()
    tiles = tuple(Tile(TILES[kind], cell % record.width, cell // record.width) for cell, kind in enumerate(kinds))
    return Still(record, tiles, orders(record))


def contents(thing: int) -> tuple[str, ...]:
    """Return a thing in words, outermost first."""
    if thing == NOTHING:
        return ()
    return ("soup", *SOUPS[thing - FIRST_SOUP]) if thing >= FIRST_SOUP else (NAMES[thing],)


def pots(record: Any, state: Any) -> list[Sprite]:
    """Return the pots with what is in them."""
    sprites = []
    for pot, (cell, ticks) in enumerate(
        zip(record.pot_cell[: record.pots].tolist(), state.cooking.tolist(), strict=False)
    ):
        thing = int(state.things[cell])
        time = int(record.cook_time[thing])
        word = "idle" if ticks < 0 else ("ready" if ticks >= time else "cooking")
        progress = -1.0 if ticks < 0 else min(1.0, ticks / max(time, 1))
        x, y = cell % record.width, cell // record.width
        sprites.append(Sprite("pot", f"pot-{pot}", x, y, carried=contents(thing)[1:], progress=progress, state=word))
    return sprites


def lying(record: Any, state: Any) -> list[Sprite]:
    """Return what lies on counters."""
    width, things = record.width, state.things[: record.width * record.height]
    found = [(cell, contents(int(things[cell]))) for cell in things.nonzero()[0].tolist() if record.pot_at[cell] < 0]
    return [
        Sprite(words[0], f"counter-{cell}", cell % width, cell // width, carried=words[1:]) for cell, words in found
    ]


def cooks(record: Any, state: Any) -> list[Sprite]:
    """Return the cooks with what they hold."""
    width, bodies = record.width, zip(state.cell.tolist(), state.facing.tolist(), state.held.tolist(), strict=True)
    return [
        Sprite("cook", f"cook-{seat}", cell % width, cell // width, SIDES[facing], seat=seat, carried=contents(held))
        for seat, (cell, facing, held) in enumerate(bodies)
        if seat < record.seats
    ]


def happenings(record: Any, state: Any, outcome: Any) -> tuple[Happening, ...]:
    """Return what took place in the last tick, at the cells that the cooks face."""
    found = []
    for seat, number in np.argwhere(outcome.events[: record.seats]).tolist():
        cell = int(record.ahead[state.facing[seat], state.cell[seat]])
        x, y = cell % record.width, cell // record.width
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
