"""An adaptive partner finds out whom it sits beside, and comes back when somebody else sits down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import game
from ai_partners.belief import Adaptive, Kind
from ai_partners.partner import PartnerError
from tests.ai_partners.trainable import KITCHEN, ROOM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EAST, WEST, STAY = 2, 3, 4


def leaning(towards: int) -> Callable[[], Any]:
    """Return what makes a policy that mostly likes one choice."""

    class Leaning:
        """Mostly does one thing."""

        observes = "features"

        def begin(self, *_: object) -> None:
            """Take a seat."""
            self.told: list[Any] = []

        def prefer(self, observations: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
            """Return 9 in 10 for it."""
            likes = np.full((len(observations), 6), 0.02, np.float32)
            likes[:, towards] = 0.9
            return np.log(likes)

        def chosen(self, choices: np.ndarray[Any, Any]) -> None:
            """Remember it."""
            self.told.append(choices)

    return Leaning


KINDS = (Kind("east", leaning(EAST), leaning(0)), Kind("west", leaning(WEST), leaning(1)))


def sat(others: Sequence[int], partner: Adaptive) -> list[float]:
    """Return the belief in the first kind after each of the other's choices."""
    match = game.Round(KITCHEN, ROOM, 0)
    partner.begin(KITCHEN, [ROOM], [1], [0])
    beliefs = []
    for other in others:
        partner.prefer(match.observe("state", 1))
        partner.chosen(np.array([STAY]))
        match.step((other, STAY))
        beliefs.append(float(partner.belief[0, 0]))
    return beliefs


def test_it_believes_in_the_right_kind_within_thirty_decisions() -> None:
    assert sat([EAST] * 30, Adaptive(KINDS))[-1] > 0.9
    assert sat([WEST] * 30, Adaptive(KINDS))[-1] < 0.1


def test_it_comes_back_when_somebody_else_sits_down() -> None:
    beliefs = sat([EAST] * 100 + [WEST] * 30, Adaptive(KINDS))
    assert beliefs[99] > 0.9
    assert beliefs[-1] < 0.1


def test_it_plays_what_goes_with_whom_it_believes_in() -> None:
    partner = Adaptive(KINDS)
    sat([EAST] * 20, partner)
    likes = np.exp(partner.prefer(game.Round(KITCHEN, ROOM, 0).observe("state", 1)))
    assert likes[0].argmax() == 0
    assert likes.sum() == pytest.approx(1, abs=1e-3)


def test_a_choice_that_nobody_likes_says_nothing_of_kinds() -> None:
    beliefs = sat([STAY] * 40, Adaptive(KINDS))
    assert beliefs[-1] == pytest.approx(0.5, abs=0.05)


def test_it_plays_in_pairs_only() -> None:
    level = KITCHEN.load_level("four_square")
    with pytest.raises(PartnerError, match="plays in pairs"):
        Adaptive(KINDS).begin(KITCHEN, [level], [0], [0])


def test_the_kitchens_own_finds_out_about_a_scripted_and_an_idle_cook() -> None:
    import ai_partners
    from game.core.episode import play

    for name, kind in (("cook", "scripted"), ("stay", "idle")):
        actors = [ai_partners.load("adaptive", KITCHEN), ai_partners.load(name, KITCHEN)]
        short = KITCHEN.lasting(ROOM, 60)
        for seat, actor in enumerate(actors):
            actor.begin(KITCHEN, [short], [seat], [3])
        list(play(KITCHEN, short, actors, 3))
        policy: Any = actors[0].policy
        assert policy.kinds[policy.belief[0].argmax()].name == kind


def test_it_is_offered_only_where_those_it_is_made_of_have_learned() -> None:
    import ai_partners

    assert "adaptive" in ai_partners.names(KITCHEN, ROOM)
    assert "adaptive" not in ai_partners.names(KITCHEN, KITCHEN.load_level("four_square"))
