"""Recipes are short, known, and tell what they cannot mean."""

from __future__ import annotations

import pytest

from ai_partners.learn import recipe
from ai_partners.learn.recipe import RecipeError
from game.core.contract import UnknownNameError


@pytest.mark.parametrize("name", recipe.names())
def test_a_recipe_that_ships_is_short_and_has_a_summary(name: str) -> None:
    assert recipe.load(name).summary.endswith(".")
    assert len((recipe.FOLDER / f"{name}.yaml").read_text().splitlines()) < 60


BAD = {
    "summary: x\nrowz: 3": "unknown key 'rowz'; did you mean 'rows'",
    "summary: x\nppo: {epoch: 3}": "unknown key 'epoch' in 'ppo'; did you mean 'epochs'",
    "summary: x\nrows: many": "Expected `int`",
    "summary: x\nrows: 0": "rows must be from 1 to",
    "summary: x\nstarts: {random: 0.8, remembered: 0.8}": "together must be from 0 to 1, not 1.6",
    "summary: [": "is no YAML",
    "just words": "must be keys with values",
    "summary: x\nmates: [{who: self, absent: 0.2}]": "'absent' of 'self' must be from 0 to 0.0, not 0.2",
    "summary: x\nmates: [{who: humans, absent: 1}]": "'absent' of 'humans' must be from 0 to 0.9, not 1",
    "summary: x\nmates: [{who: self, since: 0.5}]": "the number of mates at any time must be from 1",
    "summary: x\npopulation: {sampler: best}": "sampler must be one of uniform, rank",
    "summary: x\nanchor: {weight: [0, 0.1], sampled: true}": "anchor.weight must be from 1e-06 to 1000, not 0",
    "summary: x\nobservation: planes\nanchor: {sampled: true}": "anchor.sampled needs an observation that is",
    "summary: x\nppo: {tastes: some}": "Invalid enum value 'some'",
    "summary: x\npopulation: {joint: true, observation: planes}": "population.joint needs an observation that is",
    "summary: x\nobservation: planes\nppo: {tastes: one}": "ppo.tastes needs an observation that is",
    "summary: x\nppo: {tastes: one}\nanchor: {sampled: true}": "both have seats draw",
    "rows: 3": "missing required field `summary`",
}


@pytest.mark.parametrize("text", BAD)
def test_a_recipe_that_cannot_be_meant_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(RecipeError, match=BAD[text]) as told:
        recipe.parse("mine", text)
    assert "\n" not in str(told.value)


def test_a_name_that_is_not_known_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'self-play'"):
        recipe.load("selfplay")
