"""What is imported replays as its file says; what does not is refused, and nothing comes in twice."""

from __future__ import annotations

import json
import os
import pickle
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import game
from data.check import check
from data.drafts import ImportRefusedError
from data.exports import EpisodeFiles, TrajectoryFiles, export, ready
from data.human import TABLE
from data.imports import Imported, import_path
from data.rounds import list_rounds, read_round
from data.store import reading
from data.writer import Writer
from game.kitchen.overcooked import joint_to_json, state_to_dict
from tests.data.playing import KITCHEN, listed, record
from tests.kitchen import logged

if TYPE_CHECKING:
    from pathlib import Path

JOINTS = [(4, 4), (3, 2), (0, 5), (5, 1), (1, 0)] * 8
"""Something to do in the cramped room."""


def bring_in(path: Path, store: Path) -> list[Imported]:
    """Import a file or a folder."""
    with Writer(store) as writer:
        return list(import_path(writer, path))


def refused(path: Path, store: Path) -> str:
    """Import a file of which nothing is taken, and return the sentence about it."""
    (done,) = bring_in(path, store)
    assert done.stored == done.known == 0
    assert listed(store) == []
    return "\n".join(done.refused)


def logged_rows() -> dict[str, list[Any]]:
    """Return the columns of a converted game."""
    match = game.Round(KITCHEN, KITCHEN.parse_level(text_of_room()), 0)
    states, rewards = [], []
    for joint in JOINTS:
        states.append(json.dumps(state_to_dict(match.level, match.state)))
        rewards.append(int(match.step(joint).outcome.streams[0].sum()))
    ticks = len(JOINTS)
    same = {"set": "hh2019", "split": "train", "layout": "cramped_room", "trial_id": "t1", "player_0_id": "6"}
    same |= {"player_1_id": "7", "player_0_is_human": True, "player_1_is_human": False, "epoch_ms": 1_557_859_260_330}
    rows = {name: [value] * ticks for name, value in same.items()}
    actions = {"a0": [joint[0] for joint in JOINTS], "a1": [joint[1] for joint in JOINTS]}
    times = {"time_elapsed": [tick * 0.15 for tick in range(ticks)]}
    return rows | actions | times | {"reward": rewards, "state": states}


def text_of_room() -> str:
    """Return the cramped room, as long as the game."""
    return KITCHEN.level_text("cramped_room").replace("ticks: 400", f"ticks: {len(JOINTS)}")


def write_table(path: Path, **changes: list[Any]) -> Path:
    """Write a converted game as Parquet."""
    parquet.write_table(pa.table(logged_rows() | changes), path)
    return path


