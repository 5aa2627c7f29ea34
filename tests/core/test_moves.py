"""Who moves where: each way to settle wishes by example, and what holds of all of them whatever is wished."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.moves import NOBODY, cancel, flow, rotate, standing

CELLS = 8


class Crowd(NamedTuple):
    """Bodies on a few cells and what they want."""

    cells: list[int]
    wishes: list[int]
    teams: list[int]


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    bodies = draw(st.integers(1, 6))
    cells = draw(st.permutations(range(CELLS)))[:bodies]
    away = draw(st.lists(st.booleans(), min_size=bodies, max_size=bodies))
    cells = [NOBODY if gone and seat else cell for seat, (cell, gone) in enumerate(zip(cells, away, strict=True))]
    wishes = [cell if cell == NOBODY else draw(st.integers(0, CELLS - 1)) for cell in cells]
    teams = draw(st.lists(st.integers(0, 1), min_size=bodies, max_size=bodies))
    return Crowd(cells, wishes, teams)


def rotated(crowd: Crowd, first: int = 0, *, swap: bool = False) -> list[int]:
    cell, wish, team = (np.array(values, np.int16) for values in crowd)
    rotate(cell, wish, team, len(cell), first, swap)
    return cell.tolist()


def cancelled(crowd: Crowd) -> list[int]:
    cell, wish, _ = (np.array(values, np.int16) for values in crowd)
    cancel(cell, wish, len(cell))
    assert wish.tolist() == cell.tolist()
    return cell.tolist()


def flowed(crowd: Crowd) -> tuple[list[int], list[int]]:
    cell, wish, _ = (np.array(values, np.int16) for values in crowd)
    crashed = np.full(len(cell), 9, np.uint8)
    flow(cell, wish, crashed, len(cell))
    assert wish.tolist() == cell.tolist()
    return cell.tolist(), crashed.tolist()


def reversed_seats(crowd: Crowd) -> Crowd:
    return Crowd(*(values[::-1] for values in crowd))


def movers(crowd: Crowd) -> list[int]:
    return [seat for seat, (cell, wish) in enumerate(zip(crowd.cells, crowd.wishes, strict=True)) if cell != wish]


def test_who_stands_on_a_place_is_found() -> None:
    cells = np.array([3, -1, 5], np.int16)
    assert [int(standing(cells, 3, place)) for place in (3, 5, 4)] == [0, 2, NOBODY]


ROTATE = {
    "a free cell is taken": ([0], [1], 0, False, [1]),
    "nobody walks into one that stays": ([0, 1], [1, 1], 0, False, [0, 1]),
    "two want one cell: who is first gets it": ([0, 2], [1, 1], 0, False, [1, 2]),
    "two want one cell: the right of way goes round": ([0, 2], [1, 1], 1, False, [0, 1]),
    "a chain moves up behind a leader that goes first": ([2, 1, 0], [3, 2, 1], 0, False, [3, 2, 1]),
    "a follower that comes before its leader waits": ([0, 1], [1, 2], 0, False, [0, 2]),
    "team-mates swap": ([0, 1], [1, 0], 0, True, [1, 0]),
    "without the option they do not": ([0, 1], [1, 0], 0, False, [0, 1]),
    "opponents never swap": ([0, 1, 5], [1, 0, 5], 0, True, [0, 1, 5]),
    "who is off the board stays off it": ([-1, 1], [-1, 2], 0, True, [-1, 2]),
    "one that was swapped does not move again": ([1, 0, 2], [0, 1, 1], 0, True, [0, 1, 2]),
}


@pytest.mark.parametrize(("cells", "wishes", "first", "swap", "after"), ROTATE.values(), ids=ROTATE)
def test_rotate(cells: list[int], wishes: list[int], first: int, *, swap: bool, after: list[int]) -> None:
    teams = [0, 1, 1] if cells[-1] == 5 else [0] * len(cells)
    assert rotated(Crowd(cells, wishes, teams), first, swap=swap) == after


CANCEL = {
    "a free cell is taken": ([0], [1], [1]),
    "two want one cell: neither gets it": ([0, 2], [1, 1], [0, 2]),
    "three want one cell: none gets it": ([0, 2, 4], [1, 1, 1], [0, 2, 4]),
    "a swap does not happen": ([0, 1], [1, 0], [0, 1]),
    "a chain moves up, whatever the seats": ([0, 1, 2], [1, 2, 3], [1, 2, 3]),
    "a chain behind one that stays stays": ([0, 1, 2], [1, 2, 2], [0, 1, 2]),
    "a ring of three turns": ([0, 1, 2], [1, 2, 0], [1, 2, 0]),
    "who follows into a contested queue stays too": ([0, 1, 3], [1, 2, 2], [0, 1, 3]),
    "who has nothing to do with it moves": ([0, 2, 6], [1, 1, 7], [0, 2, 7]),
    "who is off the board is in nobody's way": ([-1, -1, 0], [-1, -1, 1], [-1, -1, 1]),
}


@pytest.mark.parametrize(("cells", "wishes", "after"), CANCEL.values(), ids=CANCEL)
def test_cancel(cells: list[int], wishes: list[int], after: list[int]) -> None:
    assert cancelled(Crowd(cells, wishes, [0] * len(cells))) == after


FLOW = {
    "a queue moves up": ([0, 1, 2], [1, 2, 3], [1, 2, 3], [0, 0, 0]),
    "a queue behind one that stays is held, without a crash": ([0, 1, 2], [1, 2, 2], [0, 1, 2], [0, 0, 0]),
    "two that meet crash": ([0, 2], [1, 1], [0, 2], [1, 1]),
    "three that meet crash": ([0, 2, 4], [1, 1, 1], [0, 2, 4], [1, 1, 1]),
    "two head on crash": ([0, 1], [1, 0], [0, 1], [1, 1]),
    "who follows into a crash is held and does not crash": ([0, 1, 3], [1, 2, 2], [0, 1, 3], [0, 1, 1]),
    "two that want the cell of one that stays are held": ([0, 2, 1], [1, 1, 1], [0, 2, 1], [0, 0, 0]),
    "however long the queue in front of it": ([0, 4, 2, 3], [2, 2, 3, 3], [0, 4, 2, 3], [0, 0, 0, 0]),
    "two that want a cell that is left crash": ([0, 4, 2], [2, 2, 3], [0, 4, 3], [1, 1, 0]),
    "a ring of three turns": ([0, 1, 2], [1, 2, 0], [1, 2, 0], [0, 0, 0]),
    "who is off the board crashes into nobody": ([-1, -1, 0], [-1, -1, 1], [-1, -1, 1], [0, 0, 0]),
}


@pytest.mark.parametrize(("cells", "wishes", "after", "crashed"), FLOW.values(), ids=FLOW)
def test_flow(cells: list[int], wishes: list[int], after: list[int], crashed: list[int]) -> None:
    assert flowed(Crowd(cells, wishes, [0] * len(cells))) == (after, crashed)


@given(crowd=crowds(), first=st.integers(0, 5), swap=st.booleans())
def test_every_body_ends_on_its_own_or_its_wished_cell_and_on_one_of_its_own(
    crowd: Crowd, first: int, *, swap: bool
) -> None:
    results = (rotated(crowd, first % len(crowd.cells), swap=swap), cancelled(crowd), flowed(crowd)[0])
    for after in results:
        assert all(cell in pair for cell, *pair in zip(after, crowd.cells, crowd.wishes, strict=True))
        on_board = [cell for cell in after if cell != NOBODY]
        assert len(set(on_board)) == len(on_board)


@given(crowd=crowds(), first=st.integers(0, 5), swap=st.booleans())
def test_two_change_places_only_where_team_mates_may(crowd: Crowd, first: int, *, swap: bool) -> None:
    for after, may_swap in (
        (rotated(crowd, first % len(crowd.cells), swap=swap), swap),
        (cancelled(crowd), False),
        (flowed(crowd)[0], False),
    ):
        for seat in movers(crowd):
            for other in movers(crowd):
                if seat != other and after[seat] == crowd.cells[other] and after[other] == crowd.cells[seat]:
                    assert may_swap
                    assert crowd.teams[seat] == crowd.teams[other]


@given(crowds())
def test_settled_at_once_means_whatever_the_order_of_seats(crowd: Crowd) -> None:
    assert cancelled(reversed_seats(crowd)) == cancelled(crowd)[::-1]
    cells, crashed = flowed(crowd)
    assert flowed(reversed_seats(crowd)) == (cells[::-1], crashed[::-1])


@given(crowds())
def test_who_does_not_move_although_it_could_crashed_or_is_behind_one_that_stays(crowd: Crowd) -> None:
    after, crashed = flowed(crowd)
    for seat in movers(crowd):
        if after[seat] != crowd.wishes[seat] and not crashed[seat]:
            assert crowd.wishes[seat] in [cell for other, cell in enumerate(after) if other != seat]


@given(crowds())
def test_nobody_crashes_alone(crowd: Crowd) -> None:
    _, crashed = flowed(crowd)
    for seat in movers(crowd):
        if crashed[seat]:
            others = [other for other in movers(crowd) if other != seat and crashed[other]]
            assert any(
                crowd.wishes[other] == crowd.wishes[seat]
                or (crowd.wishes[other], crowd.wishes[seat]) == (crowd.cells[seat], crowd.cells[other])
                for other in others
            )


@given(crowds(), st.integers(0, 5))
def test_a_wish_for_a_cell_that_nobody_else_wants_or_holds_is_granted(crowd: Crowd, first: int) -> None:
    results = (rotated(crowd, first % len(crowd.cells)), cancelled(crowd), flowed(crowd)[0])
    for seat in movers(crowd):
        wish = crowd.wishes[seat]
        if wish not in crowd.cells and crowd.wishes.count(wish) == 1:
            assert [after[seat] for after in results] == [wish] * 3
