"""Chance as part of the state: a counter-based 64-bit generator (splitmix64) in integers only.

The mixing constants are those of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA
2014). Products are taken in 32-bit halves so that plain Python, numba and any other language agree bit for bit.
"""

from __future__ import annotations

from numpy import int64, uint64

from game.core.compile import Number, kernel

LOW = uint64(0xFFFFFFFF)
HALF = uint64(32)
STEP = uint64(0x9E3779B97F4A7C15)
FIRST = uint64(0xBF58476D1CE4E5B9)
SECOND = uint64(0x94D049BB133111EB)


@kernel
def times(left: Number, right: Number) -> Number:
    """Return the product modulo 2**64 without an overflow on the way."""
    lowest = (left & LOW) * (right & LOW)
    crossed = (((left >> HALF) * (right & LOW)) & LOW) + (((left & LOW) * (right >> HALF)) & LOW)
    upper = ((lowest >> HALF) + crossed) & LOW
    return (upper << HALF) | (lowest & LOW)


@kernel
def plus(left: Number, right: Number) -> Number:
    """Return the sum modulo 2**64 without an overflow on the way."""
    lower = (left & LOW) + (right & LOW)
    upper = ((left >> HALF) + (right >> HALF) + (lower >> HALF)) & LOW
    return (upper << HALF) | (lower & LOW)


@kernel
def mix(seed: Number, number: Number) -> Number:
    """Return draw ``number`` of the stream ``seed``: 64 well-mixed bits."""
    bits = plus(uint64(seed), times(plus(uint64(number), uint64(1)), STEP))
    bits = times(bits ^ (bits >> uint64(30)), FIRST)
    bits = times(bits ^ (bits >> uint64(27)), SECOND)
    return bits ^ (bits >> uint64(31))


@kernel
def below(seed: Number, number: Number, bound: Number) -> Number:
    """Return draw ``number`` of the stream ``seed`` as an integer in ``0 .. bound - 1`` (``bound`` under 2**31).

    The upper 32 bits are scaled, so the bias is under ``bound / 2**32``.
    """
    return int64(((mix(seed, number) >> HALF) * uint64(bound)) >> HALF)


@kernel
def roll(seed: Number, tick: Number, number: Number, bound: Number) -> Number:
    """Return draw ``number`` of a tick as an integer in ``0 .. bound - 1``: chance per mille has the bound 1000."""
    return below(mix(seed, uint64(tick)), uint64(number), bound)
