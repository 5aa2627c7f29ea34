"""Spreading: independent pieces of work over the processes of this machine, or over the machines of a Ray cluster."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING, Any, TypeVar

from ai_partners.learn.ppo import TrainingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Work = TypeVar("Work")
Result = TypeVar("Result")
LOCAL = "local"
"""The address of a Ray cluster that is made for the occasion, on this machine."""


def spread(
    do: Callable[[Work], Result], pieces: Sequence[Work], processes: int, cluster: str | None = None
) -> Iterator[tuple[int, Result]]:
    """Do every piece of work; yield its number and its result as soon as it is done.

    ``do`` must be a function of a module and the pieces plain data: they are sent to other processes. With one process
    everything is done here, one after the other. With ``cluster``, the address of a Ray cluster or `LOCAL`, its workers
    do it, and find what they need under the same paths. What a piece raises is raised here; the others are given up.
    Raises `TrainingError` where Ray is not installed.
    """
    if cluster is not None:
        yield from _over_ray(do, pieces, processes, cluster)
    elif processes <= 1 or len(pieces) <= 1:
        for number, piece in enumerate(pieces):
            yield number, do(piece)
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(processes, len(pieces)), mp_context=context) as pool:
            waiting = {pool.submit(do, piece): number for number, piece in enumerate(pieces)}
            try:
                for done in as_completed(waiting):
                    yield waiting[done], done.result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _over_ray(
    do: Callable[[Work], Result], pieces: Sequence[Work], processes: int, cluster: str
) -> Iterator[tuple[int, Result]]:
    """Do every piece of work on a Ray cluster."""
    try:
        import ray
    except ImportError:
        message = "--cluster needs Ray, which is not installed: pip install -c constraints.txt -e '.[cluster]'"
        raise TrainingError(message) from None
    usual: dict[str, Any] = {"log_to_driver": False, "include_dashboard": False}
    ray.init(**usual, **({"num_cpus": processes} if cluster == LOCAL else {"address": cluster}))
    try:
        remote = ray.remote(num_cpus=1)(do)
        waiting = {remote.remote(piece): number for number, piece in enumerate(pieces)}
        while waiting:
            (done,), _ = ray.wait(list(waiting), num_returns=1)
            yield waiting.pop(done), ray.get(done)
    finally:
        ray.shutdown()
