"""A measured process: started on chosen cores, then asked for one turn of work at a time."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Self

PEERS = Path(__file__).parent / "peers"


class Process:
    """One program of ``benchmarks/peers`` with its arguments; it is killed when the ``with`` block ends."""

    def __init__(self, words: tuple[str, ...], python: str, cores: set[int]) -> None:
        program = [python, str(PEERS / words[0]), *words[1:]]
        path = os.pathsep.join([str(PEERS), str(PEERS.parent.parent)])
        single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path}
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | single,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),  # noqa: PLW1509 - threads started later keep the cores
        )

    def __enter__(self) -> Self:
        """Return this process."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def answer(self) -> dict[str, Any] | None:
        """Return the next JSON line of the process, or None when it ended instead."""
        for line in self._process.stdout or ():
            if line.startswith("{"):
                found: dict[str, Any] = json.loads(line)
                return found
        return None

    def complaint(self) -> str:
        """Return the last line that an ended process said about why."""
        words = self._process.stderr.read() if self._process.stderr is not None else ""
        return (words.strip().splitlines() or ["it said nothing"])[-1]

    def rate(self, clock: str, seconds: float) -> float:
        """Run for a turn and return steps per second of ``clock``: ``"cpu"`` or ``"wall"``."""
        if self._process.stdin is not None:
            print(seconds, file=self._process.stdin, flush=True)
        answer = self.answer()
        if answer is None:
            message = f"a measured process ended in the middle of its turns: {self.complaint()}"
            raise ChildProcessError(message)
        return float(answer["steps"]) / float(answer[clock])
