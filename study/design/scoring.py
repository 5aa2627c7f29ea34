"""Scoring: answers to a scale as its scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from study.design.spec import Item, Scale


def scores(scale: Scale, answers: Mapping[str, float]) -> dict[str, float | None]:
    """Return each score of a scale; None where nothing of it was answered, or, for ``sus``, not everything.

    ``mean``: the mean of the items answered, those with a minus sign turned round in their range (low + high - answer).
    ``sus``: odd items count answer - 1, even ones 5 - answer, and their sum times 2.5 goes from 0 to 100 (Brooke 1996).
    """
    items = {item.name: item for item in scale.items}
    return {name: _score(scale, parts, items, answers) for name, parts in scale.score.items()}


def _score(
    scale: Scale, parts: tuple[str, ...], items: Mapping[str, Item], answers: Mapping[str, float]
) -> float | None:
    """Return one score."""
    known = [(part, answers[part.lstrip("-")]) for part in parts if part.lstrip("-") in answers]
    if scale.scoring == "sus":
        if len(known) < len(parts):
            return None
        return 2.5 * sum(5 - value if part.startswith("-") else value - 1 for part, value in known)
    counted = [turned(items[part.lstrip("-")], value) if part.startswith("-") else value for part, value in known]
    return sum(counted) / len(counted) if counted else None


def turned(item: Item, value: float) -> float:
    """Return an answer turned round in its item's range."""
    return item.low + item.high - value
