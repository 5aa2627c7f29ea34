"""What the pages say about the crossing is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from game.crossing import level as levels
from tests.crossing.cars import CROSSING

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(levels.__file__).parent
GUIDE = (ROOT / "docs" / "adding-a-game.md").read_text(encoding="utf-8")
RULES = (FOLDER / "RULES.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n# (\S+)\n(.*?)```", GUIDE, flags=re.DOTALL)


def statements(path: Path) -> int:
    """Return the number of statements of a file besides imports and docstrings."""
    found = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.stmt)]
    told = [node for node in found if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    return len(found) - len(told) - sum(isinstance(node, ast.Import | ast.ImportFrom) for node in found)


@pytest.mark.parametrize(
    ("path", "code"), SNIPPETS, ids=[f"{path} {number}" for number, (path, _) in enumerate(SNIPPETS)]
)
def test_every_piece_of_code_in_the_guide_stands_in_its_file(path: str, code: str) -> None:
    assert f"\n{code}" in (ROOT / path).read_text(encoding="utf-8")


def test_every_block_of_the_guide_names_its_file() -> None:
    assert len(SNIPPETS) == GUIDE.count("```python") > 10


def test_the_folder_has_fewer_than_300_statements_as_the_guide_counts_them() -> None:
    counted = {path.name: statements(path) for path in FOLDER.glob("*.py")}
    told = {name: int(count) for name, count in re.findall(r"\| `(\w+\.py)` \|[^|]*\| (\d+) \|", GUIDE)}
    assert told == counted
    assert sum(counted.values()) < 300


@pytest.mark.parametrize("path", re.findall(r"`((?:game|tests|docs)/[\w/.-]+)`", GUIDE))
def test_every_file_that_the_guide_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_rules_name_every_action_message_and_bot() -> None:
    named = {*(action.name for action in CROSSING.actions), *(each.name for each in CROSSING.messages), *CROSSING.bots}
    assert {name for name in named if name not in RULES} == set()


def test_the_rules_quote_every_margin() -> None:
    quoted = {name: float(margin) for name, margin in re.findall("`([a-z_]+)` ([0-9.]+)", RULES)}
    assert quoted == dict(CROSSING.margins)
