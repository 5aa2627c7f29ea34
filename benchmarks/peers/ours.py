"""Crossplay itself, as a measured process.

``python ours.py rules|features|planes LEVEL BATCH THREADS``, ``python ours.py together WHAT BATCH PROCESSES``,
``python ours.py play LEVEL PARTNER`` or ``python ours.py copy BYTES``.
"""

import multiprocessing
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

import numpy as np

import game


def build(what: str, level: str, batch: int, threads: int = 1) -> Callable[[], int]:
    """Return a function that plays 64 ticks of a batch of rounds through the public `game.Batch`."""
    kitchen = game.load("kitchen")
    rounds = game.Batch(
        kitchen, kitchen.load_level(level), batch, 1, observation=None if what == "rules" else what, threads=threads
    )
    joints = np.random.default_rng(0).integers(0, 6, (64, batch, rounds.seats)).astype(np.int8)

    def run() -> int:
        for joint in joints:
            rounds.step(joint)
        return 64 * batch

    return run


def together(what: str, batch: int, processes: int) -> Callable[[], int]:
    """Return a function that has each of some processes play batches of its own for a while, and counts all of them."""
    fresh, ends = multiprocessing.get_context("spawn"), []  # a forked child would keep the others' pipes open
    for _ in range(processes):
        here, there = fresh.Pipe()
        fresh.Process(target=obey, args=(there, what, batch), daemon=True).start()
        there.close()
        ends.append(here)

    def run() -> int:
        for end in ends:
            end.send("go")
        return sum(end.recv() for end in ends)

    return run


def obey(end: Connection, what: str, batch: int) -> None:
    """Play 640 ticks of a batch each time that something is received, and answer with the joint steps."""
    work = build(what, "cramped_room", batch)
    with suppress(EOFError):  # the parent is gone
        while end.recv():
            end.send(sum(work() for _ in range(10)))


def copy(size: int) -> Callable[[], int]:
    """Return a function that copies ``size`` bytes 64 times and counts them: the limit of what writes as many."""
    source, target = np.ones(size, np.uint8), np.zeros(size, np.uint8)

    def run() -> int:
        for _ in range(64):
            np.copyto(target, source)
        return 64 * size

    return run


def play(level: str, partner: str) -> Callable[[], int]:
    """Return a function that plays one round of partners, every step materialised, and counts its ticks."""
    import ai_partners

    kitchen = game.load("kitchen")
    found = kitchen.load_level(level)

    def run() -> int:
        partners = [ai_partners.load(partner, kitchen) for _ in range(found.seats)]
        return sum(1 for _ in game.play(kitchen, found, partners, 1))

    return run


if __name__ == "__main__":
    from worker import serve

    kind, rest = sys.argv[1], sys.argv[2:]
    if kind == "copy":
        serve(copy(int(rest[0])))
    elif kind == "together":
        serve(together(rest[0], int(rest[1]), int(rest[2])))
    elif kind == "play":
        serve(play(*rest))
    else:
        serve(build(kind, rest[0], *map(int, rest[1:])))
