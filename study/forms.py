"""Forms: questions as they are shown, and answers as they come back, read strictly."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any, NamedTuple

from study.design.places import draw
from study.design.reading import scale_named
from study.design.spec import Item, Pairs, Questions, Quiz

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from study.design.places import Place
    from study.design.spec import Design, Text

LONGEST = 5_000
"""Letters of a free text."""
SHORT = 200


class Asked(NamedTuple):
    """A question on a page."""

    field: str
    """Its name in the form: the item's, after its scale's and a full stop."""
    item: Item
    text: str
    options: tuple[str, ...]


def asked(design: Design, place: Place, language: str, number: int) -> list[tuple[str, list[Asked]]]:
    """Return the parts of a page: each a text and its questions, in the order for the participant with a number."""
    step = place.step
    parts: list[tuple[str, list[Asked]]] = []
    if isinstance(step, Questions | Quiz):
        found = [_asked(item, "", language) for item in step.items]
        if getattr(step, "shuffled", False):
            random.Random(draw(design.seed, number, place.name)).shuffle(found)  # noqa: S311 - a seeded order, no secret
        parts.append((say(step.text, language), found))
    if isinstance(step, Pairs):
        parts.append((say(step.text, language), _pairs(design, place, step, language, number)))
    for name in place.scales:
        scale = scale_named(name, design)
        if scale is None:
            continue
        found = [_asked(item, f"{name}.", language) for item in scale.items]
        if scale.shuffled:
            random.Random(draw(design.seed, number, f"{place.name} {name}")).shuffle(found)  # noqa: S311 - as above
        parts.append((say(scale.text, language), found))
    return [part for part in parts if part[0] or part[1]]


def _pairs(design: Design, place: Place, step: Pairs, language: str, number: int) -> list[Asked]:
    """Return a question for each two partners: the first named is the first option, ``a|b`` the question's name."""
    dice = random.Random(draw(design.seed, number, place.name))  # noqa: S311 - a seeded order, no secret
    names = [str(value) for value in design.factors[step.among].values]
    couples = [pair if dice.random() < 0.5 else pair[::-1] for pair in itertools.combinations(names, 2)]  # noqa: PLR2004
    dice.shuffle(couples)
    tie = (step.tie,) if say(step.tie, language) else ()
    items = [
        Item("|".join(pair), step.ask, "choice", (*(design.partners[name].label for name in pair), *tie))
        for pair in couples
    ]
    return [_asked(item, "", language) for item in items]


def read(parts: Sequence[tuple[str, list[Asked]]], form: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers of a form by field, and what is wrong by field: ``"needed"`` or ``"wrong"``."""
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for _, questions in parts:
        for question in questions:
            value, fault = _read(question, form)
            if fault:
                wrong[question.field] = fault
            elif value is not None:
                answers[question.field] = value
    return answers, wrong


def say(text: Text, language: str) -> str:
    """Return words in a language."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()), "")


def is_right(item: Item, value: Any) -> bool:
    """Tell whether an answer to a question of a quiz is right."""
    return same(item.right, value)


def is_attentive(item: Item, value: Any) -> bool:
    """Tell whether an answer shows attention, where the question asks for it."""
    return item.attention is None or same(item.attention, value)


def missed(design: Design, place: Place, language: str, number: int, answers: Mapping[str, Any]) -> int:
    """Return how many attention checks the answers of a page fail."""
    parts = asked(design, place, language, number)
    given = [question for _, questions in parts for question in questions if question.field in answers]
    return sum(not is_attentive(question.item, answers[question.field]) for question in given)


def same(wanted: str | float | None, value: Any) -> bool:
    """Tell whether an answer is what is wanted: numbers by value, words without regard to case and spaces."""
    if isinstance(wanted, str):
        return str(value).strip().casefold() == wanted.strip().casefold()
    return isinstance(value, int | float) and wanted is not None and float(value) == float(wanted)


def _asked(item: Item, before: str, language: str) -> Asked:
    """Return a question as it is shown."""
    return Asked(
        before + item.name, item, say(item.ask, language), tuple(say(option, language) for option in item.options)
    )


def _read(question: Asked, form: Mapping[str, Any]) -> tuple[Any, str]:
    """Return an answer and what is wrong with it."""
    item = question.item
    if item.kind == "many":
        given = form.getlist(question.field) if hasattr(form, "getlist") else form.get(question.field, [])
        places = [_number(each) for each in given]
        good = all(place is not None and 1 <= place <= len(item.options) and place == int(place) for place in places)
        return (sorted({int(place) for place in places if place is not None}), "") if good else (None, "wrong")
    raw = str(form.get(question.field, "")).strip()
    if not raw:
        return None, "" if item.optional else "needed"
    if item.kind in {"text", "long"}:
        return (raw, "") if len(raw) <= (SHORT if item.kind == "text" else LONGEST) else (None, "wrong")
    number = _number(raw)
    low, high = (1.0, float(len(item.options))) if item.kind == "choice" else (item.low, item.high)
    if number is None or not low <= number <= high or (item.kind in {"choice", "scale"} and number != int(number)):
        return None, "wrong"
    return (int(number) if number == int(number) else number), ""


def _number(text: str) -> float | None:
    """Return a finite number."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None  # noqa: PLR2004 - more is nonsense, nan too
