"""The partners of one match, whose failures end the match and not the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.contract import CrossplayError
from game.core.episode import decide
from game.window.setup import PEOPLE

if TYPE_CHECKING:
    from game.core.episode import Actor
    from game.window.setup import Partners, Setup
    from game.window.timeline import Timeline


class PartnerError(CrossplayError):
    """A partner that failed, with what it raised as the cause."""


class Crew:
    """Everybody in a match who is no person."""

    def __init__(self, partners: Partners, setup: Setup) -> None:
        self._partners, self._setup = partners, setup
        self._actors: dict[int, Actor] = {}

    def begin(self, line: Timeline) -> None:
        """Let every partner take its seat; raises `PartnerError`."""
        for seat, name in enumerate(self._setup.seats):
            if name in PEOPLE:
                continue
            try:
                self._actors[seat] = self._partners[name]()
                self._actors[seat].begin(line.game, [line.level], [seat], [self._setup.seed])
            except Exception as error:
                raise PartnerError(_sentence(name, "as it took its seat", error)) from error

    def decide(self, line: Timeline, seat: int) -> int:
        """Return what the partner in a seat does at this tick; raises `PartnerError`."""
        try:
            action = decide(line.round, self._actors[seat], seat)
        except Exception as error:
            name = self._setup.seats[seat]
            raise PartnerError(_sentence(name, f"at tick {line.round.tick}", error)) from error
        return action


def _sentence(name: str, when: str, error: Exception) -> str:
    """Return what to tell about a partner that failed."""
    return f"Partner {name!r} failed {when} ({type(error).__name__}: {error}); choose another one."
