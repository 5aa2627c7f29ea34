"""The role card: who a person is, what the role is for, which key does what, and what it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.window.draw import swatch
from game.window.keys import VERBS, WALK, WHEEL, cap
from game.window.palette import INK, MIST, PAPER, SLATE, YELLOW
from game.window.sides import mark_of
from game.window.slots import role_of, saying, slots_of, walking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.core.contract import Game, Level
    from game.window.lettering import Type
    from game.window.slots import Able

WIDTH, GAP, LOW = 660, 20, 700
"""Width of a single card, pixels between two, and where they end."""
LINE = 24


class Card(NamedTuple):
    """What stands on a card."""

    mark: int
    """Number of the seat's colour and badge."""
    title: str
    summary: str
    keys: tuple[tuple[str, str], ...]
    """What is printed on the keys, and what they do."""
    sight: str
    gamepad: str


def card_of(game: Game, level: Level, seat: int, keys: Mapping[str, Sequence[str]], gamepad: str = "") -> Card:
    """Return the card of a seat for a person with some keys."""
    role, name = role_of(game, level, seat), game.seats(level)[seat].name
    title = name.capitalize() if role.name in name else f"{name.capitalize()}: {role.name}"
    mark = mark_of(game.seats(level), seat)
    return Card(mark, title, role.summary, _keys(keys, slots_of(game, role)), role.sight, gamepad)


def _keys(keys: Mapping[str, Sequence[str]], able: Able) -> tuple[tuple[str, str], ...]:
    """Return what is printed on the keys that do something, and what that is."""
    found = [(walking(keys), "walk")] if any(side in able for side in WALK) else []
    found += [(" or ".join(map(cap, keys[slot])) or "no key", saying(able[slot])) for slot in VERBS if slot in able]
    if WHEEL in able:
        found.append((" or ".join(map(cap, keys[WHEEL])) or "no key", "hold to say something, or press its number"))
    return tuple(found)


def paint_cards(surface: pygame.Surface, letters: Type, cards: Sequence[Card], *, low: int = LOW) -> None:
    """Paint the cards of everybody side by side at the lower edge."""
    width = min(WIDTH, (surface.get_width() - 40 - GAP * (len(cards) - 1)) // max(1, len(cards)))
    left = (surface.get_width() - width * len(cards) - GAP * (len(cards) - 1)) // 2
    height = max((_height(letters, card, width) for card in cards), default=0)
    for place, card in enumerate(cards):
        area = pygame.Rect(left + place * (width + GAP), low - height, width, height)
        _paint_card(surface, letters, card, area)


def _lines(letters: Type, card: Card, width: int) -> tuple[list[str], list[str]]:
    """Return the lines of the summary and of what the role sees."""
    room = width - 44
    sees = letters.wrap(f"Sees: {card.sight}", 20, room, most=2) if card.sight else []
    return letters.wrap(card.summary, 22, room, most=2), sees


def _rows(letters: Type, card: Card, width: int) -> list[list[tuple[str, str]]]:
    """Return the keys in rows that fit beside each other."""
    rows: list[list[tuple[str, str]]] = []
    left = 0
    for pair in card.keys:
        wide = _wide(letters, pair)
        if not rows or wide > left:
            rows.append([])
            left = width - 44
        rows[-1].append(pair)
        left -= wide
    return rows


def _wide(letters: Type, pair: tuple[str, str]) -> int:
    """Return the width of a key with its words."""
    return letters.wide(pair[0], 22) + letters.wide(pair[1], 22) + 52


def _height(letters: Type, card: Card, width: int) -> int:
    """Return the height that a card needs."""
    summary, sees = _lines(letters, card, width)
    lines = len(summary) + len(sees) + bool(card.gamepad)
    return 56 + LINE * lines + 36 * len(_rows(letters, card, width))


def _paint_card(surface: pygame.Surface, letters: Type, card: Card, area: pygame.Rect) -> None:
    """Paint one card."""
    back = pygame.Surface(area.size, pygame.SRCALPHA)
    pygame.draw.rect(back, (*INK, 235), back.get_rect(), border_radius=14)
    surface.blit(back, area)
    pygame.draw.rect(surface, SLATE, area, 2, border_radius=14)
    swatch(surface, card.mark, (area.x + 32, area.y + 26))
    letters.write(surface, card.title, (area.x + 56, area.y + 26), size=30, colour=YELLOW, anchor="midleft")
    summary, sees = _lines(letters, card, area.w)
    top = area.y + 46
    for line in summary:
        letters.write(surface, line, (area.x + 22, top), size=22, colour=PAPER)
        top += LINE
    for row in _rows(letters, card, area.w):
        x = area.x + 22
        for pair in row:
            paint_key(surface, letters, pair[0], (x, top + 16))
            at = (x + letters.wide(pair[0], 22) + 26, top + 17)
            letters.write(surface, pair[1], at, size=22, colour=PAPER, anchor="midleft")
            x += _wide(letters, pair)
        top += 36
    for line in (*sees, *((card.gamepad,) if card.gamepad else ())):
        letters.write(surface, line, (area.x + 22, top + 2), size=20, colour=MIST)
        top += LINE


def paint_key(surface: pygame.Surface, letters: Type, words: str, at: tuple[float, float], size: int = 22) -> int:
    """Paint a key cap with its print, from a place on its left side on; returns its width."""
    area = pygame.Rect(0, 0, letters.wide(words, size) + 16, size + 6)
    area.midleft = (round(at[0]), round(at[1]))
    pygame.draw.rect(surface, MIST, area, border_radius=6)
    pygame.draw.rect(surface, PAPER, area.inflate(-4, -4).move(0, -1), border_radius=5)
    letters.write(surface, words, area.center, size=size, colour=INK, anchor="center")
    return area.w
