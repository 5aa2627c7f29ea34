"""What the pages say about levels is true."""

from __future__ import annotations

import re
from pathlib import Path

import game
from game.kitchen.settings import SETTINGS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing-a-level.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_example_on_the_page_is_a_level() -> None:
    example = "\n".join(line[4:] for line in TEXT.split("\n\n")[2].splitlines())
    assert game.load("kitchen").parse_level(example).name == "toy"


def test_every_setting_stands_on_the_page_and_no_other() -> None:
    table = TEXT.split("| setting |")[1].split("\n\n")[0]
    named = {word for row in table.splitlines()[2:] for word in re.findall("`([a-z_]+)`", row.split("|")[1])}
    assert named == set(SETTINGS)
