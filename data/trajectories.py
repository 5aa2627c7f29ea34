"""Trajectories as Overcooked-AI writes them in JSON, from our rounds and into drafts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import game
from data.drafts import Draft, ImportRefusedError, Logged, differences, draft_of, fit
from data.sitting import UNKNOWN, Sitting
from data.trace import trace
from game.core.contract import CrossplayError
from game.core.files import EPISODE_BYTES, read_text
from game.kitchen.level import map_rows, settings_of
from game.kitchen.overcooked import joint_from_json, joint_to_json, state_to_dict
from game.kitchen.overcooked.states import ingredients

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.trace import Trace
    from game import Level

NEEDED = ("ep_states", "ep_actions", "ep_rewards", "mdp_params")
COOKS = 2
"""Overcooked-AI's trajectories are of two cooks."""


def trajectory_of(episode: game.Episode, sittings: tuple[Sitting, ...]) -> dict[str, Any]:
    """Return a round of the kitchen for two cooks as a trajectory of one episode, ready for JSON.

    ``metadatas`` carries our episode's header line, since a trajectory does not tell its own rules.
    """
    played = trace(episode)
    level, ticks = played.level, len(played.joints)
    header = game.format_episode(episode).partition("\n")[0]
    seats = [{"kind": sitting.kind, "name": sitting.name} for sitting in sittings]
    return {
        "ep_states": [[state_to_dict(level, state) for state in played.states[:-1]]],
        "ep_actions": [[joint_to_json(joint) for joint in played.joints.tolist()]],
        "ep_rewards": [[_whole(reward) for reward in played.rewards.tolist()]],
        "ep_dones": [[tick == ticks - 1 for tick in range(ticks)]],
        "ep_infos": [_infos(played)],
        "ep_returns": [_whole(played.score)],
        "ep_lengths": [ticks],
        "mdp_params": [_mdp_params(level)],
        "env_params": [{"horizon": level.horizon, "start_state_fn": None}],
        "metadatas": {"crossplay": [{"header": json.loads(header), "seats": seats}]},
    }


def _infos(played: Trace) -> list[dict[str, Any]]:
    """Return the rewards by cook of every tick."""
    streams = played.outcomes["streams"][:, :, :COOKS].tolist()
    return [
        {
            "agent_infos": [{}, {}],
            "sparse_r_by_agent": [_whole(reward) for reward in sparse],
            "shaped_r_by_agent": [_whole(reward) for reward in shaped],
        }
        for sparse, shaped in streams
    ]


def _mdp_params(level: Level) -> dict[str, Any]:
    """Return what Overcooked-AI says of a level, and its dynamics."""
    record, settings = level.record, settings_of(level)
    width, rows = int(record.width), map_rows(level)
    orders = {key: [{"ingredients": ingredients(order)} for order in settings[key]] for key in ("orders", "bonus")}
    placement, dish, soup = settings["shaping"]
    return {
        "layout_name": level.name,
        "terrain": [list(row.translate(dict.fromkeys(map(ord, "123456789"), " "))) for row in rows],
        "start_player_positions": [[int(cell) % width, int(cell) // width] for cell in record.start_cell[:COOKS]],
        "start_all_orders": orders["orders"],
        "start_bonus_orders": orders["bonus"],
        "rew_shaping_params": {
            "PLACEMENT_IN_POT_REW": placement,
            "DISH_PICKUP_REWARD": dish,
            "SOUP_PICKUP_REWARD": soup,
        },
        "old_dynamics": bool(record.old),
    }


def _whole(number: float) -> int | float:
    """Return a number as Overcooked-AI writes it: whole where it is whole."""
    return int(number) if number == int(number) else number


def read_trajectories(path: Path) -> Iterator[Draft | ImportRefusedError]:
    """Yield the episodes of a trajectory file.

    Raises `ImportRefusedError` or `UnreadableFileError` when it is none.
    """
    try:
        data = json.loads(read_text(path, EPISODE_BYTES))
    except (json.JSONDecodeError, RecursionError) as error:
        message = f"{str(path)!r} is no JSON ({error}); a trajectory file is one JSON object with {', '.join(NEEDED)}"
        raise ImportRefusedError(message) from error
    lists = [data.get(key) if isinstance(data, dict) else None for key in NEEDED]
    if len({len(found) if isinstance(found, list) else -1 for found in lists} | {-1}) != 2:  # noqa: PLR2004 - one length
        message = f"{str(path)!r} is no trajectory file: it must have lists of one length {', '.join(NEEDED)}"
        raise ImportRefusedError(message)
    for number in range(len(data["ep_actions"])):
        yield _attempt(data, number)


def _attempt(data: dict[str, Any], number: int) -> Draft | ImportRefusedError:
    """Return the draft of one episode, or why it is refused."""
    try:
        return _draft(data, number)
    except CrossplayError as error:
        return ImportRefusedError(f"episode {number}: {error}")
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError) as error:
        reason = f"{type(error).__name__}: {str(error)[:80]}"
        return ImportRefusedError(f"episode {number}: it holds a value that no trajectory has ({reason})")


def _draft(data: dict[str, Any], number: int) -> Draft:
    """Return the draft of one episode that replays."""
    states, rewards = data["ep_states"][number], data["ep_rewards"][number]
    joints = tuple(joint_from_json(joint) for joint in data["ep_actions"][number])
    if not joints or len(states) < len(joints):
        message = f"it has {len(states)} states for {len(joints)} joint actions; every action has the state before it"
        raise ImportRefusedError(message)
    ends = {tick: states[tick] for tick in (0, min(len(joints), len(states) - 1))}
    logged = Logged(data["mdp_params"][number]["layout_name"], joints, rewards, ends)
    own = (data.get("metadatas") or {}).get("crossplay")
    if own:
        return _own(own[number], logged)
    return draft_of(*fit(logged), (Sitting(UNKNOWN, "unknown"),) * COOKS)._replace(source=f"episode {number}")


def _own(told: dict[str, Any], logged: Logged) -> Draft:
    """Return the draft of an episode that this program wrote: its header tells level and seed."""
    head = game.parse_episode(json.dumps(told["header"]) + '\n{"ticks": 0}\n')
    episode = game.Episode(head.game, head.version, head.level, head.seed, tuple(logged.joints))
    played = trace(episode)
    wrong = differences(played, logged)
    if wrong:
        raise ImportRefusedError(wrong)
    return draft_of(episode, played, tuple(Sitting(UNKNOWN, str(seat["name"])[:60]) for seat in told["seats"]))
