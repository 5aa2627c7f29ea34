"""The levels on offer: those that ship with a game, then a person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from game import Round
from game.core.contract import CrossplayError
from game.window.shelf import ShelfError

if TYPE_CHECKING:
    from game.core.contract import Game, Level
    from game.core.scene import Scene
    from game.window.shelf import Shelf


class Offer(NamedTuple):
    """A level that can be chosen."""

    name: str
    own: bool


class Look(NamedTuple):
    """A level that was chosen and read."""

    text: str
    level: Level | None
    """None where an own level's text is not one any more."""
    scene: Scene | None
    fault: str


def offers(game: Game, shelf: Shelf) -> tuple[Offer, ...]:
    """Return everything on offer."""
    shipped = tuple(Offer(name, own=False) for name in game.level_names())
    return shipped + tuple(Offer(name, own=True) for name in shelf.names())


def look(game: Game, shelf: Shelf, offer: Offer) -> Look:
    """Return a level with its picture at the start, or why it cannot be played."""
    text = ""
    try:
        text = shelf.text(offer.name) if offer.own else game.level_text(offer.name)
        level = game.parse_level(text) if offer.own else game.load_level(offer.name)
    except CrossplayError as error:
        return Look(text, None, None, str(error))
    return Look(text, level, game.scene(level, Round(game, level, 0).state, -1), "")


def find_offer(game: Game, shelf: Shelf, level: str) -> int:
    """Return the number of the offer that is a setup's level: a shipped name, or an own level's whole text."""
    for number, offer in enumerate(offers(game, shelf)):
        if (_text(shelf, offer.name) if offer.own else offer.name) == level:
            return number
    return 0


def _text(shelf: Shelf, name: str) -> str:
    """Return an own level's text, empty where it cannot be read."""
    try:
        return shelf.text(name)
    except ShelfError:
        return ""
