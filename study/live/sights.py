"""What each player of a match is shown: scenes as messages, one for all where nothing is hidden."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import msgspec

from game.window.slots import saying
from study.live.messages import Ground, Tick, Welcome, write
from study.live.plan import PERSON

if TYPE_CHECKING:
    from game.core.scene import Scene
    from study.live.chair import Link
    from study.live.match import Match

WATCHER = -1
"""The seat of who only looks on."""


class Sights:
    """Makes the messages of one match."""

    def __init__(self, match: Match) -> None:
        self._match = match
        self.outcome: Any = None
        """Of the last tick."""
        self._told: dict[int, tuple[Any, ...]] = {}
        """The cells that each seat knows of."""
        self._is_open = match.round.game.disguise is None
        self._teams = [seat.team for seat in match.round.game.seats(match.round.level)]

    def show(self, now: float) -> None:
        """Send everybody what there is to see now."""
        match, made = self._match, {}
        absent = match.absent
        stage, left = match.stage.name, match.stage.until - now
        kept = match.recorder.kept
        stood_in = [seat for seat, chair in match.chairs.items() if chair.stand_in is not None]
        for seat, link in self._links():
            view = WATCHER if self._is_open else seat
            if view not in made:
                made[view] = self._scene(view)
            scene, raw = made[view]
            self._ground(seat, link, scene)
            ack = match.chairs[seat].ack if seat in match.chairs else 0
            tick = Tick(raw, stage, round(left, 2) if math.isfinite(left) else -1, ack, kept, absent, stood_in)
            link.post(write(tick), is_picture=True)
        if stage == "playing":
            self.outcome = None

    def show_all(self, seat: int) -> None:
        """Let the cells be told again to a seat that was just taken."""
        self._told.pop(seat, None)

    def tell(self, message: Any) -> None:
        """Send everybody a message."""
        data = write(message)
        for _, link in self._links():
            link.post(data)

    def welcome(self, seat: int, token: str) -> Welcome:
        """Return what the player of a seat must know first."""
        match = self._match
        found, plan = match.round.game, match.plan
        able = match.chairs[seat].able if seat in match.chairs else {}
        names = ["person" if name == PERSON else name if plan.is_disclosed else "partner" for name in plan.seats]
        return Welcome(
            seat, token, found.name, found.title, match.round.level.title, plan.tick_rate,
            {slot: saying(name.lstrip("+")) for slot, name in able.items()}, list(plan.people), names,
            {name: [effect.caption, effect.sound, effect.burst] for name, effect in found.effects.items()},
        )  # fmt: skip

    def _links(self) -> list[tuple[int, Link]]:
        """Return the seats and connections of all who look."""
        seated = [(seat, chair.link) for seat, chair in self._match.chairs.items() if chair.link is not None]
        return [*seated, *((WATCHER, link) for link in self._match.watchers)]

    def _scene(self, seat: int) -> tuple[Scene, msgspec.Raw]:
        """Return what a seat sees, and the same as JSON without the cells."""
        match = self._match
        scene = match.round.game.scene(match.round.level, match.round.state, seat, self.outcome)
        scores = scene.scores
        team = self._teams[seat] if seat >= 0 else len(scores)
        score = scores[team] if team < len(scores) else round(match.round.score)
        told = {
            "sprites": scene.sprites, "happenings": scene.happenings, "tick": scene.tick, "score": score,
            "horizon": scene.horizon, "board": scene.board, "fog": scene.fog, "scores": scores,
            "phase": scene.phase, "phase_left": scene.phase_left, "is_seen": scene.is_seen, "is_blind": scene.is_blind,
        }  # fmt: skip
        return scene, msgspec.Raw(write(told))

    def _ground(self, seat: int, link: Link, scene: Scene) -> None:
        """Tell a player the cells where they have changed; watchers are told them with each picture that differs."""
        if self._told.get(seat) != scene.tiles or seat == WATCHER:
            self._told[seat] = scene.tiles
            link.post(write(Ground(scene.columns, scene.rows, list(scene.tiles))))
