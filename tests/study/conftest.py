"""What the browser's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.study.browsing import browsing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a browser; it ends with the module, since its event loop stands in the way of tests with their own."""
    with browsing() as browser:
        yield browser
