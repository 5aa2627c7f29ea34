"""What a cook is shown: the 96 features recomputed by hand, hand-over counters, timers, past and time."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
import pytest

import game
from game.kitchen.features import BLOCK
from game.kitchen.state import (
    COUNTER,
    DISH,
    DISHES,
    FIRST_SOUP,
    FLOOR,
    ONION,
    ONION_COUNT,
    ONIONS,
    POT,
    TOMATO,
    TOMATO_COUNT,
    TOMATOES,
    WINDOW,
)
from game.kitchen.turning import Turn, turned_level

KITCHEN = game.load("kitchen")
CLASSICS = ("cramped_room", "asymmetric_advantages", "coordination_ring", "forced_coordination")
LEVELS = (*CLASSICS, "counter_circuit_o_1order", "soup_coordination")
SIDES = ((0, -1), (0, 1), (1, 0), (-1, 0))


def grid(level: game.Level) -> dict[tuple[int, int], int]:
    """Return the tile of every (x, y)."""
    width, height = int(level.record.width), int(level.record.height)
    return {(x, y): int(level.record.tile[y * width + x]) for y in range(height) for x in range(width)}


def place(level: game.Level, cell: int) -> tuple[int, int]:
    return int(cell) % int(level.record.width), int(cell) // int(level.record.width)


def actions_to_use(tiles: dict[tuple[int, int], int], here: tuple[int, int], facing: int) -> dict[tuple[int, int], int]:
    """Return how many actions it takes a cook alone to use each fixture: a search written apart from the level's."""
    taken, queue, used = {(here, facing): 0}, deque([(here, facing)]), {}
    while queue:
        at, side = queue.popleft()
        ahead = (at[0] + SIDES[side][0], at[1] + SIDES[side][1])
        if tiles[ahead] != FLOOR:
            used.setdefault(ahead, taken[at, side] + 1)
        for turn, (dx, dy) in enumerate(SIDES):
            there = (at[0] + dx, at[1] + dy)
            there = there if tiles[there] == FLOOR else at
            if (there, turn) not in taken:
                taken[there, turn] = taken[at, side] + 1
                queue.append((there, turn))
    return used


