"""The editor's page: palette, board, panel, buttons, and what is to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.window import editor_panel as panel
from game.window.buttons import paint_buttons, shade
from game.window.desk import SIZE
from game.window.editor_board import paint_board, paint_palette
from game.window.palette import GREEN, INK, MIST, NIGHT, PAPER, SLATE, VERMILLION, YELLOW, mix

if TYPE_CHECKING:
    from game.window.buttons import Button
    from game.window.editor import Editor

HINT = (
    "Left button paints, right button erases, number keys choose; + and - add and remove rows and columns. "
    "With Ctrl: Z undo, Y redo, P play, S save."
)
WORDS = pygame.Rect(12, 628, SIZE[0] - 24, 58)


def paint_page(surface: pygame.Surface, editor: Editor) -> None:
    """Paint the page."""
    surface.fill(NIGHT)
    write = editor.desk.letters.write
    write(surface, "Edit levels" + ("" if editor.draft == editor.kept else " *"), (18, 20), size=48, colour=YELLOW)
    paint_palette(surface, editor.desk, editor.editing, editor.chosen)
    paint_board(surface, editor.desk, editor.draft, editor.editing, editor.fault)
    wrong = editor.fault.key if editor.fault else ""
    panel.paint_panel(surface, editor.desk, editor.draft, editor.editing, focus=editor.focus, wrong=wrong)
    for button in editor.buttons:
        _paint_button(surface, editor, button)
    _paint_words(surface, editor)
    write(surface, HINT, (20, SIZE[1] - 28), size=18, colour=MIST)
    if editor.question is not None:
        shade(surface)
        for number, line in enumerate(editor.desk.letters.wrap(editor.question.sentence, 36, 1000)):
            write(surface, line, (SIZE[0] // 2, 320 + number * 36), size=36, anchor="center")
        paint_buttons(surface, editor.desk.letters, editor.answers, editor.answer)


def _paint_button(surface: pygame.Surface, editor: Editor, button: Button) -> None:
    """Paint a button of the top row, pale where it does nothing now."""
    idle = {
        "undo": not editor.history.past,
        "redo": not editor.history.future,
        "play": editor.fault is not None,
        "save": editor.fault is not None,
        "delete": not editor.own,
    }.get(button.name, False)
    colour = GREEN if button.name == "play" else SLATE
    pygame.draw.rect(surface, INK if idle else colour, button.area, border_radius=10)
    colour = mix(INK, MIST, 0.6) if idle else PAPER
    editor.desk.letters.write(surface, button.text, button.area.center, size=26, colour=colour, anchor="center")


def _paint_words(surface: pygame.Surface, editor: Editor) -> None:
    """Write what was done, else what is wrong on a red ground, else that all is well."""
    words, ground = editor.note, SLATE
    if not words and editor.fault is not None:
        words, ground = editor.fault.sentence, mix(VERMILLION, INK, 0.45)
    if not words:
        words, ground = "This level can be played.", mix(GREEN, INK, 0.5)
    pygame.draw.rect(surface, ground, WORDS, border_radius=8)
    lines = editor.desk.letters.wrap(words, 23, WORDS.w - 24, most=2)
    for number, line in enumerate(lines):
        at = (WORDS.x + 12, WORDS.centery + (number - (len(lines) - 1) / 2) * 23)
        editor.desk.letters.write(surface, line, at, size=23, colour=PAPER, anchor="midleft")
