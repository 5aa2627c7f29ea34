"""A level while it is being edited: header lines and rows of symbols, valid or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from game.core.contract import CrossplayError

if TYPE_CHECKING:
    from game.core.contract import Game
    from game.core.editing import Editing, Setting

SIDES = ("top", "bottom", "left", "right")
TURNED = {"left": "top", "right": "bottom"}
LEAST = 3
"""Rows and columns that a map has at least."""
MOST = 64
"""Rows and columns that are read of a map at most; no level is as large."""
DEEPEST = 200
"""Steps that can be undone."""
PLACE = re.compile(r"line (\d+)(?:, column (\d+))?")


class Fault(NamedTuple):
    """Why a draft is not a level yet."""

    sentence: str
    cells: frozenset[tuple[int, int]]
    """Cells it is about; empty where it is about the whole map or the header."""
    key: str
    """The header line it is about, or nothing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A level's text, taken apart; ``text`` puts it together again."""

    header: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]
    """All of one length."""

    @classmethod
    def of(cls, text: str, floor: str) -> Draft:
        """Return the draft of a text, however wrong it is; short rows are filled up with floor, endless ones cut."""
        lines = text.splitlines()
        split = next((number for number, line in enumerate(lines) if line.strip() == "map:"), len(lines))
        pairs = (line.partition(":") for line in lines[:split] if line.strip())
        rows = [row[:MOST] for row in lines[split + 1 :] if row.strip()][:MOST]
        width = max((len(row) for row in rows), default=0)
        header = tuple((key.strip(), value.strip()) for key, _, value in pairs)
        return cls(header, tuple(row.ljust(width, floor) for row in rows))

    @property
    def text(self) -> str:
        """The level's text."""
        lines = [f"{key}: {value}" for key, value in self.header]
        return "\n".join([*lines, "map:", *self.rows]) + "\n"

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return len(self.rows[0]) if self.rows else 0, len(self.rows)

    def value(self, setting: Setting) -> str:
        """Return what the header says, or the default."""
        return dict(self.header).get(setting.key, setting.default)

    def changed(self, setting: Setting, value: str) -> Draft:
        """Return the draft with another value in a header line, which goes to the end where it is new."""
        keys = [key for key, _ in self.header]
        header = tuple((key, value if key == setting.key else old) for key, old in self.header)
        header += () if setting.key in keys else ((setting.key, value),)
        return replace(self, header=tuple(pair for pair in header if pair[0] not in setting.resets))

    def painted(self, cell: tuple[int, int], symbol: str, editing: Editing) -> Draft:
        """Return the draft with a symbol on a cell; a start cell leaves the place where it was before."""
        column, row = cell
        rows = list(self.rows)
        if any(paint.symbol == symbol and paint.seat >= 0 for paint in editing.paints):
            rows = [line.replace(symbol, editing.floor) for line in rows]
        rows[row] = rows[row][:column] + symbol + rows[row][column + 1 :]
        return replace(self, rows=tuple(rows))

    def erased(self, cell: tuple[int, int], editing: Editing) -> Draft:
        """Return the draft with wall on a cell of the border, or floor on one inside."""
        column, row = cell
        width, height = self.size
        border = column in {0, width - 1} or row in {0, height - 1}
        return self.painted(cell, editing.wall if border else editing.floor, editing)

    def grown(self, side: str, editing: Editing) -> Draft:
        """Return the draft with one more row or column just inside the border of a side; itself where it is full."""
        width, height = self.size
        if side in {"left", "right"}:
            return turned(turned(self).grown(TURNED[side], editing))
        if width * (height + 1) > editing.most_cells:
            return self
        line = editing.wall + editing.floor * (width - 2) + editing.wall
        at = 1 if side == "top" else height - 1
        return replace(self, rows=(*self.rows[:at], line, *self.rows[at:]))

    def shrunk(self, side: str) -> Draft:
        """Return the draft without the row or column just inside the border of a side; itself where it is smallest."""
        if side in {"left", "right"}:
            return turned(turned(self).shrunk(TURNED[side]))
        if len(self.rows) <= LEAST:
            return self
        at = 1 if side == "top" else len(self.rows) - 2
        return replace(self, rows=(*self.rows[:at], *self.rows[at + 1 :]))

    def fault(self, game: Game) -> Fault | None:
        """Return why this is not a level of a game, or None when it is one."""
        blank = next((number for number, row in enumerate(self.rows) if not row.strip()), None)
        if blank is not None:
            cells = frozenset((column, blank) for column in range(self.size[0]))
            return Fault(
                "a row is nothing but floor; its two ends are the border, and the border needs walls", cells, ""
            )
        try:
            game.parse_level(self.text)
        except CrossplayError as error:
            return self._located(str(error))
        return None

    def _located(self, sentence: str) -> Fault:
        """Return an error with the cells or the header line that it names."""
        found = PLACE.search(sentence)
        line = int(found[1]) if found else 0
        if 1 <= line <= len(self.header):
            return Fault(sentence, frozenset(), self.header[line - 1][0])
        row = line - len(self.header) - 2
        if found is None or found[2] is None or not 0 <= row < len(self.rows):
            return Fault(sentence, frozenset(), "")
        return Fault(sentence, frozenset({(int(found[2]) - 1, row)}), "")


def turned(draft: Draft) -> Draft:
    """Return a draft with rows and columns exchanged."""
    return replace(draft, rows=tuple("".join(column) for column in zip(*draft.rows, strict=True)))


class History:
    """What a draft was before, and what it was before something was undone."""

    def __init__(self) -> None:
        self.past: list[Draft] = []
        self.future: list[Draft] = []

    def remember(self, before: Draft, now: Draft) -> None:
        """Keep what was, where it has changed, so that it can be undone."""
        if before != now:
            self.past = [*self.past, before][-DEEPEST:]
            self.future = []

    def undo(self, now: Draft) -> Draft:
        """Return the draft before the last change, or ``now`` where there is none."""
        if not self.past:
            return now
        self.future.append(now)
        return self.past.pop()

    def redo(self, now: Draft) -> Draft:
        """Return the draft before it was undone, or ``now`` where nothing was."""
        if not self.future:
            return now
        self.past.append(now)
        return self.future.pop()
