"""The kitchen as a picture: tiles, cooks, things and pots as sprites. Everybody sees everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.scene import Happening, Scene, Sprite, Tile
from game.kitchen.state import EVENTS, FIRST_SOUP, NOTHING, SOUPS, TILES

if TYPE_CHECKING:
    from game.core.contract import Level

SIDES = ("north", "south", "east", "west")
NAMES = ("", "onion", "tomato", "dish")


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:  # noqa: ARG001
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what happened in it."""
    record = level.record
    width, height = int(record.width), int(record.height)
    kinds = record.tile[: width * height].tolist()
    tiles = tuple(Tile(TILES[kind], cell % width, cell // width) for cell, kind in enumerate(kinds))
    return Scene(
        columns=width,
        rows=height,
        tiles=tiles,
        sprites=(*pots(record, state), *lying(record, state), *cooks(record, state)),
        happenings=() if outcome is None else happenings(record, state, outcome),
        tick=int(state.tick),
        horizon=int(record.horizon),
        score=0 if outcome is None else int(outcome.streams[0].sum()),
        board=orders(record),
    )


def contents(thing: int) -> tuple[str, ...]:
    """Return a thing in words, outermost first."""
    if thing == NOTHING:
        return ()
    return ("soup", *SOUPS[thing - FIRST_SOUP]) if thing >= FIRST_SOUP else (NAMES[thing],)


def pots(record: Any, state: Any) -> list[Sprite]:
    """Return the pots with what is in them."""
    sprites = []
    for pot in range(int(record.pots)):
        cell, ticks = int(record.pot_cell[pot]), int(state.cooking[pot])
        thing = int(state.things[cell])
        time = int(record.cook_time[thing])
        word = "idle" if ticks < 0 else ("ready" if ticks >= time else "cooking")
        progress = -1.0 if ticks < 0 else min(1.0, ticks / max(time, 1))
        x, y = cell % int(record.width), cell // int(record.width)
        sprites.append(Sprite("pot", f"pot-{pot}", x, y, carried=contents(thing)[1:], progress=progress, state=word))
    return sprites


def lying(record: Any, state: Any) -> list[Sprite]:
    """Return what lies on counters."""
    width, in_pots = int(record.width), record.pot_at.tolist()
    found = [
        (cell, contents(thing))
        for cell, thing in enumerate(state.things[: width * int(record.height)].tolist())
        if thing != NOTHING and in_pots[cell] < 0
    ]
    return [
        Sprite(words[0], f"counter-{cell}", cell % width, cell // width, carried=words[1:]) for cell, words in found
    ]


def cooks(record: Any, state: Any) -> list[Sprite]:
    """Return the cooks with what they hold."""
    width = int(record.width)
    return [
        Sprite(
            "cook",
            f"cook-{seat}",
            int(state.cell[seat]) % width,
            int(state.cell[seat]) // width,
            facing=SIDES[state.facing[seat]],
            seat=seat,
            carried=contents(int(state.held[seat])),
        )
        for seat in range(int(record.seats))
    ]


def happenings(record: Any, state: Any, outcome: Any) -> tuple[Happening, ...]:
    """Return what took place in the last tick, at the cells that the cooks face."""
    found = []
    for seat, number in np.argwhere(outcome.events[: int(record.seats)]).tolist():
        cell = int(record.ahead[state.facing[seat], state.cell[seat]])
        x, y = cell % int(record.width), cell // int(record.width)
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
