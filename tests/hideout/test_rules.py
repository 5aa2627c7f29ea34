"""Hideout's rules as tables: the first column of every row is the reason it is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from game.hideout.state import EVENTS
from tests.hideout.boards import HIDEOUT, begin, draw, happened, level_of, play, tick

MOVES = [
    ("a body walks onto free floor", "#######/#1    #/#    2#/#######", "E.", "#######/# 1   #/#    2#/#######", set()),
    ("high walls stop it", "#######/#1    #/#    2#/#######", "W.", "#######/#1    #/#    2#/#######", {"bump"}),
    ("low walls stop it, too", "######/#1=  #/#   2#/######", "E.", "######/#1=  #/#   2#/######", {"bump"}),
    ("so does another body", "#####/#12 #/#   #/#####", "E.", "#####/#12 #/#   #/#####", {"bump"}),
    ("a box is pushed", "#######/#1B   #/#    2#/#######", "E.", "#######/# 1B  #/#    2#/#######", {"push"}),
    ("not against a wall", "######/# 1B##/#   2#/######", "E.", None, {"bump"}),
    ("not against another box", "#######/#1BB  #/#    2#/#######", "E.", None, {"bump"}),
    ("not against a body", "#######/#1B2  #/#     #/#######", "E.", None, {"bump"}),
    ("not against a ramp", "#######/#1BR  #/#    2#/#######", "E.", None, {"bump"}),
    ("into an open door", "#######/#1BD 2#/#  #  #/#######", "E.", "#######/# 1B 2#/#  #  #/#######", {"push"}),
    ("a ramp is climbed", "######/#1R =#/#   2#/######", "E.", "######/# 1 =#/#   2#/######", {"climb"}),
    ("and from it a low wall", "######/#1R==#/#   2#/######", "E. E.", "######/# R1=#/#   2#/######", {"climb"}),
    (
        "and from it a box, which stays",
        "######/#1RB #/#   2#/######",
        "E. E.",
        "######/# R1 #/#   2#/######",
        {"climb"},
    ),
    ("and one jumps down", "######/#1R= #/#   2#/######", "E. E. E.", "######/# R=1#/#   2#/######", {"climb", "down"}),
]


@pytest.mark.parametrize("row", MOVES, ids=[row[0] for row in MOVES])
def test_steps(row: tuple[Any, ...]) -> None:
    _, rows, words, after, events = row
    level = level_of(rows, doors=1) if "D" in rows else level_of(rows)
    state, counted = play(level, words)
    assert draw(level, state) == (after or draw(level, state))
    assert happened(counted) == events
    if events == {"bump"}:
        assert draw(level, state) == draw(level, begin(level))


HOLDS = [
    ("pulled back", "########/#  1B  #/#     2#/########", "E. G. W.", "########/#  1B  #/#     2#/########"),
    ("pulled", "########/# 1B   #/#     2#/########", "E. G. W. W.", "########/#1B    #/#     2#/########"),
    (
        "moved sideways",
        "########/# 1B   #/#      #/#     2#/########",
        "E. G. S.",
        "########/#      #/#  1B  #/#     2#/########",
    ),
    ("let go", "########/# 1B   #/#     2#/########", "E. G. G. W.", "########/# 1 B  #/#     2#/########"),
    ("blocked by a wall", "########/# 1B   #/#     2#/########", "E. G. N.", "########/#  1B  #/#     2#/########"),
    (
        "a ramp is pulled, too",
        "########/#R  1  #/#     2#/########",
        "W. W. G. E. E.",
        "########/#  R1  #/#     2#/########",
    ),
]


@pytest.mark.parametrize(("reason", "rows", "words", "after"), HOLDS, ids=[row[0] for row in HOLDS])
def test_what_is_held_moves_along_and_the_holder_does_not_turn(reason: str, rows: str, words: str, after: str) -> None:
    level = level_of(rows)
    state, _ = play(level, words)
    assert draw(level, state) == after, reason


LOCKS = [
    # reason, words for hider and seeker with the box between them, the box after, what the seeker did
    ("a lock closes", "E. L.", "b", set()),
    ("to lock again changes nothing", "E. L. L.", "b", set()),
    ("its team opens it", "E. L. U.", "B", set()),
    ("to open what is open changes nothing", "E. U.", "B", set()),
    ("the others cannot open it", "E. LW .U", "b", {"bump", "refused"}),
    ("nor push it", "E. LW .W", "b", {"bump", "refused"}),
    ("nor grab it", "E. LW .G", "b", {"bump", "refused"}),
    ("nor lock it", "E. LW .L", "b", {"bump", "refused"}),
    ("what somebody holds nobody else locks", "E. GW .L", "B", {"bump", "refused"}),
    ("nor pushes", "E. GW .W", "B", {"bump", "refused"}),
]
BETWEEN = "#######/##1B2##/#######/#######"


@pytest.mark.parametrize(("reason", "words", "box", "did"), LOCKS, ids=[row[0] for row in LOCKS])
def test_locks(reason: str, words: str, box: str, did: set[str]) -> None:
    level = level_of(BETWEEN)
    state, events = play(level, words)
    assert draw(level, state) == BETWEEN.replace("B", box), reason
    assert happened(events, seat=1) == did


def test_the_owners_push_opens_their_lock() -> None:
    level = level_of("#######/#1B   #/#    2#/#######")
    state, events = play(level, "E. L. E.")
    assert draw(level, state) == "#######/#  1B #/#    2#/#######"
    assert happened(events) == {"push", "lock", "unlock"}


def test_a_lock_lets_go_and_a_grab_opens_the_own_lock() -> None:
    level = level_of("#######/#1B   #/#    2#/#######")
    state, events = play(level, "E. G. L.")
    assert (int(state.holds[0]), int(state.lock[0])) == (0, 1)
    assert happened(events) == {"push", "grab", "lock"}
    tick(level, state, "G.")
    assert (int(state.holds[0]), int(state.lock[0])) == (1, 0)


def test_nobody_moves_a_box_that_somebody_stands_on() -> None:
    level = level_of("########/#1RB  3#/#     2#/########", seekers=2)
    state, events = play(level, "E.. E.. ..W ..W ..W")
    assert draw(level, state) == "########/# R13  #/#     2#/########"
    assert "push" not in happened(events, seat=2)


SURF = [
    ("a rider moves with the box", "yes", "########/# R 1  #/#     2#/########"),
    ("not by the usual rules", "no", None),
]


@pytest.mark.parametrize(("reason", "surf", "after"), SURF, ids=[row[0] for row in SURF])
def test_surfing(reason: str, surf: str, after: str | None) -> None:
    level = level_of("########/#1RB   #/#     2#/########", surf=surf)
    state, _ = play(level, "E. E. G. E.")
    assert draw(level, state) == (after or "########/# RB1  #/#     2#/########"), reason


def test_seekers_are_frozen_while_the_hiders_prepare_and_walk_from_the_first_tick_of_the_search_on() -> None:
    level = level_of("#######/#1    #/#    2#/#######", ticks=10, preparation=20)
    state, _ = play(level, "EW EW")
    assert draw(level, state) == "#######/#  1  #/#    2#/#######"
    tick(level, state, ".W")
    assert draw(level, state) == "#######/#  1  #/#   2 #/#######"


def test_the_right_of_way_goes_round() -> None:
    level = level_of("#####/#1 2#/#####/#####")
    assert draw(level, play(level, "EW")[0]) == "#####/# 12#/#####/#####"
    assert draw(level, play(level, ".. EW")[0]) == "#####/#12 #/#####/#####"


SIGHT = [
    ("a seeker sees ahead", "#######/#2   1#/#######/#######", ".E", True),
    ("not behind", "#######/#1  2 #/#######/#######", ".E", False),
    ("not through high walls", "#######/#2 # 1#/#     #/#######", ".E", False),
    ("nor low ones", "#######/#2 = 1#/#     #/#######", ".E", False),
    ("nor boxes", "#######/#2 B 1#/#     #/#######", ".E", False),
    ("but over ramps", "#######/#2 R 1#/#     #/#######", ".E", True),
    ("what is beside one is seen even behind", "####/#12#/####/####", ".E", True),
]


@pytest.mark.parametrize(("reason", "rows", "word", "seen"), SIGHT, ids=[row[0] for row in SIGHT])
def test_sight(reason: str, rows: str, word: str, seen: bool) -> None:  # noqa: FBT001 - a column
    level = level_of(rows)
    state = begin(level)
    outcome = tick(level, state, word)
    assert bool(outcome.events[0, EVENTS.index("seen")]) == seen, reason
    assert outcome.streams[0].tolist()[:2] == ([0.0, 1.0] if seen else [1.0, 0.0])
    assert outcome.reward.tolist()[:2] == ([-1.0, 1.0] if seen else [1.0, -1.0])


def test_who_stands_on_a_wall_sees_over_low_walls_and_boxes_and_is_seen_over_them() -> None:
    level = level_of("##########/#1 ==R 2 #/##########/##########")
    state, _ = play(level, "EW .W")
    assert (state.last_age[0] == 0, state.height[1]) == (False, 1)
    outcome = tick(level, state, ".W")
    assert (state.last_age[0], state.last_age[1], state.height[1]) == (0, 0, 2)
    assert outcome.events[0, EVENTS.index("seen_from_above")] == 1


REWARDS = [
    # reason, mode, rewards of two hiders of whom the second is seen by the first of two seekers
    ("one seen is all seen", "zero_sum", [-1.0, -1.0, 1.0, 1.0]),
    ("each for itself", "own", [1.0, -1.0, 0.5, -0.5]),
    ("the mean of the team", "mean", [0.0, 0.0, 0.0, 0.0]),
]


@pytest.mark.parametrize(("reason", "mode", "rewards"), REWARDS, ids=[row[0] for row in REWARDS])
def test_rewards_by_mode(reason: str, mode: str, rewards: list[float]) -> None:
    level = level_of("#########/#1#2  3##/#########/#4#######/#########", hiders=2, seekers=2, reward=mode)
    state = begin(level)
    outcome = tick(level, state, "..W.")
    assert outcome.reward[:4].tolist() == rewards, reason


NOOK = "##########/# 2 D    #/# 1 =  3 #/# B =    #/##########"
SHAPED = [
    # reason, rows, settings, what happens until the preparation is over, shaped reward of each hider
    (
        "one door closed, which keeps everybody out",
        NOOK,
        {"begin": "sealed"},
        ".",
        2 * 3,
    ),
    ("nothing done", NOOK, {}, ".", 0),
    ("a locked ramp", NOOK.replace("3 #", "3R#"), {"begin_ramps": "locked"}, ".", 1),
    ("a door that is opened again", NOOK, {"begin": "sealed"}, "open", 0),
]


@pytest.mark.parametrize(("reason", "rows", "settings", "what", "worth"), SHAPED, ids=[row[0] for row in SHAPED])
def test_what_was_built_is_worth_something_once_when_the_search_begins(
    reason: str, rows: str, settings: dict[str, str], what: str, worth: int
) -> None:
    level = level_of(rows, hiders=2, ticks=20, preparation=20, doors="1", **settings)
    state = begin(level)
    ticks = ["...", "...", "..."] if what == "." else [".E.", ".U.", "..."]
    earned = np.array([tick(level, state, word).streams[1, :3] for word in [*ticks, *["..."] * 3]])
    assert earned.sum(axis=0).tolist() == [worth, worth, 0], reason
    assert not earned[[0, 1, 2, 4, 5]].any()


TEAMS = [(hiders, seekers) for hiders in (1, 2, 3) for seekers in (1, 2, 3)]


@pytest.mark.parametrize("mode", ["zero_sum", "own", "mean"])
@pytest.mark.parametrize(("hiders", "seekers"), TEAMS)
def test_rewards_add_up_to_nothing_for_teams_of_any_size(hiders: int, seekers: int, mode: str) -> None:
    digits = "".join(str(seat + 1) for seat in range(hiders + seekers))
    level = level_of(f"#########/#{digits:7}#/#       #/#########", hiders=hiders, seekers=seekers, reward=mode)
    state = begin(level)
    for word in ("SWENSWENS", "WWWNNSSEE", "EEESSNNWW"):
        outcome = tick(level, state, word[: level.seats])
        assert abs(float(outcome.reward.astype(np.float64).sum())) < 1e-6


def test_a_message_is_read_by_the_own_team_only() -> None:
    level = level_of("#######/#1 2  #/#   3 #/#######", hiders=2)
    state = begin(level)
    outcome = np.zeros(1, HIDEOUT.outcome)[0]
    HIDEOUT.advance(level.record, state, np.array([8 * 3, 0, 0], np.int8), outcome)
    bubbles = [
        {sprite.key: sprite.bubble for sprite in HIDEOUT.scene(level, state, seat).sprites}.get("player-0")
        for seat in (1, 2)
    ]
    assert bubbles in (["ramp", ""], ["ramp", None])
    assert outcome.events[0, EVENTS.index("said")] == 1
