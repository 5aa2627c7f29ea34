"""What is true of every round of hideout, whatever is done in it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import game
from game.core.sight import is_clear, is_in_cone
from game.hideout.state import LOW, MAX_BOXES, STRIDE
from tests.hideout.boards import HIDEOUT

if TYPE_CHECKING:
    from game.core.contract import Level

NAMES = st.sampled_from(["corner_room", "corner_room_3v3", "open_expert", "blueprint"])
TICKS = 70


@functools.cache
def level_of(name: str) -> Level:
    """Return a level, read once."""
    return HIDEOUT.load_level(name)


def rounds(name: str, seed: int) -> Any:
    """Yield the state before and the step of every tick of a round of random play that likes to walk."""
    level, dice = level_of(name), np.random.default_rng(seed)
    match = game.Round(HIDEOUT, level, seed)
    for _ in range(TICKS):
        before = match.state.copy()
        joint = dice.choice(8, level.seats, p=[0.04, 0.18, 0.18, 0.18, 0.18, 0.08, 0.04, 0.12]).tolist()
        yield level, before, match.step(joint)


EXAMPLES = settings(max_examples=12)


@EXAMPLES
@given(NAMES, st.integers(0, 2**32))
def test_bodies_and_things_keep_out_of_walls_and_of_each_other(name: str, seed: int) -> None:
    for level, _, step in rounds(name, seed):
        state, record = step.state, level.record
        cells = state.cell[: level.seats].tolist()
        things = [*range(int(record.boxes)), *range(MAX_BOXES, MAX_BOXES + int(record.ramps))]
        assert len(set(cells)) == level.seats
        assert len({int(state.thing_cell[thing]) for thing in things}) == len(things)
        assert all(state.tile[state.thing_cell[thing]] < LOW for thing in things)
        for cell, height in zip(cells, state.height, strict=False):
            thing = int(state.thing_at[cell]) - 1
            assert int(height) == (1 if thing >= MAX_BOXES else 2 if thing >= 0 or state.tile[cell] == LOW else 0)


@EXAMPLES
@given(NAMES, st.integers(0, 2**32))
def test_a_step_leads_to_a_neighbour_and_a_locked_thing_moves_for_nobody_but_its_owners(name: str, seed: int) -> None:
    for level, before, step in rounds(name, seed):
        state = step.state
        moved = np.abs(state.cell.astype(int) - before.cell.astype(int))[: level.seats]
        assert set(moved.tolist()) <= {0, 1, STRIDE}
        for thing in np.flatnonzero(state.thing_cell != before.thing_cell):
            hider = bool(step.outcome.events[: int(level.record.hiders), 4:6].any())
            seeker = bool(step.outcome.events[int(level.record.hiders) :, 4:6].any())
            assert before.lock[thing] == 0 or (hider, seeker)[before.lock[thing] - 1]


@EXAMPLES
@given(NAMES, st.integers(0, 2**32))
def test_who_is_seen_lies_in_a_cone_with_a_clear_line_and_sight_differs_only_by_facing(name: str, seed: int) -> None:
    for level, _, step in rounds(name, seed):
        state, hiders = step.state, int(level.record.hiders)
        for hider in range(hiders):
            for seeker in range(hiders, level.seats):
                one, two = int(state.cell[hider]), int(state.cell[seeker])
                high = max(state.height[hider], state.height[seeker]) == 2
                blocks = level.record.high[state.variant] if high else state.blocks
                line = bool(is_clear(blocks, STRIDE, one, two))
                out = line and bool(is_in_cone(STRIDE, one, int(state.facing[hider]), two))
                back = line and bool(is_in_cone(STRIDE, two, int(state.facing[seeker]), one))
                assert bool(state.sees[hider] >> seeker & 1) == out
                assert bool(state.sees[seeker] >> hider & 1) == (back and state.tick >= level.record.preparation)


@EXAMPLES
@given(NAMES, st.integers(0, 2**32))
def test_every_tick_of_the_search_is_one_point_and_rewards_add_up_to_nothing(name: str, seed: int) -> None:
    for level, before, step in rounds(name, seed):
        searching = before.tick >= level.record.preparation
        assert step.outcome.streams[0].sum() == searching
        assert abs(step.outcome.reward.astype(float).sum()) < 1e-6
        assert int(step.state.points.sum() - before.points.sum()) == searching


@EXAMPLES
@given(st.integers(0, 2**32))
def test_a_blindfolded_seeker_is_shown_its_own_body_and_the_map_and_nothing_else(seed: int) -> None:
    for level, _, step in list(rounds("corner_room", seed))[:30:7]:
        shown = HIDEOUT.scene(level, step.state, 2, step.outcome)
        assert shown.is_blind
        assert [sprite.key for sprite in shown.sprites] == ["player-2"]
        assert "".join(shown.fog).count("2") == 1
        assert {happening.seat for happening in shown.happenings} <= {2}
