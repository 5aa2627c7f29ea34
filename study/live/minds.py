"""The partners of a match: they decide beside the clock, and one that is late repeats what it did and is counted."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import deque
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import ai_partners
from ai_partners.network import Network, prefer_together
from ai_partners.partner import settle_together
from game.core.contract import CrossplayError
from study.local import usual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ai_partners import Partner
    from game import Game, Level, Round

logger = logging.getLogger(__name__)
QUICK = frozenset({"policy", "script", "tape"})
"""Kinds of partners that decide in well under a millisecond."""
HANGING = 0.25
"""Seconds after which a quick partner counts as hanging."""
MOST = 16
"""Hanging partners beyond which those that come after them wait."""

BATCH = 64
"""Questions at most that are answered in one pass."""
GATHER = 0.1
"""Part of a tick's period for which questions to networks are gathered before they are answered together."""


class MindError(CrossplayError):
    """A partner that failed."""


class Question:
    """What some partners see, and what they decide, once they have.

    ``patience``: for how many seconds it may wait for others, to be answered in one pass with them.
    """

    def __init__(self, seen: dict[int, tuple[Partner, Any]], patience: float = 0.0) -> None:
        self.seen, self.patience = seen, patience
        self.answer: dict[int, int] | None = None
        self.error: Exception | None = None

    @property
    def is_done(self) -> bool:
        """Whether there is an answer, or an error."""
        return self.answer is not None or self.error is not None

    def decide(self) -> None:
        """Let every partner decide."""
        try:
            self.answer = {seat: int(each.act(_row(each, view))[0]) for seat, (each, view) in self.seen.items()}
        except Exception as error:
            logger.exception("a partner failed")
            self.error = error


def network_of(partner: Partner) -> Network | None:
    """Return the network that plays a partner's only row, where one does."""
    found = getattr(partner.policy, "network", partner.policy)
    return found if isinstance(found, Network) else None


class Asked(NamedTuple):
    """A network that is asked in one pass with others of its kind."""

    question: Question
    seat: int
    partner: Partner
    network: Network
    seen: Any


def decide_together(questions: Sequence[Question]) -> None:
    """Answer questions whose partners are all networks: one pass for each policy file, however many it plays for."""
    groups: dict[str, list[Asked]] = {}
    for question in questions:
        for seat, (partner, view) in question.seen.items():
            network = network_of(partner)
            if network is not None:
                seen = partner.look(_row(partner, view))
                groups.setdefault(network.card.weights, []).append(Asked(question, seat, partner, network, seen))
    answers: dict[int, dict[int, int]] = {id(question): {} for question in questions}
    for group in groups.values():
        try:
            preferences = prefer_together([each.network for each in group], [each.seen for each in group])
            settled = settle_together([each.partner for each in group], preferences)
            for each, actions in zip(group, settled, strict=True):
                answers[id(each.question)][each.seat] = int(actions[0])
        except Exception as error:
            logger.exception("a policy failed")
            for each in group:
                each.question.error = error
    for question in questions:
        question.answer = answers[id(question)] if question.error is None else None


def _row(partner: Partner, view: Any) -> Any:
    """Return a view as the one row that a partner sees."""
    return view if partner.observes == "state" else view[None]


