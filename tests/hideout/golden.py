"""Golden playthroughs of hideout: rounds written down in files that a person can read, to be told again exactly.

``python -m tests.hideout.golden FILE --level NAME --seed 7 --bots cupboard,cupboard,climber,patrol`` writes a new one;
``python -m tests.hideout.golden FILE...`` tells each again and names those that differ.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import game
from game.hideout.state import EVENTS
from tests.hideout.boards import HIDEOUT, draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.contract import Level

FOLDER = Path(__file__).parent / "playthroughs"
EVERY = 10
"""Ticks from one look at the state to the next."""
SPELLINGS = HIDEOUT.spellings
SLIP = 0.1
"""How often a player does or says something random in a new playthrough."""


def tell(level: Level, seed: int, joints: list[tuple[int, ...]]) -> str:
    """Return the whole playthrough as text."""
    lines = [f"seed: {seed}", "level:", *(f"| {line}" for line in level.text.splitlines())]
    return "\n".join([*lines, *_ticks(level, seed, joints)]) + "\n"


def _ticks(level: Level, seed: int, joints: list[tuple[int, ...]]) -> Iterator[str]:
    """Yield the start, and every few ticks the joint actions and what they led to."""
    match, digest = game.Round(HIDEOUT, level, seed), hashlib.blake2b(digest_size=8)
    tally = np.zeros((level.seats, len(EVENTS)), int)
    yield from ["start:", *_look(level, match.state)]
    for first in range(0, len(joints), EVERY):
        chunk = joints[first : first + EVERY]
        yield "play: " + " ".join(",".join(SPELLINGS[choice] for choice in joint) for joint in chunk)
        for joint in chunk:
            outcome = match.step(joint).outcome
            tally += outcome.events[: level.seats]
            digest.update(match.state.tobytes() + outcome.tobytes())
        yield f"after {match.tick}:"
        yield from _look(level, match.state)
        yield f"| points {int(match.state.points[0])} to {int(match.state.points[1])}"
        yield from (
            f"| {event} {' '.join(map(str, tally[:, n]))}" for n, event in enumerate(EVENTS) if tally[:, n].any()
        )
        yield f"| every tick so far: {digest.hexdigest()}"


def _look(level: Level, state: Any) -> list[str]:
    """Return the board, and who looks where, stands how high and holds what."""
    seats = range(level.seats)
    facing = "".join("NSEW"[state.facing[seat]] for seat in seats)
    heights, holds = ("".join(str(int(field[seat])) for seat in seats) for field in (state.height, state.holds))
    return [f"| {line}" for line in (*draw(level, state).split("/"), f"face {facing}, height {heights}, hold {holds}")]


def read(text: str) -> tuple[Level, int, list[tuple[int, ...]]]:
    """Return the level, the seed and the joint actions of a playthrough."""
    lines = text.splitlines()
    level = HIDEOUT.parse_level("\n".join(line[2:] for line in lines[2 : lines.index("start:")]))
    words = [word for line in lines if line.startswith("play: ") for word in line.split()[1:]]
    return level, int(lines[0].split()[1]), [tuple(map(SPELLINGS.index, word.split(","))) for word in words]


def again(path: Path) -> str:
    """Return a playthrough told again, from its level, seed and joint actions alone."""
    return tell(*read(path.read_text(encoding="utf-8")))


def invent(level: Level, seed: int, names: list[str], ticks: int) -> list[tuple[int, ...]]:
    """Return joint actions of bots that now and then do something random."""
    match, dice = game.Round(HIDEOUT, level, seed), np.random.default_rng(seed)
    bots = [HIDEOUT.bots[names[seat % len(names)]]() for seat in range(level.seats)]
    for seat, bot in enumerate(bots):
        bot.begin(HIDEOUT, [level], [seat], [seed + seat])
    joints = []
    for _ in range(ticks):
        wishes = [int(bot.prefer(match.observe("features", seat)[None])[0].argmax()) for seat, bot in enumerate(bots)]
        joint = tuple(int(dice.integers(HIDEOUT.choices)) if dice.random() < SLIP else wish for wish in wishes)
        joints.append(joint)
        match.step(joint)
    return joints


def main() -> None:
    """Write a new playthrough, or tell some again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--level")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ticks", type=int, default=100)
    parser.add_argument("--bots", default="cupboard")
    wanted = parser.parse_args()
    if wanted.level:
        level = HIDEOUT.load_level(wanted.level)
        joints = invent(level, wanted.seed, wanted.bots.split(","), min(wanted.ticks, level.horizon))
        wanted.files[0].write_text(tell(level, wanted.seed, joints), encoding="utf-8")
        return
    for path in wanted.files:
        old, new = path.read_text(encoding="utf-8").splitlines(), again(path).splitlines()
        sys.stdout.writelines(
            f"{line}\n" for line in difflib.unified_diff(old, new, path.name, "told again", lineterm="")
        )


if __name__ == "__main__":
    main()
