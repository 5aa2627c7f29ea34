"""How many messages, or keys, somebody may send: a token bucket."""

from __future__ import annotations


class Allowance:
    """``burst`` at once, and ``rate`` in a second in the long run."""

    def __init__(self, burst: float, rate: float) -> None:
        self._burst, self._rate = burst, rate
        self._left, self._at = burst, 0.0

    def take(self, now: float) -> bool:
        """Take one at a time in seconds, and tell whether there was one to take."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
