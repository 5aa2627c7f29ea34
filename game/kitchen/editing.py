"""How a kitchen is edited: its tiles, its cooks and the settings of its header."""

from __future__ import annotations

from game.core.editing import Editing, Paint, Setting
from game.kitchen.state import MAX_CELLS, MAX_SEATS, SYMBOLS, TILES

LABELS = ("Floor", "Counter", "Onions", "Tomatoes", "Dishes", "Pot", "Serving window")
RECIPES = ("o", "t", "oo", "ot", "tt", "ooo", "oot", "ott", "ttt")
EMPTY = """\
name: my_kitchen
title: My kitchen
dynamics: old
ticks: 400
orders: ooo
map:
XXXXXXX
X     X
X 1 2 X
X     X
XXXXXXX
"""


def _paints() -> tuple[Paint, ...]:
    """Return the tiles and the start cells."""
    tiles = tuple(
        Paint(symbol, label, name, "pot" if name == "pot" else "")
        for symbol, label, name in zip(SYMBOLS, LABELS, TILES, strict=True)
    )
    cooks = tuple(Paint(str(seat + 1), f"Cook {seat + 1} starts", "floor", "cook", seat) for seat in range(MAX_SEATS))
    return tiles + cooks


EDITING = Editing(
    paints=_paints(),
    settings=(
        Setting("name", "File name", "text", "unnamed"),
        Setting("title", "Title", "text", ""),
        Setting("dynamics", "A full pot", "choice", "new", ("old", "new"), ("starts itself", "waits for you")),
        Setting("ticks", "Ticks", "number", "400", low=50, high=3000, step=50),
        Setting("cook_time", "Cooking ticks", "number", "0", low=0, high=100, step=5),
        Setting("delivery_reward", "Points a soup", "number", "0", low=0, high=200, step=5),
        Setting("orders", "Orders", "cards", "-", RECIPES, resets=("recipe_values", "recipe_times")),
        Setting("bonus", "Bonus orders", "cards", "-", RECIPES),
    ),
    floor=" ",
    wall="X",
    most_cells=MAX_CELLS,
    empty=EMPTY,
    things={"o": "onion", "t": "tomato"},
)
