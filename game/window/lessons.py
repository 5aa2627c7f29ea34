"""The lessons of a tutorial: which sentence is shown, and when it is understood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pygame

from game.window.card import paint_key
from game.window.keys import cap
from game.window.palette import GREEN, INK, PAPER, SLATE, YELLOW
from game.window.setup import STAY, YOU, Setup
from game.window.slots import slots, walking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from game.core.contract import Game
    from game.core.telling import Tutorial
    from game.window.lettering import Type
    from game.window.setup import Partners

AREA = pygame.Rect(180, 566, 760, 134)
SIZE, STEP, GAP = 28, 38, 8
DONE = "That is all there is to know."


class Piece(NamedTuple):
    """A word of a sentence, or a key in it."""

    text: str
    is_key: bool


class Lessons:
    """The steps of one tutorial, one after another; ``place`` is the one that is shown."""

    def __init__(self, game: Game, tutorial: Tutorial, keys: Mapping[str, Sequence[str]]) -> None:
        self._game, self._tutorial = game, tutorial
        self._keys = key_names(game, keys)
        self.place = 0

    @property
    def is_over(self) -> bool:
        """Whether everything was done once."""
        return self.place >= len(self._tutorial.lessons)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The sentence that is shown, with the keys of the person in it."""
        text = DONE if self.is_over else self._tutorial.lessons[self.place].text
        found = []
        for part in re.findall(r"\{[a-z_ 0-9]+\}\S*|[^\s{]+", text):
            name, brace, after = part.partition("}")
            found.append(Piece(self._keys.get(name[1:], name[1:]), is_key=True) if brace else Piece(part, is_key=False))
            if brace and after:
                found.append(Piece(after, is_key=False))
        return tuple(found)

    def see(self, joint: Sequence[int], events: Any) -> bool:
        """Take in what was done in a tick and what came of it [seats, events]; tells whether that ended a step."""
        if self.is_over:
            return False
        until, seat = self._tutorial.lessons[self.place].until, self._tutorial.seat
        action = self._game.actions[joint[seat] % len(self._game.actions)].name
        took_place = until in self._game.events and bool(events[seat][self._game.events.index(until)])
        if not took_place and (until != action or until in self._game.events):
            return False
        self.place += 1
        return True

    def paint(self, surface: pygame.Surface, letters: Type) -> None:
        """Paint the sentence on a card with a dot for every step."""
        pygame.draw.rect(surface, INK, AREA, border_radius=14)
        pygame.draw.rect(surface, YELLOW, AREA, 3, border_radius=14)
        count = len(self._tutorial.lessons)
        for step in range(count):
            at = (AREA.centerx + round((step - (count - 1) / 2) * 26), AREA.y + 20)
            pygame.draw.circle(surface, GREEN if step < self.place else SLATE, at, 8)
            if step == self.place:
                pygame.draw.circle(surface, PAPER, at, 8, 2)
        rows = _wrap(letters, self.pieces, AREA.w - 40)
        for number, row in enumerate(rows):
            y = AREA.y + 84 + round((number - (len(rows) - 1) / 2) * STEP)
            x = AREA.centerx - sum(_wide(letters, piece) for piece in row) // 2
            for place, piece in enumerate(row):
                x -= GAP if place and row[place - 1].is_key and piece.text[0] in ".,:;" else 0
                if piece.is_key:
                    paint_key(surface, letters, piece.text, (x + 2, y - 1), SIZE - 4)
                else:
                    letters.write(surface, piece.text, (x, y), size=SIZE, colour=PAPER, anchor="midleft")
                x += _wide(letters, piece)


def key_names(game: Game, keys: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what is printed on a person's keys, by slot and by the action or message that it stands for.

    Where an action and a message have one name, it is the action's.
    """
    printed = {slot: " or ".join(map(cap, names)) for slot, names in keys.items() if names}
    found = {slot: name for slot, name in slots(game).items() if slot in printed}
    said = {name.removeprefix("+"): printed[slot] for slot, name in found.items() if name.startswith("+")}
    done = {name: printed[slot] for slot, name in found.items() if not name.startswith("+")}
    return printed | said | done | {"walk": walking(keys)}


def lesson_setup(game: Game, partners: Partners, rate: float) -> Setup | None:
    """Return the match of a game's tutorial: the learner in one seat, a bot beside; None where there is none."""
    if game.tutorial is None:
        return None
    level = game.load_level(game.tutorial.level)
    bot = game.tutorial.partner
    names = [bot if seat.has_body or STAY not in partners else STAY for seat in game.seats(level)]
    names[game.tutorial.seat] = YOU
    return Setup(game.name, game.tutorial.level, tuple(names), rate, level.horizon)


def _wide(letters: Type, piece: Piece) -> int:
    """Return the width of a piece with the space after it."""
    return letters.wide(piece.text, SIZE - 4) + 20 + GAP if piece.is_key else letters.wide(piece.text, SIZE) + 8


def _wrap(letters: Type, pieces: Sequence[Piece], width: int) -> list[list[Piece]]:
    """Return pieces in rows of at most a width."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        if rows[-1] and sum(_wide(letters, each) for each in (*rows[-1], piece)) > width:
            rows.append([])
        rows[-1].append(piece)
    return rows
