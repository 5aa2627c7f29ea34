"""A file from outside is read, or refused in one sentence that names it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import game
from game.core.files import UnreadableFileError, read_level, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

KITCHEN = game.load("kitchen")
TEXT = KITCHEN.level_text("cramped_room")


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


WRONG = {
    "missing": (lambda folder: folder / "none.txt", "cannot be read .No such file"),
    "a folder": (lambda folder: folder, "is no file"),
    "a pipe": (pipe, "is no file"),
    "a device": (lambda _: Path("/dev/zero"), "is no file"),
    "a name with NUL": (lambda folder: folder / "a\0b", "cannot be read .embedded null|is no file"),
    "ten megabytes": (written("big.txt", b"X" * 10_000_000), "has more than 262144 bytes"),
    "another encoding": (written("latin.txt", "title: Küche\n".encode("latin-1")), "line 1 has the byte 0xfc"),
    "UTF-16": (written("wide.txt", TEXT.encode("utf-16")), "is no UTF-8 text"),
    "a picture": (written("picture.txt", b"\x89PNG\r\n\x1a\n\0\0"), "is no UTF-8 text"),
}


@pytest.mark.parametrize(("place", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_file_that_cannot_be_a_level_is_refused(place: Callable[[Path], Path], message: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        read_level(KITCHEN, place(tmp_path))


def test_a_wrong_level_is_told_with_its_file(tmp_path: Path) -> None:
    path = written("mine.txt", b"map:\nXX\n")(tmp_path)
    with pytest.raises(game.NotationError, match=r"mine.txt': line 2: the map is 2 x 1"):
        read_level(KITCHEN, path)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ends: str, tmp_path: Path) -> None:
    path = written("mine.txt", ("\ufeff" + TEXT.replace("\n", ends)).encode())(tmp_path)
    assert read_level(KITCHEN, path).text == TEXT


def test_the_text_of_a_file_is_given_as_it_is(tmp_path: Path) -> None:
    assert read_text(written("a.txt", b"one\r\n")(tmp_path), 10) == "one\r\n"
