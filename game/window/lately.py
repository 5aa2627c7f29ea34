"""The few latest pictures of what changes too often to keep them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import pygame


class Lately:
    """Keeps as many pictures as it is told and forgets the one that was not asked for the longest."""

    def __init__(self, most: int = 6) -> None:
        self._most = most
        self._pictures: dict[object, pygame.Surface] = {}

    def take(self, key: object, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """Return a picture, made where it is not among the latest."""
        picture = self._pictures.pop(key, None) or make()
        self._pictures[key] = picture
        if len(self._pictures) > self._most:
            del self._pictures[next(iter(self._pictures))]
        return picture
