"""The words of the pages, a catalogue for each language."""

from __future__ import annotations

import functools
import json
from pathlib import Path

FOLDER = Path(__file__).with_name("words")


@functools.cache
def words_of(language: str) -> dict[str, str]:
    """Return the words of a language by what they are for."""
    found: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found
