"""Runs ``crossplay play`` as it is typed and ends at the first picture."""

import os

import pygame

from crossplay import main


def leave() -> None:
    """End the process where the first picture would be shown."""
    os._exit(0)


if __name__ == "__main__":
    pygame.display.flip = leave
    main(["play", "--no-store"])
