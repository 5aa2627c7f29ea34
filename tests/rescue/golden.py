"""Golden playthroughs: rounds written down in files that a person can read, to be told again exactly.

``python -m tests.rescue.golden FILE --level NAME --seed 7`` writes a new one, played by specialists that now and then
do something random; ``python -m tests.rescue.golden FILE...`` tells each again and names those that differ.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import game
from game.core.episode import decide
from game.core.notation import format_joint, parse_joint
from game.rescue.state import EVENTS
from tests.rescue.playing import RESCUE

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "playthroughs"
EVERY = 10
"""Ticks from one look at the board to the next."""
SLIP = 0.15
TILES = {"floor": ".", "wall": "#", "door": "+", "clinic": "C", "rubble": "r", "heavy": "h", "unknown": "?"}


def tell(level: game.Level, seed: int, joints: list[tuple[int, ...]]) -> str:
    """Return the whole playthrough as text."""
    lines = [f"seed: {seed}", "level:", *(f"| {line}" for line in level.text.splitlines())]
    return "\n".join([*lines, *_ticks(level, seed, joints)]) + "\n"


def _ticks(level: game.Level, seed: int, joints: list[tuple[int, ...]]) -> Iterator[str]:
    """Yield, every few ticks, the joint actions, the board, what happened so far and a hash of all that is true."""
    match, digest = game.Round(RESCUE, level, seed), hashlib.blake2b(digest_size=8)
    tally = np.zeros((level.seats, len(EVENTS)), int)
    for first in range(0, len(joints), EVERY):
        chunk = joints[first : first + EVERY]
        yield "play: " + " ".join(format_joint(RESCUE, joint) for joint in chunk)
        for joint in chunk:
            step = match.step(joint)
            tally += step.outcome.events[: level.seats]
            digest.update(step.state.tobytes() + step.outcome.tobytes())
        yield f"after {match.tick}, {match.score:g} points, {digest.hexdigest()}:"
        yield from (f"| {row}" for row in board(level, match))
    for seat, counts in enumerate(tally):
        yield f"seat {seat}: " + ", ".join(f"{EVENTS[event]} {counts[event]}" for event in np.flatnonzero(counts))


def board(level: game.Level, match: game.Round) -> list[str]:
    """Return the board as the team knows it, robots by their numbers and victims by the first letter of their state."""
    scene = RESCUE.scene(level, match.state, -1)
    rows = [["?"] * scene.columns for _ in range(scene.rows)]
    for tile in scene.tiles:
        rows[tile.y][tile.x] = TILES[tile.name]
    for sprite in scene.sprites:
        if sprite.name in {"victim", "robot"}:
            rows[sprite.y][sprite.x] = sprite.state[0] if sprite.name == "victim" else str(sprite.seat + 1)
    return ["".join(row) for row in rows]


def read(text: str) -> tuple[game.Level, int, list[tuple[int, ...]]]:
    """Return the level, the seed and the joint actions of a playthrough."""
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("play: "))
    level = RESCUE.parse_level("\n".join(line[2:] for line in lines[2:first]))
    words = [word for line in lines if line.startswith("play: ") for word in line.split()[1:]]
    return level, int(lines[0].split()[1]), [parse_joint(RESCUE, word) for word in words]


def again(path: Path) -> str:
    """Return a playthrough told again, from its level, seed and joint actions alone."""
    return tell(*read(path.read_text(encoding="utf-8")))


def invent(level: game.Level, seed: int) -> list[tuple[int, ...]]:
    """Return joint actions of specialists that now and then do something random."""
    match, rng = game.Round(RESCUE, level, seed), np.random.default_rng(seed)
    partners = [Favourite(seat) for seat in range(level.seats)]
    for partner in partners:
        partner.policy.begin(RESCUE, [level], [partner.seat], [seed + partner.seat])
    joints = []
    while not match.is_over:
        idle = match.legality.waiting(match.tick)
        wishes = [0 if p.seat in idle else decide(match, p, p.seat) for p in partners]
        slips = rng.random(level.seats) < SLIP
        joint = tuple(
            int(rng.integers(8)) if slips[seat] and seat not in idle else wish for seat, wish in enumerate(wishes)
        )
        joints.append(joint)
        match.step(joint)
    return joints


class Favourite:
    """A specialist that does what it likes best."""

    observes = "features"

    def __init__(self, seat: int) -> None:
        self.seat, self.policy = seat, RESCUE.bots["specialist"]()

    def act(self, views: np.ndarray) -> np.ndarray:
        """Return one choice for each row."""
        return self.policy.prefer(views).argmax(axis=1)


def main() -> None:
    """Write a new playthrough, or tell some again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--level")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.level:
        level = RESCUE.load_level(wanted.level)
        wanted.files[0].write_text(tell(level, wanted.seed, invent(level, wanted.seed)), encoding="utf-8")
        return
    differing = [path.name for path in wanted.files if again(path) != path.read_text(encoding="utf-8")]
    sys.stdout.writelines(f"{name} is told differently\n" for name in differing)


if __name__ == "__main__":
    main()
