"""What can be wrong with the steps of a design: rounds, questions, and the words of each language."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import ai_partners
from game.core.contract import CrossplayError
from study.design.places import ME, OTHER
from study.design.reading import Wrong, scale_named, shipped
from study.design.spec import Pairs, Preference, Questions, Quiz, Rounds
from study.design.values import every_value, factor_in, factors_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game import Game
    from study.design.spec import Design, Item, Text

Path = tuple[str | int, ...]


def step_wrong(design: Design, found: Game, place: int) -> Iterator[Wrong]:
    """Yield what is wrong with a step."""
    step, path = design.steps[place], ("steps", place)
    text = getattr(step, "text", "")
    yield from words_wrong(design, text, (*path, "text"))
    if isinstance(step, Quiz | Questions):
        yield from items_wrong(design, step.items, (*path, "items"), is_quiz=isinstance(step, Quiz))
    scales = {
        "scales": getattr(step, "scales", ()),
        "after_round": getattr(step, "after_round", ()),
        "after_block": getattr(step, "after_block", ()),
    }
    for key, names in scales.items():
        for name in names:
            scale = scale_named(name, design)
            if scale is None:
                yield Wrong((*path, key), unknown("scale", name, (*shipped(), *design.scales)))
            elif any(not item.ask for item in scale.items):
                words = f"scale {name!r} ships without its wording ({scale.source}); copy it to 'scales' and paste that"
                yield Wrong((*path, key), words)
    if isinstance(step, Rounds):
        yield from _rounds(design, found, step, path)
    if isinstance(step, Preference):
        yield from _preference(design, found, step, path)
    if isinstance(step, Pairs):
        yield from words_wrong(design, step.ask, (*path, "ask"))
        yield from words_wrong(design, step.tie, (*path, "tie"))
        yield from _among(design, step.among, (*path, "among"), 2)


def _rounds(design: Design, found: Game, step: Rounds, path: Path) -> Iterator[Wrong]:
    """Yield what is wrong with a step of rounds."""
    within = tuple(name for name, factor in design.factors.items() if factor.vary == "within")
    if step.each and step.each not in within:
        yield Wrong((*path, "each"), unknown("factor within participants", step.each, within))
        return
    wrongs = [*_references(design, step, path), *_seats(design, step, path)]
    yield from wrongs
    for place in range(len(step.levels)):
        if not wrongs:
            yield from _level(design, found, step, (*path, "levels", place))


def _references(design: Design, step: Rounds, path: Path) -> Iterator[Wrong]:
    """Yield the factors that a step refers to and that have no value in it."""
    words: list[tuple[str, str | float]] = [("tick_rate", step.tick_rate)]
    words += [("seats", each) for each in step.seats] + [("levels", each) for each in step.levels]
    partners = [str(seat) for seat in every_value(design, step.seats) if seat in design.partners]
    named = [(key, factor_in(word)) for key, word in words if factor_in(word)]
    named += [("seats", factor) for partner in partners for factor in factors_of(design.partners[partner])]
    for key, factor in dict.fromkeys(named):
        if factor not in design.factors:
            yield Wrong((*path, key), unknown("factor", factor, tuple(design.factors)))
        elif design.factors[factor].vary == "within" and step.each != factor:
            yield Wrong((*path, key), f"factor {factor!r} varies within participants; say 'each: {factor}' here")
    if factor_in(step.tick_rate) in design.factors:
        for value in design.factors[factor_in(step.tick_rate)].values:
            if isinstance(value, str) or not 1 <= value <= 30:  # noqa: PLR2004 - as in the specification
                name = factor_in(step.tick_rate)
                words_ = f"factor {name!r} has the value {value!r}, which is no tick rate from 1 to 30"
                yield Wrong(("factors", name, "values"), words_)
    elif isinstance(step.tick_rate, str) and not factor_in(step.tick_rate):
        yield Wrong((*path, "tick_rate"), f"{step.tick_rate!r} is neither a number nor a factor of this design")


def _seats(design: Design, step: Rounds, path: Path) -> Iterator[Wrong]:
    """Yield what is wrong with the seats of a step of rounds."""
    known = {ME, OTHER, *design.partners, *(f"${name}" for name in design.factors)}
    if step.seats.count(ME) != 1:
        yield Wrong((*path, "seats"), f"'me' must sit in one seat, not in {step.seats.count(ME)}")
    for seat in step.seats:
        if seat not in known and not factor_in(seat):
            yield Wrong((*path, "seats"), unknown("seat", seat, tuple(sorted(known))))
        elif factor_in(seat) in design.factors:
            for value in design.factors[factor_in(seat)].values:
                if value not in {*design.partners, OTHER}:
                    words = f"factor {seat[1:]!r} has the value {value!r}, which sits in a seat and is no partner"
                    yield Wrong(("factors", seat[1:], "values"), words)


def _level(design: Design, found: Game, step: Rounds, path: Path) -> Iterator[Wrong]:
    """Yield what is wrong with one of the levels of a step of rounds, or with those that it stands for."""
    word = step.levels[int(path[-1])]
    for name in every_value(design, [word]):
        at = ("factors", factor_in(word), "values") if factor_in(word) else path
        if name not in found.level_names():
            yield Wrong(at, unknown("level", str(name), found.level_names()))
            continue
        level = found.load_level(str(name))
        if level.seats != len(step.seats):
            yield Wrong(at, f"level {name!r} has {level.seats} seats; 'seats' fills {len(step.seats)}")
            continue
        yield from _playing(design, found, step.seats, str(name), at)
        yield from _length(found, str(name), step.ticks, (*path[:-2], "ticks"))


def _preference(design: Design, found: Game, step: Preference, path: Path) -> Iterator[Wrong]:
    """Yield what is wrong with a choice of a partner."""
    yield from _among(design, step.among, (*path, "among"), 1)
    if step.level not in found.level_names():
        yield Wrong((*path, "level"), unknown("level", step.level, found.level_names()))
    elif found.load_level(step.level).seats != 2:  # noqa: PLR2004 - a pair
        yield Wrong((*path, "level"), "a partner is chosen for a level of two seats")
    else:
        yield from _length(found, step.level, step.ticks, (*path, "ticks"))


def _among(design: Design, name: str, path: Path, least: int) -> Iterator[Wrong]:
    """Yield what is wrong with the factor whose partners are to choose from."""
    if name not in design.factors:
        yield Wrong(path, unknown("factor", name, tuple(design.factors)))
        return
    values = design.factors[name].values
    if any(value not in design.partners for value in values):
        yield Wrong(path, f"the values of factor {name!r} must be partners of this design")
    elif len(values) < least:
        yield Wrong(path, f"factor {name!r} must have {least} partners or more to be compared")
    else:
        for factor in {each for value in values for each in factors_of(design.partners[str(value)])}:
            if factor in design.factors and design.factors[factor].vary == "within":
                yield Wrong(path, f"these partners vary with {factor!r} within participants; which is meant is open")


def _length(found: Game, name: str, ticks: int, path: Path) -> Iterator[Wrong]:
    """Yield what is wrong with the length of rounds on a level."""
    try:
        found.lasting(found.load_level(name), ticks)
    except CrossplayError as error:
        yield Wrong(path, str(error))


def _playing(design: Design, found: Game, seats: tuple[str, ...], name: str, path: Path) -> Iterator[Wrong]:
    """Yield the partners that do not play a level."""
    level = found.load_level(name)
    for partner in dict.fromkeys(every_value(design, seats)):
        spec = design.partners.get(str(partner))
        if spec is not None and spec.partner not in ai_partners.names(found, level):
            yield Wrong(path, f"partner {partner!r} ({spec.partner}) does not play level {name!r}")


def items_wrong(design: Design, items: tuple[Item, ...], path: Path, *, is_quiz: bool = False) -> Iterator[Wrong]:
    """Yield what is wrong with questions."""
    names: set[str] = set()
    for place, item in enumerate(items):
        at = (*path, place)
        if item.name in names:
            yield Wrong((*at, "name"), f"two questions are called {item.name!r}; give each a name of its own")
        names.add(item.name)
        yield from words_wrong(design, item.ask, (*at, "ask"))
        for option in item.options:
            yield from words_wrong(design, option, (*at, "options"))
        if item.kind in {"choice", "many"} and len(item.options) < 2:  # noqa: PLR2004 - to choose from
            yield Wrong(at, f"question {item.name!r} needs two options or more")
        if item.kind in {"scale", "slider"} and len(item.options) != 2:  # noqa: PLR2004 - both ends
            yield Wrong(at, f"question {item.name!r} needs two options: the words at both ends")
        if item.low >= item.high or item.step <= 0:
            yield Wrong(at, f"question {item.name!r} must go up from 'low' to 'high' in steps above 0")
        if is_quiz and item.right is None:
            yield Wrong(at, f"question {item.name!r} of a quiz needs its right answer: 'right'")


def words_wrong(design: Design, text: Text, path: Path) -> Iterator[Wrong]:
    """Yield the languages in which words are missing."""
    if isinstance(text, dict):
        missing = [language for language in design.languages if not text.get(language)]
        if missing:
            yield Wrong(path, f"the words in {', '.join(missing)} are missing")
        for other in text.keys() - set(design.languages):
            yield Wrong(path, f"there are words in {other!r}, which is none of this design's languages")
    elif len(design.languages) > 1 and text:
        yield Wrong(path, f"say it in each language: {{{', '.join(f'{each}: ...' for each in design.languages)}}}")


def unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    """Return what to say of a name that is not known."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"there is no {kind} {name!r}; " + (
        f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    )
