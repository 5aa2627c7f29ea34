"""Overcooked-AI's data and ours: its states, joint actions and layouts, read and written as plain values."""

from game.kitchen.overcooked.joints import joint_from_json, joint_to_json
from game.kitchen.overcooked.layouts import layout_to_text, level_to_layout
from game.kitchen.overcooked.names import NAMES, level_for
from game.kitchen.overcooked.states import state_from_dict, state_reader, state_to_dict

__all__ = [
    "NAMES",
    "joint_from_json",
    "joint_to_json",
    "layout_to_text",
    "level_for",
    "level_to_layout",
    "state_from_dict",
    "state_reader",
    "state_to_dict",
]
