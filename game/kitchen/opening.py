"""How a round of a level begins where it does not begin with empty hands and pots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.kitchen.solvable import in_reach
from game.kitchen.state import COUNTER, DISH, FIRST_SOUP, MAX_CELLS, NOTHING, ONION, SIZE, SOUPS, TOMATO, soup_code

if TYPE_CHECKING:
    from game.core.sheet import Sheet

SIDES = "NSEW"
WORDS = {"-": NOTHING, "onion": ONION, "tomato": TOMATO, "dish": DISH}
LETTERS = {"o": "onion", "t": "tomato"}


def read_opening(record: Any, sheet: Sheet) -> None:
    """Write what the cooks face and hold, and what lies on counters and in pots; raises `NotationError`.

    Directions and reach are known: this comes after the map has been measured.
    """
    for key, said in (("start_facing", "letters"), ("start_held", "entries")):
        entries = sheet.values[key]
        if entries and len(entries) != record.seats:
            raise sheet.wrong(
                key=key, what=f"has {len(entries)} {said} for {record.seats} cooks; it needs one for each"
            )
    for seat, letter in enumerate(sheet.values["start_facing"]):
        record.start_facing[seat] = SIDES.index(letter)
    for seat, word in enumerate(sheet.values["start_held"]):
        record.start_held[seat] = _thing(word)
    for entry in sheet.values["start_objects"]:
        _put(record, sheet, entry)


def _thing(words: str) -> int:
    """Return the code of a thing: ``-``, ``onion``, ``tomato``, ``dish`` or ``soup`` with its letters."""
    if words in WORDS:
        return WORDS[words]
    return soup_code(tuple(LETTERS[letter] for letter in words.removeprefix("soup ")))


def _put(record: Any, sheet: Sheet, entry: str) -> None:
    """Write one entry of the objects, such as ``3,0 soup oot cooking 5``."""
    place, _, rest = entry.partition(" ")
    x, y = map(int, place.split(","))
    what, ready, ticks = rest.removesuffix(" ready"), rest.endswith(" ready"), -1
    if " cooking " in what:
        what, _, after = what.partition(" cooking ")
        ticks = int(after)
    cell, thing = y * int(record.width) + x, _thing(what)
    if (
        x >= record.width
        or y >= record.height
        or not any(cell in in_reach(record, seat) for seat in range(record.seats))
    ):
        raise sheet.wrong(key="start_objects", what=f"{entry!r} is where no cook can reach; things lie within reach")
    if record.start_things[cell]:
        raise sheet.wrong(
            key="start_objects", what=f"{entry!r} lies where something lies already; a cell holds one thing"
        )
    record.start_things[cell] = thing
    if record.pot_at[cell] < 0:
        if record.tile[cell] != COUNTER or ticks >= 0 or ready:
            raise sheet.wrong(
                key="start_objects", what=f"{entry!r} must lie on a counter, or in a pot as a soup; only pots cook"
            )
        return
    time = int(record.cook_time[thing])
    if thing < FIRST_SOUP or SIZE[thing] > record.largest or ticks >= time:
        right = f"a soup of at most {record.largest} ingredients, idle, cooking for less than {time} ticks, or ready"
        raise sheet.wrong(key="start_objects", what=f"{entry!r} is in a pot, where there can be {right}")
    record.start_cooking[record.pot_at[cell]] = time if ready else ticks


def opening_of(record: Any, state: Any) -> dict[str, tuple[str, ...]]:
    """Return the settings with which a round begins in a state: what the cooks face and hold, and the things."""
    seats = range(int(record.seats))
    width = int(record.width)
    facing = tuple(SIDES[int(state.facing[seat])] for seat in seats)
    held = tuple(_words(int(state.held[seat])) for seat in seats)
    objects = tuple(
        f"{cell % width},{cell // width} {_words(int(state.things[cell]))}{_progress(record, state, cell)}"
        for cell in range(MAX_CELLS)
        if state.things[cell]
    )
    return {
        "start_facing": facing if set(facing) != {"N"} else (),
        "start_held": held if set(held) != {"-"} else (),
        "start_objects": objects,
    }


def _words(thing: int) -> str:
    """Return a thing as a level's text has it."""
    if thing >= FIRST_SOUP:
        return "soup " + "".join(name[0] for name in SOUPS[thing - FIRST_SOUP])
    return next(word for word, code in WORDS.items() if code == thing)


def _progress(record: Any, state: Any, cell: int) -> str:
    """Return what is said of a soup that has begun to cook."""
    pot = int(record.pot_at[cell])
    ticks = int(state.cooking[pot]) if pot >= 0 else -1
    if ticks < 0:
        return ""
    return " ready" if ticks >= int(record.cook_time[state.things[cell]]) else f" cooking {ticks}"
