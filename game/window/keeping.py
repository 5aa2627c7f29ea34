"""Passing a match on to its recorder: a recorder that fails is told of once, and the match goes on without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.window.setup import Record, Recorder, Setup


class Keeping:
    """The record of one match; ``fault`` is the sentence to tell once it cannot be kept."""

    def __init__(self, recorder: Recorder | None, setup: Setup) -> None:
        self.fault = ""
        self._record: Record | None = None
        if recorder is not None:
            self._try(lambda: self._begin(recorder, setup))

    def tick(self, joint_action: tuple[int, ...], state_hash: str, lateness: float) -> None:
        """Note a tick."""
        if (record := self._record) is not None:
            self._try(lambda: record.tick(joint_action, state_hash, lateness))

    def input(self, seat: int, key: tuple[str, str, float], tick: int, disposition: str) -> None:
        """Note a key: its name, its action and when."""
        if (record := self._record) is not None:
            self._try(lambda: record.input(seat, *key, tick, disposition))

    def finish(self, score: float) -> None:
        """Note that the round was played to its end."""
        if (record := self._record) is not None:
            self._try(lambda: record.finish(score))
            self._record = None

    def abandon(self) -> None:
        """Note that the round was left early; nothing where it has ended already."""
        if (record := self._record) is not None:
            self._try(record.abandon)
            self._record = None

    def _begin(self, recorder: Recorder, setup: Setup) -> None:
        """Ask for a record."""
        self._record = recorder(setup)

    def _try(self, deed: Callable[[], None]) -> None:
        """Do something with the record, and never again once it has failed."""
        try:
            deed()
        except (CrossplayError, OSError) as error:
            self._record = None
            self.fault = f"This round is not kept: {error}"
