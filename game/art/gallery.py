"""The files of the gallery, read and checked: a mistake is told with the file, the drawing and what would be right."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.art.checks import check_gallery, known_name
from game.art.shapes import Drawing, Gallery, Mix, Paint, Part, Pose, Row, Shape
from game.core.contract import NotationError

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
FILES = ("shared", "kitchen", "rescue", "hideout", "crossing")
SECTIONS = ("palette", "seats", "tiles", "sprites", "poses", "flat", "joined")
FACTS = ("facing", "state", "where", "kind", "badge", "first", "front", "odd")
KINDS = {"disc": 3, "oval": 4, "box": 4, "ring": 4, "arc": 4, "shape": 0, "line": 0}
"""The shapes, and how many numbers each has; 0: two for every point."""
STYLE = {"fill", "alpha", "width", "radius", "turn"}


@functools.cache
def gallery() -> Gallery:
    """Return the gallery that ships with the games."""
    return parse_gallery(read_files())


def read_files() -> dict[str, str]:
    """Return the texts of the files that ship with the games, by name."""
    return {name: (FOLDER / f"{name}.json").read_text(encoding="utf-8") for name in FILES}


def merge_files(texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the sections of some files by name, put together; raises `NotationError` where two say the same."""
    merged: dict[str, Any] = {section: {} for section in SECTIONS} | {"flat": []}
    for file, text in texts.items():
        for section, entries in _read(file, text).items():
            _merge(file, section, merged[section], entries)
    return merged


def parse_gallery(texts: Mapping[str, str]) -> Gallery:
    """Return the gallery of some files by name; raises `NotationError`, or `UnknownNameError` for a wrong name."""
    merged = merge_files(texts)
    parsed = Gallery(
        palette={name: _paint(raw, f"colour {name!r}") for name, raw in merged["palette"].items()},
        seats={name: tuple(_paint(raw, f"seats {name!r}") for raw in raws) for name, raws in merged["seats"].items()},
        tiles={name: _drawing(raw, f"tile {name!r}") for name, raw in merged["tiles"].items()},
        sprites={name: _drawing(raw, f"sprite {name!r}") for name, raw in merged["sprites"].items()},
        poses={name: _pose(raw, f"pose {name!r}") for name, raw in merged["poses"].items()},
        flat=frozenset(merged["flat"]),
        joined=merged["joined"],
    )
    check_gallery(parsed)
    return parsed


def _read(file: str, text: str) -> dict[str, Any]:
    """Return the sections of a file."""
    try:
        sections = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{file}.json is no JSON: {error}"
        raise NotationError(message) from error
    for section in sections:
        known_name(f"section of {file}.json", section, SECTIONS)
    return dict(sections)


def _merge(file: str, section: str, into: Any, entries: Any) -> None:
    """Add the entries of a section; a name stands in one file only."""
    if isinstance(into, list):
        into.extend(entries)
        return
    for name, entry in entries.items():
        if name in into:
            message = f"{file}.json has {name!r} in {section!r} once more; choose a name that no other file has"
            raise NotationError(message)
        into[name] = entry


def _paint(raw: Any, where: str) -> Paint:
    """Return a paint; whether its names are known is checked when all are read."""
    match raw:
        case str():
            return raw
        case ["mix", first, second, int() | float() as share]:
            return Mix(_paint(first, where), _paint(second, where), share)
    message = f'{where}: {raw!r} is no colour; a good one is "ink" or ["mix", "ink", "paper", 0.3]'
    raise NotationError(message)


def _drawing(raw: Any, where: str) -> Drawing:
    """Return a drawing."""
    if not isinstance(raw, list):
        message = f'{where} is {raw!r}; a drawing is a list such as [{{"disc": [0.5, 0.5, 0.3], "fill": "ink"}}]'
        raise NotationError(message)
    return tuple(_element(each, f"{where}, shape {number}") for number, each in enumerate(raw, 1))


def _element(raw: Any, where: str) -> Shape | Part | Row:
    """Return one element of a drawing."""
    if not isinstance(raw, dict):
        message = f'{where}: {raw!r} is no shape; a good one is {{"disc": [0.5, 0.5, 0.3], "fill": "ink"}}'
        raise NotationError(message)
    if "draw" in raw:
        return _part(raw, where)
    if "row" in raw:
        _keys(raw, {"row", "size", "step"}, where)
        x, y = _numbers(raw["row"], 2, where)
        return Row((x, y), *_numbers([raw.get("size"), raw.get("step")], 2, where))
    kind = next((key for key in raw if key not in STYLE), "")
    known_name(f"shape ({where})", kind, (*KINDS, "draw", "row"))
    return _shape(kind, raw, where)


def _shape(kind: str, raw: Mapping[str, Any], where: str) -> Shape:
    """Return a shape."""
    _keys(raw, STYLE | {kind}, where)
    points = not KINDS[kind] and isinstance(raw[kind], list)
    flat = [number for point in raw[kind] for number in _numbers(point, 2, where)] if points else raw[kind]
    numbers = _numbers(flat, KINDS[kind] or max(4, len(flat)), where)
    alpha, width, radius = _numbers([raw.get("alpha", 1), raw.get("width", 0.03), raw.get("radius", 0)], 3, where)
    start, end = _numbers(raw.get("turn", [0, 360]), 2, where)
    return Shape(kind, numbers, _paint(raw.get("fill"), where), alpha, width, radius, (start, end))


def _part(raw: Mapping[str, Any], where: str) -> Part:
    """Return a place of another drawing."""
    _keys(raw, {"draw", "by", "at", "turn", "flip"}, where)
    by = tuple(known_name(f"fact ({where})", fact, FACTS) for fact in raw.get("by", ()))
    left, top, size = _numbers(raw.get("at", [0, 0, 1]), 3, where)
    turn = raw.get("turn", 0)
    if turn not in {0, 90, 180, 270}:
        message = f"{where}: a turn of {turn!r} degrees; it is 0, 90, 180 or 270"
        raise NotationError(message)
    return Part(str(raw["draw"]), by, (left, top, size), turn // 90, raw.get("flip") is True)


def _pose(raw: Any, where: str) -> Pose:
    """Return a pose."""
    _keys(raw, set(Pose._fields), where)
    size, lift, layer = _numbers([raw.get("size", 1), raw.get("lift", 0), raw.get("layer", 0)], 3, where)
    numbers = {"size": size, "lift": lift, "layer": layer}
    triples = {name: _numbers(raw[name], 3, where) for name in ("progress", "mark") if name in raw}
    hands = {facing: _numbers(at, 3, where) for facing, at in raw.get("hands", {}).items()}
    return Pose(**(raw | numbers | triples | {"hands": hands}))


def _numbers(raw: Any, count: int, where: str) -> Any:
    """Return that many numbers."""
    good = isinstance(raw, list) and len(raw) == count and all(isinstance(each, int | float) for each in raw)
    if not good:
        message = f"{where}: {raw!r} where {count} numbers belong, such as {[0.5] * count}"
        raise NotationError(message)
    return tuple(raw)


def _keys(raw: Mapping[str, Any], allowed: set[str], where: str) -> None:
    """Raise `UnknownNameError` for a key that an object does not have."""
    for key in raw:
        known_name(f"key ({where})", key, sorted(allowed))
