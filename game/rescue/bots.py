"""Rescue's scripted partners: one robot with several tempers, which knows nothing but what a seat sees.

The first is the usual team-mate: it does what its role is for, pings what it finds, comes when called, and makes room.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.rescue.dispatch import direct
from game.rescue.glance import NOWHERE, Glance, Wishes, nearest
from game.rescue.state import ACTIONS, CALL, NORTH, PING, USE, WEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level
    from game.rescue.glance import Column

HERE, NEED_TWO, MEDIC, BLOCKED, MINE, HOLD, THANKS = range(1, 8)
"""Messages."""
VICTIMS = ("light", "stable", "critical")
PATIENCE = 8
"""Ticks for which a robot leaves a victim to a mate that is nearer."""
DEAF = 40
"""Ticks for which calls and heavy rubble are ignored after some for nothing."""
LONG = 20
"""Ticks of pushing heavy rubble after which it is given up for a while."""
COMES = 14
"""Steps from which a specialist comes when called."""
NEAR = 2
OFTEN, EVADES, POLITE = 200, 140, 60
"""Chances, of 256, of a panicker's call, of a step aside, of a word of thanks."""
DETOUR = 6
"""Steps by which a digger prefers rubble to the next unknown cell."""


class Temper(NamedTuple):
    """What a robot cares for."""

    summary: str
    follows: bool = False
    """Whether it does what others ask before anything of its own."""
    helps: bool = False
    """Whether it comes when called and goes where it is sent, if it has nothing in hand."""
    tells: bool = False
    """Whether it pings victims and blocked ways, and calls for help with heavy rubble."""
    knows_role: bool = False
    """Whether it does its role's work first."""
    panics: bool = False
    """Whether it calls all the time."""


