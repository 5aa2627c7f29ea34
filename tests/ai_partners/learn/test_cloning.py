"""Human models: frames from episodes, splits by person, likelihoods, and what nobody can be cloned from."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

import game
from ai_partners import weights
from ai_partners.learn import clones, cloning, frames, kinds
from ai_partners.learn.cloning import CloneConfig
from ai_partners.learn.frames import CloningError, Frames
from ai_partners.learn.recipe import RecipeError
from ai_partners.network import LONGEST
from ai_partners.people import PeopleError, judging_half, learning_half, read_people
from game.core.contract import UnknownNameError
from game.core.rounds import bot_round, random_round
from tests.ai_partners.trainable import KITCHEN, ROOM

if TYPE_CHECKING:
    from pathlib import Path

    from game.core.episode import Episode

SHORT = KITCHEN.lasting(ROOM, 60)


def cooked(seed: int) -> Episode:
    """Return a round of two cooks, who are easy to foretell."""
    *_, match = bot_round(KITCHEN, SHORT, "cook", seed)
    return match.episode()


def some(count: int = 3) -> Frames:
    """Return the frames of some rounds of cooks."""
    return frames.frames(KITCHEN, SHORT, [cooked(seed) for seed in range(count)])


def test_a_frame_is_what_a_seat_saw_and_did() -> None:
    episode = random_round(KITCHEN, SHORT, 60, 0).episode()
    found = frames.frames(KITCHEN, SHORT, [episode])
    assert found.seen.shape == (120, 159)
    own = found.choices[found.seat == 1]
    assert own.tolist() == [joint[1] for joint in episode.joint_actions]
    assert found.before[found.seat == 1].tolist() == [-1, *own[:-1].tolist()]


def test_the_time_since_a_move_counts_waiting() -> None:
    before = np.array([[-1, 4, 4, 0, 4]])
    assert (frames.past_of("since_move", before, 4) * LONGEST)[0].tolist() == pytest.approx([0, 1, 2, 0, 1])
    assert frames.past_of("tempo=0.5", before, 4)[0].tolist() == pytest.approx([0.4, 0.2, 0.1, 0.55, 0.275])


def test_a_model_learns_to_foretell_and_the_best_one_is_kept() -> None:
    found = some()
    config = CloneConfig(hidden=(32,), dropout=0.0, epochs=12, minibatch=32)
    reports = list(cloning.clone(KITCHEN, found.of([0, 1]), found.of([2]), config, 0))
    assert reports[-1].train < reports[0].train
    best = cloning.likelihood(reports[-1].model, found.of([2]), None)
    assert best == pytest.approx(min(report.held for report in reports))


def test_fitting_stops_when_the_others_are_foretold_no_better() -> None:
    found = some()
    config = CloneConfig(hidden=(8,), rate=1.0, epochs=50, patience=2, heads="act and choice")
    assert len(list(cloning.clone(KITCHEN, found.of([0]), found.of([1]), config, 0))) < 50


def test_a_model_with_a_memory_learns_what_frames_apart_do_not_tell() -> None:
    found = some(4)
    bits = np.random.default_rng(0).integers(0, 2, len(found.choices))
    echo = np.where(found.tick > 0, np.roll(bits, 1), 0)
    told = dataclasses.replace(found, seen=bits[:, None].astype(np.float32), choices=echo)
    config = CloneConfig(hidden=(8,), extras=(), dropout=0.0, rate=0.02, epochs=60, minibatch=60, ticks=30, patience=0)
    known = []
    for memory, after in ((0, ()), (8, ()), (8, (8,))):
        shape = msgspec.structs.replace(config, memory=memory, after=after, decay=0.5)
        *_, last = cloning.clone(KITCHEN, told.of([0, 1, 2]), None, shape, 0)
        known.append(cloning.likelihood(last.model, told.of([3]), None))
    assert known[0] == pytest.approx(np.log(2), abs=0.1)
    assert max(known[1:]) < 0.3


def test_a_life_is_one_seat_of_one_episode_in_the_order_of_its_ticks() -> None:
    found = some(2)
    turned = found.of([0, 1])
    assert [len(life) for life in frames.lives(turned)] == [60] * 4
    for number, life in enumerate(frames.lives(turned)):
        assert turned.tick[life].tolist() == list(range(60))
        assert (set(turned.episode[life]), set(turned.seat[life])) == ({number // 2}, {number % 2})


def test_a_likelihood_that_is_no_number_is_told() -> None:
    found = some(1)
    broken = dataclasses.replace(found, seen=np.full_like(found.seen, np.nan))
    with pytest.raises(CloningError, match="try a lower learning rate"):
        list(cloning.clone(KITCHEN, broken, None, CloneConfig(), 0))


def test_no_person_is_on_both_sides_of_a_split() -> None:
    people = [("a", "b"), ("c", "d"), ("a", "e"), ("f", "g"), ("h", "i")]
    learn, held = frames.split(people, 0.3, 0)
    assert sorted(learn + held) == [0, 1, 2, 3, 4]
    assert held
    assert not {who for n in learn for who in people[n]} & {who for n in held for who in people[n]}


def test_people_who_all_hang_together_cannot_be_split() -> None:
    with pytest.raises(CloningError, match="all 2 episodes hang together"):
        frames.split([("a", "b"), ("b", "c")], 0.3, 0)


UNFIT = {
    "no episode": ([], "no episode to clone from"),
    "another version": ([dataclasses.replace(cooked(0), version=9)], "is of kitchen 9; this is kitchen 1"),
    "another level": (
        [random_round(KITCHEN, KITCHEN.load_level("coordination_ring"), 5, 0).episode()],
        "not this 'cramp",
    ),
}


@pytest.mark.parametrize("case", UNFIT)
def test_episodes_that_do_not_fit_are_told(case: str) -> None:
    episodes, told = UNFIT[case]
    with pytest.raises(CloningError, match=told):
        frames.frames(KITCHEN, ROOM, episodes)


def folder_of(folder: Path, count: int = 4) -> Path:
    """Return an exported folder with rounds of four pairs, one of them set aside."""
    rows = []
    for seed in range(count):
        (folder / f"round{seed}.jsonl").write_text(game.format_episode(cooked(seed)))
        half = "test" if seed == 0 else "train"
        rows += [f"round{seed},{seat},{who}{seed},hh2019 {half} {seed}" for seat, who in enumerate("pq")]
    (folder / "people.csv").write_text("\n".join(["round,seat,person,source", *rows]))
    return folder


def test_a_folder_of_peoples_rounds_is_read_with_who_sat_where(tmp_path: Path) -> None:
    people = read_people(folder_of(tmp_path))
    assert [person.people for person in people][1] == ("p1", "q1")
    assert [person.source for person in judging_half(people, "cramped_room")] == ["hh2019 test 0"]
    assert len(learning_half(people, "cramped_room")) == 3


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "no episodes"),
        ("round,seat\nx,0", "no column 'source'"),
        ("round,seat,person,source\n../x,0,p,", "no round's id"),
    ],
)
def test_a_folder_that_is_none_is_told(table: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(table)
    with pytest.raises(PeopleError, match=told):
        read_people(tmp_path)


@pytest.mark.parametrize("kind", ["history", "memory", "carroll"])
def test_the_command_clones_into_a_policy_file(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = kinds.load

    def quick(name: str) -> kinds.Kind:
        """Return a usual kind with fewer epochs."""
        whole = usual(name)
        return msgspec.structs.replace(whole, model=msgspec.structs.replace(whole.model, epochs=2))

    monkeypatch.setattr(kinds, "load", quick)
    wish = {
        "people": folder_of(tmp_path), "level_name": "cramped_room", "half": "train", "kind": kind, "name": "clone",
        "seed": 0, "out": tmp_path / "out", "pooled": False, "members": 2 if kind != "carroll" else 1,
    }  # fmt: skip
    assert "on the test half" in clones.clone_one(wish)
    assert "on the test half" not in clones.clone_one(wish | {"half": "test", "kind": "carroll", "out": tmp_path / "t"})
    card, _ = weights.load(tmp_path / "out" / "cramped_room" / "clone.json")
    assert len(card.columns) == {"history": 158, "carroll": 96}.get(kind, len(card.columns))
    assert kind != "memory" or (0 < len(card.columns) < 335 and not any("tomato" in name for name in card.columns))
    assert card.data


KINDS = {
    "a misspelt key": ("summary: x\nmodel: {hiden: [8]}", "unknown key 'hiden' in 'model'; did you mean 'hidden'"),
    "no summary": ("model: {hidden: [8]}", "missing required field `summary`"),
    "no keys": ("- 3", "must be keys with values"),
    "no YAML": ("{", "is no YAML"),
    "a dropout of all": ("summary: x\nmodel: {dropout: 1}", "dropout must be from 0 to 0.95, not 1"),
    "no layers": ("summary: x\nmodel: {hidden: []}", "the number of layers 'hidden' must be from 1"),
    "an extra that there is not": ("summary: x\nmodel: {extras: [mood]}", "extras must be one of since_move"),
    "layers behind nothing": ("summary: x\nmodel: {after: [8]}", "'after' a memory need one"),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_kind_that_cannot_be_meant_is_told(case: str, tmp_path: Path) -> None:
    text, said = KINDS[case]
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(RecipeError, match=said) as caught:
        kinds.load(str(tmp_path / "mine.yaml"))
    assert "\n" not in str(caught.value)


def test_a_kind_that_is_not_known_or_sees_what_has_no_names_is_told(tmp_path: Path) -> None:
    assert kinds.names() == ("carroll", "history", "memory")
    with pytest.raises(UnknownNameError, match="memory"):
        kinds.load("memroy")
    (tmp_path / "mine.yaml").write_text("summary: x\nmodel: {observation: planes}\n")
    wish = {"kind": str(tmp_path / "mine.yaml"), "level_name": "cramped_room"}
    with pytest.raises(CloningError, match=r"sees 'planes'; of kitchen it can see features, ways"):
        clones.clone_one(wish)


def test_rounds_teach_in_every_way_in_which_their_map_can_lie(tmp_path: Path) -> None:
    people = learning_half(read_people(folder_of(tmp_path)), "cramped_room")
    plain, turned = (clones.frames_of(KITCHEN, people, CloneConfig(turned=wanted)) for wanted in (False, True))
    assert (len(plain), len(turned)) == (1, 8)
    assert np.array_equal(plain[0].seen, turned[0].seen)
    for number, one in enumerate(turned[1:], 1):
        assert np.array_equal(one.choices >= KITCHEN.wait, plain[0].choices >= KITCHEN.wait)
        assert not np.array_equal(one.choices, turned[number - 1].choices)
        assert one.hash != plain[0].hash


def test_nobody_who_is_kept_back_is_learned_from_in_another_way_to_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, learned = cloning.clone, []

    def watched(*parts: Any, **more: Any) -> Any:
        """Note what is learned from and what is kept back."""
        learned.append((parts[1], parts[2]))
        return usual(*parts, **more)

    monkeypatch.setattr(cloning, "clone", watched)
    (tmp_path / "mine.yaml").write_text("summary: turned\nmodel: {hidden: [8], epochs: 1, turned: yes}\n")
    clones.clone_one({
        "people": folder_of(tmp_path), "level_name": "cramped_room", "half": "train", "name": "one", "pooled": False,
        "kind": str(tmp_path / "mine.yaml"), "seed": 0, "out": tmp_path / "out", "members": 1,
    })  # fmt: skip
    assert "(mine, train half)" in weights.load_card(tmp_path / "out" / "cramped_room" / "one.json").summary
    ((train, held),) = learned
    assert held is not None
    assert len(train.choices) == 8 * 2 * len(held.choices)


def test_people_of_other_levels_teach_what_nobody_has_played(tmp_path: Path) -> None:
    wish = {
        "people": folder_of(tmp_path), "level_name": "first_soup", "half": "train", "kind": "carroll", "name": "clone",
        "seed": 0, "out": tmp_path / "out", "pooled": False, "members": 1,
    }  # fmt: skip
    with pytest.raises(CloningError, match="no episode to clone from"):
        clones.clone_one(wish)
    clones.clone_one(wish | {"pooled": True})
    card, _ = weights.load(tmp_path / "out" / "first_soup" / "clone.json")
    assert card.level == "first_soup"


def test_who_is_judged_on_a_level_is_not_learned_from_on_another(tmp_path: Path) -> None:
    people = read_people(folder_of(tmp_path))
    elsewhere = [person._replace(level="mine", source="hh2019 train") for person in people]
    wish = {"half": "train", "pooled": True}
    own, others = clones.learned_from([*people, *elsewhere], ROOM, wish)
    assert len(own) == 3
    assert [person.people[0] for person in others[0]] == ["p1", "p2", "p3"]
