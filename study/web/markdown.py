"""Markdown as researchers write it: no HTML of theirs goes through, and pictures are drawings of levels."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL = "level:"
_LOCK = threading.Lock()
"""The reader's tables are filled while it reads, which two threads must not do at once."""


@functools.lru_cache(1_000)
def render(text: str, game: str) -> Markup:
    """Return a text as HTML; ``![](level:NAME)`` is a drawing of a level of ``game``."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")

    def image(self: Any, tokens: Sequence[Any], index: int, options: Any, env: Any) -> str:
        del self, options, env
        source, words = str(tokens[index].attrGet("src") or ""), tokens[index].content
        if not source.startswith(LEVEL):
            return str(escape(words))
        name = source.removeprefix(LEVEL)
        return (
            f'<canvas class="level" role="img" aria-label="{escape(words or name)}" '
            f'data-scene="/levels/{escape(game)}/{escape(name)}.json"></canvas>'
        )

    reader.add_render_rule("image", image)
    with _LOCK:
        return Markup(reader.render(text))  # noqa: S704 - the reader lets no HTML through
