"""Golden playthroughs: rounds written down in files that a person can read, to be told again exactly.

``python -m tests.crossing.golden FILE LEVEL SEED`` writes a new one (drivers that now and then do something random);
``python -m tests.crossing.golden FILE...`` tells each again and names those that differ.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import ai_partners
import game
from game.core.episode import decide
from game.core.notation import format_joint, parse_joint
from game.crossing.state import EVENTS
from tests.crossing.cars import CROSSING, told

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "playthroughs"
EVERY = 5
"""Ticks from one look at the cars to the next."""
TICKS = 60
SLIP = 0.2
"""How often a driver does something random in a new playthrough."""


def tell(level: game.Level, seed: int, joints: list[tuple[int, ...]]) -> str:
    """Return the whole playthrough as text."""
    lines = [f"seed: {seed}", "level:", *(f"| {line}" for line in level.text.splitlines())]
    return "\n".join([*lines, *_ticks(level, seed, joints)]) + "\n"


def _ticks(level: game.Level, seed: int, joints: list[tuple[int, ...]]) -> Iterator[str]:
    """Yield the start, and every few ticks the joint actions and what they led to."""
    match = game.Round(CROSSING, level, seed)
    yield from ["start:", *_look(match)]
    for first in range(0, len(joints), EVERY):
        chunk = joints[first : first + EVERY]
        yield "play: " + " ".join(format_joint(CROSSING, joint) for joint in chunk)
        outcomes = [match.step(joint).outcome for joint in chunk]
        yield f"after {match.tick}:"
        yield from _look(match)
        rewards = sum(outcome.reward[: level.seats].astype(float) for outcome in outcomes)
        yield "| rewards " + " ".join(f"{reward:.3f}" for reward in rewards)
        counts = sum(outcome.events[: level.seats].astype(int) for outcome in outcomes)
        yield from (
            f"| {name} {' '.join(map(str, counts[:, n]))}" for n, name in enumerate(EVENTS) if counts[:, n].any()
        )


def _look(match: game.Round) -> Iterator[str]:
    """Yield every car with its blinker and promise, and the driver's points."""
    state = match.state
    for seat, words in enumerate(told(match)):
        blinks = ("", ", blinks left", ", blinks right", ", blinks straight")[state.blinker[seat]]
        promise = f", promises {state.promise[seat]}" if state.promise[seat] else ""
        yield f"| {seat + 1} {words}{blinks}{promise}, points {state.points[seat]}"


def read(text: str) -> tuple[game.Level, int, list[tuple[int, ...]]]:
    """Return the level, the seed and the joint actions of a playthrough."""
    lines = text.splitlines()
    level = CROSSING.parse_level("\n".join(line[2:] for line in lines[2 : lines.index("start:")]))
    words = [word for line in lines if line.startswith("play: ") for word in line.split()[1:]]
    return level, int(lines[0].split()[1]), [parse_joint(CROSSING, word) for word in words]


def again(path: Path) -> str:
    """Return a playthrough told again, from its level, seed and joint actions alone."""
    return tell(*read(path.read_text(encoding="utf-8")))


def invent(level: game.Level, seed: int) -> list[tuple[int, ...]]:
    """Return joint actions of drivers of all kinds that now and then do something random."""
    match, rng = game.Round(CROSSING, level, seed), np.random.default_rng(seed)
    drivers = [ai_partners.load(list(CROSSING.bots)[seat % 4], CROSSING) for seat in range(level.seats)]
    for seat, driver in enumerate(drivers):
        driver.begin(CROSSING, [level], [seat], [seed])
    joints = []
    for _ in range(TICKS):
        wishes = [decide(match, driver, seat) for seat, driver in enumerate(drivers)]
        joint = tuple(int(rng.integers(CROSSING.choices)) if rng.random() < SLIP else wish for wish in wishes)
        joints.append(joint)
        match.step(joint)
    return joints


def main() -> None:
    """Write a new playthrough, or tell some again."""
    words = sys.argv[1:]
    if len(words) > 1 and words[1] in CROSSING.level_names():
        level, seed = CROSSING.load_level(words[1]), int(words[2])
        Path(words[0]).write_text(tell(level, seed, invent(level, seed)), encoding="utf-8")
        return
    sys.stdout.writelines(f"{word}\n" for word in words if again(Path(word)) != Path(word).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
