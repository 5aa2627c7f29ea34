"""Brakes on guessing: how often something may be tried by one address."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Throttle:
    """Lets through ``most`` tries in ``seconds``, of each address and, ten times as many, of all together."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._tries: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allows(self, address: str) -> bool:
        """Tell whether an address may try now, and count it."""
        with self._lock:
            now = self._clock()
            self._tries = {
                who: tries for who, tries in self._tries.items() if tries and now - tries[-1] < self._seconds
            }
            return self._counts(address, self._most, now) and self._counts("", 10 * self._most, now)

    def _counts(self, who: str, most: int, now: float) -> bool:
        """Count a try unless there were too many."""
        tries = self._tries.setdefault(who, deque(maxlen=most))
        if len(tries) == most and now - tries[0] < self._seconds:
            return False
        tries.append(now)
        return True
