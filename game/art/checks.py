"""The checks of a gallery that was read: every name that is meant is there, and no drawing contains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.art.shapes import Mix, Paint, Part, Shape
from game.core.contract import NotationError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.art.shapes import Gallery, Row

SLOTS = ("$body", "$light", "$dark", "$trim")


def check_gallery(gallery: Gallery) -> None:
    """Raise `UnknownNameError` for a name that is meant but not there, `NotationError` for an endless drawing."""
    _check_colours(gallery)
    variants = _variants(gallery)
    for kind, drawings in (("tile", gallery.tiles), ("sprite", gallery.sprites)):
        for name, drawing in drawings.items():
            for element in drawing:
                _check_element(gallery, element, f"{kind} {name!r}", variants)
    sound: set[str] = set()
    for name in gallery.sprites:
        _check_depth(gallery, name, (), (variants, sound))
    for name, pose in gallery.poses.items():
        for drawing_name in filter(None, (pose.shadow, pose.ring)):
            known_name(f"drawing (pose {name!r})", drawing_name, gallery.sprites)
    for name in (*gallery.flat, *gallery.joined):
        known_name("tile (flat or joined)", name, gallery.tiles)


def known_name(kind: str, name: str, known: Iterable[str]) -> str:
    """Return a name that is known; raises `UnknownNameError`."""
    if name not in known:
        raise UnknownNameError.of(kind, name, tuple(known))
    return name


def _variants(gallery: Gallery) -> dict[str, list[str]]:
    """Return the names of the variants of every sprite by its plain name, and every name itself."""
    found: dict[str, list[str]] = {name: [name] for name in gallery.sprites}
    for name in gallery.sprites:
        plain = name.partition("/")[0]
        if plain != name:
            found.setdefault(plain, []).append(name)
    return found


def _check_colours(gallery: Gallery) -> None:
    """Check the names in the palette and in the sets of colours; a colour is mixed from those above it."""
    for number, (name, paint) in enumerate(gallery.palette.items()):
        _check_paint(list(gallery.palette)[:number], paint, f"colour {name!r}", ())
    for name, paints in gallery.seats.items():
        for paint in paints:
            _check_paint(gallery.palette, paint, f"seats {name!r}", ())


def _check_element(gallery: Gallery, element: Shape | Part | Row, where: str, variants: dict[str, list[str]]) -> None:
    """Check the names in one element of a drawing."""
    if isinstance(element, Shape):
        _check_paint(gallery.palette, element.fill, where, SLOTS)
    elif isinstance(element, Part):
        known_name(f"drawing ({where})", element.name, variants)


def _check_paint(known: Iterable[str], paint: Paint, where: str, slots: tuple[str, ...]) -> None:
    """Check the names in a paint."""
    if isinstance(paint, Mix):
        _check_paint(known, paint.first, where, slots)
        _check_paint(known, paint.second, where, slots)
    elif paint.startswith("$"):
        known_name(f"slot ({where})", paint, slots)
    elif not _is_code(paint):
        known_name(f"colour ({where})", paint, known)


def _is_code(paint: str) -> bool:
    """Return whether a paint is written out, as ``"#e69f00"``."""
    return len(paint) == len("#rrggbb") and paint[0] == "#" and all(each in "0123456789abcdef" for each in paint[1:])


def _check_depth(
    gallery: Gallery, name: str, above: tuple[str, ...], known: tuple[dict[str, list[str]], set[str]]
) -> None:
    """Raise `NotationError` for a drawing that contains itself; ``known`` are variants, and drawings that do not."""
    variants, sound = known
    if name in above:
        message = f"sprite {name!r} contains itself; draw something else in it"
        raise NotationError(message)
    if name in sound:
        return
    for element in gallery.sprites[name]:
        if isinstance(element, Part):
            for inner in variants[element.name] if element.by else [element.name]:
                if inner in gallery.sprites:
                    _check_depth(gallery, inner, (*above, name), known)
    sound.add(name)
