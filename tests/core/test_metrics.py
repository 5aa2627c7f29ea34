"""Metrics are counted from events, whoever played and however many rounds there were."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pytest

from game.core.metrics import measure
from game.core.telling import Metric
from tests.core import convoy

METRICS = {
    "finds": Metric("Treasures found.", ("find",)),
    "deeds": Metric("Calls and dashes.", ("call", "dash")),
    "finds_per_dash": Metric("Finds for each dash.", ("find",), ("dash",)),
}
GAME = dataclasses.replace(convoy.GAME, metrics=METRICS)


def events(**counts: int) -> Any:
    """Return the events [ticks, seats, events] of a round in which some events happened, one a tick."""
    found = np.zeros((300, 10, len(GAME.events)), np.uint8)
    for name, count in counts.items():
        found[:count, 1, GAME.events.index(name)] = 1
    return found


@pytest.mark.parametrize(
    ("reason", "counts", "name", "value"),
    [
        ("a number of events", {"find": 3}, "finds", 3.0),
        ("more than a byte holds", {"find": 300}, "finds", 300.0),
        ("several events together", {"call": 2, "dash": 3}, "deeds", 5.0),
        ("a ratio", {"find": 3, "dash": 6}, "finds_per_dash", 0.5),
        ("a ratio of nothing to something", {"dash": 6}, "finds_per_dash", 0.0),
    ],
)
def test_a_metric_is(reason: str, counts: dict[str, int], name: str, value: float) -> None:
    assert measure(GAME, events(**counts))[name] == value, reason


def test_a_ratio_to_nothing_is_not_a_number() -> None:
    assert math.isnan(measure(GAME, events(find=3))["finds_per_dash"])


def test_one_tick_or_many_rounds_are_measured_alike() -> None:
    assert measure(GAME, events(find=3)[0])["finds"] == 1.0
    assert measure(GAME, np.stack([events(find=3), events(find=4)]))["finds"] == 7.0
