"""The partners that search against what is known and what a live round allows: scores, decision time, table time."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import ai_partners
import game
from ai_partners.planner.tables import build
from benchmarks.simulator import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.core.contract import Level

KNOWN = {"cramped_room": 260, "asymmetric_advantages": 500, "coordination_ring": 340, "forced_coordination": 300}
"""Best known deterministic scores in self-play: 400 ticks, old dynamics (LLM-evolved code policies)."""
DECISION = 5.0
"""Milliseconds that a decision may take."""
TABLES = 1.0
"""Seconds that the tables of a level may take."""
LAST = 0.99
"""Share of decisions that keep to the limit."""


def rows(only: str = "") -> Iterator[Row]:
    """Yield the comparisons whose name holds ``only``; times are this thread's processor time, after a first round."""
    kitchen = game.load("kitchen")
    for name in kitchen.level_names():
        if only and only not in name:
            continue
        level = kitchen.load_level(name)
        build(level.record)
        begun = time.thread_time()
        build(level.record)
        spent = time.thread_time() - begun
        yield Row(f"tables of {name}, s", round(spent, 4), TABLES, TABLES / spent, 1.0, spent <= TABLES)
        points, decisions = _play(level)
        if name in KNOWN:
            ratio = points / KNOWN[name]
            yield Row(f"self-play on {name}, points", points, KNOWN[name], ratio, 1.0, ratio >= 1.0)
        cuts = statistics.quantiles(decisions, n=100)
        for part, cut in (("median", cuts[49]), ("99th of 100", cuts[98]), ("slowest", max(decisions))):
            yield Row(f"decision on {name}, {part}, ms", round(cut, 2), DECISION, DECISION / cut, 1.0, cut <= DECISION)


def _play(level: Level) -> tuple[float, list[float]]:
    """Return the points of a round in self-play, and the milliseconds of every decision."""
    kitchen = game.load("kitchen")
    partners = [ai_partners.load("planner", kitchen) for _ in range(level.seats)]
    match = game.Round(kitchen, level, 1)
    for seat, partner in enumerate(partners):
        partner.begin(kitchen, [level], [seat], [1])
    spent: list[float] = []
    while not match.is_over:
        joint = []
        for partner in partners:
            seen = match.observe("state", 0)
            begun = time.thread_time()
            joint.append(int(partner.act(seen)[0]))
            spent.append((time.thread_time() - begun) * 1000)
        match.step(joint)
    return match.score, spent
