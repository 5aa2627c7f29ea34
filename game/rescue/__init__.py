"""Rescue: robots with different gifts search a dark building for victims and bring them home."""

from __future__ import annotations

from game.core.contract import Action, Game, Level, Message, Role, Seat
from game.rescue.bots import BOTS, MARGINS
from game.rescue.disguise import disguise
from game.rescue.effects import EFFECTS, METRICS
from game.rescue.generator import generate
from game.rescue.level import format_level, lasting, level_names, level_text, parse_level
from game.rescue.loops import advance_rows, start_rows
from game.rescue.recap import recap
from game.rescue.rules import advance, start
from game.rescue.scene import MESSAGES, scene
from game.rescue.state import EVENTS, LEVEL, OUTCOME, ROLES, STATE, STREAMS
from game.rescue.tutorial import TUTORIAL
from game.rescue.view import OBSERVATIONS

ACTIONS = (
    Action("wait", ".", ""),
    Action("north", "N", "w"),
    Action("south", "S", "s"),
    Action("east", "E", "d"),
    Action("west", "W", "a"),
    Action("use", "U", "e"),
    Action("ping", "P", "q"),
    Action("call", "C", "f"),
)
NAMES = ("here", "need_two", "medic", "path_blocked", "i_take_it", "wait", "thanks")
EVERYTHING = tuple(action.name for action in ACTIONS)


def seats(level: Level) -> tuple[Seat, ...]:
    """Return the robots of a level in order, then the dispatcher where there is one: one team."""
    record = level.record
    robots = [Seat(f"robot {number + 1}", 0, ROLES[record.role[number]]) for number in range(int(record.robots))]
    dispatcher = [Seat("dispatcher", 0, "dispatcher", has_body=False, every=2)] if record.dispatcher else []
    return (*robots, *dispatcher)


CARRIES = "Picks up victims and carries them to the clinic; a second robot helps it through heavy rubble."
GAME = Game(
    name="rescue",
    version=1,
    title="Rescue",
    summary="Search a dark building together and bring every victim to the clinic.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=ACTIONS,
    roles=(
        Role("scout", CARRIES, EVERYTHING, NAMES, "Sees furthest, and notices victims from afar."),
        Role("digger", f"Clears rubble. {CARRIES}", EVERYTHING, NAMES, "Notices victims only beside it."),
        Role("medic", f"Stabilises critical victims. {CARRIES}", EVERYTHING, NAMES, "Notices victims only beside it."),
        Role(
            "dispatcher",
            "Has no body. Moves a cursor over everybody's map, sends a robot there (use), chooses another one (call).",
            EVERYTHING,
            tuple(name for name in NAMES if name != "i_take_it"),
            "Sees all that any robot sees.",
        ),
    ),
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
    messages=tuple(Message(name, text) for name, text in zip(NAMES, MESSAGES, strict=True)),
    lag=(1, 2),
    effects=EFFECTS,
    metrics=METRICS,
    margins=MARGINS,
    rare={"path_blocked": "scripted diggers clear rubble, and the others say it only when nothing else is left to do"},
    recap=recap,
    tutorial=TUTORIAL,
    disguise=disguise,
)