def write_trajectory(path: Path, **changes: Any) -> Path:
    """Write a game as Overcooked-AI's trajectory."""
    rows = logged_rows()
    told = {
        "ep_states": [[json.loads(state) for state in rows["state"]]],
        "ep_actions": [[joint_to_json(joint) for joint in JOINTS]],
        "ep_rewards": [rows["reward"]],
        "mdp_params": [{"layout_name": "simple"}],
    }
    path.write_text(json.dumps(told | changes), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def human_games(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the human games of the package."""
    path = tmp_path_factory.mktemp("human") / "a.db"
    for split, count in (("train", 39), ("test", 37)):
        (done,) = bring_in(logged.package_file(f"clean_{split}_trials.pickle"), path)
        assert (done.stored, done.known, done.refused) == (count, 0, ())
    return path


def test_all_human_games_of_the_package_come_in_and_replay_and_nobody_can_be_told(human_games: Path) -> None:
    with reading(human_games) as store:
        assert check(store) == []
        assert sum(row.ticks for row in list_rounds(store)) == 91_102
        assert {row.status for row in list_rounds(store)} == {"finished"}
        assert store["participant"].count == 34
        assert not [row for row in store["personal"].rows if "hh2019" in row["value"] or len(row["value"]) != 32]


@pytest.mark.skipif(not logged.FOLDER.exists(), reason="there is nothing to compare the package's games with")
def test_the_converted_games_are_the_same_rounds(tmp_path: Path, human_games: Path) -> None:
    (tmp_path / "a.db").write_bytes(human_games.read_bytes())
    first, second = bring_in(logged.FOLDER, tmp_path / "a.db")
    assert (first.stored, first.known, first.refused) == (0, 76, ())
    assert (second.stored, second.known, second.refused) == (3, 0, ())


def test_a_table_keeps_what_the_file_says_of_a_game(tmp_path: Path) -> None:
    bring_in(write_table(tmp_path / "t.parquet"), tmp_path / "a.db")
    with reading(tmp_path / "a.db") as store:
        (row,) = store["round"].rows
        kinds = [seat["kind"] for seat in store["seat"].rows]
        stored = read_round(store, row["id"])
    assert (row["source"], row["tick_rate"], row["origin"]) == ("hh2019 train t1", 6.67, "human games")
    assert row["started_at"].startswith("2019-05-14T18:41:00.330")
    assert kinds == ["person", "unknown"]
    assert list(stored.episode.joint_actions) == JOINTS
    assert set(stored.lateness) == {None}


def test_a_game_that_does_not_replay_is_refused_and_the_others_go_in(tmp_path: Path) -> None:
    wrong = logged_rows()
    wrong["trial_id"], wrong["reward"] = ["t2"] * len(JOINTS), [0] * 7 + [20] + [0] * 32
    good = pa.table(logged_rows())
    parquet.write_table(pa.concat_tables([pa.table(wrong), good]), tmp_path / "t.parquet")
    (done,) = bring_in(tmp_path / "t.parquet", tmp_path / "a.db")
    assert (done.stored, len(done.refused)) == (1, 1)
    assert "t2: it does not replay: at tick 7 the file has the reward 20, the rules give 0" in done.refused[0]


def last_state(**changes: Any) -> list[str]:
    """Return the states of a game with another last one."""
    states = logged_rows()["state"]
    return [*states[:-1], json.dumps(json.loads(states[-1]) | changes)]


BAD_TABLES = {
    "before tick 39": {"state": last_state(objects=[{"name": "onion", "position": [1, 0]}])},
    "a state, [], must be an object": {"state": [*logged_rows()["state"][:-1], "[]"]},
    "a value that no log has": {"state": [*logged_rows()["state"][:-1], "?"]},
    "no action": {"a0": [9] * len(JOINTS)},
    "did you mean 'cramped_room'": {"layout": ["cramped_rom"] * len(JOINTS)},
    "not with a int": {"a0": ["north"] * len(JOINTS)},
}


@pytest.mark.parametrize(("told", "changes"), BAD_TABLES.items())
def test_a_table_with_something_wrong_is_refused_in_a_sentence(tmp_path: Path, told: str, changes: Any) -> None:
    assert told in refused(write_table(tmp_path / "t.parquet", **changes), tmp_path / "a.db")


def test_a_file_that_is_no_table_of_games_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1 and nothing else PAR1")
    assert "is no Parquet file of logged games" in refused(tmp_path / "t.parquet", tmp_path / "a.db")
    parquet.write_table(pa.table({"price": [1]}), tmp_path / "t.parquet")
    assert "is no Parquet file of logged games" in refused(tmp_path / "t.parquet", tmp_path / "a.db")
    empty = {name: pa.array([], pa.string()) for name in TABLE}
    parquet.write_table(pa.table(empty), tmp_path / "t.parquet")
    assert "is no log of games" in refused(tmp_path / "t.parquet", tmp_path / "a.db")


def test_exported_episodes_and_trajectories_come_back_as_the_same_rounds(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 400)
    with reading(tmp_path / "a.db") as store:
        for form, name in ((EpisodeFiles, "episodes"), (TrajectoryFiles, "trajectories")):
            folder = ready(tmp_path / name)
            assert [done.problem for done in export(store, folder, form(folder), [identity])] == [""]
        hashes = read_round(store, identity).hashes
    assert [done.stored for done in bring_in(tmp_path / "episodes", tmp_path / "b.db")] == [1]
    assert [done.known for done in bring_in(tmp_path / "trajectories", tmp_path / "b.db")] == [1]
    assert [done.known for done in bring_in(tmp_path / "trajectories", tmp_path / "a.db")] == [1]
    with reading(tmp_path / "b.db") as store:
        (row,) = list_rounds(store)
        assert (row.status, row.score, row.ticks, row.partners) == ("finished", 0.0, 400, ("unknown", "unknown"))
        assert read_round(store, row.id).hashes == hashes
        assert check(store) == []


def test_an_episode_that_stops_early_is_kept_without_a_score(tmp_path: Path) -> None:
    match = game.Round(KITCHEN, KITCHEN.load_level("cramped_room"), 1)
    for ticks, name in ((0, "none"), (3, "three")):
        while match.tick < ticks:
            match.step((0, 1))
        (tmp_path / f"{name}.jsonl").write_text(game.format_episode(match.episode()))
    assert [done.stored for done in bring_in(tmp_path, tmp_path / "a.db")] == [1, 1]
    assert [(row.ticks, row.status, row.score) for row in listed(tmp_path / "a.db")] == [
        (0, "abandoned", None),
        (3, "abandoned", None),
    ]
    with reading(tmp_path / "a.db") as store:
        assert check(store) == []


EPISODE = [
    '{"episode": 1, "game": "kitchen", "version": 1, "seed": 1, "level": LEVEL}',
    '{"tick": 0, "joint": "N."}',
    '{"tick": 1, "joint": "EI"}',
    '{"ticks": 2}',
]
BAD_EPISODES = {
    "damaged": EPISODE[:2] + EPISODE[3:],
    "the file is truncated": EPISODE[:3],
    "version 9": [EPISODE[0].replace('"version": 1', '"version": 9'), *EPISODE[1:]],
    "is not like": [*EPISODE[:2], '{"tick": 1, "joint": "EQ"}', EPISODE[3]],
    "there is no game 'kitchn'": [EPISODE[0].replace("kitchen", "kitchn"), *EPISODE[1:]],
}


@pytest.mark.parametrize(("told", "lines"), BAD_EPISODES.items())
def test_a_bad_episode_file_is_refused_in_a_sentence(tmp_path: Path, told: str, lines: list[str]) -> None:
    level = json.dumps(KITCHEN.level_text("cramped_room").splitlines())
    (tmp_path / "e.jsonl").write_text("\n".join(lines).replace("LEVEL", level) + "\n")
    assert told in refused(tmp_path / "e.jsonl", tmp_path / "a.db")


def test_a_trajectory_by_others_comes_in_and_is_the_same_round_as_its_table(tmp_path: Path) -> None:
    (done,) = bring_in(write_trajectory(tmp_path / "t.json"), tmp_path / "a.db")
    assert (done.stored, done.refused) == (1, ())
    (done,) = bring_in(write_table(tmp_path / "t.parquet"), tmp_path / "a.db")
    assert (done.stored, done.known) == (0, 1)


def test_a_trajectory_may_begin_in_any_state_and_be_of_the_other_dynamics(tmp_path: Path) -> None:
    text = (
        KITCHEN.level_text("cramped_room").replace("dynamics: old", "dynamics: new").replace("ticks: 400", "ticks: 2")
    )
    match = game.Round(KITCHEN, KITCHEN.parse_level(text), 0)
    start = state_to_dict(match.level, match.state)
    start["players"][0] |= {"position": [2, 1], "orientation": [0, -1]}
    soup = {"name": "soup", "position": [2, 0], "_ingredients": [{"name": "onion", "position": [2, 0]}]}
    start["objects"] = [soup | {"cooking_tick": -1, "is_idle": True}]
    after = json.loads(json.dumps(start))
    after["objects"][0]["cooking_tick"] = 1
    told = {"ep_states": [[start, after]], "ep_actions": [[["interact", [0, 0]], [[0, 0], [0, 0]]]]}
    path = write_trajectory(tmp_path / "t.json", ep_rewards=[[0, 0]], **told)
    (done,) = bring_in(path, tmp_path / "a.db")
    assert (done.stored, done.refused) == (1, ())
    with reading(tmp_path / "a.db") as store:
        (row,) = store["round"].rows
        assert "dynamics: old" not in row["header"]


BAD_TRAJECTORIES = {
    "lists of one length": {"ep_states": []},
    "0 states for 40": {"ep_states": [[]]},
    "a value that no trajectory has": {"mdp_params": [None]},
    "39 rewards for 40": {"ep_rewards": [[0] * 39]},
    "is unknown": {"ep_actions": [[[[0, 0], "dance"]] * 40]},
}


@pytest.mark.parametrize(("told", "changes"), BAD_TRAJECTORIES.items())
def test_a_bad_trajectory_is_refused_in_a_sentence(tmp_path: Path, told: str, changes: Any) -> None:
    assert told in refused(write_trajectory(tmp_path / "t.json", **changes), tmp_path / "a.db")


def test_an_own_trajectory_that_was_changed_is_refused(tmp_path: Path) -> None:
    identity = record(tmp_path / "a.db", 30)
    with reading(tmp_path / "a.db") as store:
        folder = ready(tmp_path / "out")
        list(export(store, folder, TrajectoryFiles(folder), [identity]))
    path = folder / f"{identity}.json"
    told = json.loads(path.read_text())
    told["ep_rewards"][0][3] = 20
    path.write_text(json.dumps(told))
    assert "at tick 3 the file has the reward 20" in refused(path, tmp_path / "b.db")


def test_a_file_that_is_no_json_and_one_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text("[" * 100_000)
    assert "is no JSON" in refused(tmp_path / "t.json", tmp_path / "a.db")
    (tmp_path / "t.txt").write_text("")
    with pytest.raises(ImportRefusedError, match="rounds are in files ending in"):
        bring_in(tmp_path / "t.txt", tmp_path / "a.db")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportRefusedError, match="no file or folder of rounds"):
        bring_in(tmp_path / "empty", tmp_path / "a.db")


class Command:
    """A pickle that would run a command."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.mark}",)


def test_a_hostile_pickle_is_refused_by_the_name_it_asks_for_and_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "f.pickle").write_bytes(pickle.dumps({"_data": Command(tmp_path / "mark")}))
    assert "asks for 'posix.system'" in refused(tmp_path / "f.pickle", tmp_path / "a.db")
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("content", [pickle.dumps([1, 2]), b"\x80\x04", b"cos\nsystem\n(S'true'\ntR.", b"", b"hello"])
def test_a_pickle_that_is_no_frame_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.pickle").write_bytes(content)
    assert "f.pickle" in refused(tmp_path / "f.pickle", tmp_path / "a.db")


