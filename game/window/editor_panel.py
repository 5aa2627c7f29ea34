"""The editor's panel of settings: words to type, choices to turn, numbers to step and cards to pick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window.palette import INK, MIST, PAPER, SLATE, VERMILLION, YELLOW, mix

if TYPE_CHECKING:
    from game.core.editing import Editing, Setting
    from game.window.desk import Desk
    from game.window.draft import Draft

AREA = pygame.Rect(822, 80, 284, 540)
LINE = 44
CARD = (90, 34)
ACROSS = 3
NONE = "-"
LONGEST = 40


def places(editing: Editing) -> list[tuple[Setting, pygame.Rect]]:
    """Return each setting with where it lies."""
    top, found = AREA.y, []
    for setting in editing.settings:
        lines = -(-len(setting.choices) // ACROSS)
        height = 24 + lines * (CARD[1] + 4) if setting.kind == "cards" else LINE
        found.append((setting, pygame.Rect(AREA.x, top, AREA.w, height - 4)))
        top += height
    return found


def setting_at(editing: Editing, at: tuple[int, int]) -> Setting | None:
    """Return the setting under a place on the surface."""
    return next((setting for setting, area in places(editing) if area.collidepoint(at)), None)


def clicked(draft: Draft, editing: Editing, at: tuple[int, int]) -> Draft:
    """Return the draft after a click into the panel; what is typed is not changed by a click."""
    setting, area = next((setting, area) for setting, area in places(editing) if area.collidepoint(at))
    if setting.kind == "cards":
        card = next((card for card, place in _cards(setting, area) if place.collidepoint(at)), "")
        return draft.changed(setting, picked(draft.value(setting), card, setting)) if card else draft
    way = 1 if at[0] > area.x + area.w * 0.72 else -1
    return draft if setting.kind == "text" else draft.changed(setting, turned(draft.value(setting), way, setting))


def picked(value: str, card: str, setting: Setting) -> str:
    """Return the words of a value with a card put in or taken out, in the cards' order."""
    words = {"".join(sorted(word)) for word in value.split() if word != NONE} ^ {card}
    return " ".join(word for word in setting.choices if word in words) or NONE


def turned(value: str, way: int, setting: Setting) -> str:
    """Return the next choice, or the number a step up or down within its bounds."""
    if setting.kind == "choice":
        place = setting.choices.index(value) + way if value in setting.choices else 0
        return setting.choices[place % len(setting.choices)]
    number = int(value) if value.isdecimal() else int(setting.default)
    return str(min(setting.high, max(setting.low, number + way * setting.step)))


def typed(value: str, event: pygame.event.Event) -> str:
    """Return a typed value after a key: a character more or one less."""
    if event.key == pygame.K_BACKSPACE:
        return value[:-1]
    more = event.unicode
    return value + more if more.isprintable() and len(value) + len(more) <= LONGEST else value


def paint_panel(  # noqa: PLR0913 - the surface, the words, and what of them is picked out
    surface: pygame.Surface, desk: Desk, draft: Draft, editing: Editing, *, focus: str, wrong: str
) -> None:
    """Paint every setting; the one being typed and the one at fault have an edge."""
    for setting, area in places(editing):
        if setting.kind == "cards":
            _paint_cards(surface, desk, draft.value(setting), editing, (setting, area))
        else:
            _paint_line(surface, desk, draft.value(setting), (setting, area), focus=focus)
        if setting.key == wrong:
            pygame.draw.rect(surface, VERMILLION, area.inflate(4, 2), 3, border_radius=8)


def _paint_line(
    surface: pygame.Surface, desk: Desk, value: str, place: tuple[Setting, pygame.Rect], *, focus: str
) -> None:
    """Paint a label and a value, with arrows where it can be turned."""
    setting, area = place
    typing = setting.key == focus
    pygame.draw.rect(surface, SLATE if typing else INK, area, border_radius=8)
    if typing:
        pygame.draw.rect(surface, YELLOW, area, 2, border_radius=8)
    desk.letters.write(surface, setting.label, (area.x + 10, area.centery), size=20, colour=MIST, anchor="midleft")
    shown = value + "_" if typing else value
    if setting.kind == "text":
        shown = desk.letters.cut(shown, 22, area.w - 104, end=typing)
        desk.letters.write(surface, shown, (area.x + 94, area.centery), size=22, colour=PAPER, anchor="midleft")
        return
    if setting.shown and value in setting.choices:
        shown = setting.shown[setting.choices.index(value)]
    middle = (area.x + round(area.w * 0.72), area.centery)
    desk.letters.write(surface, shown if shown != "0" else "as usual", middle, size=22, anchor="center")
    for x, way in ((area.x + 138, -1), (area.right - 16, 1)):
        points = [(x - 5 * way, middle[1] - 8), (x + 6 * way, middle[1]), (x - 5 * way, middle[1] + 8)]
        pygame.draw.polygon(surface, YELLOW, points)


def _paint_cards(
    surface: pygame.Surface, desk: Desk, value: str, editing: Editing, place: tuple[Setting, pygame.Rect]
) -> None:
    """Paint a label and the cards; picked ones are bright and carry a tick mark."""
    setting, area = place
    words = {"".join(sorted(word)) for word in value.split()}
    desk.letters.write(surface, setting.label, (area.x + 2, area.y + 3), size=20, colour=MIST)
    for card, box in _cards(setting, area):
        bright = card in words
        pygame.draw.rect(surface, PAPER if bright else mix(INK, SLATE, 0.5), box, border_radius=7)
        for number, letter in enumerate(card):
            picture = desk.painter.thing(editing.things.get(letter, letter), (), 26)
            surface.blit(picture, (box.x + 3 + number * 22, box.y + 4))
        if bright:
            mark = [(box.right - 18, box.centery), (box.right - 13, box.centery + 5), (box.right - 6, box.centery - 6)]
            pygame.draw.lines(surface, INK, False, mark, 3)  # noqa: FBT003 - by position only


def _cards(setting: Setting, area: pygame.Rect) -> list[tuple[str, pygame.Rect]]:
    """Return each card with where it lies."""
    return [
        (card, pygame.Rect(area.x + n % ACROSS * (CARD[0] + 6), area.y + 22 + n // ACROSS * (CARD[1] + 4), *CARD))
        for n, card in enumerate(setting.choices)
    ]
