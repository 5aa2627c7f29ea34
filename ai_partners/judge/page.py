"""The page of an evaluation: one HTML file that holds its tables and plots and needs nothing else."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2733}"
    "table{border-collapse:collapse;margin:1rem 0}td,th{padding:.3rem .8rem;border-bottom:1px solid #d6dde4;"
    "text-align:right}td:first-child,th:first-child{text-align:left}svg{max-width:100%;height:auto}"
    ".wide{overflow-x:auto}"
)


class Section(NamedTuple):
    """A part of the page."""

    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]
    """Rows of the table, without its head."""
    drawn: str = ""
    """A plot as SVG, below the table."""


def page(title: str, summary: str, sections: Sequence[Section], spent: Mapping[str, Any]) -> str:
    """Return an evaluation as one HTML page."""
    told = ", ".join(f"{html.escape(key)} {html.escape(str(value))}" for key, value in spent.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{html.escape(title)}</h1><p>{html.escape(summary)}</p>"
        f"{''.join(map(_section, sections))}<p>{told}</p></html>\n"
    )


def _section(section: Section) -> str:
    """Return a section as HTML."""
    body = "".join(_line(line) for line in section.lines)
    table = f'<div class="wide"><table>{_line(section.head, "th")}{body}</table></div>'
    return f"<h2>{html.escape(section.title)}</h2>{table}{section.drawn}"


def _line(words: Sequence[str], kind: str = "td") -> str:
    """Return a row of a table."""
    return "<tr>" + "".join(f"<{kind}>{html.escape(word)}</{kind}>" for word in words) + "</tr>"