class Responder:
    """A robot, or a dispatcher, that goes by the compass."""

    observes = "features"

    def __init__(self, temper: Temper) -> None:
        self._temper, self.__doc__ = temper, temper.summary

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take a seat in ``len(seats)`` rounds."""
        del levels
        rows = len(seats)
        self._choices = game.choices
        self._seeds = np.array(seeds, np.uint64) ^ (np.arange(rows, dtype=np.uint64) << np.uint64(32))
        self._tick = np.zeros(rows, int)
        self._was = np.zeros((3, rows))
        self._yielded = np.zeros(rows, int)
        self._deaf = np.zeros(rows, int)
        self._pushed = np.zeros(rows, int)
        self._pinged = np.full((2, rows), -1.0)

    def renew(self, rows: np.ndarray[Any, Any], seeds: Sequence[int]) -> None:
        """Forget the rounds of some rows, which begin anew."""
        self._seeds[rows] = np.array(seeds, np.uint64) ^ (rows.astype(np.uint64) << np.uint64(32))
        self._pinged[:, rows] = -1.0
        self._was[:, rows] = 0.0
        for column in (self._tick, self._yielded, self._deaf, self._pushed):
            column[rows] = 0

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return a preference [B, C]: 1 for its choice."""
        glance, wishes = Glance(observations), Wishes(len(observations))
        chance = self._chance()
        direct(glance, wishes, chance)
        self._decide(glance, wishes, chance)
        self._was = np.stack([glance.cells("x"), glance.cells("y"), wishes.actions])
        self._tick += 1
        return wishes.preferences(ACTIONS, self._choices)

    def _chance(self) -> Column:
        """Return a number from 0 to 255 for every row, from its seed and the tick."""
        bits = (self._seeds + self._tick.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        return ((bits >> np.uint64(40)) & np.uint64(255)).astype(int)

    def _decide(self, glance: Glance, wishes: Wishes, chance: Column) -> None:
        """Go through the rules in order."""
        temper = self._temper
        loaded = glance.has("carries_light", "carries_critical", "carries_stable")
        self._tire(glance)
        wishes.take(glance.has("work") & glance.has("ahead_critical", "ahead_rubble"), USE)
        self._make_room(glance, wishes, chance)
        if temper.panics:
            wishes.take(glance.has("can_ping") & glance.has(*(f"{goal}_known" for goal in VICTIMS)), PING, HERE)
            wishes.take(glance.has("can_call") & (chance < OFTEN), CALL, MEDIC)
        if temper.tells:
            self._ping(glance, wishes, loaded)
        thankful = loaded & (glance.steps("clinic") <= NEAR) & (chance < POLITE)
        wishes.take(thankful, glance.toward("clinic"), THANKS)
        wishes.take(loaded & glance.has("clinic_known"), glance.toward("clinic"))
        wishes.take(glance.has("ahead_half_open"), USE)
        wishes.take(loaded & glance.has("digger") & glance.has("rubble_known"), glance.toward("rubble"))
        wishes.take(loaded & glance.has("heavy_known") & (self._deaf == 0), glance.toward("heavy"))
        if temper.follows:
            self._follow(glance, wishes)
        if temper.helps:
            sent = glance.steps("sent")
            wishes.take((sent < NOWHERE) & (sent > NEAR), glance.toward("sent"))
        if temper.knows_role:
            self._specialise(glance, wishes, loaded)
        self._fetch(glance, wishes, loaded)
        if temper.helps:
            self._come(glance, wishes)
        wishes.take(glance.has("frontier_known"), glance.toward("frontier"))
        wishes.take(glance.has("digger") & glance.has("rubble_known"), glance.toward("rubble"))
        self._push(glance, wishes, chance)

    def _tire(self, glance: Glance) -> None:
        """Give heavy rubble, and calls, up for a while after many pushes for nothing."""
        self._deaf = np.maximum(self._deaf - 1, 0)
        self._pushed = np.where(glance.has("ahead_heavy"), self._pushed + 1, np.maximum(self._pushed - 1, 0))
        self._deaf = np.where(self._pushed > LONG, DEAF, self._deaf)
        self._pushed = np.where(self._pushed > LONG, 0, self._pushed)

    def _make_room(self, glance: Glance, wishes: Wishes, chance: Column) -> None:
        """Change places with a mate that walks into an idle robot, and step aside where a mate stands in the way."""
        x, y, did = self._was
        stands = (glance.cells("x") == x) & (glance.cells("y") == y)
        idle = stands & ~((did == USE) & glance.has("ahead_heavy", "ahead_rubble"))
        for side, name in enumerate(("north", "south", "east", "west")):
            wishes.take(idle & glance.has(f"nudged_{name}"), NORTH + side)
        stuck = stands & (did >= NORTH) & (did <= WEST) & glance.has("ahead_mate") & (self._tick > 0)
        free = glance.free()
        sides = np.argmax(free * (1 + (np.arange(4) + chance[:, None]) % 4), axis=1)
        wishes.take(stuck & free.any(axis=1) & (chance < EVADES), NORTH + sides)

    def _ping(self, glance: Glance, wishes: Wishes, loaded: Column) -> None:
        """Ping a victim that was not pinged yet and that it does not simply fetch itself, with a word for the medic."""
        place = np.full((2, len(glance)), -1.0)
        for goal in ("light", "critical"):
            known = glance.has(f"{goal}_known")
            there = np.stack([glance.cells(axis) + glance.cells(f"{goal}_d{axis}") for axis in ("x", "y")])
            place = np.where(known, there, place)
        others = loaded | glance.has("critical_known") | (glance.steps("light") > DETOUR)
        fresh = (place != self._pinged).any(axis=0) & (place[0] >= 0) & glance.has("scout") & glance.has("can_ping")
        fresh &= others
        pinged = wishes.take(fresh & glance.has("critical_known"), PING, MEDIC) | wishes.take(fresh, PING, HERE)
        self._pinged = np.where(pinged, place, self._pinged)

    def _follow(self, glance: Glance, wishes: Wishes) -> None:
        """Go where one is sent, called, or shown a victim."""
        for goal in ("sent", "call", "ping"):
            far = glance.steps(goal)
            wishes.take((far < NOWHERE) & (far > NEAR), glance.toward(goal))

    def _come(self, glance: Glance, wishes: Wishes) -> None:
        """Come when called if it is not far and not for nothing, and push where heavy rubble is near the caller."""
        called, heavy = glance.steps("call"), glance.steps("heavy")
        asked = (called < NOWHERE) & (self._deaf == 0)
        wishes.take(asked & (heavy <= DETOUR), glance.toward("heavy"))
        wishes.take(asked & (called > NEAR) & (called <= COMES), glance.toward("call"))
        self._deaf = np.where(asked & (called <= NEAR) & (heavy > DETOUR), DEAF, self._deaf)

    def _specialise(self, glance: Glance, wishes: Wishes, loaded: Column) -> None:
        """Treat critical victims as a medic, clear rubble as a digger."""
        medic, digger = glance.has("medic") & ~loaded, glance.has("digger")
        wishes.take(medic & glance.has("critical_known"), glance.toward("critical"))
        wishes.take(medic & glance.has("stable_known") & (glance.steps("stable") <= 1), glance.toward("stable"))
        near = glance.steps("rubble") <= np.minimum(glance.steps("frontier"), 30) + DETOUR
        busy, _ = nearest(glance, ("light", "stable"))
        wishes.take(digger & near & (busy > DETOUR), glance.toward("rubble"))

    def _fetch(self, glance: Glance, wishes: Wishes, loaded: Column) -> None:
        """Fetch the nearest victim, unless a mate is nearer who does fetch it."""
        steps, action = nearest(glance, VICTIMS)
        claims = np.stack([glance.is_claimed(goal) & (glance.steps(goal) == steps) for goal in VICTIMS])
        yields = claims.any(axis=0) & (steps > 1) & (self._yielded < PATIENCE)
        self._yielded = np.where(claims.any(axis=0), self._yielded + 1, 0) * (self._yielded < 4 * PATIENCE)
        answers = glance.has("ping_on") & ~glance.has("ping_age") & (steps > NEAR)
        wishes.take(answers & (steps < NOWHERE) & ~yields & ~loaded, action, MINE)
        wishes.take((steps < NOWHERE) & ~yields & ~loaded, action)

    def _push(self, glance: Glance, wishes: Wishes, chance: Column) -> None:
        """Push heavy rubble when nothing else is left, and call for a second robot."""
        ready = self._deaf == 0
        if self._temper.tells:
            alone = glance.has("ahead_heavy") & ready
            wishes.take(alone & glance.has("can_call"), CALL, NEED_TWO)
            wishes.take(alone & glance.has("mate_1_seen") & (chance < POLITE), USE, HOLD)
        wishes.take(glance.has("heavy_known") & ready, glance.toward("heavy"))
        if self._temper.tells:
            wishes.take(glance.has("ahead_rubble") & glance.has("can_ping"), PING, BLOCKED)
        wishes.take(glance.has("rubble_known") & ~glance.has("ahead_rubble"), glance.toward("rubble"))


TEMPERS = {
    "specialist": Temper(
        "Does what its role is for, tells what it finds, comes when called and makes room.",
        helps=True,
        tells=True,
        knows_role=True,
    ),
    "sweeper": Temper("Goes to the nearest cell it does not know and brings in whom it finds."),
    "obedient": Temper(
        "Does what the last ping, call or order says before anything of its own.", follows=True, tells=True
    ),
    "loner": Temper("Does what its role is for and listens to nobody.", knows_role=True),
    "panicker": Temper("Brings in whom it finds, and calls for help all the time.", panics=True),
}
BOTS = {name: functools.partial(Responder, temper) for name, temper in TEMPERS.items()}
MARGINS = {"specialist": 7.0, "sweeper": 6.5, "obedient": 5.5, "loner": 6.5, "panicker": 5.0}
"""Points a round, over all levels, by which a team of each beats a random one at least."""
