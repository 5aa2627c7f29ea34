"""Hideout: hiders build themselves a hiding place, and seekers look for them."""

from __future__ import annotations

from game.core.contract import Action, Game, Level, Role, Seat
from game.hideout.bots import BOTS
from game.hideout.disguise import disguise
from game.hideout.effects import EFFECTS, METRICS
from game.hideout.level import format_level, lasting, level_names, level_text, parse_level
from game.hideout.loops import advance_rows, start_rows
from game.hideout.opening import start
from game.hideout.recap import recap
from game.hideout.rules import advance
from game.hideout.scene import scene
from game.hideout.state import EVENTS, HIDERS, LEVEL, OUTCOME, SEEKERS, STATE, STREAMS
from game.hideout.talk import MESSAGES
from game.hideout.tutorial import TUTORIAL
from game.hideout.view import OBSERVATIONS

ACTIONS = (
    Action("wait", ".", ""),
    Action("north", "N", "w"),
    Action("south", "S", "s"),
    Action("east", "E", "d"),
    Action("west", "W", "a"),
    Action("lock", "L", "e"),
    Action("unlock", "U", "q"),
    Action("grab", "G", "f"),
)


def seats(level: Level) -> tuple[Seat, ...]:
    """Return the seats of a level: the hiders, then the seekers."""
    hiders = int(level.record.hiders)
    hiding = [Seat(f"hider {number + 1}", HIDERS, "hider") for number in range(hiders)]
    seeking = [Seat(f"seeker {number + 1}", SEEKERS, "seeker") for number in range(level.seats - hiders)]
    return (*hiding, *seeking)


VERBS = tuple(action.name for action in ACTIONS)
WORDS = tuple(message.name for message in MESSAGES)
CONE = "135 degrees ahead and the eight cells around, as far as walls and boxes allow; team-mates share what they see"
ROLES = (
    Role("hider", "Has the preparation to build a hiding place, then stays out of sight.", VERBS, WORDS, CONE),
    Role("seeker", "Waits blindfolded through the preparation, then looks for the hiders.", VERBS, WORDS, CONE),
)

MARGINS = {"cupboard": 40.0, "runner": 20.0, "patrol": 40.0, "climber": 38.0, "warden": 38.0}
RARE = {"ramp_inside": "The warden seldom sees the ramp in time to bring it in, and then locks it where it is."}

GAME = Game(
    name="hideout",
    version=1,
    title="Hideout",
    summary="Hide and seek with boxes, ramps and locks, two teams against each other.",
    state=STATE,
    level=LEVEL,
    outcome=OUTCOME,
    actions=ACTIONS,
    roles=ROLES,
    streams=STREAMS,
    events=EVENTS,
    tick_rate=6.0,
    observations=OBSERVATIONS,
    level_names=level_names,
    level_text=level_text,
    parse_level=parse_level,
    format_level=format_level,
    lasting=lasting,
    seats=seats,
    start=start,
    advance=advance,
    start_rows=start_rows,
    advance_rows=advance_rows,
    scene=scene,
    bots=BOTS,
    usual={"seeker": "patrol"},
    messages=MESSAGES,
    is_zero_sum=True,
    is_mirrored=False,
    lag=(1, 2),
    effects=EFFECTS,
    metrics=METRICS,
    margins=MARGINS,
    rare=RARE,
    recap=recap,
    tutorial=TUTORIAL,
    disguise=disguise,
)
