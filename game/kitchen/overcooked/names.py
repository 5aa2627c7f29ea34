"""Our levels for Overcooked-AI's layouts, by the names they have there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.core.contract import NotationError, UnknownNameError
from game.kitchen.grid import COOKS
from game.kitchen.level import level_names, level_text, map_rows, parse_level, with_settings
from game.kitchen.overcooked.checks import pair, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.core.contract import Level

NAMES = {
    "simple": "cramped_room",
    "unident_s": "asymmetric_advantages",
    "random1": "coordination_ring",
    "random0": "forced_coordination",
    "random3": "counter_circuit_o_1order",
}
"""Names in the raw data of 2019."""


def level_for(
    layout_name: str,
    starts: Sequence[Sequence[int]] | None = None,
    *,
    ticks: int | None = None,
    dynamics: str | None = None,
) -> Level:
    """Return our level for a layout by its name here, in Overcooked-AI or in the raw data of 2019.

    ``starts`` are the cells (x, y) at which the cooks of a game begin, where they are not the layout's; ``ticks`` and
    ``dynamics`` ("old" or "new") replace the level's. Raises `UnknownNameError` or `NotationError`.
    """
    name = NAMES.get(layout_name, layout_name)
    if name not in level_names():
        raise UnknownNameError.of("layout", layout_name, (*level_names(), *NAMES))  # noqa: EM101 - a kind, not a message
    changes: dict[str, Any] = {"ticks": ticks, "dynamics": dynamics}
    level = parse_level(level_text(name))
    rows = map_rows(level) if starts is None else restarted(map_rows(level), starts)
    said = {key: value for key, value in changes.items() if value is not None}
    return parse_level(with_settings(level.text, said, rows))


def restarted(rows: tuple[str, ...], starts: Sequence[Sequence[int]]) -> tuple[str, ...]:
    """Return the rows of a map with the cooks at other cells."""
    cells = [list(row.translate(dict.fromkeys(map(ord, COOKS), " "))) for row in rows]
    for number, start in enumerate(starts, 1):
        x, y = pair(start, f"the start of cook {number}")
        if not (0 <= y < len(cells) and 0 <= x < len(cells[y]) and cells[y][x] == " "):
            message = f"cook {number} cannot start at {short([x, y])}; a start is a free floor cell [x, y] of the level"
            raise NotationError(message)
        cells[y][x] = str(number)
    return tuple("".join(row) for row in cells)
