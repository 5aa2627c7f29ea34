"""Mates decide for many seats at once; their draws follow their preferences, in plain Python as compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ai_partners.draw import draw_rows
from ai_partners.mates import Mate, Mind, choices_of
from game.core.batch import Batch
from tests.ai_partners.trainable import KITCHEN, ROOM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Game, Level

PROGRAM = """
import numpy as np
from ai_partners.draw import draw_rows
dice = np.random.default_rng(0)
logits, allowed = dice.normal(size=(500, 6)).astype(np.float32), (dice.random((500, 6)) < 0.7).astype(np.uint8)
allowed[:, 2] = 1
choices, chances = np.empty(500, np.int8), np.empty(500, np.float32)
draw_rows(logits, allowed, (np.arange(500) % 2).astype(float), dice.random((500, 2), np.float32), choices, chances)
print(choices.tolist(), chances.round(4).tolist(), bool(allowed[np.arange(500), choices].all()))
"""


def drawn(logits: list[float], allowed: list[int], epsilon: float, count: int = 20_000) -> np.ndarray:  # type: ignore[type-arg]
    """Return how often each choice is drawn."""
    choices, chances = np.empty(count, np.int8), np.empty(count, np.float32)
    table = np.tile(np.array(logits, np.float32), (count, 1))
    able = np.tile(np.array(allowed, np.uint8), (count, 1))
    dice = np.random.default_rng(1).random((count, 2), np.float32)
    draw_rows(table, able, np.full(count, epsilon), dice, choices, chances)
    return np.bincount(choices, minlength=len(logits)) / count


def test_choices_are_drawn_by_the_softmax_over_what_is_allowed() -> None:
    assert drawn([np.log(3), 0, 5], [1, 1, 0], 0.0) == pytest.approx([0.75, 0.25, 0], abs=0.02)


def test_a_share_of_choices_is_uniform() -> None:
    assert drawn([50.0, 0, 0, 0], [1, 1, 1, 1], 0.4) == pytest.approx([0.7, 0.1, 0.1, 0.1], abs=0.02)


def test_plain_python_draws_as_compiled_code_does() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"NUMBA_DISABLE_JIT": plain},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for plain in "01"
    ]
    assert told[0] == told[1]
    assert told[0].rstrip().endswith("True")


class Unforgetting:
    """Waits, and cannot forget a single row."""

    observes = "state"

    def begin(self, game: Game, levels: Sequence[Level], seats: Sequence[int], seeds: Sequence[int]) -> None:
        """Take seats."""
        del levels, seeds
        self.rows, self.choices = len(seats), game.choices

    def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Like everything equally."""
        return np.zeros((len(observations), self.choices), np.float32)


def test_a_policy_that_cannot_forget_single_rows_is_told_when_rounds_end_one_by_one() -> None:
    batch, dice = Batch(KITCHEN, ROOM, 3, 0), np.random.default_rng(0)
    mind = Mind(Mate("tape", Unforgetting), np.array([0, 2, 4]))
    mind.begin(batch, dice)
    mind.renew(batch, np.array([0, 1, 2]), dice)
    with pytest.raises(ValueError, match="has no 'renew'"):
        mind.renew(batch, np.array([1]), dice)


def test_an_erring_mate_still_does_only_what_its_seat_can() -> None:
    batch, dice = Batch(KITCHEN, ROOM, 50, 0), np.random.default_rng(0)
    mind = Mind(Mate("cook", KITCHEN.bots["cook"], epsilon=1.0), np.arange(50) * 2)
    mind.begin(batch, dice)
    allowed = choices_of(KITCHEN, [ROOM])[batch.which].reshape(-1, 6)[mind.cells]
    allowed[:, 3:] = 0
    joint = np.full(100, 4, np.int8)
    mind.decide(batch, joint, allowed, dice)
    assert set(joint[mind.cells].tolist()) == {0, 1, 2}
    assert set(joint[1::2].tolist()) == {4}


def test_a_mate_whose_mind_is_elsewhere_waits_or_does_its_last_deed_again() -> None:
    count, ticks = 60, 300
    batch, dice = Batch(KITCHEN, KITCHEN.lasting(ROOM, ticks + 1), count, 0), np.random.default_rng(0)
    cook = KITCHEN.bots["cook"]
    minds = [Mind(Mate("cook", cook, absent=part), np.arange(count) * 2 + n) for n, part in enumerate((0, 0.5))]
    for mind in minds:
        mind.begin(batch, dice)
    allowed = choices_of(KITCHEN, [ROOM])[batch.which].reshape(-1, 6)
    played = np.zeros((ticks, count, 2), np.int8)
    for tick in range(ticks):
        joint = np.full(count * 2, 4, np.int8)
        for mind in minds:
            mind.decide(batch, joint, allowed[mind.cells], dice)
        played[tick] = joint.reshape(count, 2)
        batch.step(played[tick])
    moved = [[set(row[row != 4].tolist()) for row in played[:, :, seat].T.reshape(-1, 20)] for seat in (0, 1)]
    still = [np.mean([len(done) <= 1 for done in one]) for one in moved]
    assert still[0] < 0.1
    assert 0.2 < still[1] < 0.6


def test_a_mate_is_back_when_its_round_begins_anew() -> None:
    batch, dice = Batch(KITCHEN, ROOM, 4, 0), np.random.default_rng(0)
    mind = Mind(Mate("cook", KITCHEN.bots["cook"], absent=0.9), np.arange(4) * 2)
    mind.begin(batch, dice)
    allowed = choices_of(KITCHEN, [ROOM])[batch.which].reshape(-1, 6)[mind.cells]
    for _ in range(40):
        joint = np.full(8, 4, np.int8)
        mind.decide(batch, joint, allowed, dice)
    assert (mind.away > 0).any()
    mind.renew(batch, np.arange(4), dice)
    assert not mind.away.any()
