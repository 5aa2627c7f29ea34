"""Reading a design: from YAML to values, each mistake told with file, line and what would be right."""

from __future__ import annotations

import difflib
import functools
import hashlib
import re
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
import yaml

from game.core.contract import CrossplayError
from game.core.files import read_text
from study.design.spec import Design, Scale

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1_000_000
SCALES = Path(__file__).with_name("scales")
DESIGNS = Path(__file__).with_name("designs")
STARTER = DESIGNS / "two-partners.yaml"


class DesignError(CrossplayError):
    """A design that cannot be meant; its sentences name file and line."""


class Wrong(NamedTuple):
    """Something that is wrong with a design."""

    path: tuple[str | int, ...]
    """Keys and places in lists that lead there."""
    words: str
    """What is wrong, and what would be right."""


class Source(NamedTuple):
    """A design with the text that it was read from."""

    design: Design
    text: str
    file: str

    @property
    def hash(self) -> str:
        """Return 32 hexadecimal digits over the text; it names the design in the store."""
        return hashlib.blake2b(self.text.encode(), digest_size=16).hexdigest()

    def told(self, wrongs: list[Wrong]) -> str:
        """Return a line for each mistake, with its file and line."""
        return "\n".join(f"{self.file}:{line_of(self.text, wrong.path)}: {wrong.words}" for wrong in wrongs)


def read_design(path: Path) -> Source:
    """Return the design in a file; raises `DesignError`."""
    return parse_design(read_text(path, LARGEST), str(path))


def parse_design(text: str, file: str = "design") -> Source:
    """Return the design in a text; raises `DesignError`."""
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        message = f"{file}:{line}: this is no YAML: {getattr(error, 'problem', None) or error}"
        raise DesignError(message) from None
    except RecursionError:
        message = f"{file}:1: this is nested too deeply; a design has lists and keys of a few levels"
        raise DesignError(message) from None
    if not isinstance(raw, dict):
        message = f"{file}:1: a design is keys with values, such as 'name: my-study'; see: crossplay study new FILE"
        raise DesignError(message)
    try:
        return Source(msgspec.convert(raw, Design), text, file)
    except msgspec.ValidationError as error:
        wrong = _wrong(str(error), raw)
        message = f"{file}:{_line(text, wrong)}: {wrong.words}"
        raise DesignError(message) from None


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """Return the line, from 1, of what a path leads to; of the nearest that there is, where it leads nowhere."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = node.start_mark.line + 1 if node is not None else 1
    for key in path:
        found = next(iter(_inner(node, key)), None)
        if found is None:
            break
        line, node = found
    return line


def _line(text: str, wrong: Wrong) -> int:
    """Return the line of a mistake; a key that is not known is looked for by its name."""
    key = str(wrong.path[-1]) if wrong.path else ""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.search(rf"\b{re.escape(key)}\s*:", line)]
    return lines[0] if "there is no key" in wrong.words and lines else line_of(text, wrong.path)


def _inner(node: Any, key: str | int) -> Iterator[tuple[int, Any]]:
    """Yield the line and the node of an entry."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                yield name.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        yield node.value[key].start_mark.line + 1, node.value[key]


def scale_named(name: str, design: Design) -> Scale | None:
    """Return a scale of the design, or one that ships; None where there is none."""
    if name in design.scales:
        return design.scales[name]
    return _shipped(name) if name in shipped() else None


@functools.cache
def _shipped(name: str) -> Scale:
    """Return a scale that ships; the file is read once."""
    return msgspec.convert(yaml.safe_load((SCALES / f"{name}.yaml").read_text(encoding="utf-8")), Scale)


def designs() -> dict[str, Path]:
    """Return the designs that ship, the starter first, by name."""
    others = sorted(path for path in DESIGNS.glob("*.yaml") if path != STARTER)
    return {path.stem: path for path in (STARTER, *others)}


def shipped() -> tuple[str, ...]:
    """Return the scales that ship."""
    return tuple(sorted(path.stem for path in SCALES.glob("*.yaml")))


def _wrong(error: str, raw: dict[str, Any]) -> Wrong:
    """Return msgspec's sentence with where it is and the nearest known key."""
    words, _, place = error.partition(" - at `")
    path = _path(place.rstrip("`"), raw)
    unknown = re.search(r"unknown field `(.+)`", words)
    if unknown:
        near = difflib.get_close_matches(unknown[1], _keys(), n=1)
        remedy = f"; did you mean {near[0]!r}?" if near else "; see: crossplay study new FILE"
        return Wrong((*path, unknown[1]), f"there is no key {unknown[1]!r} here{remedy}")
    missing = re.search(r"missing required field `(.+)`", words)
    if missing:
        return Wrong(path, f"the key {missing[1]!r} is missing here; every key that changes the study must be said")
    unfit = re.search(r"Invalid enum value (.+)", words)
    named = re.findall(r"\.([\w-]+)", place)
    if unfit and named and len(choices := _choices(named[-1])) == 1:
        return Wrong(path, f"{named[-1]!r} must be {choices.pop()}, not {unfit[1]}")
    at = f"{path[-1]!r}: " if path and isinstance(path[-1], str) else ""
    return Wrong(path, f"{at}{words[:1].lower()}{words[1:]}")


def _path(place: str, raw: Any) -> tuple[str | int, ...]:
    """Return the keys of msgspec's path, in which ``[...]`` stands for any key of a mapping."""
    keys: list[str | int] = []
    for name, number in re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", place):
        if number == "...":
            break
        keys.append(name or int(number))
    del raw
    return tuple(keys)


def _parts() -> list[type[msgspec.Struct]]:
    """Return the parts that a design may have anywhere."""
    from study.design import spec

    return [part for part in vars(spec).values() if isinstance(part, type) and issubclass(part, msgspec.Struct)]


def _keys() -> tuple[str, ...]:
    """Return every key that a design may have anywhere."""
    return tuple({name for part in _parts() for name in part.__struct_fields__})


def _choices(key: str) -> set[str]:
    """Return in words what a key may be in each part that has it, where that is one of some words, or also a number."""
    hints = [typing.get_type_hints(part)[key] for part in _parts() if key in part.__struct_fields__]
    return {_listed(hint) for hint in hints} - {""}


def _listed(hint: Any) -> str:
    """Return the words that a type allows."""
    kinds = [hint, *typing.get_args(hint)]
    words = {repr(word) for kind in kinds if typing.get_origin(kind) is Literal for word in typing.get_args(kind)}
    return " or ".join([*sorted(words - {"''"}), *(["a number"] if words and float in kinds else [])])