def test_a_pickle_that_is_not_there_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No such file" in refused(tmp_path / "gone.pickle", tmp_path / "a.db")
    (tmp_path / "f.pickle").write_bytes(b"x" * 100)
    monkeypatch.setattr("data.frames.MOST_BYTES", 99)
    assert "more than 99 bytes" in refused(tmp_path / "f.pickle", tmp_path / "a.db")


def stand_in(module: str, name: str) -> Any:
    """Make a class that pickles under the name of one of pandas."""

    def build(self: Any, *given: Any) -> None:
        self.given, self.content = given, None

    made = type(name, (), {"__init__": build, "__reduce__": lambda self: (type(self), self.given, self.content)})
    made.__module__, made.__qualname__ = module, name
    setattr(sys.modules[module], name, made)
    return made


def pickled_frame(columns: dict[str, list[Any]], **kinds: Any) -> bytes:
    """Return a frame of one block a column as pandas pickles it."""
    names = ("frame", "internals.managers", "indexes.base", "indexes.base")
    classes = ("DataFrame", "BlockManager", "_new_Index", "Index")
    frame, manager, new_index, index = (
        stand_in(f"pandas.core.{module}", name) for module, name in zip(names, classes, strict=True)
    )
    blocks = [
        np.array([values], kinds.get(name, object if isinstance(values[0], str) else float))
        for name, values in columns.items()
    ]
    items = [new_index(index, {"data": np.array([name], object), "name": None}) for name in columns]
    inner, outer = manager(), frame()
    inner.content = ([], blocks, items, {})
    outer.content = {"_data": inner}
    return pickle.dumps(outer, protocol=4)


