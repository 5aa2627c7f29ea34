"""A partner reacts late, draws by its temperature and its own dice, and does only what its seat can."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ai_partners
import game
from ai_partners import Card, Partner, PartnerError
from game.core.contract import IllegalActionError, UnknownNameError
from game.core.episode import decide_all
from tests.core import convoy

if TYPE_CHECKING:
    from game.core.contract import Game, Level

KITCHEN = game.load("kitchen")
ROOM = KITCHEN.load_level("cramped_room")
RING = convoy.GAME.load_level("ring")
EAST, WEST, STAY = 2, 3, 4


class Spy:
    """Goes one way and remembers what it was shown."""

    observes = "state"

    def __init__(self, row: list[float]) -> None:
        self.row, self.seen = row, []  # type: ignore[var-annotated]

    def begin(self, *circumstances: Any) -> None:
        self.circumstances = circumstances

    def prefer(self, observations: Any) -> Any:
        self.seen.append(observations.copy())
        return np.tile(np.array(self.row, np.float32), (len(observations), 1))


def liking(action: int, actions: int = 6) -> Spy:
    return Spy([float(number == action) for number in range(actions)])


def sit(  # noqa: PLR0913 - keyword-only circumstances of one seat
    policy: Any, *, delay: int = 0, temperature: float = 0.0, found: Game = KITCHEN, level: Level = ROOM, seat: int = 0
) -> Partner:
    partner = Partner(Card("spy", "", "script", delay, temperature), policy)
    partner.begin(found, [level], [seat], [1])
    return partner


def act_along(partner: Partner, match: game.Round, seat: int, other: int) -> None:
    """Let a partner act for one tick while the other cook does ``other``."""
    joint = [other, other]
    joint[seat] = int(partner.act(match.observe("state", seat))[0])
    match.step(joint)


@settings(max_examples=20, deadline=None)
@given(delay=st.integers(0, 6), others=st.lists(st.integers(0, 5), min_size=8, max_size=8), own=st.integers(0, 5))
def test_a_delay_shows_the_old_state_brought_forward_by_the_own_actions(
    delay: int, others: list[int], own: int
) -> None:
    spy, match, past = liking(own), game.Round(KITCHEN, ROOM, 1), []
    partner = sit(spy, delay=delay)
    for other in others:
        past.append(match.observe("state", 0))
        act_along(partner, match, 0, other)
    back = min(delay, len(past) - 1)
    expected, outcome = past[-1 - back].copy(), np.zeros(1, KITCHEN.outcome)[0]
    for _ in range(back):
        KITCHEN.advance(ROOM.record, expected[0], np.array([own, STAY], np.int8), outcome)
    assert spy.seen[-1].tobytes() == expected.tobytes()


def test_a_delay_shows_an_old_array_as_it_was() -> None:
    spy = liking(0)
    spy.observes = "features"
    partner = sit(spy, delay=2)
    for number in range(5):
        partner.act(np.full((1, 3), number, np.float32))
    assert [seen[0, 0] for seen in spy.seen] == [0, 0, 0, 1, 2]


def test_without_a_delay_nothing_is_copied() -> None:
    shown: list[Any] = []
    spy = liking(0)
    spy.prefer = lambda observations: shown.append(observations) or np.zeros((1, 6))  # type: ignore[func-returns-value, method-assign]
    states = game.Round(KITCHEN, ROOM, 1).observe("state", 0)
    sit(spy).act(states)
    assert shown[0] is states


def test_a_delay_of_a_seldom_seat_counts_ticks() -> None:
    spy = liking(convoy.CALL, convoy.GAME.choices)
    partner = sit(spy, delay=6, found=convoy.GAME, level=RING, seat=8)
    for tick in range(0, 25, 5):
        state = np.zeros(1, convoy.GAME.state)
        state["tick"], state["points"], state["treasure"] = tick, tick, 9
        partner.act(state)
    assert [int(seen["points"][0, 0]) for seen in spy.seen] == [0, 0, 0, 5, 10]
    assert int(spy.seen[-1]["tick"][0]) == 20


def test_temperature_nought_takes_the_best_and_a_temperature_draws_by_the_softmax() -> None:
    likes = [0.0, 1.0, 2.0, -np.inf, 0.0, 0.5]
    state = game.Round(KITCHEN, ROOM, 1).observe("state", 0)
    assert {int(sit(Spy(likes)).act(state)[0]) for _ in range(20)} == {2}
    partner = sit(Spy(likes), temperature=0.5)
    counts = np.bincount([int(partner.act(state)[0]) for _ in range(4000)], minlength=6) / 4000
    weights = np.exp(np.array(likes) / 0.5)
    assert counts == pytest.approx(weights / weights.sum(), abs=0.03)
    assert counts[3] == 0


@pytest.mark.parametrize("temperature", [0.0, 1.0, 100.0])
def test_what_a_seat_cannot_do_is_never_chosen_however_liked(temperature: float) -> None:
    for likes in ([0, 0, 0, 5, 9], [-np.inf] * 3 + [5, 9]):
        spy = Spy([*likes, *[-np.inf] * 10])
        partner = sit(spy, temperature=temperature, found=convoy.GAME, level=RING)
        chosen = {int(partner.act(np.zeros(1, convoy.GAME.state))[0]) for _ in range(40)}
        assert chosen <= {convoy.WAIT, convoy.LEFT, convoy.RIGHT}
    assert chosen == {convoy.WAIT}


@pytest.mark.parametrize("name", ["random", "stay", "random:temperature=2", "random:delay=7"])
def test_partners_for_any_game_play_one_with_roles_and_seldom_seats(name: str) -> None:
    partners = [ai_partners.load(name, convoy.GAME) for _ in range(RING.seats)]
    steps = list(game.play(convoy.GAME, RING, partners, 3))
    played = {(seat, action) for step in steps for seat, action in enumerate(step.joint_action)}
    assert ((3, convoy.DASH) in played and (8, convoy.CALL) in played) == name.startswith("random")


def test_at_random_every_role_says_only_what_it_may_and_only_now_and_then() -> None:
    partner = ai_partners.load("random", convoy.GAME)
    partner.begin(convoy.GAME, [RING] * 400, [0] * 200 + [3] * 200, list(range(400)))
    choices = np.array([partner.act(np.zeros(400, convoy.GAME.state)) for _ in range(40)])
    said, done = choices // convoy.ACTIONS, choices % convoy.ACTIONS
    assert set(said.ravel().tolist()) == {0, convoy.FOUND}
    assert np.mean(said > 0) == pytest.approx(1 / 8, abs=0.01)
    assert np.bincount(done[:, 200:].ravel(), minlength=5) / 8000 == pytest.approx([0.25] * 4 + [0], abs=0.02)


@pytest.mark.parametrize(("reason", "seat", "delay"), [("a team-mate", 3, 1), ("its coach", 8, 1), ("opponents", 4, 2)])
def test_the_usual_delay_is_that_of_the_own_or_of_the_other_team(reason: str, seat: int, delay: int) -> None:
    assert ai_partners.usual_delay(convoy.GAME, RING, seat, 0) == delay, reason
    assert ai_partners.usual_delay(KITCHEN, ROOM, 1, 0) == 0


@pytest.mark.parametrize("seat", [0, 3, 8])
def test_a_bot_that_sees_features_is_late_by_its_delay_in_every_seat(seat: int) -> None:
    names = ["sweeper"] * RING.seats
    names[seat] = "sweeper:delay=2"
    match, shown = game.Round(convoy.GAME, convoy.parse("goal: 99\n"), 2), []
    partners = [ai_partners.load(name, convoy.GAME) for name in names]
    for number, partner in enumerate(partners):
        partner.begin(convoy.GAME, [RING], [number], [1])
    prompt = ai_partners.load("sweeper", convoy.GAME)
    prompt.begin(convoy.GAME, [RING], [seat], [1])
    back = 2 if seat < convoy.BODIES else 1
    for _ in range(20):
        acts = seat not in match.legality.waiting(match.tick)
        if acts:
            shown.append(match.observe("features", seat)[None])
        step = match.step(decide_all(match, partners))
        if acts:
            assert step.joint_action[seat] == prompt.act(shown[max(len(shown) - 1 - back, 0)])[0]


@pytest.mark.parametrize("name", game.catalogue())
def test_the_bots_of_every_game_and_who_plays_anything_sit_in_every_seat(name: str) -> None:
    found = game.load(name)
    level = found.load_level(found.level_names()[0])
    late = [f"{bot}:delay=2" for bot in found.bots if found.bots[bot]().observes != "state"]
    for partner in (*found.bots, *late, "stay", "random"):
        actors = [ai_partners.load(partner, found) for _ in range(level.seats)]
        assert len(list(itertools.islice(game.play(found, level, actors, 1), 8))) == 8


@settings(max_examples=15, deadline=None)
@given(
    name=st.sampled_from(["random", "cook", "cook:delay=2", "random:temperature=0.3", "cook:temperature=0.4,delay=1"]),
    seeds=st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=4),
)
def test_rows_together_act_as_each_alone(name: str, seeds: list[int]) -> None:
    levels = [KITCHEN.load_level(("cramped_room", "coordination_ring")[row % 2]) for row in range(len(seeds))]
    seats = [row % 2 for row in range(len(seeds))]
    matches = [game.Round(KITCHEN, level, 1) for level in levels]
    together = ai_partners.load(name, KITCHEN)
    together.begin(KITCHEN, levels, seats, seeds)
    alone = [ai_partners.load(name, KITCHEN) for _ in seeds]
    for partner, level, seat, seed in zip(alone, levels, seats, seeds, strict=True):
        partner.begin(KITCHEN, [level], [seat], [seed])
    for _ in range(12):
        states = [match.observe("state", 0) for match in matches]
        actions = together.act(np.concatenate(states)).tolist()
        assert actions == [int(partner.act(state)[0]) for partner, state in zip(alone, states, strict=True)]
        for match, seat, action in zip(matches, seats, actions, strict=True):
            match.step([action if number == seat else STAY for number in range(2)])


def test_seats_of_different_pace_need_partners_of_their_own() -> None:
    partner = Partner(Card("spy", "", "script"), liking(0, convoy.GAME.choices))
    with pytest.raises(PartnerError, match=r"act each \[1, 5\] ticks"):
        partner.begin(convoy.GAME, [RING, RING], [0, 8], [1, 1])


def test_a_card_tells_everything_that_changes_how_a_partner_plays() -> None:
    names = ["cook", "cook:delay=1", "cook:temperature=1", "stay", "random"]
    cards = [ai_partners.load(name, KITCHEN).card for name in names]
    assert len({card.hash for card in cards}) == len(names)
    assert ai_partners.load("cook", KITCHEN).card == cards[0]
    assert all(len(card.source) == 20 and card.summary for card in cards)


BAD = {
    "cok": (UnknownNameError, "no partner 'cok'; did you mean 'cook'"),
    "tap": (UnknownNameError, "did you mean 'tape'"),
    "": (UnknownNameError, "known: "),
    "cook:delay=31": (PartnerError, "'delay=31' is no option of a partner; good ones are delay=0 to 30"),
    "cook:delay=-1": (PartnerError, "delay=0 to 30"),
    "cook:delay=1.5": (PartnerError, "delay=0 to 30"),
    "cook:temperature=101": (PartnerError, "temperature=0 to 100"),
    "cook:temperature=nan": (PartnerError, "temperature=0 to 100"),
    "cook:temperature=.": (PartnerError, "temperature=0 to 100"),
    "cook:seat=0": (PartnerError, "'seat=0' is no option"),
    "cook:delay=1,delay=2": (PartnerError, "'delay=2' comes after delay=1; say each option once"),
    "cook:delay=" + "9" * 5000: (PartnerError, "is no option"),
    "cook:,": (PartnerError, "'' is no option"),
}


@pytest.mark.parametrize(("name", "told"), BAD.items(), ids=[name[:30] for name in BAD])
def test_a_bad_name_or_option_is_told(name: str, told: tuple[type[Exception], str]) -> None:
    with pytest.raises(told[0], match=told[1]):
        ai_partners.load(name, KITCHEN)


def test_a_partner_of_another_game_is_told() -> None:
    with pytest.raises(PartnerError, match="partner 'cook' plays kitchen and not convoy; there play: sweeper"):
        ai_partners.load("cook", convoy.GAME)


def test_a_round_refuses_what_a_partner_outside_the_rules_would_do() -> None:
    with pytest.raises(IllegalActionError):
        game.Round(convoy.GAME, RING, 1).step([convoy.CALL] * RING.seats)


NAMES = st.builds(
    ai_partners.Name,
    st.sampled_from(["cook", "stay"]),
    delay=st.integers(0, 30),
    temperature=st.integers(0, 10_000).map(lambda number: number / 100),
) | st.builds(
    ai_partners.Name,
    st.just("tape"),
    st.text(min_size=1).filter(lambda file: "," not in file),
    st.none() | st.integers(0, 9),
    st.integers(0, 30),
    st.integers(0, 10_000).map(lambda number: number / 100),
)


@given(NAMES)
def test_a_name_survives_being_written_and_read(name: ai_partners.Name) -> None:
    assert ai_partners.parse_name(ai_partners.format_name(name)) == name
