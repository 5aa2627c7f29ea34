"""A server in a process of its own, which benchmarks talk to, load, break and kill."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class Host:
    """A server on a port of its own; where it is pinned, on the first core, and its caller on the second."""

    def __init__(self, store: Path | None = None, port: int = 0, *, is_pinned: bool = False) -> None:
        command = [sys.executable, "-m", "benchmarks.hosted", str(store or ""), str(port)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        self._cores = cores
        if is_pinned and len(cores) > 1:
            os.sched_setaffinity(self._process.pid, {cores[0]})
            os.sched_setaffinity(0, {cores[1]})
        self.port = int(self._hear()["port"])

    def __enter__(self) -> Self:
        """Return the host."""
        return self

    def __exit__(self, *known: object) -> None:
        """Stop it."""
        self.close()

    @property
    def address(self) -> str:
        """The address of its socket."""
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def base(self) -> str:
        """The address of its pages."""
        return f"http://127.0.0.1:{self.port}"

    def tell(self, **told: Any) -> dict[str, Any]:
        """Say something to it and return what it answers."""
        print(json.dumps(told), file=self._process.stdin, flush=True)
        return self._hear()

    def kill(self) -> None:
        """End it with no warning (SIGKILL)."""
        self._process.kill()
        self._process.wait()
        self._shut()

    def close(self) -> None:
        """Stop it, and give its caller all cores again."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(30)
        self._shut()
        if self._cores:
            os.sched_setaffinity(0, set(self._cores))

    def _hear(self) -> dict[str, Any]:
        """Return its next line."""
        found: dict[str, Any] = json.loads(self._process.stdout.readline())  # type: ignore[union-attr]
        return found

    def _shut(self) -> None:
        """Close the pipes."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
