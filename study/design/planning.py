"""The planned analysis: what can be compared in a design, and what is wrong with a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from study.design.places import cells, way
from study.design.reading import Wrong, scale_named
from study.design.spec import Questions, Rounds
from study.design.steps import unknown
from study.design.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from study.design.places import Place
    from study.design.spec import Contrast, Design

POINTS = "points"
"""The outcome that every study with rounds has."""


def is_compared(place: Place) -> bool:
    """Tell whether a page is a round whose points count: no practice, and with no partner that somebody chose."""
    return place.kind == "round" and isinstance(place.step, Rounds) and not place.step.practice


def outcomes_of(design: Design, factor: str) -> tuple[str, ...]:
    """Return what can be compared between the values of a factor: points, and the scores of scales asked under them."""
    found: dict[str, None] = {}
    for place in way(design, cells(design)[0], 0):
        if factor in place.values:
            found |= dict.fromkeys([POINTS] if is_compared(place) else [])
            for name in place.scales:
                scale = scale_named(name, design)
                found |= dict.fromkeys(f"{name}.{score}" for score in (scale.score if scale else ()))
    return tuple(found)


def in_words(contrast: Contrast) -> str:
    """Return a comparison in words."""
    return f"{contrast.outcome}, {contrast.factor} {plain(contrast.first)} minus {plain(contrast.second)}"


def analysis_wrong(design: Design) -> Iterator[Wrong]:
    """Yield what is wrong with the plan."""
    plan = design.analysis
    if plan is None:
        return
    if plan.minimum > design.participants:
        words = (
            f"{plan.minimum} participants are needed for a comparison, and the study ends with {design.participants}"
        )
        yield Wrong(("analysis", "minimum"), words)
    if "attention" in plan.exclude and not checks_in(design):
        yield Wrong(
            ("analysis", "exclude"), "there are no attention checks to fail; add some, or leave out 'attention'"
        )
    told: set[tuple[str, str, frozenset[str | float]]] = set()
    for family in ("primary", "secondary"):
        for place, contrast in enumerate(getattr(plan, family)):
            path = ("analysis", family, place)
            yield from _contrast(design, contrast, path)
            key = (contrast.outcome, contrast.factor, frozenset((contrast.first, contrast.second)))
            if key in told:
                yield Wrong(path, f"{in_words(contrast)} is planned twice; once is enough")
            told.add(key)


def checks_in(design: Design) -> int:
    """Return how many attention checks a design has."""
    asked = [item for step in design.steps if isinstance(step, Questions) for item in step.items]
    asked += [item for scale in design.scales.values() for item in scale.items]
    return sum(item.attention is not None for item in asked)


def _contrast(design: Design, contrast: Contrast, path: tuple[str | int, ...]) -> Iterator[Wrong]:
    """Yield what is wrong with a comparison."""
    if contrast.factor not in design.factors:
        yield Wrong((*path, "factor"), unknown("factor", contrast.factor, tuple(design.factors)))
        return
    values = design.factors[contrast.factor].values
    for key in ("first", "second"):
        if getattr(contrast, key) not in values:
            named = tuple(plain(value) for value in values)
            yield Wrong((*path, key), unknown(f"value of {contrast.factor!r}", plain(getattr(contrast, key)), named))
    if contrast.first == contrast.second:
        yield Wrong((*path, "second"), f"{plain(contrast.first)!r} is compared with itself; name another value")
    known = outcomes_of(design, contrast.factor)
    if contrast.outcome not in known:
        yield Wrong((*path, "outcome"), unknown(f"outcome by {contrast.factor!r}", contrast.outcome, known))
