"""A tape plays a recorded round again, and is refused where it does not fit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

import ai_partners
import game
from ai_partners import Partner, PartnerError, Tape
from game.core.notation import format_episode
from tests.core import convoy

if TYPE_CHECKING:
    from pathlib import Path

KITCHEN = game.load("kitchen")
ROOM = KITCHEN.load_level("cramped_room")


def recorded(ticks: int = 60) -> game.Episode:
    match = game.Round(KITCHEN, ROOM, 2)
    partners = [ai_partners.load("random", KITCHEN) for _ in range(2)]
    for step in game.play(KITCHEN, ROOM, partners, 2):
        if match.tick < ticks:
            match.step(step.joint_action)
    return match.episode()


EPISODE = recorded()


def on_file(folder: Path, text: str | None = None, name: str = "a tape, by day: 1.jsonl") -> str:
    path = folder / name
    path.write_text(format_episode(KITCHEN, EPISODE) if text is None else text, encoding="utf-8")
    return str(path)


def test_a_tape_in_every_seat_plays_the_round_again_and_then_waits(tmp_path: Path) -> None:
    tapes = [ai_partners.load(f"tape:{on_file(tmp_path)}", KITCHEN) for _ in range(2)]
    steps = list(game.play(KITCHEN, ROOM, tapes, 9))
    assert tuple(step.joint_action for step in steps[:60]) == EPISODE.joint_actions
    assert {step.joint_action for step in steps[60:]} == {(4, 4)}


@pytest.mark.parametrize("options", ["seat=1", "delay=3,seat=1", "seat=1,delay=30"])
def test_a_tape_plays_another_seat_and_does_not_mind_a_delay(tmp_path: Path, options: str) -> None:
    tape = ai_partners.load(f"tape:{on_file(tmp_path)},{options}", KITCHEN)
    steps = list(game.play(KITCHEN, ROOM, [tape, ai_partners.load("stay", KITCHEN)], 9))
    assert [step.joint_action[0] for step in steps[:60]] == [joint[1] for joint in EPISODE.joint_actions]


def test_a_temperature_makes_a_tape_noisy(tmp_path: Path) -> None:
    tape = ai_partners.load(f"tape:{on_file(tmp_path)},temperature=0.3", KITCHEN)
    steps = list(game.play(KITCHEN, ROOM, [tape, ai_partners.load("stay", KITCHEN)], 9))
    same = sum(step.joint_action[0] == joint[0] for step, joint in zip(steps, EPISODE.joint_actions, strict=False))
    assert 30 < same < 60


def test_the_card_of_a_tape_names_what_is_on_it_and_not_where_it_lies(tmp_path: Path) -> None:
    first, second = on_file(tmp_path), on_file(tmp_path, name="b")
    cards = [ai_partners.load(f"tape:{name}", KITCHEN).card for name in (first, second, f"{first},seat=1")]
    assert cards[0] == cards[1]
    assert cards[0].kind == "tape"
    assert cards[2].source != cards[0].source
    assert str(tmp_path) not in repr(cards)


TEXT = format_episode(KITCHEN, EPISODE)
LINES = TEXT.splitlines(keepends=True)
DAMAGED = {
    "nothing in it": ("", "line 1"),
    "cut off": ("".join(LINES[:30]), "line 30: .* the file is truncated"),
    "no such action": (TEXT.replace('"joint": "', '"joint": "?', 1), r"line \d+"),
    "a game unknown here": (TEXT.replace("kitchen", "bathroom", 1), "is of a game unknown here, 'bathroom'"),
    "other rules": (TEXT.replace('"version": 1', '"version": 7', 1), "version 7"),
    "a tick that is missing": ("".join([LINES[0], *LINES[2:]]), "the last line counts 60 ticks but 59 are here"),
}


@pytest.mark.parametrize(("text", "told"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_tape_is_told_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PartnerError, match=told) as refused:
        ai_partners.load(f"tape:{on_file(tmp_path, text)}", KITCHEN)
    assert "\n" not in str(refused.value)


def test_a_tape_of_another_game_or_no_file_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(PartnerError, match="is of another game, 'kitchen'; this is 'convoy'"):
        ai_partners.load(f"tape:{on_file(tmp_path)}", convoy.GAME)
    for file in (str(tmp_path), "missing.jsonl", "a\0b", "x" * 5000):
        with pytest.raises(PartnerError, match=r"there is no tape|cannot be read"):
            ai_partners.load(f"tape:{file}", KITCHEN)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PartnerError, match="cannot be read"):
        ai_partners.load(f"tape:{tmp_path / 'bytes'}", KITCHEN)
    with pytest.raises(
        PartnerError, match=r"names no file; a recorded partner is named as in 'tape:round.jsonl,seat=0'"
    ):
        ai_partners.load("tape:", KITCHEN)


def test_a_seat_that_is_not_on_the_tape_is_told(tmp_path: Path) -> None:
    with pytest.raises(PartnerError, match="seat 2 is not on the tape; it has the seats 0 to 1"):
        ai_partners.load(f"tape:{on_file(tmp_path)},seat=2", KITCHEN)
    with pytest.raises(PartnerError, match="no option"):
        ai_partners.load(f"tape:{on_file(tmp_path)},seat=10", KITCHEN)


def begin(episode: game.Episode, found: game.Game, level: game.Level, seat: int) -> None:
    tape = Partner(ai_partners.Card("tape", "", "tape"), Tape(episode))
    tape.begin(found, [level], [seat], [1])


def test_a_tape_is_refused_on_another_level_but_not_for_the_length_of_the_round() -> None:
    with pytest.raises(PartnerError, match=r"recorded on 'cramped_room', .* 'forced_coordination', is another one"):
        begin(EPISODE, KITCHEN, KITCHEN.load_level("forced_coordination"), 0)
    begin(EPISODE, KITCHEN, KITCHEN.parse_level(ROOM.text.replace("ticks: 400", "ticks: 50")), 0)


def test_a_tape_is_refused_in_a_seat_that_cannot_do_what_is_on_it() -> None:
    ring = convoy.GAME.load_level("ring")
    match = game.Round(convoy.GAME, ring, 1)
    match.step([0, 0, 0, convoy.DASH, 0, 0, 0, 0, convoy.CALL, 0])
    episode = match.episode()
    begin(episode, convoy.GAME, ring, 3)
    for seat, told in ((0, "has no action 3"), (4, "has no action 4")):
        tape = Partner(ai_partners.Card("tape", "", "tape"), Tape(episode, 3 if seat == 0 else 8))
        with pytest.raises(PartnerError, match=f"cannot play in seat {seat}: at tick 0, .*{told}"):
            tape.begin(convoy.GAME, [ring], [seat], [1])
    with pytest.raises(PartnerError, match="version 5"):
        begin(dataclasses.replace(episode, version=5), convoy.GAME, ring, 3)


def test_a_tape_says_again_what_was_said() -> None:
    ring = convoy.GAME.load_level("ring")
    match = game.Round(convoy.GAME, ring, 1)
    loud = convoy.LEFT + convoy.ACTIONS * convoy.FOUND
    match.step([loud] + [0] * 9)
    tape = Tape(match.episode())
    tape.begin(convoy.GAME, [ring], [0], [1])
    states = game.Round(convoy.GAME, ring, 1).observe("state", 0)
    assert tape.prefer(states).argmax() == loud