def block_of_46(level: game.Level, state: Any, cook: int) -> list[float]:
    """Return one cook's block of Overcooked-AI's vector, counters seen, by its description and nothing else."""
    tiles, here = grid(level), place(level, state.cell[cook])
    held, ways = int(state.held[cook]), actions_to_use(tiles, here, int(state.facing[cook]))
    on = {at: int(state.things[at[1] * int(level.record.width) + at[0]]) for at in tiles}
    lying = {at: thing for at, thing in on.items() if tiles[at] == COUNTER}

    def nearest(good: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return sorted((at for at in good if at in ways), key=lambda at: (ways[at], at[1], at[0]))

    def way(good: list[tuple[int, int]], *, hidden: bool = False) -> list[float]:
        found = nearest(good)
        return [0, 0] if hidden or not found else [found[0][0] - here[0], found[0][1] - here[1]]

    def sources(tile: int, thing: int) -> list[tuple[int, int]]:
        return [at for at in tiles if tiles[at] == tile or lying.get(at) == thing]

    soups = [at for at, thing in lying.items() if thing >= FIRST_SOUP]
    shown = held if held >= FIRST_SOUP else on[nearest(soups)[0]] if nearest(soups) else 0
    block = [float(side == state.facing[cook]) for side in range(4)]
    block += [float(flag) for flag in (held == ONION, held >= FIRST_SOUP, held == DISH, held == TOMATO)]
    for tile, thing in ((ONIONS, ONION), (TOMATOES, TOMATO), (DISHES, DISH)):
        block += way(sources(tile, thing), hidden=held == thing)
    block += way(soups, hidden=held >= FIRST_SOUP)
    block += [float(ONION_COUNT[shown]), float(TOMATO_COUNT[shown])]
    block += way([at for at in tiles if tiles[at] == WINDOW])
    block += way([at for at, thing in lying.items() if thing == 0])
    pots = nearest([at for at in tiles if tiles[at] == POT])
    for number in range(2):
        block += pot_of_10(level, state, pots[number], here) if number < len(pots) else [0.0] * 10
    return block + [float(tiles[here[0] + dx, here[1] + dy] != FLOOR) for dx, dy in SIDES]


def pot_of_10(level: game.Level, state: Any, at: tuple[int, int], here: tuple[int, int]) -> list[float]:
    cell = at[1] * int(level.record.width) + at[0]
    content, ticks = int(state.things[cell]), int(state.cooking[level.record.pot_at[cell]])
    onions, tomatoes = int(ONION_COUNT[content]), int(TOMATO_COUNT[content])
    left = int(level.record.cook_time[content]) - ticks if ticks >= 0 else 0
    full = ticks >= 0 or onions + tomatoes == 3
    flags = (True, content == 0, full, ticks >= 0 and left > 0, ticks >= 0 and left <= 0)
    return [*map(float, flags), onions, tomatoes, left, at[0] - here[0], at[1] - here[1]]


def busy(level: game.Level, seed: int) -> Any:
    """Return a state in the middle of a round, with things lying, held and cooking."""
    rng = np.random.default_rng(seed)
    match = game.Round(KITCHEN, level, seed)
    for _ in range(200):
        match.step(rng.choice(6, size=level.seats, p=[0.15, 0.15, 0.15, 0.15, 0.05, 0.35]))
    state = match.observe("state", 0)[0]
    empty = [cell for cell in range(128) if level.record.tile[cell] == COUNTER and state.things[cell] == 0]
    for cell in rng.choice(empty, size=min(3, len(empty)), replace=False):
        state.things[cell] = rng.integers(1, 18)
    state.held[: level.seats] = rng.choice([0, 1, 2, 3, 6, 15], size=level.seats)
    return state


@pytest.mark.parametrize("name", LEVELS)
def test_the_96_features_of_overcooked_ai_are_among_ours(name: str) -> None:
    level = KITCHEN.load_level(name)
    for seed in range(12):
        state = busy(level, seed)
        places = [place(level, cell) for cell in state.cell[:2]]
        for seat in range(2):
            seen = features(level, state, seat)
            ours = [*seen[:46], *seen[BLOCK : BLOCK + 46], *seen[2 * BLOCK : 2 * BLOCK + 4]]
            (x, y), (there, below) = places[seat], places[1 - seat]
            own, other = block_of_46(level, state, seat), block_of_46(level, state, 1 - seat)
            assert ours == [*own, *other, there - x, below - y, x, y]


def features(level: game.Level, state: Any, seat: int) -> list[float]:
    kind = KITCHEN.observations["features"]
    out = np.zeros(kind.shape(level), kind.dtype)
    kind.write(level.record, state, seat, out)
    return [float(value) for value in out]


def named(level: game.Level, state: Any, seat: int) -> dict[str, float]:
    names = KITCHEN.observations["features"].names
    assert names is not None
    return dict(zip(names(level), features(level, state, seat), strict=True))


def test_what_lies_on_the_nearest_hand_over_counters_is_seen() -> None:
    level = KITCHEN.load_level("forced_coordination")
    match = game.Round(KITCHEN, level, 1)
    shared = [cell for cell in range(25) if level.record.tile[cell] == COUNTER and cell % 5 == 2 and 0 < cell // 5 < 4]
    match.state.things[shared] = [ONION, FIRST_SOUP, DISH][: len(shared)]
    for seat in range(2):
        seen, here = named(level, match.state, seat), place(level, match.state.cell[seat])
        shown = {}
        for slot in range(1, 5):
            at = (here[0] + int(seen[f"handover_{slot}_dx"]), here[1] + int(seen[f"handover_{slot}_dy"]))
            shown[at] = [kind for kind in ("onion", "soup", "dish", "tomato") if seen[f"handover_{slot}_{kind}"]]
        del shown[here]
        assert shown == {(2, 1): ["onion"], (2, 2): ["soup"], (2, 3): ["dish"]}


def places_of(level: game.Level, state: Any) -> dict[str, set[tuple[int, int]]]:
    """Return where the places of each kind are now."""
    tiles, width = grid(level), int(level.record.width)
    on = {at: int(state.things[at[1] * width + at[0]]) for at in tiles}
    pots = {place(level, level.record.pot_cell[n]): int(state.cooking[n]) for n in range(int(level.record.pots))}
    time = {at: int(level.record.cook_time[on[at]]) for at in pots}
    size = {at: int(ONION_COUNT[on[at]] + TOMATO_COUNT[on[at]]) for at in pots}
    counters = {at: min(on[at], FIRST_SOUP) for at, tile in tiles.items() if tile == COUNTER}
    kinds = ("counter", "lying_onion", "lying_tomato", "lying_dish", "lying_soup")
    places = {kind: {at for at, thing in counters.items() if thing == n} for n, kind in enumerate(kinds)}
    fixtures = (("onions", ONIONS), ("tomatoes", TOMATOES), ("dishes", DISHES), ("window", WINDOW))
    places |= {kind: {at for at, tile in tiles.items() if tile == wanted} for kind, wanted in fixtures}
    places["pot_open"] = {at for at, ticks in pots.items() if ticks < 0 and size[at] < int(level.record.largest)}
    places["pot_begun"] = {at for at, ticks in pots.items() if ticks < 0 and size[at]}
    places["pot_cooking"] = {at for at, ticks in pots.items() if 0 <= ticks < time[at]}
    places["pot_ready"] = {at for at, ticks in pots.items() if ticks >= 0 and ticks >= time[at]}
    return places


def ways_by_hand(level: game.Level, state: Any, seat: int) -> dict[str, list[float]]:
    """Return how near each kind of place is, whether it is before a cook, and which steps lead nearer, by a search."""
    tiles, here = grid(level), place(level, state.cell[seat])
    looks = [(here, int(state.facing[seat]))]
    for side, (dx, dy) in enumerate(SIDES):
        there = (here[0] + dx, here[1] + dy)
        looks.append((there if tiles[there] == FLOOR else here, side))
    used = [actions_to_use(tiles, at, side) for at, side in looks]
    found = {}
    for kind, cells in places_of(level, state).items():
        now, *then = (min((ways[at] for at in cells if at in ways), default=255) for ways in used)
        found[kind] = [1 / (1 + now) if now < 255 else 0, float(now == 1), *(float(far < now) for far in then)]
    return found


def steps_round(level: game.Level, state: Any, seat: int, ends: set[tuple[int, int]], at: tuple[int, int]) -> float:
    """Return how many steps it is from a cell into the nearest of ``ends`` round the other cooks, by a search."""
    tiles = grid(level)
    others = {place(level, cell) for other, cell in enumerate(state.cell[: level.seats]) if other != seat}
    taken, queue = {at: 0}, deque([at])
    while queue:
        now = queue.popleft()
        for dx, dy in SIDES:
            there = (now[0] + dx, now[1] + dy)
            if there in ends:
                return taken[now] + 1
            if tiles[there] == FLOOR and there not in others and there not in taken:
                taken[there] = taken[now] + 1
                queue.append(there)
    return np.inf


@pytest.mark.parametrize("name", LEVELS)
def test_the_ways_round_the_others_are_those_of_a_search(name: str) -> None:
    level, dice = KITCHEN.load_level(name), np.random.default_rng(6)
    names = KITCHEN.observations["ways"].names(level)  # type: ignore[misc]
    match, walked = game.Round(KITCHEN, level, 3), 0
    for tick in range(200):
        match.step(tuple(int(c) for c in dice.choice(6, level.seats, p=[0.14, 0.14, 0.14, 0.14, 0.04, 0.4])))
        told = dict(zip(names, match.observe("ways", tick % level.seats).tolist(), strict=True))
        here = place(level, match.state.cell[tick % level.seats])
        for kind, ends in places_of(level, match.state).items():
            steps = steps_round(level, match.state, tick % level.seats, ends, here)
            sides = [told[f"{kind}_round_{side}"] for side in ("north", "south", "east", "west")]
            assert told[f"{kind}_round_near"] == pytest.approx(1 / (1 + steps))
            assert sum(sides) == (steps < np.inf)
            if sum(sides):
                there = tuple(np.add(here, SIDES[int(np.argmax(sides))]).tolist())
                after = 0 if there in ends else steps_round(level, match.state, tick % level.seats, ends, there)
                assert after == steps - 1
                walked += steps > 1
    assert walked > 20


@pytest.mark.parametrize("name", LEVELS)
def test_the_ways_to_all_places_are_those_of_a_search(name: str) -> None:
    level = KITCHEN.load_level(name)
    names, dice = KITCHEN.observations["ways"].names(level), np.random.default_rng(5)  # type: ignore[misc]
    batch = game.Batch(KITCHEN, level, 3, 4, observation="ways")
    match, seen_kinds = game.Round(KITCHEN, level, 3), set()
    for tick in range(300):
        joint = tuple(int(c) for c in dice.choice(6, level.seats, p=[0.14, 0.14, 0.14, 0.14, 0.04, 0.4]))
        match.step(joint)
        if tick % 5:
            continue
        batch.states[:] = match.state
        for seat in range(level.seats):
            seen = match.observe("ways", seat)
            assert np.array_equal(batch.observe("ways")[0, seat], seen)
            assert np.array_equal(seen[: len(match.observe("features", seat))], match.observe("features", seat))
            told = dict(zip(names, seen.tolist(), strict=True))
            for kind, wanted in ways_by_hand(level, match.state, seat).items():
                entries = ("near", "before", *(f"nearer_{side}" for side in ("north", "south", "east", "west")))
                assert [told[f"{kind}_{entry}"] for entry in entries] == pytest.approx(wanted), (tick, seat, kind)
                seen_kinds |= {kind} if wanted[0] else set()
    assert {"counter", "onions", "dishes", "window", "pot_open"} <= seen_kinds


@pytest.mark.parametrize("turn", [Turn(), Turn(transposed=True)], ids=["wide", "tall"])
def test_ways_round_others_end_at_the_32nd_column_or_row_and_all_else_goes_on(turn: Turn) -> None:
    wide = ["X" * 41, "O1" + " " * 35 + "2  X", "X" * 10 + "D" + "X" * 20 + "P" + "X" * 5 + "P" + "S" + "X" * 2]
    level = KITCHEN.parse_level(turned_level("name: corridor\nmap:\n" + "\n".join(wide) + "\n", turn))
    match, names = game.Round(KITCHEN, level, 1), KITCHEN.observations["ways"].names(level)  # type: ignore[misc]
    first, last = (dict(zip(names, match.observe("ways", seat).tolist(), strict=True)) for seat in (0, 1))
    assert first["onions_round_near"] == 0.5
    assert first["pot_open_round_near"] == pytest.approx(1 / 32)
    assert last["pot_open_near"] > first["pot_open_near"] > 0
    assert not any(value for name, value in last.items() if "_round_" in name)


def test_the_ways_tell_which_sides_are_taken_and_what_the_other_did() -> None:
    level = KITCHEN.load_level("cramped_room")
    match = game.Round(KITCHEN, level, 1)
    for letter in (0, 1, 2, 3, 5):
        match.step((4, letter))
    match.state.cell[:2] = 6, 7
    names = KITCHEN.observations["ways"].names(level)  # type: ignore[misc]
    seen = dict(zip(names, match.observe("ways", 0).tolist(), strict=True))
    assert [name for name, value in seen.items() if name.startswith("taken_") and value] == ["taken_east"]
    past = [name for name, value in seen.items() if name.startswith("other_1_past_") and value]
    assert past == [
        f"other_1_past_{n}_{did}" for n, did in enumerate(("interact", "west", "east", "south", "north"), 1)
    ]


def test_the_own_last_actions_the_time_left_and_the_pots_timer_are_seen() -> None:
    level = KITCHEN.load_level("cramped_room")
    match = game.Round(KITCHEN, level, 1)
    for letter in (0, 1, 2, 3, 5):
        match.step((letter, 4))
    match.state.things[2], match.state.cooking[0] = FIRST_SOUP, 7
    seen = named(level, match.state, 0)
    past = [name for name, value in seen.items() if name.startswith("past_") and value]
    assert past == ["past_1_interact", "past_2_west", "past_3_east", "past_4_south", "past_5_north"]
    assert seen["time_left"] == pytest.approx(395 / 400)
    assert (seen["own_pot_1_ticks_cooked"], seen["own_pot_1_time_left"], seen["own_pot_2_exists"]) == (7, 13, 0)


def test_the_plane_of_urgency_is_on_in_the_last_forty_ticks_only() -> None:
    level = KITCHEN.load_level("cramped_room")
    match = game.Round(KITCHEN, level, 1)
    match.state.tick = 360
    assert not match.observe("planes", 0)[..., 25].any()
    match.state.tick = 361
    assert match.observe("planes", 0)[..., 25].all()
