"""Rescue's rules as tables: the first column of every row is the reason it is there."""

from __future__ import annotations

import pytest

from game.rescue.state import CRITICAL, LIGHT, WIDTH
from tests.rescue.playing import RESCUE, begin, drawn, level_of, play, tick

MOVES = [
    ("a robot walks onto free floor", "1..l", "E.", ".1.l", {"walked"}),
    ("a robot turns to a wall and stays", "1..l / ...#", "N.", "1..l / ...#", {"bump"}),
    ("a victim is in the way", "1l.. / ....", "E.", "1l.. / ....", {"bump"}),
    ("rubble is in the way", "1rl. / ....", "E.", "1rl. / ....", {"bump"}),
    ("two team-mates exchange their cells", "12.l", "EW", "21.l", {"walked"}),
    ("who walks into a waiting mate stays", "12.l", "E.", "12.l", {"bump"}),
    ("followers move up when the first is first", "21.l", "EE", ".21l", {"walked"}),
    ("who is first gets a cell that two want", "1.2l", "EW", ".12l", {"walked"}),
]


@pytest.mark.parametrize(("reason", "before", "letters", "after", "events"), MOVES, ids=[row[0] for row in MOVES])
def test_moves(reason: str, before: str, letters: str, after: str, events: set[str]) -> None:
    level = level_of(before, "digger medic" if "2" in before else "digger")
    state = begin(level)
    happened = tick(level, state, letters[: level.seats])[0]
    assert drawn(level, state) == after, reason
    assert events <= happened, reason


USES = [
    ("anybody picks up a light victim", "scout", "1l..", "EU", {"pickup_light"}),
    ("anybody picks up a critical victim", "scout", "1c..", "EU", {"pickup_critical"}),
    ("a medic begins to treat a critical one", "medic", "1c..", "EU", {"treat"}),
    ("a medic stabilises it in two ticks", "medic", "1c..", "EUU", {"treat", "stabilised", "stabilised_soon"}),
    ("a medic picks up who is stabilised", "medic", "1c..", "EUUU", {"pickup_critical"}),
    ("work that is left is begun anew", "medic", "1c..", "EU.U", {"treat"}),
    ("a digger begins to dig", "digger", "1rl.", "EU", {"dig"}),
    ("a digger clears rubble in two ticks", "digger", "1rl.", "EUU", {"dig", "dug"}),
    ("a scout does not dig", "scout", "1r.. / l...", "EU", {"refused"}),
    ("one robot alone pushes heavy rubble for nothing", "digger", "1h.. / l...", "EU", {"push"}),
    ("there is nothing to do with a wall", "digger", "1..l", "NU", {"refused"}),
    ("full arms pick nobody up", "scout", "l1l.", "EUWU", {"refused"}),
    ("full arms clear rubble", "digger", "l1r.", "WUEUU", {"dig", "dug"}),
    ("who delivers gets the points of a light one", "scout", "1l..", "EUW", {"deliver_light", "walked"}),
    ("a critical victim is too heavy for two steps in a row", "scout", "..1c", "EUWW", set()),
    ("and moves in every second tick", "scout", "..1c", "EUWWW", {"walked"}),
]


@pytest.mark.parametrize(("reason", "role", "before", "letters", "events"), USES, ids=[row[0] for row in USES])
def test_uses(reason: str, role: str, before: str, letters: str, events: set[str]) -> None:
    level = level_of(before, role)
    state = begin(level)
    happened = [tick(level, state, letter)[0] for letter in letters]
    assert happened[-1] - {"cells", "cells_first"} == events, reason


PUSHES = [
    ("both in one tick", ["UU"], True),
    ("within the window", ["U.", "..", "..", "..", ".U"], True),
    ("after the window", ["U.", "..", "..", "..", "..", ".U"], False),
    ("one robot twice", ["U.", "U."], False),
]


