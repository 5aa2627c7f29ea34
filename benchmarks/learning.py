"""How fast partners are trained, beside JaxMARL's IPPO, and how fast they decide; in CPU seconds of one core."""

from __future__ import annotations

import os
import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

import ai_partners
import game
from ai_partners.learn import recipe
from ai_partners.learn.networks import Network, NetworkConfig
from ai_partners.learn.ppo import Flat as Samples
from ai_partners.learn.ppo import PPOConfig, clipped
from ai_partners.learn.training import Task, Training
from benchmarks.process import Process
from benchmarks.simulator import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = 5
WANTED = 200.0
"""Points in a round of cramped_room."""
LIMITS = {
    "training: joint steps a CPU second, self-play on cramped_room": 104_000.0,
    "training: CPU seconds until cramped_room is played for 200 points (median of 5 seeds)": 10.4,
    "training: samples learned from in a CPU second, 96-64-64": 400_000.0,
    "playing: milliseconds for one decision of a trained partner": 0.5,
}
"""Four times what JaxMARL's IPPO was measured to do on two shared Xeon cores (26,000), a third of its time to 200
points (31 s), and what a learner and a live round are held to."""
PEER = "JaxMARL's IPPO"
FASTER, SOONER = 4.0, 3.0
MOST = 2_000_000
"""Joint steps after which a run of the peer that has not come to the points is given up."""


def rows(only: str, peer_python: str | None = None) -> Iterator[Row]:
    """Yield the measurements whose name has a text in it.

    Training runs in turn with JaxMARL's IPPO, seed after seed, where an interpreter that has it is given; else it is
    held to fixed limits.
    """
    pace, reach, learner, decision = LIMITS
    if only in pace or only in reach:
        runs, peers = [], []
        for seed in range(SEEDS):
            runs.append(self_play(seed))
            if peer_python is not None:
                peers.append(ippo(seed, peer_python))
        ours, soon = (statistics.median(run[number] for run in runs) for number in range(2))
        if peers:
            theirs, late = (statistics.median(peer[number] for peer in peers) for number in range(2))
            yield Row(
                f"{pace} / {PEER}", round(ours), round(theirs), round(ours / theirs, 2), FASTER, ours >= FASTER * theirs
            )
            yield Row(
                f"{reach} / {PEER}",
                round(soon, 2),
                round(late, 2),
                round(late / soon, 2),
                SOONER,
                SOONER * soon <= late,
            )
        else:
            yield _more(pace, ours)
            yield _less(reach, soon)
    if only in learner:
        yield _more(learner, samples_a_second())
    if only in decision:
        yield _less(decision, decision_milliseconds())


def ippo(seed: int, python: str) -> tuple[float, float]:
    """Return the same of JaxMARL's IPPO, without its compiling; infinity where it did not come to the points.

    Raises `RuntimeError` with the last line that the peer said where it ends without an answer.
    """
    words = ("jaxmarl_ippo.py", str(seed), str(MOST), str(WANTED))
    with Process(words, python, set(sorted(os.sched_getaffinity(0))[:1])) as process:
        answer = process.answer()
        if answer is None:
            raise RuntimeError(process.complaint())
        return float(answer["rate"]), float("inf") if answer["reach"] is None else float(answer["reach"])


def self_play(seed: int, most: int | None = None) -> tuple[float, float]:
    """Return joint steps a CPU second of the recipe ``quick``, and the CPU seconds until 50 rounds averaged 200 points.

    With ``most`` it has that many joint steps and not its own number.
    """
    kitchen = game.load("kitchen")
    chosen = recipe.load("quick", **({} if most is None else {"ppo.steps": most}))
    training = Training(Task(kitchen, kitchen.load_level("cramped_room"), chosen, seed, {}))
    scores: list[float] = []
    for report in training.reports():
        scores += [finished.scores[0] for finished in report.finished]
        if len(scores) >= 50 and np.mean(scores[-50:]) >= WANTED:  # noqa: PLR2004 - as the name says
            break
    return report.steps / report.cpu_seconds, report.cpu_seconds


def samples_a_second(count: int = 16_384, minibatch: int = 4096) -> float:
    """Return how many samples the clipped loss of a 96-64-64 network with a value is descended on in a CPU second."""
    config = PPOConfig()
    network = Network((96,), 6, NetworkConfig(critic="shared"), np.ones(96, np.float32))
    optimiser = torch.optim.Adam(network.parameters(), fused=True)
    seen, choices, chances = torch.randn(count, 96), torch.randint(6, (count,)), torch.full((count,), -1.8)
    flat = Samples(seen, choices, chances, torch.randn(count), torch.randn(count))
    best = 0.0
    for _ in range(6):
        began = time.process_time()
        for part in torch.randperm(count).split(minibatch):
            logits, values, _ = network(flat.seen[part])
            logs = torch.log_softmax(logits, dim=1)
            loss = clipped(logs, flat, part, config.clip)[0] - 0.01 * -(logs.exp() * logs).sum(dim=1).mean()
            loss = loss + torch.nn.functional.huber_loss(values, flat.returns[part])
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            optimiser.step()
        best = max(best, count / (time.process_time() - began))
    return best


def decision_milliseconds(name: str = "self-play", ticks: int = 400) -> float:
    """Return the mean time that a trained partner of the zoo takes for one decision in a live round."""
    kitchen = game.load("kitchen")
    level = kitchen.load_level("cramped_room")
    partner: Any = ai_partners.load(name, kitchen)
    partner.begin(kitchen, [level], [0], [0])
    seen = game.Round(kitchen, level, 0).observe(partner.observes, 0)[None]
    partner.act(seen)
    began = time.process_time()
    for _ in range(ticks):
        partner.act(seen)
    return 1000 * (time.process_time() - began) / ticks


def _more(name: str, found: float) -> Row:
    """Return a row of which more is better."""
    return Row(name, round(found), LIMITS[name], round(found / LIMITS[name], 3), 1.0, found >= LIMITS[name])


def _less(name: str, found: float) -> Row:
    """Return a row of which less is better: the ratio is the allowed by the needed."""
    return Row(name, round(found, 3), LIMITS[name], round(LIMITS[name] / found, 3), 1.0, found <= LIMITS[name])