class Thinkers:
    """Threads in which partners decide, the question that waits longest first: for networks, scripts and the slow.

    Networks are asked together, whatever has come while they decided last. One thread answers many quick questions
    without being put to sleep in between, which costs more than an answer.
    """

    def __init__(self, slow: int) -> None:
        self._networks: SimpleQueue[Question | None] = SimpleQueue()
        self._quick: SimpleQueue[Question | None] = SimpleQueue()
        self._slow: SimpleQueue[Question | None] = SimpleQueue()
        self._queues: list[SimpleQueue[Question | None]] = []
        self.threads: list[threading.Thread] = []
        self.batches: deque[int] = deque(maxlen=10_000)
        """How many questions were answered in one pass."""
        self._begun = 0.0
        """When the question that the quick thread is at came to it; 0 while it waits."""
        self._hung = 0
        self._start(self._networks, self._answer_together)
        for queue in (self._quick, *([self._slow] * slow)):
            self._start(queue, self._answer)

    def queue_for(self, partners: Iterable[Partner]) -> SimpleQueue[Question | None]:
        """Return where questions to some partners wait.

        Networks never hang, and decide in one pass with others of their kind; scripts decide at once; others search.
        """
        known = list(partners)
        if all(network_of(partner) is not None for partner in known):
            return self._networks
        return self._quick if all(partner.card.kind in QUICK for partner in known) else self._slow

    def look(self) -> None:
        """See whether a quick partner hangs: it is left to itself, and another thread goes on."""
        if self._begun and time.monotonic() - self._begun > HANGING and self._hung < MOST:
            self._hung, self._begun = self._hung + 1, 0.0
            self._start(self._quick, self._answer)

    def close(self) -> None:
        """End the threads, each after the question it is at."""
        for queue in self._queues:
            queue.put(None)

    def _start(
        self, queue: SimpleQueue[Question | None], answer: Callable[[SimpleQueue[Question | None]], None]
    ) -> None:
        """Start a thread that answers the questions of a queue."""
        self._queues.append(queue)
        name = f"mind {len(self._queues)}"
        thread = threading.Thread(target=answer, args=(queue,), name=name, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _answer(self, queue: SimpleQueue[Question | None]) -> None:
        """Answer questions until there is none any more."""
        while (question := queue.get()) is not None:
            begun = time.monotonic()
            if queue is self._quick:
                self._begun = begun
            question.decide()
            if self._begun == begun:
                self._begun = 0.0

    def _answer_together(self, queue: SimpleQueue[Question | None]) -> None:
        """Answer questions of networks, all that wait in one go, until there is none any more."""
        while (first := queue.get()) is not None:
            time.sleep(first.patience)
            batch = [first]
            with contextlib.suppress(Empty):
                while len(batch) < BATCH:
                    question = queue.get_nowait()
                    if question is None:
                        queue.put(None)
                        break
                    batch.append(question)
            self.batches.append(len(batch))
            decide_together(batch)


class Minds:
    """Asks the partners of one match for their actions, one question at a time."""

    def __init__(self, thinkers: Thinkers, match: Round, partners: Mapping[int, Partner], period: float = 0.0) -> None:
        self._thinkers, self._match, self._patience = thinkers, match, GATHER * period
        self.partners = dict(partners)
        self.late = 0
        """Ticks at which an answer was not there."""
        self._wait = match.game.wait
        self._last = dict.fromkeys(partners, self._wait)
        self._asked: Question | None = None
        self._queue = thinkers.queue_for(self.partners.values())

    def seat(self, seat: int, partner: Partner) -> None:
        """Let a partner take a seat in mid-round; it sees the round from now on."""
        begin(self._match.game, self._match.level, seat, partner, self._match.seed)
        self.partners[seat] = partner
        self._last[seat] = self._wait
        self._queue = self._thinkers.queue_for(self.partners.values())

    def leave(self, seat: int) -> None:
        """Let a partner get up."""
        self.partners.pop(seat, None)
        self._last.pop(seat, None)
        self._queue = self._thinkers.queue_for(self.partners.values())

    def ask(self) -> None:
        """Begin to decide for the next tick, unless an answer is still awaited."""
        if self._asked is not None and not self._asked.is_done:
            return
        waiting = self._match.legality.waiting(self._match.tick)
        seen = {
            seat: (partner, self._match.observe(partner.observes, seat))
            for seat, partner in self.partners.items()
            if seat not in waiting
        }
        self._asked = Question(seen, self._patience) if seen else None
        if self._asked is not None:
            self._queue.put(self._asked)

    def take(self) -> dict[int, int]:
        """Return each partner's action of this tick; raises `MindError` where one failed."""
        waiting = self._match.legality.waiting(self._match.tick)
        if self._asked is not None and self._asked.error is not None:
            error = self._asked.error
            message = f"a partner failed at tick {self._match.tick} ({type(error).__name__}: {error})"
            raise MindError(message) from error
        if self._asked is not None and self._asked.answer is not None:
            self._last |= {seat: action for seat, action in self._asked.answer.items() if seat in self.partners}
            self._asked = None
        elif self._asked is not None:
            self.late += 1
            self._thinkers.look()
        return self._last | {seat: self._wait for seat in waiting if seat in self._last}


def begin(found: Game, level: Level, seat: int, partner: Partner, seed: int) -> None:
    """Let a partner take its seat; raises `MindError` where it cannot."""
    try:
        partner.begin(found, [level], [seat], [seed])
    except Exception as error:
        message = f"partner {partner.card.name!r} cannot take seat {seat + 1} ({error})"
        raise MindError(message) from error


def stand_in(found: Game, level: Level, seat: int, name: str) -> Partner:
    """Return the partner who takes a player's place: the one named, or the usual one of the seat's role."""
    return ai_partners.load(name or usual(found, found.seats(level)[seat].role), found)


def remember(match: Round, partners: Mapping[int, Partner], joints: Sequence[tuple[int, ...]]) -> None:
    """Play joint actions, with every partner looking on as it did when they were played first."""
    for joint in joints:
        waiting = match.legality.waiting(match.tick)
        for seat, partner in partners.items():
            if seat not in waiting:
                view = match.observe(partner.observes, seat)
                partner.act(view if partner.observes == "state" else view[None])
        match.step(joint)
