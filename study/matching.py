"""Matching: who plays the round of a page with whom, in which seats, and what is noted when it is over."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

from data import studies
from study import forms
from study.design.places import ME, OTHER
from study.design.spec import Check, Preference
from study.design.values import come_to, full_name, tick_rate
from study.live.plan import PERSON, Plan, Terms
from study.waiting import ANYBODY, Fairness, WaitingRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.studies import Session
    from data.writer import Writer
    from study.design.places import Place
    from study.live.hub import Hub
    from study.live.match import Match
    from study.live.plan import Policy
    from study.sessions import Sessions

ALONE = "alone"
"""The partner of who plays alone."""
AGAIN = "begun anew"
"""Why a round ended that is played once more with somebody else."""


class Matching:
    """The rounds of one study's sessions; may be used from any thread."""

    def __init__(self, sessions: Sessions, writer: Writer, hub: Hub, clock: Callable[[], float], pace: float) -> None:
        self._sessions, self._design = sessions, sessions.design
        self._writer, self._hub, self._pace = writer, hub, pace
        self._lock = threading.RLock()
        self._room = WaitingRoom(clock, self._fairness())
        self._again: set[str] = set()
        """Matches that ended early and whose players wait for others to begin anew."""
        self._matches: dict[tuple[str, int], tuple[str, int]] = {}
        hub.overs.append(self._over)

    @property
    def waiting(self) -> int:
        """How many wait for others."""
        with self._lock:
            return len(self._room)

    def match_of(self, session: Session) -> tuple[str, int] | None:
        """Return the live match of the page that a session is at, and the seat."""
        found = self._matches.get((session.id, session.place))
        if found is None:
            found = self._find(session)
        return found if found is not None and found[0] in self._hub.matches else None

    def ready(self, session: Session) -> str:
        """Begin the round of the page that a session is at, or wait for others.

        Returns ``"playing"``, ``"waiting"``, or ``"over"`` where it was played already or nobody came.
        """
        place = self._sessions.here(session)
        if place.kind != "round" or session.status != "going":
            return "over"
        with self._lock:
            if self.match_of(session) is not None:
                return "playing"
            if self.played(session) is not None:
                return "over"
            seats = self._seats(session, place)
            wanted = seats.count(OTHER)
            if not wanted:
                self._begin(place, seats, [session])
                return "playing"
            return self._wait(session, place, seats, wanted)

    def waited(self, session: Session) -> float:
        """Return for how many seconds somebody has waited for others."""
        with self._lock:
            return self._room.waited(session.id)

    def is_waiting(self, session: Session) -> bool:
        """Tell whether somebody waits for others."""
        with self._lock:
            return self._room.is_in(session.id)

    def played(self, session: Session) -> tuple[str, str] | None:
        """Return the round that was played at the page that a session is at and why it ended."""
        return self._writer.do(lambda connection: studies.played_at(connection, session.id, session.place))

    def labels(self, session: Session) -> list[str]:
        """Return what the partners in the round of the page that a session is at are called."""
        names = [seat for seat in self._seats(session, self._sessions.here(session)) if seat in self._design.partners]
        return [forms.say(self._design.partners[name].label, session.language) for name in names]

    def leave(self, session: Session) -> None:
        """Let somebody out of the waiting room."""
        with self._lock:
            self._room.leave(session.id)

    def stop(self, session: Session) -> None:
        """End the matches of a participant who withdraws; returns when their records are closed."""
        self.leave(session)
        for identity, match in list(self._hub.matches.items()):
            if session.participant in match.plan.participants and not match.is_over:
                self._hub.call(lambda m=match: m.end("left"))  # type: ignore[misc]
                self._wait_over(identity)

    def _seats(self, session: Session, place: Place) -> list[str]:
        """Return who sits where in the round of a page: ``me``, ``other`` or a name of the design's partners."""
        step: Any = place.step
        if isinstance(step, Preference):
            return [ME, self._chosen(session)]
        seats = [str(come_to(seat, place.values)) for seat in step.seats]
        is_swapped = step.swap and self._sessions.cell(session).is_swapped
        return seats[::-1] if is_swapped else seats

    def _chosen(self, session: Session) -> str:
        """Return the partner chosen on the page before, or ``alone``."""
        found = self._writer.do(lambda c: studies.answers_at(c, session.id, session.place - 1))
        return str(found.get("partner", ALONE))

    def _wait(self, session: Session, place: Place, seats: list[str], wanted: int) -> str:
        """Wait in the room of those who are at the same round, or begin with them."""
        others = [self._sessions.get(each) for each in self._room.ask(self._wanted(place, seats), session.id, wanted)]
        if others:
            self._begin(place, seats, [session, *(each for each in others if each is not None)])
            return "playing"
        if self._room.waited(session.id) < self._design.waiting.limit / self._pace:
            return "waiting"
        self._room.leave(session.id)
        if self._design.waiting.then == "end":
            self._sessions.end(session, "nobody")
            return "over"
        self._begin(place, [self._design.waiting.partner if seat == OTHER else seat for seat in seats], [session])
        return "playing"

    def _fairness(self) -> Fairness:
        """Return who may play together by what check pages measured, or anybody where the design says so."""
        waiting = self._design.waiting
        if waiting.gap == "any":
            return ANYBODY
        steps = [step.name for step in self._design.steps if isinstance(step, Check)]

        def rtt(session: str) -> float:
            """Return the milliseconds of a session's connection."""
            return self._writer.do(lambda connection: studies.rtt_of(connection, session, steps))

        return Fairness(float(waiting.gap), waiting.limit / 2 / self._pace, rtt)

    def _begin(self, place: Place, seats: list[str], sessions: list[Session]) -> None:
        """Begin a match for some sessions, each in the seat that is theirs by the design, or another free one."""
        owners: list[Session | None] = [None] * len(seats)
        free = [seat for seat, name in enumerate(seats) if name in {ME, OTHER}]
        for session in sessions:
            own = self._seats(session, self._sessions.here(session)).index(ME)
            seat = own if own in free else free[0]
            owners[seat] = session
            free.remove(seat)
        names = self._names(place, seats)
        first = sessions[0]
        step: Any = place.step
        told: list[dict[str, Any]] = [
            {
                "session": owner.id,
                "place": owner.place,
                "seat": seat,
                "block": place.block,
                "practice": not place.number,
                "wanted": self._wanted(place, seats),
            }
            for seat, owner in enumerate(owners)
            if owner is not None
        ]
        dropout = self._design.dropout
        absent: Policy = "partner" if dropout.then == "partner" else "end"
        terms = Terms(
            wait=max(5.0, 30.0 / self._pace), nobody=absent, grace=dropout.grace / self._pace, gone=absent,
            stand_in=self._partner(dropout.partner, place) if dropout.partner else "", countdown=3.0 / self._pace,
        )  # fmt: skip
        plan = Plan(
            self._design.game, place.level, tuple(names), (first.seed + 7_919 * first.place) % 2**53,
            tick_rate(step, place.values) * self._pace, step.ticks, terms,
            tuple(owner.participant if owner else "" for owner in owners), is_disclosed=False, session=json.dumps(told),
        )  # fmt: skip
        identity = self._hub.begin(plan)
        for each in told:
            self._matches[str(each["session"]), int(each["place"])] = (identity, int(each["seat"]))

    def _names(self, place: Place, seats: list[str]) -> list[str]:
        """Return who sits where, partners by their full names."""
        return [PERSON if seat in {ME, OTHER} else self._partner(seat, place) for seat in seats]

    def _wanted(self, place: Place, seats: list[str]) -> str:
        """Return what those have in common who can play with each other at a page."""
        step: Any = place.step
        return json.dumps([place.name, place.level, self._names(place, seats), tick_rate(step, place.values)])

    def _partner(self, name: str, place: Place) -> str:
        """Return a partner of the design by its full name; who plays alone has nobody beside them."""
        return "stay" if name == ALONE else full_name(self._design.partners[name], place.values)

    def _find(self, session: Session) -> tuple[str, int] | None:
        """Return the match of a session that went on after a crash."""
        for identity, match in list(self._hub.matches.items()):
            if identity in self._again:
                continue
            for each in json.loads(match.plan.session or "[]"):
                if (each["session"], each["place"]) == (session.id, session.place):
                    self._matches[session.id, session.place] = (identity, each["seat"])
                    return identity, int(each["seat"])
        return None

    def _over(self, match: Match) -> None:
        """Note what a match that is over was to its sessions; those who were left may wait for others."""
        told = json.loads(match.plan.session or "[]")
        is_again = self._is_again(match)
        seats = match.round.game.seats(match.round.level)
        for each in told:
            why = "gave up" if match.chairs[each["seat"]].has_left else AGAIN if is_again else match.why
            row = {
                "session": each["session"], "place": each["place"], "round": match.id, "seat": each["seat"],
                "block": each["block"], "is_practice": int(each["practice"]), "why": why,
                "points": float(match.round.scores[seats[each["seat"]].team]),
            }  # fmt: skip
            if self._sessions.get(each["session"]) is not None:
                self._writer.do(lambda connection, row=row: studies.note_played(connection, row))  # type: ignore[misc]
        if is_again:
            self._requeue(match, told)

    def _is_again(self, match: Match) -> bool:
        """Tell whether the players of a match that is over wait for others and begin anew."""
        return match.why in {"left", "nobody came"} and len(match.chairs) > 1 and self._design.dropout.then == "requeue"

    def _requeue(self, match: Match, told: list[dict[str, Any]]) -> None:
        """Let those who are still there wait at the head of the row."""
        with self._lock:
            self._again.add(match.id)
            for each in told:
                self._matches.pop((each["session"], each["place"]), None)
                chair = match.chairs[each["seat"]]
                if chair.is_there and not chair.has_left:
                    self._room.put_first(each["wanted"], [each["session"]])

    def _wait_over(self, identity: str) -> None:
        """Wait until the record of a match is closed."""
        match = self._hub.matches.get(identity)
        for _ in range(100):
            if match is None or match.is_sealed:
                return
            time.sleep(0.05)
