"""How fast partners learn on a GPU and on one core of the processor, in turn: wall seconds, whole training."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.simulator import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES: dict[str, dict[str, Any]] = {
    "features, 64-64, 64 rows": {},
    "features, 64-64, 1,024 rows": {"rows": 1024, "ppo.minibatch": 32_768},
    "features, 512-512-512, 256 rows": {"rows": 256, "ppo.minibatch": 8192, "network": {"hidden": [512, 512, 512]}},
    "features, a memory of 64, 64 rows": {"network": {"hidden": [64], "memory": 64}},
    "planes, two convolutions of 32, 64 rows": {
        "observation": "planes",
        "network": {"hidden": [64], "convolutions": [32, 32]},
    },
}
"""Self-play on cramped_room with these changes of the recipe."""
WARM = 3
"""Updates before the clock runs."""
SECONDS = 6.0


def rows(only: str) -> Iterator[Row | str]:
    """Yield a row for each case: joint steps a second on the GPU, and as the peer one core; a sentence without a GPU.

    Raises `RuntimeError` with the last line that a case said where it ends without an answer.
    """
    import torch

    if not torch.cuda.is_available():
        yield "torch sees no GPU here, so there is nothing to compare; install a torch that has CUDA"
        return
    for name in CASES:
        if only in name:
            fast, plain = (_rate(name, hidden) for hidden in ({}, {"CUDA_VISIBLE_DEVICES": ""}))
            yield Row(f"GPU / one core: {name}", round(fast), round(plain), round(fast / plain, 2), 1.0, fast >= plain)


def _rate(name: str, hidden: dict[str, str]) -> float:
    """Return the joint steps that a case learns from in a second, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.devices", name],
        env=os.environ | {"OMP_NUM_THREADS": "1"} | hidden,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it said nothing"])[-1])
    return float(json.loads(done.stdout)["rate"])


def measured(name: str) -> float:
    """Return the joint steps that a case learns from in a second where this process computes."""
    import game
    from ai_partners.learn import recipe
    from ai_partners.learn.training import Task, Training

    kitchen = game.load("kitchen")
    chosen = recipe.load("self-play", **CASES[name])
    reports = Training(Task(kitchen, kitchen.load_level("cramped_room"), chosen, 0, {})).reports()
    first = [next(reports) for _ in range(WARM)][-1].steps
    began = time.perf_counter()
    steps, passed = first, 0.0
    while passed < SECONDS:
        steps = next(reports).steps
        passed = time.perf_counter() - began
    return (steps - first) / passed


if __name__ == "__main__":
    print(json.dumps({"rate": measured(sys.argv[1])}))
