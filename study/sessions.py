"""Sessions: participants let in, assigned, led from page to page, matched, and paid by what is committed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

import game
from data import studies
from data.events import now
from data.studies import Session, Study
from game.core.contract import CrossplayError
from study import forms
from study.design.places import ME, OTHER, assign, cells, way
from study.design.spec import Preference, Questions, Quiz
from study.design.values import come_to, full_name, tick_rate
from study.live.plan import PERSON, Plan, Terms
from study.waiting import WaitingRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.writer import Writer
    from study.design.places import Place
    from study.design.reading import Source
    from study.live.hub import Hub
    from study.live.match import Match
    from study.live.plan import Policy

STALE = 1800.0
"""Seconds after which somebody who was not seen counts no more as under way, when cells are balanced."""
ALONE = "alone"
AGAIN = "begun anew"
"""Why a round ended that is played once more with somebody else."""


class SessionError(CrossplayError):
    """Something a participant cannot do."""


class Turned(NamedTuple):
    """What became of a form."""

    wrong: dict[str, str]
    """By field, ``"needed"`` or ``"wrong"``; nothing where it was taken."""
    left: int = -1
    """Tries that are left, where a quiz was failed."""


class Sessions:
    """All sessions of one study; may be used from any thread. At another ``pace`` than people's, bots take part."""

    def __init__(
        self, source: Source, writer: Writer, hub: Hub, clock: Callable[[], float] = time.monotonic, pace: float = 1.0
    ) -> None:
        self.source, self.design = source, source.design
        self._writer, self._hub, self._clock, self._pace = writer, hub, clock, pace
        self._cells = {cell.name: cell for cell in cells(self.design)}
        self._lock = threading.RLock()
        self._room = WaitingRoom(clock)
        self._again: set[str] = set()
        """Matches that ended early and whose players wait for others to begin anew."""
        self._matches: dict[tuple[str, int], tuple[str, int]] = {}
        row = Study(source.hash, self.design.name, source.text, _code(self.design.game), now(), "open")
        writer.do(lambda connection: studies.start_study(connection, row))
        hub.overs.append(self._over)

    @property
    def state(self) -> str:
        """Whether the study is open, paused or closed."""
        return self._writer.do(lambda connection: studies.state_of(connection, self.source.hash))

    def enter(self, recruited: str, language: str) -> Session:
        """Return the session of somebody who pressed Start: a new one, or theirs if their recruitment id is known.

        Raises `SessionError` where nobody is let in any more.
        """
        return self._writer.do(lambda connection: self._enter(connection, recruited, language))

    def get(self, identity: str) -> Session | None:
        """Return a session."""
        return self._writer.do(lambda connection: studies.read_session(connection, identity))

    def way(self, session: Session) -> tuple[Place, ...]:
        """Return all pages of a session."""
        return way(self.design, self._cells[session.cell], session.number)

    def here(self, session: Session) -> Place:
        """Return the page that a session is at."""
        return self.way(session)[session.place]

    def show(self, session: Session) -> None:
        """Note that the page was shown."""
        name = self.here(session).name
        self._writer.put(lambda connection: studies.note_visit(connection, session.id, session.place, name))

    def parts(self, session: Session) -> list[tuple[str, list[forms.Asked]]]:
        """Return the questions of the page that a session is at."""
        return forms.asked(self.design, self.here(session), session.language, session.number)

    def answer(self, session: Session, form: Mapping[str, Any]) -> Turned:
        """Take in the form of the page that a session is at, and go on where it is complete; durable on return."""
        place = self.here(session)
        parts = self.parts(session)
        answers, wrong = forms.read(parts, form)
        if wrong:
            return Turned(wrong)
        shown = {question.field: at for at, question in enumerate(q for _, qs in parts for q in qs)}
        rows = [(field, value, shown[field]) for field, value in answers.items()]
        return self._writer.do(lambda connection: self._take(connection, session, place, rows))

    def choose(self, session: Session, partner: str) -> Turned:
        """Take in whom somebody wants to play with; durable on return."""
        step: Any = self.here(session).step
        known = [str(value) for value in self.design.factors[step.among].values] + [ALONE] * step.alone
        if partner not in known:
            return Turned({"partner": "needed"})
        rows = [("partner", partner, 0)]
        return self._writer.do(lambda connection: self._take(connection, session, self.here(session), rows))

    def labels(self, session: Session) -> list[str]:
        """Return what the partners in the round of the page that a session is at are called."""
        names = [seat for seat in self._seats(session, self.here(session)) if seat in self.design.partners]
        return [forms.say(self.design.partners[name].label, session.language) for name in names]

    def go_on(self, session: Session) -> None:
        """Go on from a page that asks nothing."""
        self._writer.do(lambda connection: self._advance(connection, session))

    def end(self, session: Session, outcome: str) -> None:
        """End a session with an outcome of the design."""
        with self._lock:
            self._room.leave(session.id)
        self._writer.do(lambda connection: self._finish(connection, session, outcome))

    def withdraw(self, session: Session) -> None:
        """Stop, and delete everything about a participant; returns when it is gone from the file."""
        with self._lock:
            self._room.leave(session.id)
        for identity, match in list(self._hub.matches.items()):
            if session.participant in match.plan.participants and not match.is_over:
                self._hub.call(lambda m=match: m.end("left"))  # type: ignore[misc]
                self._wait_over(identity)
        self._writer.alone(lambda connection: studies.erase(connection, session.participant))

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
        place = self.here(session)
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

    def _enter(self, connection: Any, recruited: str, language: str) -> Session:
        """Let somebody in, in one transaction."""
        known = studies.session_recruited(connection, self.source.hash, recruited) if recruited else None
        if known is not None:
            found = studies.read_session(connection, known)
            if found is not None:
                return found
        state = studies.state_of(connection, self.source.hash)
        since = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=STALE)).isoformat(timespec="milliseconds")
        done, going, number = studies.tally(connection, self.source.hash, since)
        if state != "open" or sum(done.values()) >= self.design.participants:
            message = "this study takes no new participants at the moment"
            raise SessionError(message)
        cell = assign(self.design, number, done, going)
        seed = int.from_bytes(hashlib.blake2b(f"{self.design.seed} {number}".encode(), digest_size=6).digest(), "big")
        session = Session(
            secrets.token_urlsafe(16), self.source.hash, uuid.uuid4().hex, number, cell.name, seed, language, now(),
            now(), 0, "going", None, None, None, int(self._pace != 1),
        )  # fmt: skip
        studies.add_session(connection, session, recruited)
        return session

    def _take(self, connection: Any, session: Session, place: Place, rows: list[tuple[str, Any, int]]) -> Turned:
        """Write answers and what follows from them, in one transaction."""
        now_at = studies.read_session(connection, session.id)
        if now_at is None or now_at.place != session.place or now_at.status != "going":
            return Turned({})
        studies.save_answers(connection, session.id, session.place, place.name, rows)
        answers = {field: value for field, value, _ in rows}
        step = place.step
        if isinstance(step, Quiz):
            wrong = {item.name: "wrong" for item in step.items if not forms.is_right(item, answers.get(item.name))}
            left = step.tries - studies.tries_at(connection, session.id, session.place)
            if wrong and left > 0:
                return Turned(wrong, left)
            if wrong:
                self._finish(connection, session, "failed")
                return Turned({})
        if isinstance(step, Questions) and place.kind == "questions":
            for outcome, answer in step.ends.items():
                if all(str(answers.get(name)) == wanted for name, wanted in answer.items()):
                    self._finish(connection, session, outcome)
                    return Turned({})
        if self.design.attention and self._failures(connection, session) >= self.design.attention:
            self._finish(connection, session, "attention")
            return Turned({})
        self._advance(connection, session)
        return Turned({})

    def _failures(self, connection: Any, session: Session) -> int:
        """Return how many attention checks a session has failed so far."""
        failed = 0
        for at, place in enumerate(self.way(session)[: session.place + 1]):
            answers = studies.answers_at(connection, session.id, at)
            for _, questions in forms.asked(self.design, place, session.language, session.number):
                failed += sum(not forms.is_attentive(q.item, answers[q.field]) for q in questions if q.field in answers)
        return failed

    def _advance(self, connection: Any, session: Session) -> None:
        """Go to the next page, or finish after the last."""
        if session.place + 1 < len(self.way(session)):
            studies.advance(connection, session.id, session.place, session.place + 1)
        else:
            self._finish(connection, session, "finished")

    def _finish(self, connection: Any, session: Session, outcome: str) -> None:
        """End a session, with its bonus and its code."""
        points = sum(score for _, why, score in studies.scores_of(connection, session.id) if why == "finished")
        bonus = round(min(self.design.bonus.cap, max(0.0, points * self.design.bonus.per_point)), 2)
        status = "finished" if outcome == "finished" else "ended"
        code = self.design.outcomes[outcome].code if outcome in self.design.outcomes else ""
        studies.finish(connection, session.id, status, outcome, code, bonus)

    def _seats(self, session: Session, place: Place) -> list[str]:
        """Return who sits where in the round of a page: ``me``, ``other`` or a name of the design's partners."""
        step: Any = place.step
        if isinstance(step, Preference):
            return [ME, self._chosen(session)]
        seats = [str(come_to(seat, place.values)) for seat in step.seats]
        is_swapped = step.swap and self._cells[session.cell].is_swapped
        return seats[::-1] if is_swapped else seats

    def _chosen(self, session: Session) -> str:
        """Return the partner chosen on the page before, or ``alone``."""
        found = self._writer.do(lambda c: studies.answers_at(c, session.id, session.place - 1))
        return str(found.get("partner", ALONE))

    def _wait(self, session: Session, place: Place, seats: list[str], wanted: int) -> str:
        """Wait in the room of those who are at the same round, or begin with them."""
        others = [self.get(each) for each in self._room.ask(self._wanted(place, seats), session.id, wanted)]
        if others:
            self._begin(place, seats, [session, *(each for each in others if each is not None)])
            return "playing"
        if self._room.waited(session.id) < self.design.waiting.limit / self._pace:
            return "waiting"
        self._room.leave(session.id)
        if self.design.waiting.then == "end":
            self.end(session, "nobody")
            return "over"
        self._begin(place, [self.design.waiting.partner if seat == OTHER else seat for seat in seats], [session])
        return "playing"

    def _begin(self, place: Place, seats: list[str], sessions: list[Session]) -> None:
        """Begin a match for some sessions, each in the seat that is theirs by the design, or another free one."""
        owners: list[Session | None] = [None] * len(seats)
        free = [seat for seat, name in enumerate(seats) if name in {ME, OTHER}]
        for session in sessions:
            own = self._seats(session, self.here(session)).index(ME)
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
        dropout = self.design.dropout
        absent: Policy = "partner" if dropout.then == "partner" else "end"
        terms = Terms(
            wait=max(5.0, 30.0 / self._pace), nobody=absent, grace=dropout.grace / self._pace, gone=absent,
            stand_in=self._partner(dropout.partner, place) if dropout.partner else "", countdown=3.0 / self._pace,
        )  # fmt: skip
        plan = Plan(
            self.design.game, place.level, tuple(names), (first.seed + 7_919 * first.place) % 2**53,
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
        return "stay" if name == ALONE else full_name(self.design.partners[name], place.values)

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
        for each in told:
            why = "gave up" if match.chairs[each["seat"]].has_left else AGAIN if is_again else match.why
            row = {
                "session": each["session"], "place": each["place"], "round": match.id, "seat": each["seat"],
                "block": each["block"], "is_practice": int(each["practice"]), "why": why,
            }  # fmt: skip
            if self.get(each["session"]) is not None:
                self._writer.do(lambda connection, row=row: studies.note_played(connection, row))  # type: ignore[misc]
        if is_again:
            self._requeue(match, told)

    def _is_again(self, match: Match) -> bool:
        """Tell whether the players of a match that is over wait for others and begin anew."""
        return match.why in {"left", "nobody came"} and len(match.chairs) > 1 and self.design.dropout.then == "requeue"

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


def _code(name: str) -> str:
    """Return what code a study is run with: package and game."""
    from data.recorder import code_of

    return json.dumps(code_of(game.load(name)))
