"""Crossplay itself, as a measured process: ``python ours.py rules|features|planes LEVEL BATCH [THREADS]``."""

import sys

import numpy as np

import game


def build(what, level, batch, threads=1):
    """Return a function that plays 64 ticks of a batch of rounds through the public `game.Batch`."""
    kitchen = game.load("kitchen")
    rounds = game.Batch(
        kitchen, kitchen.load_level(level), batch, 1, observation=None if what == "rules" else what, threads=threads
    )
    joints = np.random.default_rng(0).integers(0, 6, (64, batch, rounds.seats)).astype(np.int8)

    def run():
        for joint in joints:
            rounds.step(joint)
        return 64 * batch

    return run


def copy(size):
    """Return a function that copies ``size`` bytes 64 times and counts bytes: the limit of anything that writes them."""
    source, target = np.ones(size, np.uint8), np.zeros(size, np.uint8)

    def run():
        for _ in range(64):
            np.copyto(target, source)
        return 64 * size

    return run


def play(level):
    """Return a function that plays one round of two scripted cooks, every step materialised, and counts its ticks."""
    import ai_partners

    kitchen = game.load("kitchen")
    found = kitchen.load_level(level)

    def run():
        cooks = [ai_partners.load("cook", kitchen) for _ in range(found.seats)]
        return sum(1 for _ in game.play(kitchen, found, cooks, 1))

    return run


if __name__ == "__main__":
    from worker import serve

    kind, rest = sys.argv[1], sys.argv[2:]
    if kind == "copy":
        serve(copy(int(rest[0])))
    elif kind == "play":
        serve(play(rest[0]))
    else:
        serve(build(kind, rest[0], *map(int, rest[1:])))
