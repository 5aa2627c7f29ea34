"""Measurements with their limits, as commands print them."""

from __future__ import annotations

from typing import Any


def row(name: str, ours: float, limit: float, *, is_least: bool = False) -> dict[str, Any]:
    """Return a measurement that should be at most a limit, or at least."""
    ratio = ours / max(limit, 1e-9) if is_least else limit / max(ours, 1e-9)
    holds = ours >= limit if is_least else ours <= limit
    return {"name": name, "ours": round(ours, 3), "limit": limit, "ratio": round(ratio, 2), "holds": holds}
