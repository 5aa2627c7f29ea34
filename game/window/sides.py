"""The sides of a match: teams by name, and whose sights are shown together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from game.core.contract import Seat
    from game.window.timeline import Viewers


def sides_of(seats: Sequence[Seat], people: AbstractSet[int]) -> tuple[Viewers, ...]:
    """Return whose sights are shown together: people of one team; a spectator's where nobody plays."""
    teams: dict[int, list[int]] = {}
    for seat in sorted(people):
        teams.setdefault(seats[seat].team, []).append(seat)
    return tuple(tuple(viewers) for viewers in teams.values()) or ((),)


def teams_of(seats: Sequence[Seat]) -> tuple[int, ...]:
    """Return the numbers of the teams."""
    return tuple(sorted({seat.team for seat in seats}))


def team_name(seats: Sequence[Seat], team: int) -> str:
    """Return what a team is called: its role where all its bodies have one that no other team has, else its number."""
    roles = {seat.role for seat in seats if seat.team == team and seat.has_body}
    others = {seat.role for seat in seats if seat.team != team and seat.has_body}
    if len(roles) == 1 and not roles & others:
        role = next(iter(roles)).capitalize()
        return role + ("es" if role.endswith(("s", "x", "ch", "sh")) else "s")
    return f"Team {team + 1}"


def mark_of(seats: Sequence[Seat], seat: int) -> int:
    """Return the number of a seat's colour and badge: its team's where there are several, else its own."""
    return seats[seat].team if len(teams_of(seats)) > 1 else seat


def seat_labels(seats: Sequence[Seat]) -> tuple[str, ...]:
    """Return what a menu calls each seat: its name, or its role where bodies of one team have several."""
    several = len({seat.role for seat in seats if seat.has_body}) > len(teams_of(seats))
    return tuple((seat.role if several and seat.role not in seat.name else seat.name).capitalize() for seat in seats)
