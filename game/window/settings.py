"""What a person can set, kept in one file."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs
import pygame

from game.core.contract import CrossplayError
from game.window.keys import DEFAULTS, SAY, WHEEL, Bindings, conflicts
from game.window.palette import SETS

LOUDEST = 10
LATER = frozenset({"second", "third", WHEEL, *SAY})
"""Slots that files of older versions do not name: their usual keys yield to those that such a file gives to others."""
OLDER = {"interact": "use"}
"""What older versions called a slot."""
ZOOMS = (75, 100, 125, 150, 200)


class SettingsError(CrossplayError):
    """A file of settings that cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set."""

    bindings: Bindings
    """Keys of both people."""
    button: int = 0
    """The gamepads' button of the first verb, counted from 0; those of the others follow."""
    muted: bool = False
    volume: int = 8
    """0 to 10."""
    calm: bool = False
    """Reduced motion: cooks jump from cell to cell, and nothing hops, bumps, bursts or floats."""
    captions: bool = False
    """Whether what happens is written below the board too."""
    colours: str = "usual"
    """Name of a set of colours in `game.window.palette.SETS`."""
    full_screen: bool = False
    zoom: int = 100
    """Size of the window in hundredths of 1120 x 720."""


USUAL = Settings(DEFAULTS)


def settings_path() -> Path:
    """Return where settings are kept."""
    return Path(platformdirs.user_config_dir("crossplay")) / "settings.json"


def read_settings(path: Path) -> Settings:
    """Return the settings in a file, or in the keys.json of older versions beside it, or the usual ones.

    Raises `SettingsError` that says what is wrong with a file that is there. The window has to be open: it knows the
    names of keys.
    """
    for place, is_old in ((path, False), (path.with_name("keys.json"), True)):
        try:
            stored = json.loads(place.read_text(encoding="utf-8"))
            return parse_settings({"bindings": stored} if is_old else stored)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, SettingsError) as error:
            message = (
                f"The settings in {place} cannot be read ({error}); the usual ones are used until you save others."
            )
            raise SettingsError(message) from error
    return USUAL


def write_settings(path: Path, settings: Settings) -> None:
    """Store settings, all or nothing; raises `SettingsError`."""
    text = json.dumps(asdict(settings), indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        message = f"The settings cannot be kept in {path} ({error}); they hold until the window is closed."
        raise SettingsError(message) from error


def parse_settings(stored: Any) -> Settings:
    """Return settings from what a file holds, the usual ones where it is silent; raises `SettingsError`."""
    if not isinstance(stored, dict):
        message = f"{stored!r} is no table of settings"
        raise SettingsError(message)
    known = [field.name for field in fields(Settings)]
    for name in stored:
        if name not in known:
            message = f"there is no setting {name!r}; known: {', '.join(known)}"
            raise SettingsError(message)
    plain = {name: value for name, value in stored.items() if name != "bindings"}
    settings = replace(USUAL, bindings=parse_bindings(stored.get("bindings", {})), **plain)
    _check(settings)
    return settings


def parse_bindings(stored: Any) -> Bindings:
    """Return bindings from what a file holds, over the usual ones; raises `SettingsError`."""
    if not isinstance(stored, dict) or not all(isinstance(each, dict) for each in stored.values()):
        message = f"{stored!r} are no bindings; they look like {{'first': {{'north': ['w']}}}}"
        raise SettingsError(message)
    said = {person: _renamed(slots) for person, slots in stored.items()}
    listed = [keys for slots in said.values() for keys in slots.values() if isinstance(keys, (list, tuple))]
    taken = {key for keys in listed for key in keys if isinstance(key, str)}
    found = {
        person: {slot: _slot(said.get(person, {}), (slot, keys), taken) for slot, keys in slots.items()}
        for person, slots in DEFAULTS.items()
    }
    if faults := conflicts(found):
        raise SettingsError(faults[0])
    return found


def _renamed(slots: dict[str, Any]) -> dict[str, Any]:
    """Return a person's slots by the names that they have now."""
    return {OLDER.get(slot, slot): keys for slot, keys in slots.items() if OLDER.get(slot) not in slots}


def _slot(said: dict[str, Any], usual: tuple[str, tuple[str, ...]], taken: set[str]) -> tuple[str, ...]:
    """Return the keys of one slot: those that a file says, else the usual ones."""
    slot, keys = usual
    if slot in said:
        return _keys(said[slot], may_be_none=slot in LATER)
    return tuple(key for key in keys if key not in taken) if slot in LATER else keys


def _keys(names: Any, *, may_be_none: bool) -> tuple[str, ...]:
    """Return the names of keys, all of them known to pygame."""
    if not isinstance(names, (list, tuple)) or not (names or may_be_none):
        message = f"{names!r} is no list of keys, such as ['w']"
        raise SettingsError(message)
    for name in names:
        try:
            pygame.key.key_code(name)
        except (ValueError, TypeError) as error:
            message = f"there is no key {name!r}; keys have names such as 'w', 'up', 'left shift'"
            raise SettingsError(message) from error
    return tuple(names)


def _check(settings: Settings) -> None:
    """Raise `SettingsError` unless every value is one that can be set."""
    choices: dict[str, tuple[object, ...]] = {
        "button": tuple(range(32)),
        "volume": tuple(range(LOUDEST + 1)),
        "colours": tuple(SETS),
        "zoom": ZOOMS,
        **dict.fromkeys(("muted", "calm", "captions", "full_screen"), (False, True)),
    }
    for name, allowed in choices.items():
        value = getattr(settings, name)
        if not any(value == each and type(value) is type(each) for each in allowed):
            shown = f"{allowed[0]!r} to {allowed[-1]!r}" if len(allowed) > len(ZOOMS) else ", ".join(map(repr, allowed))
            message = f"{name} is {value!r}; it can be {shown}"
            raise SettingsError(message)
