"""Work that is spread over processes or over a Ray cluster comes back whole, and what goes wrong there is told here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from ai_partners.learn import population, workshop
from ai_partners.learn.commands import train
from ai_partners.learn.ppo import TrainingError
from ai_partners.learn.spread import LOCAL, spread

if TYPE_CHECKING:
    from pathlib import Path


def halved(number: int) -> float:
    """Return half of a number; raises `ZeroDivisionError` for 0."""
    return number / 2 if number else 1 / number


@pytest.mark.parametrize("processes", [1, 2])
def test_every_piece_comes_back_with_its_number(processes: int) -> None:
    assert dict(spread(halved, [2, 4, 6], processes)) == {0: 1.0, 1: 2.0, 2: 3.0}


def test_what_a_piece_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(spread(halved, [0, 0, 0], 2))


def test_a_local_cluster_of_two_workers_does_the_same() -> None:
    assert dict(spread(halved, [2, 4, 6], 2, LOCAL)) == {0: 1.0, 1: 2.0, 2: 3.0}


def test_without_ray_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(TrainingError, match="which is not installed"):
        list(spread(halved, [1], 2, "there:6379"))


TINY = "mates: [{who: population}]\nnetwork: {hidden: [8]}\nrows: 8\nppo: {steps: 512, ticks: 16, minibatch: 64}\n"


def wish(folder: Path, **changes: Any) -> dict[str, Any]:
    """Return a wish to train by a small recipe."""
    path = folder / "tiny.yaml"
    path.write_text("summary: Tiny.\n" + TINY + "population: {members: 2, steps: 256, keep: [1.0]}\n")
    usual = {
        "recipe": str(path), "game_name": "kitchen", "levels": ("cramped_room",), "seeds": (0,), "steps": None,
        "out": folder / "runs", "people": None, "humans": None, "population": None, "tensorboard": False,
        "processes": 2, "cluster": None, "is_shown": False,
    }  # fmt: skip
    return usual | changes


def test_the_members_of_a_population_grow_side_by_side_as_they_do_alone(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    list(workshop.train_all(wish(tmp_path)))
    list(workshop.train_all(wish(tmp_path / "b", processes=1)))
    places = [folder / "runs" / "tiny" / "cramped_room" / "0" / "population" for folder in (tmp_path, tmp_path / "b")]
    one, other = ([card.weights for card, _ in population.load(place)] for place in places)
    assert one == other
    assert len(one) == 2


def test_a_grid_of_levels_and_seeds_is_trained_and_told(tmp_path: Path) -> None:
    lines = list(workshop.train_all(wish(tmp_path, seeds=(0, 1), processes=1)))
    assert [line.split(":")[0] for line in lines] == ["1 of 2", "2 of 2"]
    assert (tmp_path / "runs" / "tiny" / "cramped_room" / "1" / "tiny.json").exists()
    (line,) = workshop.train_all(wish(tmp_path))
    assert "trained already" in line


def test_the_command_takes_levels_and_seeds(tmp_path: Path) -> None:
    path = wish(tmp_path)["recipe"]
    asked = [path, "--level", "cramped_room", "--seed", "3", "--processes", "1", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(train, asked)
    assert result.exit_code == 0, result.output
    assert "tiny.json" in result.output
