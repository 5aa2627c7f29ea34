"""The kitchen: cooks fill pots, plate soups and serve them, together."""

from __future__ import annotations

from game.core.contract import Action, Game, Level, Role, Seat
from game.kitchen.bots import BOTS, MARGINS, RARE
from game.kitchen.editing import EDITING
from game.kitchen.effects import EFFECTS, METRICS
from game.kitchen.generator import generate
from game.kitchen.level import format_level, lasting, level_names, level_text, parse_level
from game.kitchen.loops import advance_rows, start_rows
from game.kitchen.recap import recap
from game.kitchen.rules import advance, start
from game.kitchen.scene import scene
from game.kitchen.state import EVENTS, LEVEL, OUTCOME, STATE, STREAMS
from game.kitchen.turning import turned
from game.kitchen.tutorial import TUTORIAL
from game.kitchen.view import OBSERVATIONS

ACTIONS = (
    Action("north", "N", "w"),
    Action("south", "S", "s"),
    Action("east", "E", "d"),
    Action("west", "W", "a"),
    Action("stay", ".", ""),
    Action("interact", "I", "e"),
)


def seats(level: Level) -> tuple[Seat, ...]:
    """Return the cooks of a level: one team."""
    return tuple(Seat(f"cook {number + 1}", 0, "cook") for number in range(level.seats))


COOK = "Carry ingredients to a pot, take the soup out with a dish when it is done, and serve it at the window."

GAME = Game(
    name="kitchen",
    version=1,
    title="Kitchen",
    summary="Cook and serve soups together; rule-compatible with Overcooked-AI.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=ACTIONS,
    roles=(Role("cook", COOK, tuple(action.name for action in ACTIONS)),),
    streams=STREAMS,
    events=EVENTS,
    tick_rate=6.0,
    observations=OBSERVATIONS,
    level_names=level_names,
    level_text=level_text,
    parse_level=parse_level,
    format_level=format_level,
    lasting=lasting,
    generate=generate,
    seats=seats,
    start=start,
    advance=advance,
    start_rows=start_rows,
    advance_rows=advance_rows,
    scene=scene,
    bots=BOTS,
    margins=MARGINS,
    rare=RARE,
    editing=EDITING,
    effects=EFFECTS,
    metrics=METRICS,
    recap=recap,
    tutorial=TUTORIAL,
    turned=turned,
)
