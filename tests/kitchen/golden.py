"""Golden playthroughs: rounds written down tick by tick in files that a person can read, to be told again exactly.

``python -m tests.kitchen.golden FILE --level NAME_OR_FILE --seed 7 --ticks 120`` writes a new one (cooks that now and
then do something random); ``python -m tests.kitchen.golden FILE...`` tells each again and names those that differ.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import ai_partners
import game
from game.core.episode import decide
from game.kitchen.level import map_rows
from game.kitchen.opening import opening_of
from game.kitchen.state import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.contract import Level

FOLDER = Path(__file__).parent / "playthroughs"
KITCHEN = game.load("kitchen")
LETTERS = "".join(action.letter for action in KITCHEN.actions)
EVERY = 10
"""Ticks from one look at the state to the next."""
SLIP = 0.2
"""How often a cook does something random in a new playthrough."""


def tell(level: Level, seed: int, joints: list[tuple[int, ...]]) -> str:
    """Return the whole playthrough as text."""
    lines = [f"seed: {seed}", "level:", *(f"| {line}" for line in level.text.splitlines())]
    return "\n".join([*lines, *_ticks(level, seed, joints)]) + "\n"


def _ticks(level: Level, seed: int, joints: list[tuple[int, ...]]) -> Iterator[str]:
    """Yield the start, and every few ticks the joint actions and what they led to."""
    match = game.Round(KITCHEN, level, seed)
    digest = hashlib.blake2b(digest_size=8)
    yield from ["start:", *_look(level, match.state)]
    tally, points = np.zeros((level.seats, len(EVENTS)), int), np.zeros((2, level.seats))
    for first in range(0, len(joints), EVERY):
        chunk = joints[first : first + EVERY]
        yield "play: " + " ".join("".join(LETTERS[action] for action in joint) for joint in chunk)
        for joint in chunk:
            outcome = match.step(joint).outcome
            tally += outcome.events[: level.seats]
            points += outcome.streams[:, : level.seats]
            digest.update("\n".join([*_look(level, match.state), str(points.tolist()), str(tally.tolist())]).encode())
        yield f"after {match.tick}:"
        yield from _look(level, match.state)
        yield f"| score {points[0].sum():g}, shaped {' '.join(f'{value:g}' for value in points[1])}"
        yield from (
            f"| {event} {' '.join(map(str, tally[:, n]))}" for n, event in enumerate(EVENTS) if tally[:, n].any()
        )
        yield f"| every tick so far: {digest.hexdigest()}"


def _look(level: Level, state: Any) -> list[str]:
    """Return the state: the map with the cooks in it, what they face and hold, and where things are."""
    width, said = int(level.record.width), opening_of(level.record, state)
    symbols = [list(row.translate(dict.fromkeys(map(ord, "123456789"), " "))) for row in map_rows(level)]
    for seat in range(level.seats):
        symbols[int(state.cell[seat]) // width][int(state.cell[seat]) % width] = str(seat + 1)
    facing = " ".join(said["start_facing"] or "N" * level.seats)
    held = ", ".join(said["start_held"] or "-" * level.seats)
    rows = ["".join(row) for row in symbols]
    return [f"| {line}" for line in (*rows, f"face {facing}, hold {held}", "; ".join(said["start_objects"]) or "-")]


def read(text: str) -> tuple[Level, int, list[tuple[int, ...]]]:
    """Return the level, the seed and the joint actions of a playthrough."""
    lines = text.splitlines()
    level = KITCHEN.parse_level("\n".join(line[2:] for line in lines[2 : lines.index("start:")]))
    words = [word for line in lines if line.startswith("play: ") for word in line.split()[1:]]
    return level, int(lines[0].split()[1]), [tuple(LETTERS.index(letter) for letter in word) for word in words]


def again(path: Path) -> str:
    """Return a playthrough told again, from its level, seed and joint actions alone."""
    return tell(*read(path.read_text(encoding="utf-8")))


def invent(level: Level, seed: int, ticks: int) -> list[tuple[int, ...]]:
    """Return joint actions of cooks that now and then do something random."""
    match, rng = game.Round(KITCHEN, level, seed), np.random.default_rng(seed)
    cooks = [ai_partners.load("cook", KITCHEN) for _ in range(level.seats)]
    for seat, cook in enumerate(cooks):
        cook.begin(KITCHEN, [level], [seat], [seed])
    joints = []
    for _ in range(ticks):
        wishes = [decide(match, cook, seat) for seat, cook in enumerate(cooks)]
        joint = tuple(int(rng.integers(6)) if rng.random() < SLIP else wish for wish in wishes)
        joints.append(joint)
        match.step(joint)
    return joints


def main() -> None:
    """Write a new playthrough, or tell some again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--level")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ticks", type=int, default=120)
    wanted = parser.parse_args()
    if wanted.level:
        known = wanted.level in KITCHEN.level_names()
        text = KITCHEN.level_text(wanted.level) if known else Path(wanted.level).read_text(encoding="utf-8")
        level = KITCHEN.parse_level(text)
        joints = invent(level, wanted.seed, wanted.ticks)
        wanted.files[0].write_text(tell(level, wanted.seed, joints), encoding="utf-8")
        return
    for path in wanted.files:
        old, new = path.read_text(encoding="utf-8").splitlines(), again(path).splitlines()
        sys.stdout.writelines(
            f"{line}\n" for line in difflib.unified_diff(old, new, path.name, "told again", lineterm="")
        )


if __name__ == "__main__":
    main()
