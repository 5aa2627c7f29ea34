"""The loop of a measured process: it is told for how many seconds to run and answers what it did.

Standard library only, because a peer may run under another interpreter than ours.
"""

import json
import sys
import time
from collections.abc import Callable


def serve(run: Callable[[], int]) -> None:
    """Answer each line ``seconds`` from stdin with steps, CPU seconds and wall seconds; ``run()`` returns its steps."""
    run()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        end = time.perf_counter() + float(line)
        steps, cpu, wall = 0, time.process_time(), time.perf_counter()
        while time.perf_counter() < end:
            steps += run()
        now = time.process_time(), time.perf_counter()
        print(json.dumps({"steps": steps, "cpu": now[0] - cpu, "wall": now[1] - wall}), flush=True)
