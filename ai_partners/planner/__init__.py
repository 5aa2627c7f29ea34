"""A partner for the kitchen that searches: tables of a level, the worth of a state, a beam, and the policy."""

from __future__ import annotations

from ai_partners.planner.policy import Planner

__all__ = ["Planner"]