def frame_columns() -> dict[str, list[Any]]:
    """Return the columns of a game as the package's frames have them."""
    rows = logged_rows()
    ticks = len(JOINTS)
    texts = [repr(json.loads(text)) for text in rows["state"]]
    return {
        "layout_name": rows["layout"], "run": ["run-1"] * ticks, "workerid_num": [3] * ticks,
        "round_num": [1.0] * ticks, "cur_gameloop": [float(tick) for tick in range(ticks)], "state": texts,
        "reward": [reward / 4 for reward in rows["reward"]], "time_elapsed": rows["time_elapsed"],
        "joint_action": [repr(joint_to_json(joint)) for joint in JOINTS], "datetime": [1.5e12] * ticks,
    }  # fmt: skip


PANDAS = (
    "",
    ".core",
    ".core.frame",
    ".core.internals",
    ".core.internals.managers",
    ".core.indexes",
    ".core.indexes.base",
)


@pytest.fixture
def no_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the stand-ins for pandas afterwards."""
    for part in PANDAS:
        monkeypatch.setitem(sys.modules, f"pandas{part}", types.ModuleType(f"pandas{part}"))


@pytest.mark.usefixtures("no_pandas")
def test_a_frame_that_is_pickled_today_comes_in(tmp_path: Path) -> None:
    (tmp_path / "mine.pkl").write_bytes(pickled_frame(frame_columns(), workerid_num=np.int64))
    (done,) = bring_in(tmp_path / "mine.pkl", tmp_path / "a.db")
    assert (done.stored, done.refused) == (1, ())


BAD_FRAMES = {
    "not counted from 0": {"cur_gameloop": [1.0] * 40},
    "where a plain value should be": {"state": ["x" * 30_000] * 40},
    "a value that no log has": {"state": ["[[["] * 40},
    "is no log of games": {"layout_name": [1.0] * 40},
    "columns of several lengths": {"datetime": [1.5e12]},
}


@pytest.mark.usefixtures("no_pandas")
@pytest.mark.parametrize(("told", "changes"), BAD_FRAMES.items())
def test_a_frame_with_something_wrong_is_refused_in_a_sentence(tmp_path: Path, told: str, changes: Any) -> None:
    (tmp_path / "f.pkl").write_bytes(pickled_frame(frame_columns() | changes, workerid_num=np.int64))
    assert told in refused(tmp_path / "f.pkl", tmp_path / "a.db")


@pytest.mark.usefixtures("no_pandas")
def test_a_frame_with_other_numbers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.pkl").write_bytes(pickled_frame(frame_columns(), workerid_num=np.complex64))
    assert "an array of kind 'c8'" in refused(tmp_path / "f.pkl", tmp_path / "a.db")
