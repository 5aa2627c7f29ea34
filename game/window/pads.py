"""The gamepads that are plugged in."""

from __future__ import annotations

import contextlib
from typing import Any

import pygame


class Pads:
    """Keeps gamepads open, as pygame tells nothing of one that nobody holds."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        """Number of a gamepad while it is plugged in -> its name."""
        self._open: dict[int, Any] = {}

    def handle(self, event: pygame.event.Event) -> None:
        """Open a gamepad that was plugged in, let go of one that was unplugged."""
        if event.type == pygame.JOYDEVICEADDED:
            with contextlib.suppress(pygame.error):  # unplugged again before it could be opened
                pad = pygame.joystick.Joystick(event.device_index)
                self._open[pad.get_instance_id()] = pad
                self.names[pad.get_instance_id()] = pad.get_name()
        elif event.type == pygame.JOYDEVICEREMOVED:
            self._open.pop(event.instance_id, None)
            self.names.pop(event.instance_id, None)
