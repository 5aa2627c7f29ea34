"""The hub: all live matches of a server, their clocks and their seats. All of it belongs to one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import secrets
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import msgspec

import ai_partners
import game
from data.live import Live, Sample, broken_off, drop, keep, write_samples
from data.recorder import Recorder
from data.rounds import read_round
from data.sitting import Sitting
from data.store import StoreError, reading
from game.window.setup import find_level
from game.window.slots import role_of, slots_of
from study.live.chair import Chair, digest
from study.live.match import Match, Stage
from study.live.minds import Thinkers, begin, remember
from study.live.plan import PERSON, Plan, PlanError
from study.live.ready import make_ready
from study.live.sights import WATCHER
from study.local import partner_sitting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ai_partners import Partner
    from data.writer import Writer
    from study.live.chair import Link

logger = logging.getLogger(__name__)
MINDS = 3
"""Threads in which partners decide who search."""
REMEMBERED = 600.0
"""Seconds for which a match that is over can still be asked how it ended."""
BACK = 3600.0
"""Seconds after which a match that was broken off does not go on."""
RETURN = 60.0
"""Seconds that players have to return after the server was started again."""
NOTING = 0.5
"""Seconds for which seconds of connections are gathered before they are written."""
TELLING = 2.0
"""Seconds at most in which players are told that the server stops."""
SHARE = 0.618034
"""Part of a period by which the ticks of each match begin later than those of the one before, the golden ratio."""


class Ticket(NamedTuple):
    """What opens a seat."""

    match: str
    seat: int
    token: str


class Hub:
    """Begins, ticks and ends matches; made and used inside a running event loop, except for `call`."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.matches: dict[str, Match] = {}
        self.lateness: deque[float] = deque(maxlen=200_000)
        """Seconds by which each tick was late."""
        self.overs: list[Callable[[Match], None]] = []
        """Called in a thread of its own for each match that is over, before its players are told."""
        self._loop = asyncio.get_running_loop()
        self._thinkers = Thinkers(MINDS)
        self._closers = ThreadPoolExecutor(2, "closer")
        self._tokens: dict[str, tuple[str, int]] = {}
        self._count = 0
        self._samples: list[Sample] = []
        self._clocks: dict[str, asyncio.TimerHandle] = {}
        """By match, its next tick."""
        self._tasks: set[asyncio.Task[None]] = set()

    def call(self, deed: Callable[[], object]) -> object:
        """Return what ``deed`` returns, done inside the hub's loop; for other threads."""

        async def do() -> object:
            return deed()

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(10)

    def begin(self, plan: Plan) -> str:
        """Begin a match and return its id; for other threads, since partners and the store take their time.

        Raises `PlanError` for seats that cannot be filled and whatever loading a level or partner raises.
        """
        match = self._make(plan)
        self.call(lambda: self._start(match))
        return match.id

    def ticket(self, identity: str, seat: int) -> Ticket:
        """Return a new token for a seat; inside the loop."""
        match = self.matches[identity]
        chair = match.chairs[seat]
        token = chair.issue()
        self._tokens[digest(token)] = (identity, seat)
        self._keep(match)
        return Ticket(identity, seat, token)

    def watch(self, identity: str) -> str:
        """Return a token with which one can look on; inside the loop."""
        token = secrets.token_urlsafe(24)
        self._tokens[digest(token)] = (identity, WATCHER)
        return token

    def attach(self, token: str, link: Link) -> tuple[Match, int] | None:
        """Give a connection the seat that a token is for; None where it is for none. Inside the loop."""
        identity, seat = self._tokens.pop(digest(token), ("", WATCHER))
        match = self.matches.get(identity)
        if match is None or (seat != WATCHER and not match.chairs[seat].admit(token)):
            return None
        again = self.watch(identity) if seat == WATCHER else self.ticket(identity, seat).token
        link.post(msgspec.json.encode(match.sights.welcome(seat, again)))
        if match.is_over:
            link.post(msgspec.json.encode(match.result()))
        elif seat == WATCHER:
            match.watchers.append(link)
        else:
            match.attach(seat, link)
        return match, seat

    def leave(self, match: Match, seat: int) -> None:
        """Let a player go for good."""
        match.leave(seat)
        self._keep(match)

    def note(self, sample: Sample) -> None:
        """Keep a second of a connection, with all others that come in the next half of one."""
        if not self._samples:
            self._loop.call_later(NOTING, self._write_samples)
        self._samples.append(sample)

    def resume(self) -> int:
        """Go on with the matches of a server that died; returns how many. For other threads."""
        since = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=BACK)).isoformat(timespec="milliseconds")
        with reading(self.writer.path) as store:
            lives = [(live, read_round(store, live.round)) for live in broken_off(store, since)]
        for live, stored in lives:
            match = self._again(live, stored.episode.joint_actions)
            self.call(lambda match=match: self._start(match))  # type: ignore[misc]
        return len(lives)

    async def close(self) -> None:
        """Stop all clocks and tell the players; matches that are not over can go on after the next start."""
        links = [
            chair.link for match in self.matches.values() for chair in match.chairs.values() if chair.link is not None
        ]
        for link in links:
            link.close("restart", "The server starts again; the round goes on in a moment.")
        until = time.monotonic() + TELLING
        while time.monotonic() < until and not all(link.is_done for link in links):  # noqa: ASYNC110 - for a moment only
            await asyncio.sleep(0.01)
        self._write_samples()
        for clock in self._clocks.values():
            clock.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._thinkers.close()
        self._closers.shutdown(wait=True)

    def _write_samples(self) -> None:
        """Write the seconds of connections that were noted."""
        samples, self._samples = self._samples, []
        if samples:
            with contextlib.suppress(StoreError):  # the matches themselves say so
                self.writer.put(lambda connection: write_samples(connection, samples))

    def _make(self, plan: Plan, again: str = "", joints: Sequence[tuple[int, ...]] = ()) -> Match:
        """Return the match of a plan; with the id of a round that was broken off, as it was after its joint actions."""
        if self.writer.trouble:
            raise StoreError(self.writer.trouble)
        found, level, chairs, partners = _table(plan)
        make_ready(found)
        round_ = game.Round(found, level, plan.seed)
        for seat, partner in partners.items():
            begin(found, level, seat, partner, plan.seed)
        remember(round_, partners, joints)
        sittings = [_sitting(plan, seat, partners) for seat in range(level.seats)]
        recorder = Recorder(self.writer, round_, sittings, tick_rate=plan.tick_rate, again=again)
        return Match(
            plan, round_, chairs=chairs, partners=partners, thinkers=self._thinkers, recorder=recorder,
            now=time.monotonic(),
        )  # fmt: skip

    def _again(self, live: Live, joints: Sequence[tuple[int, ...]]) -> Match:
        """Return a match that was broken off, as it was after its last tick that was kept."""
        match = self._make(msgspec.json.decode(live.plan, type=Plan), live.round, joints)
        for seat, digests in live.seats.items():
            match.chairs[seat].restore(tuple(digests))
            self._tokens |= dict.fromkeys(digests, (live.round, seat))
        match.stage = Stage("frozen", time.monotonic() + max(match.plan.terms.grace, RETURN))
        for seat in live.left:
            match.leave(seat)
        return match

    def _start(self, match: Match) -> None:
        """Let a match tick from now on."""
        self.matches[match.id] = match
        self._count += 1
        self._keep(match)
        period = 1 / match.plan.tick_rate
        deadline = self._loop.time() + period * (1 + self._count * SHARE % 1)
        self._clocks[match.id] = self._loop.call_at(deadline, self._beat, match, deadline)

    def _beat(self, match: Match, deadline: float) -> None:
        """Tick by absolute deadlines until the match is over; one that is late by more than a tick moves them."""
        period, late = 1 / match.plan.tick_rate, self._loop.time() - deadline
        self.lateness.append(late)
        if late > period:
            match.overruns += 1
            deadline += late
        try:
            match.beat(time.monotonic(), max(0.0, late))
        except StoreError:
            logger.exception("match %s can be stored no more", match.id)
            match.end("not stored")
        except Exception:
            logger.exception("match %s was closed", match.id)
            match.end("partner failed")
        if match.is_over:
            del self._clocks[match.id]
            task = self._loop.create_task(self._wind_up(match), name=f"match {match.id}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._clocks[match.id] = self._loop.call_at(deadline + period, self._beat, match, deadline + period)

    async def _wind_up(self, match: Match) -> None:
        """Close the record of a match that is over, and tell everybody."""
        await self._loop.run_in_executor(self._closers, self._finish, match)
        match.announce()
        self._loop.call_later(REMEMBERED, self.matches.pop, match.id, None)

    def _finish(self, match: Match) -> None:
        """Close the record of a match that is over and tell who wants to know; in a thread of its own."""
        try:
            match.seal()
            self.writer.put(lambda connection: drop(connection, match.id))
            for over in self.overs:
                over(match)
        except Exception:
            logger.exception("the record of match %s was not closed", match.id)
        match.is_sealed = True

    def _keep(self, match: Match) -> None:
        """Keep what is needed to go on with a match after a crash."""
        if match.is_over:
            return
        seats = {seat: list(chair.digests) for seat, chair in match.chairs.items()}
        left = [seat for seat, chair in match.chairs.items() if chair.has_left]
        live = Live(match.id, msgspec.json.encode(match.plan).decode(), seats, left)
        self.writer.put(lambda connection: keep(connection, live))


def _table(plan: Plan) -> tuple[game.Game, game.Level, dict[int, Chair], dict[int, Partner]]:
    """Return game, level, chairs and partners of a plan; raises `PlanError` where they do not fit together."""
    found = game.load(plan.game)
    level = find_level(found, plan.level, plan.ticks) if plan.ticks else _level(found, plan.level)
    if len(plan.seats) != level.seats:
        message = f"level {level.name!r} has {level.seats} seats; the plan fills {len(plan.seats)}"
        raise PlanError(message)
    participants = plan.participants or ("",) * level.seats
    chairs = {
        seat: Chair(seat, slots_of(found, role_of(found, level, seat)), participants[seat]) for seat in plan.people
    }
    partners = {seat: ai_partners.load(name, found) for seat, name in enumerate(plan.seats) if name != PERSON}
    return found, level, chairs, partners


def _level(found: game.Game, level: str) -> game.Level:
    """Return a level by name or from its text, with rounds of its own length."""
    return found.parse_level(level) if "\n" in level else found.load_level(level)


def _sitting(plan: Plan, seat: int, partners: dict[int, Partner]) -> Sitting:
    """Return who sits in a seat, for the record."""
    if seat in partners:
        return partner_sitting(partners[seat])
    return Sitting("person", PERSON, participant=plan.participants[seat] if plan.participants else "")
