"""Hideout as a picture: what a seat's team sees now, and what it remembers."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from game.core.messages import BUBBLE
from game.core.scene import Happening, Scene, Sprite, Tile, unpacked
from game.core.sight import NOW
from game.hideout.fog import write_fog
from game.hideout.sight import is_blind
from game.hideout.state import CELLS, EVENTS, HIDE, HIDERS, LOW, MAX_BOXES, NEVER, SEEKERS, STEPS, STRIDE, TILES
from game.hideout.talk import MESSAGES

if TYPE_CHECKING:
    from game.core.contract import Level

SIDES = ("north", "south", "east", "west")
OWNERS = ("free", "hiders", "seekers")
SPECTATOR = -1


def scene(level: Level, state: Any, seat: int, outcome: Any = None) -> Scene:
    """Return what ``seat`` (or a spectator, -1) sees; ``outcome`` of the last tick adds what happened in it."""
    blind = seat >= 0 and bool(is_blind(level.record, state, seat))
    lit = () if seat < 0 else fog(level.record, state, seat)
    record, state = unpacked(level.record), unpacked(state)
    tick, preparation = int(state.tick), int(record.preparation)
    searching = tick >= preparation
    team = team_of(record, seat)
    return Scene(
        columns=int(record.width),
        rows=int(record.height),
        tiles=tiles(record, state),
        sprites=(*things(record, state, seat), *bodies(record, state, seat, blind=blind)),
        happenings=() if outcome is None else happenings(record, state, seat, outcome.events.tolist(), blind=blind),
        tick=tick,
        horizon=int(record.horizon),
        score=int(state.points[team]),
        board=board(record),
        fog=lit,
        scores=tuple(int(points) for points in state.points),
        phase="search" if searching else "preparation",
        phase_left=(int(record.horizon) if searching else preparation) - tick,
        is_seen=seat >= 0 and not blind and is_seen(record, state, team),
        is_blind=blind,
    )


def team_of(record: Any, seat: int) -> int:
    """Return the team of a seat; a spectator counts for the hiders."""
    return SEEKERS if seat >= record.hiders else HIDERS


def place(cell: int) -> tuple[int, int]:
    """Return the column and the row of a cell."""
    return cell % STRIDE, cell // STRIDE


def tiles(record: Any, state: Any) -> tuple[Tile, ...]:
    """Return the map as it lies in this round; everybody knows it."""
    return _map(state.tile.tobytes(), int(record.width), int(record.height))


@functools.lru_cache(maxsize=64)
def _map(kinds: bytes, width: int, height: int) -> tuple[Tile, ...]:
    """Return the cells of a map, which stays as it is for a whole round."""
    cells = [(x, y) for y in range(height) for x in range(width)]
    return tuple(Tile(TILES[kinds[y * STRIDE + x]], x, y) for x, y in cells)


def is_seen(record: Any, state: Any, team: int) -> bool:
    """Tell whether anybody of a team is in the other team's sight."""
    return any(state.last_age[seat] == 0 for seat in range(int(record.seats)) if team_of(record, seat) == team)


def fog(record: Any, state: Any, seat: int) -> tuple[str, ...]:
    """Return the rows of the fog: 2 for a cell in the team's sight, 1 for all others, for the map is known."""
    lit = np.zeros(CELLS, np.uint8)
    write_fog(record, state, seat, lit)
    rows = lit.reshape(-1, STRIDE)[: int(record.height), : int(record.width)]
    return tuple("".join("2" if cell == NOW else "1" for cell in row) for row in rows)


def things(record: Any, state: Any, seat: int) -> list[Sprite]:
    """Return boxes and ramps: where they are for a spectator, where the team saw them last for a seat."""
    team, found = team_of(record, seat), []
    numbers = [*range(int(record.boxes)), *range(MAX_BOXES, MAX_BOXES + int(record.ramps))]
    for thing in numbers:
        age = 0 if seat < 0 else int(state.known_age[team, thing])
        cell = int(state.thing_cell[thing] if seat < 0 else state.known_cell[team, thing])
        owner = int(state.lock[thing] if seat < 0 else state.known_lock[team, thing])
        if age != NEVER:
            name, first = ("box", 0) if thing < MAX_BOXES else ("ramp", MAX_BOXES)
            word = "locked" if owner else "free"
            sprite = Sprite(name, f"{name}-{thing - first}", *place(cell), state=word, team=max(owner - 1, 0), age=age)
            found.append(sprite._replace(facing=slope(state, cell)) if name == "ramp" else sprite)
    return found


def slope(state: Any, cell: int) -> str:
    """Return the side on which a low wall is beside a ramp, or nothing."""
    return next((SIDES[side] for side in range(4) if state.tile[cell + STEPS[side]] == LOW), "")


def bodies(record: Any, state: Any, seat: int, *, blind: bool) -> list[Sprite]:
    """Return everybody that a seat may see: its team as it is, and the others where they were seen last."""
    seats = range(int(record.seats))
    if seat < 0:
        return [body(record, state, other) for other in seats]
    if blind:
        return [body(record, state, seat)]
    team = team_of(record, seat)
    mates = [body(record, state, other) for other in seats if team_of(record, other) == team]
    known = [other for other in seats if team_of(record, other) != team and state.last_age[other] != NEVER]
    return mates + [ghost(record, state, other) for other in known]


def body(record: Any, state: Any, seat: int) -> Sprite:
    """Return somebody as they are."""
    said = int(state.said[seat]) if state.said_age[seat] < BUBBLE else 0
    return _player(record, seat, (state.cell[seat], state.facing[seat], state.height[seat]))._replace(
        state="holds" if state.holds[seat] else "", bubble=MESSAGES[said - 1].text if said else ""
    )


def ghost(record: Any, state: Any, seat: int) -> Sprite:
    """Return somebody as the other team saw them last."""
    last = (state.last_cell[seat], state.last_facing[seat], state.last_height[seat])
    return _player(record, seat, last)._replace(age=int(state.last_age[seat]))


def _player(record: Any, seat: int, stance: tuple[Any, Any, Any]) -> Sprite:
    """Return somebody on a cell, with a facing, at a height."""
    (x, y), team = place(int(stance[0])), team_of(record, seat)
    facing, height = SIDES[stance[1]], int(stance[2])
    return Sprite("player", f"player-{seat}", x, y, facing=facing, team=team, seat=seat, height=height)


def happenings(record: Any, state: Any, seat: int, events: list[list[int]], *, blind: bool) -> tuple[Happening, ...]:
    """Return what took place in the last tick, as far as a seat knows who did it: its team and those in sight."""
    team, found = team_of(record, seat), []
    for other in range(int(record.seats)):
        ours = team_of(record, other) == team
        known = other == seat if blind else ours
        if seat < 0 or known or (not ours and state.last_age[other] == 0):
            x, y = place(int(state.cell[other]))
            found += [Happening(name, other, x, y) for name, count in zip(EVENTS, events[other], strict=True) if count]
    return tuple(found)


def board(record: Any) -> tuple[tuple[str, ...], ...]:
    """Return a line about the task, in a lab."""
    words = {1: "Lock every box and come back", 2: "A box on every mark", 3: "Nobody may look at the mark"}
    return () if record.task == HIDE else (("word", words[int(record.task)]),)
