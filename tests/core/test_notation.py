"""Episodes are text both ways, and a file that is none of ours is told in one sentence."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import game
from game.core import notation
from game.core.contract import CrossplayError, IllegalActionError, NotationError
from tests.core import convoy

KITCHEN = game.load("kitchen")
LEVEL = KITCHEN.load_level("cramped_room")
HEADER = {"episode": 1, "game": "kitchen", "version": 1, "seed": 1, "level": LEVEL.text.splitlines()}
TICKS = [{"tick": 0, "joint": "NI"}, {"tick": 1, "joint": ".."}]


def text(*lines: object, closing: object = None) -> str:
    values = [*lines, {"ticks": len(lines) - 1} if closing is None else closing]
    return "\n".join(json.dumps(value) for value in values) + "\n"


def test_a_good_episode_is_read() -> None:
    assert game.parse_episode(text(HEADER, *TICKS)).joint_actions == ((0, 5), (4, 4))


WRONG = {
    "nothing": ("", "line 1: '' cannot be read; a good line looks like"),
    "binary": ("\0\x01\x02", "line 1: .* cannot be read"),
    "truncated": (text(HEADER, TICKS[0])[:-13], "the file is truncated"),
    "only a header": (json.dumps(HEADER), "the file is truncated"),
    "a tick lost": (text(HEADER, TICKS[0], closing={"ticks": 2}), "counts 2 ticks but 1 are here"),
    "ticks in disorder": (text(HEADER, TICKS[1], TICKS[0]), 'line 2: .* is not like {"tick": 0, "joint": ".."}'),
    "an illegal action": (text(HEADER, {"tick": 0, "joint": "NX"}), "line 2: .* with the letters NSEW.I"),
    "a seat too many": (text(HEADER, {"tick": 0, "joint": "NNN"}), "line 2: .* is not like"),
    "another format": (text({**HEADER, "episode": 2}), "line 1: episode format 2 is not known; .* reads format 1"),
    "a format to come": (text({"episode": 7, "new": "keys"}), "line 1: episode format 7 is not known"),
    "a format of many digits": (text({"episode": 10**4000}), "line 1: episode format 1000"),
    "a number of too many digits": ('{"episode": ' + "1" * 5000 + "}\n", "line 1: .* cannot be read"),
    "brackets without end": ("[" * 100_000, "line 1: .* cannot be read"),
    "a level that is wrong": (
        text({**HEADER, "level": ["map:", "XX"]}),
        "line 1: the level in the header is wrong: line 2",
    ),
    "a level that is no text": (text({**HEADER, "level": [1]}), "line 1: .* cannot be read"),
    "a seed that is too large": (text({**HEADER, "seed": 2**64}), "line 1: .* cannot be read"),
    "a name of a megabyte": (
        text({**HEADER, "game": "k" * 1_000_000}),
        "line 1: the game's name 'kkk.*' .* is too long|is too long",
    ),
    "an unknown game": (text({**HEADER, "game": "kitchem"}), "did you mean 'kitchen'"),
    "too many ticks": (
        text(HEADER, *({"tick": tick, "joint": ".."} for tick in range(401))),
        "has 401 ticks but a round of this level ends after 400",
    ),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_episode_is_refused_with_one_short_sentence(wrong: str, message: str) -> None:
    with pytest.raises(CrossplayError, match=message) as caught:
        game.parse_episode(wrong)
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)


def test_an_episode_of_another_version_is_read_but_not_replayed() -> None:
    episode = game.parse_episode(text({**HEADER, "version": 9}))
    with pytest.raises(NotationError, match="is of kitchen version 9; this is kitchen version 1"):
        list(game.replay(episode))


@given(st.text())
def test_any_text_is_an_episode_or_a_notation_error(anything: str) -> None:
    with pytest.raises(NotationError):
        game.parse_episode(anything)


@given(st.integers(0, 40), st.data())
def test_a_changed_episode_is_read_or_refused(cut: int, data: st.DataObject) -> None:
    good = text(HEADER, *TICKS)
    at = data.draw(st.integers(0, len(good)))
    changed = good[:at] + data.draw(st.text(max_size=3)) + good[at + cut :]
    with contextlib.suppress(CrossplayError):
        game.parse_episode(changed)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30), st.integers(0, 2**64 - 1))
def test_an_episode_survives_its_text(joints: list[tuple[int, int]], seed: int) -> None:
    episode = game.Episode("kitchen", 1, LEVEL.text, seed, tuple(joints))
    assert game.parse_episode(game.format_episode(episode)) == episode


def test_an_action_that_a_role_does_not_have_at_that_tick_is_told_with_its_line() -> None:
    level = convoy.GAME.load_level("ring")
    joint = "." * (level.seats - 1) + "C"
    header = {**HEADER, "game": "convoy", "version": convoy.GAME.version, "level": level.text.splitlines()}
    wrong = text(header, {"tick": 0, "joint": joint}, {"tick": 1, "joint": joint})
    with pytest.raises(NotationError, match=f"line 3: seat {level.seats - 1} acts each 5 ticks, not at tick 1"):
        notation.parse_episode(wrong, lambda _: convoy.GAME)


def test_a_number_written_as_a_truth_value_is_not_taken_for_one() -> None:
    with pytest.raises(NotationError, match=r"line 1: .* cannot be read"):
        game.parse_episode(text({**HEADER, "seed": True}))


def test_a_key_more_or_less_is_not_overlooked() -> None:
    for header in ({**HEADER, "more": 1}, {key: HEADER[key] for key in HEADER if key != "seed"}):
        with pytest.raises(NotationError, match=r"line 1: .* a good line looks like"):
            game.parse_episode(text(header))


RING = convoy.GAME.load_level("ring")
CHOICES = st.lists(st.integers(0, convoy.GAME.choices - 1), max_size=12).map(tuple)


@given(CHOICES)
def test_a_joint_action_with_messages_survives_being_written_and_read(joint: tuple[int, ...]) -> None:
    assert notation.parse_joint(convoy.GAME, notation.format_joint(convoy.GAME, joint)) == joint


def test_a_message_is_a_digit_behind_the_letter() -> None:
    assert notation.format_joint(convoy.GAME, (convoy.DASH, convoy.LEFT + convoy.ACTIONS * convoy.FOUND)) == "DL1"


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("a digit without a letter", "1L"),
        ("a digit behind a digit", "L11"),
        ("a message there is not", "L3"),
        ("silence is not written", "L0"),
        ("a digit of another script", "L\u0661"),
        ("an unknown letter", "X1"),
    ],
)
def test_a_word_that_is_no_joint_action_is_refused(reason: str, word: str) -> None:
    with pytest.raises(NotationError, match=r"has other letters than .LRDC, each with a digit up to 2"):
        notation.parse_joint(convoy.GAME, word)
    assert reason


def test_a_game_without_messages_has_no_digits() -> None:
    with pytest.raises(NotationError, match=r"has other letters than NSEW.I$"):
        notation.parse_joint(KITCHEN, "N1")


def test_an_episode_with_messages_survives_its_text() -> None:
    match = game.Round(convoy.GAME, RING, 1)
    for seat in (0, 5):
        match.step([convoy.LEFT + convoy.ACTIONS * convoy.FOUND * (seat == other) for other in range(8)] + [0, 0])
    written = notation.format_episode(convoy.GAME, match.episode())
    assert '"joint": "L1LLLLLLL.."' in written
    assert notation.parse_episode(written, lambda _: convoy.GAME) == match.episode()


def test_a_role_says_only_what_it_may() -> None:
    match = game.Round(convoy.GAME, RING, 1)
    with pytest.raises(IllegalActionError, match=r"seat 0 .* has no action 10; it has .*wait\+found"):
        match.step([convoy.ACTIONS * convoy.FASTER] + [0] * 9)
    with pytest.raises(IllegalActionError, match="seat 8"):
        match.step([0] * 8 + [convoy.ACTIONS * convoy.FOUND, 0])
    match.step([convoy.ACTIONS * convoy.FOUND] * 8 + [convoy.CALL + convoy.ACTIONS * convoy.FASTER] * 2)


def test_what_is_said_is_heard_by_the_own_team_from_the_next_tick_on() -> None:
    match = game.Round(convoy.GAME, RING, 1)
    before = match.observe("features", 3)
    match.step([convoy.ACTIONS * convoy.FOUND] + [0] * 9)
    heard = [int(match.observe("features", seat)[12]) for seat in range(10)]
    assert before[12] == 0
    assert heard == [1, 1, 1, 1, 0, 0, 0, 0, 1, 0]
