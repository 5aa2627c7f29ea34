"""An animated GIF, written picture by picture: one palette, and only what changed since the picture before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import GifImagePlugin, Image

if TYPE_CHECKING:
    from pathlib import Path

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
COLOURS = 255
SAME = 255
"""The palette's last entry stands for: as it was."""
LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
"""The block that lets the film begin again for ever (Netscape's extension of GIF89a)."""
END = b";"


class Gif:
    """A GIF89a file while it is written; its colours are those of a sample, [any, any, 3]."""

    def __init__(self, path: Path, size: tuple[int, int], rate: float, sample: Pixels) -> None:
        self._file = path.open("wb")
        self._size, self._rate = size, rate
        self._palette = Image.fromarray(sample).quantize(COLOURS, dither=Image.Dither.NONE)
        self._before: Pixels | None = None
        self._written, self._held = 0, 0
        self._waiting: tuple[Pixels, tuple[int, int]] | None = None

    def add(self, picture: Pixels) -> None:
        """Add a picture, [height, width, 3]; one like the picture before only lengthens that."""
        image = Image.fromarray(picture)
        entries = np.asarray(image.quantize(palette=self._palette, dither=Image.Dither.NONE))
        changed = _changed(self._before, entries)
        if changed is not None:
            self._flush()
            self._waiting = changed
        self._held += 1
        self._before = entries

    def close(self) -> None:
        """Finish the file."""
        self._flush()
        self._file.write(END)
        self._file.close()

    def _flush(self) -> None:
        """Write the picture that waited to know how long it is shown."""
        if self._waiting is None:
            return
        entries, corner = self._waiting
        image = Image.fromarray(entries)
        image.putpalette(self._palette.getpalette() or [])
        if self._written == 0:
            self._file.write(_header(self._size, self._palette) + LOOP)
        self._written += self._held
        until = round(self._written * 100 / self._rate)
        since = round((self._written - self._held) * 100 / self._rate)
        blocks = GifImagePlugin.getdata(
            image, corner, duration=(until - since) * 10, disposal=1, transparency=SAME, include_color_table=False
        )
        for block in blocks:
            self._file.write(block)
        self._held = 0


def _changed(before: Pixels | None, now: Pixels) -> tuple[Pixels, tuple[int, int]] | None:
    """Return the box of what changed, with the rest of it as `SAME`, and its corner; None where nothing did."""
    if before is None:
        return now, (0, 0)
    other = before != now
    if not other.any():
        return None
    rows, columns = np.flatnonzero(other.any(axis=1)), np.flatnonzero(other.any(axis=0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.where(other[box], now[box], np.uint8(SAME)), (int(columns[0]), int(rows[0]))


def _header(size: tuple[int, int], palette: Image.Image) -> bytes:
    """Return the head of a GIF89a file with a table of 256 colours."""
    table = bytes(palette.getpalette() or b"")[: COLOURS * 3].ljust(256 * 3, b"\0")
    screen = b"".join(side.to_bytes(2, "little") for side in size)
    return b"GIF89a" + screen + bytes((0b11110111, 0, 0)) + table
