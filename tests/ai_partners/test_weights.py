"""A policy file is what its card says, or it is refused in one sentence."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ai_partners import weights
from ai_partners.weights import Stuck, WeightsError
from tests.ai_partners.trainable import card, tensors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHAPED = (
    card(),
    card(hidden=(8, 4), memory=5, heads="act and choice", members=2),
    card(observation="planes", inputs=520, convolutions=(3, 2)),
    card(columns=("own_x", "own_y"), extras=("since_move",), inputs=3, stuck=Stuck(1, ("own_x",), 3)),
)


@pytest.mark.parametrize("shaped", SHAPED)
def test_what_was_saved_is_what_is_loaded(shaped: weights.WeightsCard, tmp_path: Path) -> None:
    saved = weights.save(tmp_path, tensors(shaped), shaped)
    found, read = weights.load(tmp_path / "small.json")
    assert found == saved
    assert found.hash == saved.hash != shaped.hash
    assert all(np.array_equal(read[name], value) for name, value in tensors(shaped).items())


def edit(**changes: Any) -> Callable[[Path], None]:
    """Return what changes keys of a card on disk."""

    def change(folder: Path) -> None:
        path = folder / "small.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return change


def cut(folder: Path) -> None:
    """Cut a file of tensors in half."""
    path = folder / "small.safetensors"
    path.write_bytes(path.read_bytes()[:200])


def swap(folder: Path) -> None:
    """Put another partner's tensors in place."""
    other = weights.save(folder, tensors(card(), 1), card(name="other"))
    (folder / "other.safetensors").replace(folder / "small.safetensors")
    assert other.name == "other"


BROKEN: dict[str, tuple[Callable[[Path], Any], str]] = {
    "cut in half": (cut, "its hash is another"),
    "another's tensors": (swap, "its hash is another"),
    "no tensors": (lambda folder: (folder / "small.safetensors").unlink(), "no tensors beside it"),
    "no card": (lambda folder: (folder / "small.json").unlink(), "no card of a policy file"),
    "no JSON": (lambda folder: (folder / "small.json").write_text("{"), "no card of a policy file"),
    "a misspelt key": (edit(sead=3), "did you mean 'seed'"),
    "an unheard-of key": (edit(xyzzy=3), "a card has"),
    "a wrong type": (edit(hidden="wide"), "Expected `array`"),
    "another format": (edit(format=9), "format 9"),
    "another shape": (edit(hidden=[9]), "its card says float32"),
    "another type": (edit(stored="float16"), "as float32 .* its card says float16"),
    "a type that there is not": (edit(stored="int8"), "one of float32, float16"),
    "more members": (edit(members=2), "lacks the tensor|does not know"),
    "a second head": (edit(heads="act and choice"), "lacks the tensor 'act"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_not_what_its_card_says_is_refused(case: str, tmp_path: Path) -> None:
    weights.save(tmp_path, tensors(card()), card())
    harm, told = BROKEN[case]
    harm(tmp_path)
    with pytest.raises(WeightsError, match=told):
        weights.load(tmp_path / "small.json")


def test_numbers_that_are_not_finite_are_not_written(tmp_path: Path) -> None:
    broken = tensors(card())
    broken["policy.bias"][0] = np.nan
    with pytest.raises(WeightsError, match="not finite"):
        weights.save(tmp_path, broken, card())


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    large = card(hidden=(1024, 256))
    with pytest.raises(WeightsError, match="at most 1,000,000"):
        weights.save(tmp_path, tensors(large), large)
    assert not any(tmp_path.iterdir())
    with pytest.raises(WeightsError, match="at most 1,000,000"):
        weights.check_size(large)
    weights.save(tmp_path, tensors(card()), card())
    with (tmp_path / "small.safetensors").open("ab") as file:
        file.truncate(weights.LARGEST + 1)
    with pytest.raises(WeightsError, match="at most 1,000,000"):
        weights.load(tmp_path / "small.json")


def test_half_the_bytes_hold_nearly_the_same_numbers(tmp_path: Path) -> None:
    whole, half = card(name="whole"), card(name="half", stored="float16")
    for one in (whole, half):
        weights.save(tmp_path, tensors(one), one)
    sizes = [(tmp_path / f"{one.name}.safetensors").stat().st_size for one in (whole, half)]
    assert sizes[1] < 0.6 * sizes[0]
    _, read = weights.load(tmp_path / "half.json")
    for name, value in tensors(whole).items():
        assert read[name].dtype == np.float32
        assert np.abs(read[name] - value).max() <= 2**-11 * np.abs(value).max()


def test_numbers_too_large_for_half_the_bytes_are_not_written(tmp_path: Path) -> None:
    broken = tensors(card())
    broken["policy.bias"][0] = 1e5
    with pytest.raises(WeightsError, match="not finite"):
        weights.save(tmp_path, broken, card(stored="float16"))


def test_safetensors_that_are_none_are_told(tmp_path: Path) -> None:
    import hashlib

    saved = weights.save(tmp_path, tensors(card()), card())
    (tmp_path / "small.safetensors").write_bytes(b"nonsense")
    digest = hashlib.blake2b(b"nonsense", digest_size=16).hexdigest()
    row = dataclasses.asdict(dataclasses.replace(saved, weights=digest))
    (tmp_path / "small.json").write_text(json.dumps(row))
    with pytest.raises(WeightsError, match="no safetensors file"):
        weights.load(tmp_path / "small.json")
