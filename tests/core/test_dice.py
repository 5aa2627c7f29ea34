"""Chance is the published generator and even."""

from __future__ import annotations

import numpy as np

from game.core.dice import below, mix, roll

MASK = 2**64 - 1


def splitmix(seed: int, number: int) -> int:
    """Return draw ``number`` in unbounded integers."""
    bits = (seed + (number + 1) * 0x9E3779B97F4A7C15) & MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
    return bits ^ (bits >> 31)


def test_the_first_draw_of_seed_zero_is_the_published_one() -> None:
    assert int(mix(np.uint64(0), np.uint64(0))) == 0xE220A8397B1DCDAF


def test_draws_equal_arithmetic_without_bounds() -> None:
    for seed in (0, 1, 2**63 + 5, MASK):
        for number in (0, 1, 2**40, MASK - 1):
            assert int(mix(np.uint64(seed), np.uint64(number))) == splitmix(seed, number)


def test_below_is_even_within_its_bound() -> None:
    counts = np.bincount([int(below(np.uint64(9), np.uint64(n), 6)) for n in range(6000)], minlength=6)
    assert len(counts) == 6
    assert counts.min() > 850


def test_a_roll_is_the_same_whenever_it_is_asked_for_and_differs_by_seed_tick_and_number() -> None:
    def rolled(seed: int, tick: int, number: int) -> int:
        return int(roll(np.uint64(seed), tick, number, 2**30))

    assert rolled(5, 7, 2) == rolled(5, 7, 2)
    assert len({rolled(seed, tick, number) for seed in range(4) for tick in range(4) for number in range(4)}) == 64
    assert rolled(2**64 - 1, 2**31 - 1, 0) < 2**30


def test_rolls_are_even_over_the_ticks_and_over_the_numbers_of_a_tick() -> None:
    by_tick = [int(roll(np.uint64(3), tick, 0, 10)) for tick in range(5000)]
    by_number = [int(roll(np.uint64(3), 0, number, 10)) for number in range(5000)]
    for rolls in (by_tick, by_number):
        counts = np.bincount(rolls, minlength=10)
        assert len(counts) == 10
        assert counts.min() > 420
