"""The scripted cook earns points on every level that ships."""

from __future__ import annotations

import pytest

import ai_partners
import game
from game.core.contract import UnknownNameError

KITCHEN = game.load("kitchen")


def joint_actions(level: str, name: str, seed: int) -> list[tuple[int, ...]]:
    """Return a round with one kind of partner in every seat."""
    found = KITCHEN.load_level(level)
    return [
        step.joint_action
        for step in game.play(KITCHEN, found, [ai_partners.load(name, KITCHEN) for _ in range(found.seats)], seed)
    ]


@pytest.mark.parametrize("name", KITCHEN.level_names())
def test_cooks_serve_soup_together_on_every_level(name: str) -> None:
    level = KITCHEN.load_level(name)
    cooks = [ai_partners.load("cook", KITCHEN) for _ in range(level.seats)]
    assert sum(float(step.outcome.streams[0].sum()) for step in game.play(KITCHEN, level, cooks, 1)) > 0


@pytest.mark.parametrize("name", ai_partners.names(KITCHEN))
def test_the_same_seed_gives_the_same_round(name: str) -> None:
    assert joint_actions("coordination_ring", name, 4) == joint_actions("coordination_ring", name, 4)


def test_an_unknown_partner_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'cook'"):
        ai_partners.load("cok", KITCHEN)
