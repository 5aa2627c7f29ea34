"""The drivers made of a rule drive as the rules say."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import game
from game.core.metrics import measure
from game.crossing import level as levels
from game.crossing.state import EVENTS
from tests.crossing.cars import CROSSING, placed

ROUNDS = 32
RULES = (Path(levels.__file__).parent / "RULES.md").read_text(encoding="utf-8")


@functools.cache
def figures(name: str) -> dict[str, float]:
    """Return the metrics of a round in which all eight drive alike, on average."""
    level = CROSSING.load_level("eight_cars")
    batch = game.Batch(CROSSING, level, ROUNDS, 5, observation="features")
    bot, rows = CROSSING.bots[name](), ROUNDS * level.seats
    bot.begin(CROSSING, [level] * rows, [*range(level.seats)] * ROUNDS, [0] * rows)
    events = np.zeros((ROUNDS, len(EVENTS)), int)
    for _ in range(level.horizon):
        seen: Any = batch.observations
        choices = bot.prefer(seen.reshape(rows, -1)).argmax(axis=1).astype(np.int8)
        events += batch.step(choices.reshape(ROUNDS, -1))["events"].sum(axis=1, dtype=int)
    rounds = [measure(CROSSING, row) for row in events]
    return {key: float(np.mean([found[key] for found in rounds])) for key in rounds[0]}


def test_nobody_crashes_who_gives_way_or_takes_turns_or_keeps_to_lights() -> None:
    assert [figures(name)["crashes"] for name in ("give_way", "all_way_stop", "lights")] == [0, 0, 0]


def test_those_who_read_blinkers_get_more_cars_across_than_those_who_do_not() -> None:
    assert figures("give_way")["throughput"] > 1.1 * figures("all_way_stop")["throughput"]
    assert figures("all_way_stop")["throughput"] > 1.3 * figures("lights")["throughput"]


def test_the_reckless_crash_and_do_not_even_get_more_cars_across() -> None:
    reckless = figures("reckless")
    assert reckless["crashes"] > 8
    assert reckless["throughput"] < figures("give_way")["throughput"]


def test_a_claim_is_always_honoured_by_those_who_claim_only_what_is_free() -> None:
    assert figures("give_way")["claims_honoured"] == figures("all_way_stop")["claims_honoured"] == 1


def test_the_rules_quote_every_margin() -> None:
    quoted = {name: float(margin) for name, margin in re.findall("`([a-z_]+)` ([0-9.]+)", RULES)}
    assert quoted == dict(CROSSING.margins)


GIVES_WAY = [
    ("the middle is empty", "-", "claim"),
    ("one in it may come", "east straight 6", "wave"),
    ("one in it blinks that it goes straight", "east straight 6 blinks", "wave"),
    ("one in it blinks that it leaves", "east right 6 blinks", "claim"),
    ("one from ahead blinks that it drives on", "south straight 7 blinks", "claim"),
    ("one from ahead turns towards one", "south left 7 blinks", "wave"),
    ("one is elsewhere in it", "west straight 6", "claim"),
]


@pytest.mark.parametrize(("other", "action"), [row[1:] for row in GIVES_WAY], ids=[row[0] for row in GIVES_WAY])
def test_who_gives_way_looks_left(other: str, action: str) -> None:
    match = placed("north left 5", other.removesuffix(" blinks"))
    if other.endswith("blinks"):
        match.state.blinker[1] = match.state.turn[1] + 1
    bot = CROSSING.bots["give_way"]()
    bot.begin(CROSSING, [match.level], [0], [0])
    assert CROSSING.choice_names[int(bot.prefer(match.observe("features", 0)[None])[0].argmax())] == action
