"""The names of partners, with their options: ``cook``, ``cook:delay=2,temperature=0.5``, ``tape:round.jsonl,seat=0``.

A name is a plain name, and after a colon its options, set off by commas. The name ``tape`` carries a file first, and
only what follows the file in the form of an option is one, so that a file's name may have colons and commas of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ai_partners.partner import SLOWEST, PartnerError

HOTTEST = 100.0
"""Highest temperature."""
TAPE = "tape"
"""Plain name of every recorded partner."""
MOST_SEATS = 10
EXAMPLE = "cook:delay=2,temperature=0.5"
TAPE_EXAMPLE = "tape:round.jsonl,seat=0"
_ON_TAPE = re.compile(r"(?P<file>.*?)(?P<options>(,(delay|temperature|seat)=[^,]*)*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Name:
    """A partner's name, taken apart."""

    plain: str
    file: str = ""
    """Where the tape lies; empty for all others."""
    seat: int | None = None
    """The seat on the tape that plays again; None: the one in which the partner sits."""
    delay: int = 0
    temperature: float | None = None
    """None: the partner's usual one, which is 0 for all that have not learned to draw."""


def parse_name(text: str) -> Name:
    """Return a name taken apart; raises `PartnerError` for what is no option of a partner."""
    plain, _, rest = text.partition(":")
    if plain != TAPE:
        return Name(plain, "", None, *_options(rest, plain)[:2])
    parts = _ON_TAPE.fullmatch(rest)
    file = parts["file"] if parts else ""
    if not file:
        message = f"{text!r} names no file; a recorded partner is named as in {TAPE_EXAMPLE!r}"
        raise PartnerError(message)
    delay, temperature, seat = _options(parts["options"][1:] if parts else "", plain)
    return Name(plain, file, seat, delay, temperature)


def format_name(name: Name) -> str:
    """Return the text of a name, without the options that have their usual value."""
    options = [name.file] if name.file else []
    options += [f"seat={name.seat}"] if name.seat is not None else []
    options += [f"delay={name.delay}"] if name.delay else []
    options += [f"temperature={name.temperature:.10f}".rstrip("0").rstrip(".")] if name.temperature is not None else []
    return f"{name.plain}:{','.join(options)}" if options else name.plain


def _options(text: str, plain: str) -> tuple[int, float | None, int | None]:
    """Return reaction delay in ticks, temperature where it is told, and for a tape the seat."""
    found: dict[str, str] = {}
    for part in text.split(",") if text else ():
        key, _, value = part.partition("=")
        if key in found or not _is_good(key, value, plain):
            raise PartnerError(_advice(part, key, found, plain))
        found[key] = value
    seat = int(found["seat"]) if "seat" in found else None
    temperature = float(found["temperature"]) if "temperature" in found else None
    return int(found.get("delay", 0)), temperature, seat


def _is_good(key: str, value: str, plain: str) -> bool:
    """Tell whether an option exists and its value is in bounds."""
    if not value.isascii() or not value.replace(".", "", key == "temperature").isdecimal() or len(value) > 20:  # noqa: PLR2004 - longer than any good number
        return False
    if key == "seat":
        return plain == TAPE and int(value) < MOST_SEATS
    return (key == "delay" and int(value) <= SLOWEST) or (key == "temperature" and float(value) <= HOTTEST)


def _advice(part: str, key: str, found: dict[str, str], plain: str) -> str:
    """Return what is wrong with an option and what would be right."""
    if key in found:
        return f"{part!r} comes after {key}={found[key]}; say each option once"
    tape = f", seat=0 to {MOST_SEATS - 1} (on the tape)" if plain == TAPE else ""
    return (
        f"{part!r} is no option of a partner; good ones are delay=0 to {SLOWEST} (ticks), "
        f"temperature=0 to {HOTTEST:g}{tape}, as in {(TAPE_EXAMPLE if tape else EXAMPLE)!r}"
    )
