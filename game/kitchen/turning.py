"""Rounds turned: the rules do not tell left from right, so a round mirrored or turned with its map is a round again."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, NamedTuple

from game.core.sheet import rewritten, split
from game.kitchen.opening import SIDES
from game.kitchen.settings import SETTINGS

if TYPE_CHECKING:
    from game.core.episode import Episode


class Turn(NamedTuple):
    """How a map is laid anew: first mirrored, then with columns for rows."""

    east_west: bool = False
    """Whether east and west change places."""
    north_south: bool = False
    transposed: bool = False
    """Whether north and west change places, and south and east."""

    def side(self, side: int) -> int:
        """Return where a side of the map (0 north, 1 south, 2 east, 3 west) comes to lie."""
        swapped = self.east_west if side > 1 else self.north_south
        there = side ^ swapped
        return 3 - there if self.transposed else there

    def cell(self, x: int, y: int, width: int, height: int) -> tuple[int, int]:
        """Return where a cell of a map comes to lie."""
        x, y = width - 1 - x if self.east_west else x, height - 1 - y if self.north_south else y
        return (y, x) if self.transposed else (x, y)

    def rows(self, rows: tuple[str, ...]) -> tuple[str, ...]:
        """Return the rows of a map as they come to lie."""
        found = [row[::-1] if self.east_west else row for row in rows]
        if self.north_south:
            found.reverse()
        return tuple("".join(column) for column in zip(*found, strict=True)) if self.transposed else tuple(found)


TURNS = tuple(Turn(*sides) for sides in itertools.product((False, True), repeat=3))
"""All ways in which a map can lie; the first is as it is."""


def turned(episode: Episode) -> tuple[Episode, ...]:
    """Return a round, itself first, as it would have been had its map lain in each other way.

    Where chance puts cooks or things somewhere there is no other: chance tells left from right.
    """
    values = split(episode.level, SETTINGS).values
    if values["random_positions"] == "yes" or values["random_objects"]:
        return (episode,)
    return (episode, *(_laid(episode, turn) for turn in TURNS[1:]))


def _laid(episode: Episode, turn: Turn) -> Episode:
    """Return a round as it would have been, had its map lain in another way."""
    actions = tuple(tuple(_turned(choice, turn) for choice in joint) for joint in episode.joint_actions)
    return dataclasses.replace(episode, level=turned_level(episode.level, turn), joint_actions=actions)


def turned_level(text: str, turn: Turn) -> str:
    """Return a level's text with its map, and what it says of sides and cells, as they come to lie."""
    sheet = split(text, SETTINGS)
    width, height = len(sheet.rows[0]), len(sheet.rows)
    changes = {
        "start_facing": tuple(SIDES[turn.side(SIDES.index(letter))] for letter in sheet.values["start_facing"]),
        "start_objects": tuple(_moved(entry, turn, width, height) for entry in sheet.values["start_objects"]),
    }
    return rewritten(text, SETTINGS, changes, turn.rows(sheet.rows))


def _moved(entry: str, turn: Turn, width: int, height: int) -> str:
    """Return an entry of the things that lie about, such as ``3,0 dish``, with its cell as it comes to lie."""
    place, _, thing = entry.partition(" ")
    x, y = map(int, place.split(","))
    x, y = turn.cell(x, y, width, height)
    return f"{x},{y} {thing}"


def _turned(choice: int, turn: Turn) -> int:
    """Return a choice with its side, if it has one, as it comes to lie; the four sides are the first actions."""
    return turn.side(choice) if choice < len(SIDES) else choice
