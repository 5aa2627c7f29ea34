"""What the browser's tests share: pytest-playwright with the system's Chromium, after all other tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study.browsing import CHROMIUM


@pytest.fixture(scope="session")
def base_url() -> None:
    """Every server has an address of its own; pytest-playwright's own fixture is one that pytest warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Return how pytest-playwright starts its browser."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests with a browser last: its event loop lasts as long as the session, and the others run their own."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))
