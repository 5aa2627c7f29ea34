"""The zoo: a trained partner is one name for all levels that it has learned, in every list and in every seat."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

import ai_partners
from ai_partners import trained, weights
from ai_partners.weights import WeightsError
from game.core.episode import play
from tests.ai_partners.trainable import KITCHEN, ROOM, card, tensors

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.contract import Level

RING = KITCHEN.load_level("coordination_ring")
CIRCUIT = KITCHEN.load_level("counter_circuit_o_1order")


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a zoo with one partner, who has learned two levels."""
    for seed, level in enumerate((ROOM, RING)):
        shaped = dataclasses.replace(card(level), summary="Learned.", temperature=0.5)
        weights.save(tmp_path / "kitchen" / level.name, tensors(shaped, seed), shaped)

    def cards_here(game: str, folder: Path = tmp_path) -> dict[str, dict[str, weights.WeightsCard]]:
        """Return the cards of this zoo."""
        return trained.cards(game, folder)

    monkeypatch.setattr(ai_partners, "cards", cards_here)
    monkeypatch.setattr(trained.Trained.__init__, "__defaults__", (tmp_path,))
    return tmp_path


@pytest.mark.usefixtures("zoo")
def test_a_trained_partner_is_listed_for_its_levels_only() -> None:
    assert "small" in ai_partners.names(KITCHEN)
    assert "small" in ai_partners.names(KITCHEN, ROOM)
    assert "small" in ai_partners.names(KITCHEN, KITCHEN.lasting(RING, 100))
    assert "small" not in ai_partners.names(KITCHEN, CIRCUIT)
    assert "cook" in ai_partners.names(KITCHEN, CIRCUIT)


@pytest.mark.usefixtures("zoo")
def test_it_plays_at_its_own_temperature_unless_asked_otherwise() -> None:
    assert ai_partners.load("small", KITCHEN).card.temperature == 0.5
    warm = ai_partners.load("small:temperature=2,delay=1", KITCHEN).card
    assert (warm.kind, warm.temperature, warm.delay, warm.summary) == ("policy", 2.0, 1, "Learned.")
    assert warm.hash != ai_partners.load("small", KITCHEN).card.hash


@pytest.mark.usefixtures("zoo")
@pytest.mark.parametrize("level", [ROOM, RING])
def test_it_plays_a_round(level: Level) -> None:
    short = KITCHEN.lasting(level, 30)
    actors = [ai_partners.load("small", KITCHEN) for _ in range(2)]
    for seat, actor in enumerate(actors):
        actor.begin(KITCHEN, [short], [seat], [7])
    joints = [step.joint_action for step in play(KITCHEN, short, actors, 7)]
    assert len(joints) == 30
    assert len(set(joints)) > 1


@pytest.mark.usefixtures("zoo")
def test_rows_of_two_levels_are_each_played_by_the_network_of_theirs() -> None:
    both, alone = (ai_partners.load("small", KITCHEN).policy for _ in range(2))
    dice = np.random.default_rng(0)
    seen = dice.normal(size=(4, 159)).astype(np.float32)
    both.begin(KITCHEN, [ROOM, RING, ROOM, RING], [0, 0, 1, 1], [0] * 4)
    alone.begin(KITCHEN, [RING, RING], [0, 1], [0] * 2)
    assert np.allclose(both.prefer(seen)[[1, 3]], alone.prefer(seen[[1, 3]]), atol=1e-6)
    assert not np.allclose(both.prefer(seen)[[0, 2]], alone.prefer(seen[[0, 2]]))
    both.chosen(np.zeros(4, np.int64))  # type: ignore[attr-defined]
    both.renew(np.array([1, 2]), [0, 0])  # type: ignore[attr-defined]


@pytest.mark.usefixtures("zoo")
def test_another_level_is_refused_with_those_it_knows() -> None:
    partner = ai_partners.load("small", KITCHEN)
    with pytest.raises(WeightsError, match=r"has learned coordination_ring, cramped_room and not this level 'counter"):
        partner.begin(KITCHEN, [CIRCUIT], [0], [0])


def test_a_card_in_the_wrong_place_is_told(zoo: Path) -> None:
    (zoo / "kitchen" / "elsewhere").mkdir()
    weights.save(zoo / "kitchen" / "elsewhere", tensors(card()), card())
    trained.cards.cache_clear()
    with pytest.raises(WeightsError, match="for level 'cramped_room'"):
        trained.cards("kitchen", zoo)


def test_everybody_who_ships_plays_where_its_card_says() -> None:
    for name, levels in trained.cards("kitchen").items():
        for level in levels:
            partner = ai_partners.load(name, KITCHEN)
            partner.begin(KITCHEN, [KITCHEN.load_level(level)], [0], [0])
            assert name in ai_partners.names(KITCHEN, KITCHEN.load_level(level))
