"""A match: seats, stages and ticks. It is told the time, and does nothing by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from game import state_hash
from study.live.messages import Over
from study.live.minds import MindError, Minds, stand_in
from study.live.sights import Sights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ai_partners import Partner
    from data.recorder import Recorder
    from game import Round
    from study.live.chair import Chair, Link
    from study.live.messages import Key
    from study.live.minds import Thinkers
    from study.live.plan import Plan

RESUMED = 1.0
"""Seconds of countdown after everybody is back."""
WORDS = {
    "finished": "The round is over.",
    "left": "A player has left, so the round ends here.",
    "nobody came": "Nobody else came in time, so the round does not take place.",
    "partner failed": "A partner failed, so the round ends here. This is no fault of yours.",
    "not stored": "The round can no longer be stored, so it ends here. This is no fault of yours.",
    "closed": "The round was closed by the experimenter.",
}


class Stage(NamedTuple):
    """What a match is doing."""

    name: str
    """``"waiting"``, ``"countdown"``, ``"playing"``, ``"frozen"`` or ``"over"``."""
    until: float
    """When it ends by itself, on the clock that the match is told; infinity where it does not."""


class Match:
    """A round while it is live."""

    def __init__(  # noqa: PLR0913 - keyword-only circumstances
        self,
        plan: Plan,
        round_: Round,
        *,
        chairs: Mapping[int, Chair],
        partners: Mapping[int, Partner],
        thinkers: Thinkers,
        recorder: Recorder,
        now: float,
    ) -> None:
        self.id, self.plan, self.round, self.chairs = recorder.id, plan, round_, dict(chairs)
        self.minds = Minds(thinkers, round_, partners, 1 / plan.tick_rate)
        self.recorder = recorder
        self.stage = Stage("waiting", now + plan.terms.wait)
        self.why = ""
        self.watchers: list[Link] = []
        self.overruns = 0
        self.is_sealed = False
        """Whether its record is closed."""
        self.played_at: float | None = None
        """When play began."""
        self.sights = Sights(self)
        self._seats = len(round_.game.seats(round_.level))
        self._wait_choice = round_.game.wait
        self._rest = round_.game.actions[self._wait_choice].name
        self._choices = {name: number for number, name in enumerate(round_.game.choice_names)}

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen any more."""
        return self.stage.name == "over"

    @property
    def absent(self) -> list[int]:
        """Seats whose player is away and that nobody plays."""
        return [seat for seat, chair in self.chairs.items() if chair.link is None and chair.stand_in is None]

    def attach(self, seat: int, link: Link) -> None:
        """Give a seat to a connection; a partner that stood in for its player gets up."""
        chair = self.chairs[seat]
        chair.attach(link)
        if chair.stand_in is not None and not chair.has_left:
            chair.stand_in = None
            self.minds.leave(seat)
        self.sights.show_all(seat)

    def press(self, seat: int, key: Key, now: float) -> None:
        """Take in a key of a player."""
        rest = {"playing": "", "over": "late", "frozen": "paused"}.get(self.stage.name, "early")
        at = 0.0 if self.played_at is None else now - self.played_at
        chair = self.chairs[seat]
        refused = chair.press(key, at, now, "paused" if chair.stand_in is not None else rest)
        if refused and key.down:
            self.recorder.input(seat, key.key, "", at, self.round.tick, refused)

    def leave(self, seat: int) -> None:
        """Let a player go for good."""
        self.chairs[seat].has_left = True
        if self.stage.name in {"playing", "countdown", "frozen"}:
            self._replace([seat], self.plan.terms.gone)
        elif self.stage.name == "waiting":
            self.end("left")

    def beat(self, now: float, late: float) -> None:
        """Do what is due: a tick of the game, or of the clock of another stage; ``late`` in seconds is noted."""
        if self.stage.name == "waiting":
            self._wait(now)
        elif self.stage.name == "countdown":
            self._count(now)
        elif self.stage.name == "frozen":
            self._thaw(now)
        elif self.stage.name == "playing":
            if self.absent:
                self.stage = Stage("frozen", now + self.plan.terms.grace)
            else:
                self._tick(now, late)
        if not self.is_over:
            self.sights.show(now)

    def end(self, why: str) -> None:
        """End the match; `seal` and `announce` are to follow."""
        if self.is_over:
            return
        self.why, self.stage = why, Stage("over", math.inf)
        for chair in self.chairs.values():
            chair.hands.clear("late")
        self._note_fates()

    def seal(self) -> None:
        """Close the record of a match that is over; returns when it is on the disk."""
        if self.why == "finished":
            self.recorder.finish(self.round.score)
        else:
            self.recorder.abandon()

    def announce(self) -> None:
        """Tell everybody that the match is over."""
        self.sights.tell(self.result())

    def result(self) -> Over:
        """Return how a match that is over has ended."""
        return Over(self.why, self.round.score, list(self.round.scores), self.round.tick, WORDS[self.why])

    def _wait(self, now: float) -> None:
        """Begin when everybody is there, or do what the terms say when that takes too long."""
        if not self.absent:
            self._begin(now, self.plan.terms.countdown)
        elif now >= self.stage.until:
            here = [chair for chair in self.chairs.values() if chair.is_there]
            if self.plan.terms.nobody == "end" or not here:
                self.end("nobody came")
            else:
                self._replace(self.absent, "partner")
                self._begin(now, self.plan.terms.countdown)

    def _begin(self, now: float, seconds: float) -> None:
        """Count down to play."""
        self.stage = Stage("countdown", now + seconds)
        self.minds.ask()

    def _count(self, now: float) -> None:
        """Play when the countdown is over."""
        if now >= self.stage.until:
            self.played_at = now if self.played_at is None else self.played_at
            self.stage = Stage("playing", math.inf)

    def _thaw(self, now: float) -> None:
        """Go on when everybody is back, or without who is not when the time of grace is over."""
        if not self.absent:
            self._begin(now, RESUMED)
        elif now >= self.stage.until:
            self._replace(self.absent, self.plan.terms.gone)
            if not self.is_over:
                self._begin(now, RESUMED)

    def _replace(self, seats: list[int], policy: str) -> None:
        """Let partners play for players who are away, or end the match."""
        staying = [chair for chair in self.chairs.values() if chair.is_there and not chair.has_left]
        if policy == "end" or not staying:
            self.end("left")
            return
        for seat in seats:
            partner = stand_in(self.round.game, self.round.level, seat, self.plan.terms.stand_in)
            self.chairs[seat].stand_in = partner
            self.minds.seat(seat, partner)

    def _tick(self, now: float, late: float) -> None:
        """Play one tick."""
        try:
            actions = self.minds.take()
        except MindError:
            self.end("partner failed")
            return
        waiting = self.round.legality.waiting(self.round.tick)
        for seat, chair in self.chairs.items():
            if seat in waiting:
                actions[seat] = self._wait_choice
            elif chair.stand_in is None:
                actions[seat] = self._wish(chair)
        self._note_fates()
        step = self.round.step([actions[seat] for seat in range(self._seats)])
        self.recorder.tick(step.joint_action, state_hash(step.state), late)
        self._note_stand_ins()
        self.sights.outcome = step.outcome
        if self.round.is_over:
            self.sights.show(now)
            self.end("finished")
        else:
            self.minds.ask()

    def _wish(self, chair: Chair) -> int:
        """Return a player's choice: what was pressed, or waiting, with what is said beside it."""
        said = chair.hands.speak()
        return self._choices.get((chair.hands.take() or self._rest) + said, self._wait_choice)

    def _note_fates(self) -> None:
        """Record what has become of the keys pressed."""
        for seat, chair in self.chairs.items():
            for _, press, disposition in chair.drain():
                self.recorder.input(seat, press.key, press.action, press.at, self.round.tick, disposition)

    def _note_stand_ins(self) -> None:
        """Record at each tick which seats a partner played for a player."""
        for seat, chair in self.chairs.items():
            if chair.stand_in is not None:
                at = float(self.round.tick)
                self.recorder.input(seat, chair.stand_in.card.name, "", at, self.round.tick - 1, "stood in")
