"""Sessions: participants let in, assigned, led from page to page, matched, and paid by what is committed."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import time
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

import game
from data import studies
from data.events import now
from data.studies import Session, Study
from game.core.contract import CrossplayError
from study import forms
from study.design.places import assign, cells, way
from study.design.spec import Questions, Quiz
from study.matching import ALONE, Matching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.writer import Writer
    from study.design.places import Cell, Place
    from study.design.reading import Source
    from study.design.spec import Quota
    from study.live.hub import Hub

STALE = 1800.0
"""Seconds after which somebody who was not seen counts no more as under way, when cells are balanced."""


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
        self._writer, self._pace = writer, pace
        self._cells = {cell.name: cell for cell in cells(self.design)}
        self.rounds = Matching(self, writer, hub, clock, pace)
        row = Study(source.hash, self.design.name, source.text, _code(self.design.game), now(), "open")
        writer.do(lambda connection: studies.start_study(connection, row))

    @property
    def state(self) -> str:
        """Whether the study is open, paused or closed."""
        return self._writer.do(lambda connection: studies.state_of(connection, self.source.hash))

    def enter(self, recruited: str, language: str) -> Session:
        """Return the session of somebody who pressed Start: a new one, or theirs if their recruitment id is known.

        Raises `SessionError` where nobody is let in any more.
        """
        return self._writer.do(lambda connection: self._enter(connection, recruited, language))

    def peek(self, cell: str, place: int, outcome: str, language: str) -> Session:
        """Return a new session at any page of a cell, or ended with an outcome, for a preview.

        Raises `SessionError` for a cell, page or outcome that there is not.
        """
        if cell not in self._cells or not 0 <= place < len(way(self.design, self._cells[cell], 0)):
            message = f"there is no page {place} in a cell {cell[:80]!r} of this design"
            raise SessionError(message)
        if outcome and outcome not in self.design.outcomes:
            message = (
                f"there is no outcome {outcome[:40]!r} in this design; there are {', '.join(self.design.outcomes)}"
            )
            raise SessionError(message)

        def add(connection: Any) -> Session:
            *_, number = studies.tally(connection, self.source.hash, _since())
            session = self._new(number, cell, language)._replace(place=place)
            studies.add_session(connection, session, "")
            if outcome:
                self._finish(connection, session, outcome)
            return session

        return self._writer.do(add)

    def get(self, identity: str) -> Session | None:
        """Return a session."""
        return self._writer.do(lambda connection: studies.read_session(connection, identity))

    def way(self, session: Session) -> tuple[Place, ...]:
        """Return all pages of a session."""
        return way(self.design, self.cell(session), session.number)

    def cell(self, session: Session) -> Cell:
        """Return what a session was assigned to."""
        return self._cells[session.cell]

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

    def check(self, session: Session, measured: Mapping[str, Any], outcome: str) -> None:
        """Note what was measured of device and connection, and go on; with an outcome, end with it; durable on return.

        ``"again"`` only notes it.
        """
        rows = [(name, value, at) for at, (name, value) in enumerate(measured.items())]
        self._writer.do(lambda connection: self._checked(connection, session, rows, outcome))

    def go_on(self, session: Session) -> None:
        """Go on from a page that asks nothing."""
        self._writer.do(lambda connection: self._advance(connection, session))

    def end(self, session: Session, outcome: str) -> None:
        """End a session with an outcome of the design."""
        self.rounds.leave(session)
        self._writer.do(lambda connection: self._finish(connection, session, outcome))

    def withdraw(self, session: Session) -> None:
        """Stop, and delete everything about a participant; returns when it is gone from the file."""
        self.rounds.stop(session)
        self._writer.alone(lambda connection: studies.erase(connection, session.participant))

    def _enter(self, connection: Any, recruited: str, language: str) -> Session:
        """Let somebody in, in one transaction."""
        known = studies.session_recruited(connection, self.source.hash, recruited) if recruited else None
        if known is not None:
            found = studies.read_session(connection, known)
            if found is not None:
                return found
        state = studies.state_of(connection, self.source.hash)
        done, going, number = studies.tally(connection, self.source.hash, _since())
        if state != "open" or sum(done.values()) >= self.design.participants:
            message = "this study takes no new participants at the moment"
            raise SessionError(message)
        session = self._new(number, assign(self.design, number, done, going).name, language)
        studies.add_session(connection, session, recruited)
        return session

    def _new(self, number: int, cell: str, language: str) -> Session:
        """Return a session that is not stored yet."""
        seed = int.from_bytes(hashlib.blake2b(f"{self.design.seed} {number}".encode(), digest_size=6).digest(), "big")
        return Session(
            secrets.token_urlsafe(16), self.source.hash, uuid.uuid4().hex, number, cell, seed, language, now(), now(),
            0, "going", None, None, None, int(self._pace != 1),
        )  # fmt: skip

    def _take(self, connection: Any, session: Session, place: Place, rows: list[tuple[str, Any, int]]) -> Turned:
        """Write answers and what follows from them, in one transaction."""
        if not _is_there(connection, session):
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
        outcome = self._outcome(connection, session, place, answers)
        if outcome:
            self._finish(connection, session, outcome)
        else:
            self._advance(connection, session)
        return Turned({})

    def _outcome(self, connection: Any, session: Session, place: Place, answers: Mapping[str, Any]) -> str:
        """Return the outcome with which answers end a study; nothing where it goes on."""
        step = place.step
        if isinstance(step, Questions) and place.kind == "questions":
            for outcome, answer in step.ends.items():
                if all(str(answers.get(name)) == wanted for name, wanted in answer.items()):
                    return outcome
            if self._is_full(connection, session, place, answers):
                return "full"
        is_careless = self.design.attention and self._failures(connection, session) >= self.design.attention
        return "attention" if is_careless else ""

    def _checked(self, connection: Any, session: Session, rows: list[tuple[str, Any, int]], outcome: str) -> None:
        """Write what was measured and what follows from it, in one transaction."""
        if not _is_there(connection, session):
            return
        studies.save_answers(connection, session.id, session.place, self.here(session).name, rows)
        if not outcome:
            self._advance(connection, session)
        elif outcome != "again":
            self._finish(connection, session, outcome)

    def _is_full(self, connection: Any, session: Session, place: Place, answers: Mapping[str, Any]) -> bool:
        """Tell whether enough others have given an answer for which the design has a quota."""
        given = {f"{place.name}.{item}": value for item, value in answers.items()}
        for quota in self.design.quotas.values():
            if quota.question not in given or not forms.same(quota.answer, given[quota.question]):
                continue
            if self.taken(connection, quota, session.id) >= quota.most:
                return True
        return False

    def taken(self, connection: Any, quota: Quota, but: str = "") -> int:
        """Return how many places of a quota are taken: by who finished, or is under way and was seen lately."""
        answers = studies.answers_to(connection, self.source.hash, quota.question, _since(), but)
        return sum(forms.same(quota.answer, each) for each in answers)

    def _failures(self, connection: Any, session: Session) -> int:
        """Return how many attention checks a session has failed so far."""
        failed = 0
        for at, place in enumerate(self.way(session)[: session.place + 1]):
            answers = studies.answers_at(connection, session.id, at)
            failed += forms.missed(self.design, place, session.language, session.number, answers)
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


def _is_there(connection: Any, session: Session) -> bool:
    """Tell whether a session is still at the page at which it was read."""
    now_at = studies.read_session(connection, session.id)
    return now_at is not None and now_at.place == session.place and now_at.status == "going"


def _since() -> str:
    """Return the time (UTC text) since when somebody must have been seen to count as under way."""
    return (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=STALE)).isoformat(timespec="milliseconds")


def _code(name: str) -> str:
    """Return what code a study is run with: package and game."""
    import json

    from data.recorder import code_of

    return json.dumps(code_of(game.load(name)))
