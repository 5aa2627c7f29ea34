"""What holds in every round, whatever the robots do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.core.paths import NO_WAY, steps_of, toward
from game.core.sight import is_clear
from game.rescue.generator import generate
from game.rescue.state import CARRIED, CRITICAL, LIGHT, LYING, WIDTH
from game.rescue.view import NAMES
from tests.rescue.playing import RESCUE

LEVELS = [
    RESCUE.parse_level(generate(seed, "small", comm=comm)) for seed, comm in enumerate(("ping", "radio", "silent"))
]
LEVELS += [RESCUE.load_level("together"), RESCUE.parse_level(generate(9, "small", radio_radius=3, comm="radio"))]


def joints_of(seats: int) -> st.SearchStrategy[list[tuple[int, ...]]]:
    """Return joint actions that walk and use often, and now and then signal."""
    action = st.sampled_from([0, 1, 2, 3, 4, 1, 2, 3, 4, 5, 5, 5, 6, 7, 12])
    return st.lists(st.tuples(*[action] * seats), min_size=20, max_size=80)


ROUNDS = st.sampled_from(LEVELS).flatmap(
    lambda level: st.tuples(st.just(level), st.integers(0, 1000), joints_of(level.seats))
)


def states_of(level: game.Level, seed: int, joints: list[tuple[int, ...]]) -> list[Any]:
    """Play a round and return its states, the first included."""
    match = game.Round(RESCUE, level, seed)
    first = match.observe("state", 0)[0]
    return [first, *(match.step(joint).state for joint in joints if not match.is_over)]


def cells_of(rows: Any) -> set[int]:
    """Return the cells of rows of bits."""
    return {y * WIDTH + x for y, bits in enumerate(rows.tolist()) for x in range(WIDTH) if bits >> x & 1}


@settings(max_examples=30, deadline=None)
@given(ROUNDS)
def test_robots_stand_on_open_cells_each_on_its_own_and_walk_one_cell_at_most(drawn: Any) -> None:
    robots, before = int(drawn[0].record.robots), None
    for state in states_of(*drawn):
        cells = state.cell[:robots].tolist()
        lying = state.victim_at[state.victim_now == LYING].tolist()
        assert not state.block[cells].any()
        assert len({*cells, *lying}) == len(cells) + len(lying)
        assert before is None or all(abs(a - b) in {0, 1, WIDTH} for a, b in zip(cells, before, strict=True))
        before = cells


@settings(max_examples=30, deadline=None)
@given(ROUNDS)
def test_everybody_carries_one_victim_at_most_and_every_carried_victim_has_one_carrier(drawn: Any) -> None:
    for state in states_of(*drawn):
        loads = sorted(int(load) - 1 for load in state.load if load)
        assert loads == np.flatnonzero(state.victim_now == CARRIED).tolist()


@settings(max_examples=15, deadline=None)
@given(ROUNDS)
def test_what_is_seen_lies_on_a_clear_line(drawn: Any) -> None:
    state = states_of(*drawn)[-1]
    for robot in range(int(drawn[0].record.robots)):
        here = int(state.cell[robot])
        assert all(is_clear(state.block, WIDTH, here, cell) for cell in cells_of(state.seen[robot]))


@settings(max_examples=30, deadline=None)
@given(ROUNDS)
def test_what_is_known_only_grows_and_holds_what_is_seen(drawn: Any) -> None:
    before = None
    for state in states_of(*drawn):
        assert not (state.seen & ~state.known).any()
        assert before is None or not (before & ~state.known).any()
        before = state.known.copy()


@settings(max_examples=30, deadline=None)
@given(ROUNDS)
def test_victims_are_lying_carried_saved_or_dead_and_none_is_lost(drawn: Any) -> None:
    record = drawn[0].record
    for state in states_of(*drawn):
        for kind, total in ((LIGHT, int(record.light)), (CRITICAL, int(record.critical))):
            here = int(((state.victim_is == kind) & np.isin(state.victim_now, (LYING, CARRIED))).sum())
            assert here == int(state.left[kind])
            assert int(state.left[kind]) + int(state.saved[kind]) <= total


@pytest.mark.parametrize("bot", ["specialist", "panicker"])
def test_points_are_deliveries_and_nothing_else(bot: str) -> None:
    level = LEVELS[0]
    match, partners = game.Round(RESCUE, level, 3), [RESCUE.bots[bot]() for _ in range(level.seats)]
    for seat, partner in enumerate(partners):
        partner.begin(RESCUE, [level], [seat], [seat])
    while not match.is_over:
        match.step([int(p.prefer(match.observe("features", s)[None])[0].argmax()) for s, p in enumerate(partners)])
    saved = match.state.saved
    assert match.score == int(saved[LIGHT]) + 3 * int(saved[CRITICAL])
    assert match.score > 0


@settings(max_examples=15, deadline=None)
@given(ROUNDS)
def test_the_compass_finds_the_shortest_way_to_the_clinic_over_known_cells(drawn: Any) -> None:
    level = drawn[0]
    record, state = level.record, states_of(*drawn)[-1]
    out = np.zeros(len(NAMES), np.float32)
    for seat in range(int(record.robots)):
        RESCUE.observations["features"].write(record, state, seat, out)
        closed = (record.rubble | record.heavy) & ~state.opened[seat]
        free = state.known[seat] & ~record.wall & ~closed
        for victim in np.flatnonzero(state.victim_is):
            if state.found[seat] >> victim & 1 and not state.gone[seat] >> victim & 1:
                free[int(state.victim_at[victim]) >> 5] &= ~np.uint32(1 << (int(state.victim_at[victim]) & 31))
        cell = int(state.cell[seat])
        way = toward(free, record.clinic, int(record.height), cell & 31, cell >> 5, 70)
        known, steps = out[NAMES.index("clinic_known")], out[NAMES.index("clinic_steps")] * WIDTH
        assert (round(float(steps)) if known else NO_WAY) == steps_of(way)