@pytest.mark.parametrize(("reason", "letters", "opens"), PUSHES, ids=[row[0] for row in PUSHES])
def test_heavy_rubble_needs_two_robots_within_the_window(reason: str, letters: list[str], opens: bool) -> None:  # noqa: FBT001 - a column
    level = level_of("1h2l", "scout medic")
    state = begin(level)
    tick(level, state, "EW")
    happened = [tick(level, state, joint) for joint in letters][-1]
    assert ("opened" in happened[0]) == opens, reason
    assert (int(state.block[WIDTH + 4]) == 0) == opens, reason


def test_critical_victims_die_when_their_time_is_up_and_stabilised_ones_live() -> None:
    level = level_of("c1c.", "medic", "death: 6\n")
    state = begin(level)
    happened = [tick(level, state, letter)[0] for letter in "EUU..."]
    assert "died" in happened[-1]
    assert (int(state.left[CRITICAL]), int(state.left[LIGHT])) == (1, 0)


def test_a_victim_that_dies_in_somebodys_arms_leaves_them_empty() -> None:
    level = level_of("..1c", "scout", "death: 3\n")
    state = begin(level)
    for letter in "EU.":
        tick(level, state, letter)
    assert int(state.load[0]) == 0


SHARES = [("team", [1.0, 1.0]), ("own", [1.0, 0.0]), ("mixed", [1.0, 0.5])]


@pytest.mark.parametrize(("mode", "rewards"), SHARES)
def test_rewards_are_shared_as_the_level_says(mode: str, rewards: list[float]) -> None:
    level = level_of("1l.2", "scout medic", f"reward: {mode}\n")
    outcome = play(level, ["E.", "U.", "W."])[-1].outcome
    assert outcome.reward[:2].tolist() == rewards
    assert outcome.streams[0, :2].tolist() == [1.0, 0.0]


def test_shaping_pays_for_new_cells_and_pick_ups_and_charges_for_calls() -> None:
    level = level_of("1l.2", "scout medic")
    steps = play(level, ["E.", "U.", "C."])
    assert steps[1].outcome.streams[1, 0] == pytest.approx(0.3)
    assert steps[2].outcome.streams[1, 0] == pytest.approx(-0.005)


COMMS = [("silent", set(), 0), ("ping", {"ping_victim"}, 1), ("radio", {"ping_victim"}, 1)]


@pytest.mark.parametrize(("comm", "events", "known"), COMMS)
def test_a_ping_tells_the_others_of_a_victim_unless_all_is_silent(comm: str, events: set[str], known: int) -> None:
    level = level_of("2.#l / ..#. / 1...", "scout medic", f"comm: {comm}\n")
    state = begin(level)
    for joint in ("E.", "E.", "E."):
        tick(level, state, joint)
    before = int(state.found[1])
    assert events <= tick(level, state, "P.")[0]
    assert (before, int(state.found[1])) == (int(comm == "radio"), known)


def test_pings_have_a_pause_and_messages_too() -> None:
    level = level_of("1.2l", "scout medic")
    state = begin(level)
    happened = [tick(level, state, joint)[0] for joint in ("P.", "P.")]
    assert [("ping_victim" in one, "refused" in one) for one in happened] == [(True, False), (False, True)]


def test_a_dispatcher_sends_the_chosen_robot_to_its_cursor_and_chooses_the_next() -> None:
    level = level_of("1..l / 2...", "scout medic", "dispatcher: yes\n")
    state = begin(level)
    happened = [tick(level, state, joint) for joint in ("..E", "...", "..U")]
    assert "assigned" in happened[-1][2]
    assert int(state.chosen) == 1
    assert "arrived" in happened[-1][0]


def test_the_dice_lay_victims_on_different_places() -> None:
    level = level_of("1vvv / vvvv", "scout", "light: 2\n")
    places = {tuple(begin(level, seed).victim_at[:2].tolist()) for seed in range(20)}
    assert len(places) > 5
    assert all(first != second for first, second in places)


def test_every_victim_that_is_home_or_dead_ends_the_round() -> None:
    level = level_of("1l..", "scout")
    assert bool(play(level, ["E", "U", "W"])[-1].outcome.terminated)
    assert RESCUE.lag == (1, 2)
