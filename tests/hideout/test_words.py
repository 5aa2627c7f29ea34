"""What hideout says of itself: a tutorial that can be done, recaps, effects, and what a spectator sees."""

from __future__ import annotations

import numpy as np

from game.hideout.state import EVENTS
from tests.hideout.boards import HIDEOUT, begin, level_of, play, tick

QUIET = np.zeros((1, 2, len(EVENTS)), np.uint8)


def test_a_newcomer_can_do_every_lesson_of_the_tutorial_one_after_another() -> None:
    tutorial = HIDEOUT.tutorial
    assert tutorial is not None
    level = HIDEOUT.load_level(tutorial.level)
    state = begin(level)
    done = [tick(level, state, word).events[0] for word in ["E.", "E.", "G.", "E.", "L."]]
    assert [lesson.until for lesson in tutorial.lessons] == ["east", "push", "grab", "lock", "hidden"]
    for number, name in ((1, "push"), (2, "grab"), (4, "lock")):
        assert done[number][EVENTS.index(name)], name
    while state.tick <= level.record.preparation:
        last = tick(level, state, "..")
        assert not last.events[0, EVENTS.index("unsealed")]
    assert last.events[0, EVENTS.index("hidden")]


def test_the_tutorial_takes_about_twenty_seconds() -> None:
    assert HIDEOUT.tutorial is not None
    level = HIDEOUT.load_level(HIDEOUT.tutorial.level)
    assert level.horizon / HIDEOUT.tick_rate == 20.0


def recap_of(rows: str, words: str, **settings: object) -> tuple[str, ...]:
    """Return the recap of some ticks."""
    level = level_of(rows, **settings)
    state = begin(level)
    events = np.array([tick(level, state, word).events[: level.seats].copy() for word in words.split()])
    assert HIDEOUT.recap is not None
    return HIDEOUT.recap(level, events)


def test_a_recap_tells_what_was_built_what_was_seen_and_what_was_moved() -> None:
    rows = "#########/#1BD   2#/#########/#########"
    told = recap_of(rows, "E. L. .. .. .W .W", doors=1, ticks=10, preparation=40)
    assert told == (
        "When the search began no seeker could walk to a hider.",
        "Nobody was seen in 2 ticks of search.",
        "Boxes and ramps were moved once and locked once, and nobody climbed.",
    )


def test_a_recap_tells_when_somebody_was_seen_first() -> None:
    told = recap_of("#######/#1   2#/#######/#######", ".E .W .W")
    assert told[0] == "The search began without any preparation."
    assert told[1] == "Somebody was seen in 2 of 3 ticks of search, the first time in tick 2 of it."


def test_a_recap_of_a_lab_tells_for_how_long_the_task_was_done() -> None:
    told = recap_of("########/#1Bx  2#/########/########", ".. E. ..", task="blueprint")
    assert told[0] == "The task was done in 2 of 3 ticks."
    assert len(told) == 3


def test_every_effect_is_of_an_event_and_has_something_to_show() -> None:
    assert set(HIDEOUT.effects) <= set(EVENTS)
    assert all(any(effect) for effect in HIDEOUT.effects.values())


def test_a_spectator_sees_everybody_without_fog_and_a_seat_sees_only_whom_its_team_saw() -> None:
    level = level_of("#######/#1 # 2#/#  #B #/#######")
    state, _ = play(level, "..")
    assert len(HIDEOUT.scene(level, state, -1).sprites) == 3
    assert HIDEOUT.scene(level, state, -1).fog == ()
    assert [sprite.key for sprite in HIDEOUT.scene(level, state, 0).sprites] == ["player-0"]


def test_who_was_seen_is_drawn_where_it_was_and_grows_older() -> None:
    level = level_of("#########/#1     2#/#   #   #/#########")
    state, _ = play(level, "E. E. W. .S .. ..")
    ghost = {sprite.key: sprite for sprite in HIDEOUT.scene(level, state, 0).sprites}["player-1"]
    assert (ghost.x, ghost.y) == (7, 1)
    assert ghost.age >= 3
