"""Playing a game with teams, fog, messages and other verbs: slots, the wheel, what people see, the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pytest

import game as games
from game.core.contract import Seat
from game.window import app
from game.window.card import card_of
from game.window.desk import SIZE, Desk
from game.window.inputs import Inputs
from game.window.keys import DEFAULTS
from game.window.match import COUNTDOWN, Match
from game.window.menu import Menu, Visit
from game.window.series import Series, home_of, swapped
from game.window.setup import SECOND, YOU, Setup, late, plain, usual_crew
from game.window.sides import seat_labels, sides_of, team_name
from game.window.slots import slots, slots_of, words
from game.window.timeline import Timeline

from duel import GAME  # isort: skip
from players import Notes, Still, button, down, up  # isort: skip
from toy import GAME as TOY  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE = 10.0
FOX, HARE, COACH = GAME.roles
LEVEL = GAME.load_level("meadow")
SEATS = GAME.seats(LEVEL)


class Waiting(Still):
    """A partner that waits, in this game."""

    def act(self, observations: object) -> object:
        """Wait."""
        return super().act(observations) * 0  # type: ignore[arg-type]


PARTNERS = {"runner": Waiting, "stay": Waiting, "runner:delay=1": Waiting, "runner:delay=2": Waiting}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return a desk in a window, with two games."""
    monkeypatch.setitem(games.GAMES, "kitchen", lambda: TOY)
    monkeypatch.setitem(games.GAMES, "duel", lambda: GAME)
    monkeypatch.setattr("game.window.menu.catalogue", lambda: ("kitchen", "duel"))
    with app.window():
        yield Desk(lambda game: PARTNERS if game is GAME else {"still": Still}, Notes(), DEFAULTS)  # type: ignore[return-value,dict-item]


class Played:
    """A match whose clock the test moves."""

    def __init__(self, desk: Desk, *seats: str) -> None:
        self.notes = desk.recorder
        assert isinstance(self.notes, Notes)
        self.match = Match(desk, Setup("duel", "meadow", seats, RATE, 20, 1))
        self.now = 100.0
        self.match.update(self.now)
        self.go(COUNTDOWN * RATE + 0.25)

    def go(self, ticks: float) -> None:
        """Let time pass in one picture."""
        self.now += ticks / RATE
        self.match.update(self.now)

    def press(self, *events: pygame.event.Event) -> None:
        """Let events happen."""
        for event in events:
            self.match.handle(event)


def test_verbs_keep_their_place_whatever_a_role_lacks() -> None:
    assert [slots(GAME)[slot] for slot in ("use", "second", "say 1", "north")] == ["dig", "bark", "+here", "north"]
    assert "use" not in slots_of(GAME, FOX)
    assert "second" not in slots_of(GAME, HARE)
    assert "say 1" not in slots_of(GAME, HARE)
    assert slots_of(GAME, COACH).keys() == {"say 1", "say 2", "wheel"}


def test_a_verb_that_the_role_lacks_does_nothing_and_is_unbound() -> None:
    inputs = Inputs(DEFAULTS, {"first": slots_of(GAME, FOX)})
    for event in (down(pygame.K_e), down(pygame.K_q)):
        inputs.handle(event)
    assert inputs.take("first") == "bark"
    assert [(fate.person, fate.press.action, fate.disposition) for fate in inputs.drain()] == [
        ("", "", "unbound"),
        ("first", "bark", "played"),
    ]


def test_a_message_goes_beside_the_action_for_one_tick_and_the_latest_wins(desk: Desk) -> None:
    played = Played(desk, YOU, "stay", "stay", "stay", "stay")
    played.press(down(pygame.K_d), down(pygame.K_1), down(pygame.K_2))
    played.go(1.0)
    played.go(1.0)
    assert [joint[0] for joint in played.notes.ticks] == [3 + 7 * 2, 3]
    assert played.notes.fates == [
        ("1", "+here", 0, "replaced"),
        ("2", "+wait", 0, "played"),
        ("d", "east", 0, "played"),
    ]


def test_a_message_of_a_seat_that_acts_seldom_waits_for_its_tick(desk: Desk) -> None:
    played = Played(desk, "stay", "stay", "stay", "stay", YOU)
    played.go(1.0)
    played.press(down(pygame.K_1))
    for _ in range(3):
        played.go(1.0)
    assert [joint[4] for joint in played.notes.ticks] == [0, 0, 0, 7]


def test_the_wheel_turns_with_directions_and_sends_when_it_is_let_go() -> None:
    inputs = Inputs(DEFAULTS, {"first": slots_of(GAME, FOX)})
    for event in (down(pygame.K_TAB), down(pygame.K_d), down(pygame.K_d), up(pygame.K_TAB)):
        inputs.handle(event)
    assert (inputs.take("first"), inputs.speak("first")) == ("", "+wait")
    inputs.handle(down(pygame.K_TAB))
    inputs.handle(up(pygame.K_TAB))
    assert inputs.speak("first") == ""


def test_a_pause_closes_the_wheel_unsaid() -> None:
    inputs = Inputs(DEFAULTS, {"first": slots_of(GAME, FOX)})
    for event in (down(pygame.K_TAB), down(pygame.K_w)):
        inputs.handle(event)
    inputs.clear()
    inputs.handle(up(pygame.K_TAB))
    assert inputs.speak("first") == ""


def test_who_never_walks_holds_the_first_verb_and_no_other() -> None:
    inputs = Inputs(DEFAULTS, {"first": {"use": "go", "second": "wave"}})
    inputs.handle(down(pygame.K_e))
    inputs.handle(down(pygame.K_q))
    assert [inputs.take("first") for _ in range(3)] == ["wave", "go", "go"]
    inputs.handle(up(pygame.K_e))
    assert inputs.take("first") == ""


def test_the_buttons_of_a_gamepad_follow_the_one_that_is_set() -> None:
    inputs = Inputs(DEFAULTS, {"first": slots_of(GAME, FOX)}, button=2)
    inputs.handle(button(0, 5))
    assert inputs.take("first") == "bark"


def test_the_words_for_keys_leave_out_what_a_role_lacks() -> None:
    assert words(DEFAULTS["first"], slots_of(GAME, FOX)) == "W A S D to walk, Q to bark, Tab to speak"
    assert words(DEFAULTS["second"], slots_of(GAME, COACH)) == "Right Shift to speak"
    card = card_of(GAME, LEVEL, 0, DEFAULTS["first"])
    assert (card.title, card.sight) == ("Fox 1", "two cells around it")


@pytest.mark.parametrize(
    ("people", "sides"),
    [
        pytest.param(set(), ((),), id="nobody plays: a spectator's"),
        pytest.param({1}, ((1,),), id="one person: the own seat's"),
        pytest.param({0, 1}, ((0, 1),), id="team-mates: together"),
        pytest.param({1, 3}, ((1,), (3,)), id="opponents: side by side"),
    ],
)
def test_people_see_what_their_seats_see(people: set[int], sides: tuple[tuple[int, ...], ...]) -> None:
    assert sides_of(SEATS, people) == sides


def test_a_view_holds_what_its_seats_see_at_every_tick() -> None:
    line = Timeline(GAME, LEVEL, 1, 20)
    for _ in range(3):
        line.step((3, 0, 0, 0, 0))
    views = [[line.scene(tick, viewers) for tick in range(4)] for viewers in ((0,), (0, 1))]
    assert [len(scene.sprites) for scene in views[0]] == [1, 1, 1, 1]
    assert [len(scene.sprites) for scene in views[1]] == [2, 2, 2, 2]
    assert [len(scene.sprites) for scene in line.scenes] == [4, 4, 4, 4]
    assert line.scene(3, (2,)).score == 3


def test_opponents_play_on_two_boards_and_neither_shows_the_other(desk: Desk) -> None:
    played, surface = Played(desk, YOU, "stay", SECOND, "stay", "stay"), pygame.Surface(SIZE)
    played.match.paint(surface)
    before = pygame.image.tobytes(surface.subsurface((0, 80, 540, 640)), "RGB")
    played.press(down(pygame.K_DOWN))
    played.go(1.0)
    played.go(0.9)
    played.match.paint(surface)
    assert pygame.image.tobytes(surface.subsurface((0, 80, 540, 640)), "RGB") == before


def test_teams_are_called_by_their_role() -> None:
    assert [team_name(SEATS, team) for team in (0, 1)] == ["Foxes", "Hares"]
    assert team_name(TOY.seats(TOY.load_level("cramped_room")), 0) == "Cooks"


def test_a_seat_is_called_by_its_role_where_a_team_has_several() -> None:
    robots = [
        Seat("robot 1", 0, "scout"),
        Seat("robot 2", 0, "medic"),
        Seat("dispatcher", 0, "dispatcher", has_body=False),
    ]
    assert seat_labels(robots) == ("Scout", "Medic", "Dispatcher")
    assert seat_labels(SEATS) == ("Fox 1", "Fox 2", "Hare 1", "Hare 2", "Coach")


def test_nobody_sits_where_there_is_no_body_and_you_in_the_first() -> None:
    assert usual_crew(SEATS, PARTNERS, {}) == (YOU, "runner", "runner", "runner", "stay")  # type: ignore[arg-type]
    crew = usual_crew(SEATS, {"runner": Waiting, "patrol": Waiting}, {"hare": "patrol", "fox": "nobody"})  # type: ignore[dict-item]
    assert crew == (YOU, "runner", "patrol", "patrol", "runner")
    assert usual_crew(SEATS[::-1], {}, {}) == (SECOND, YOU, SECOND, SECOND, SECOND)


def test_partners_react_as_late_as_the_game_has_it_for_mates_and_opponents(desk: Desk) -> None:
    menu = Menu(desk, Setup("duel", "meadow", (YOU, "runner", "runner", "runner", "stay")))
    assert menu.setup().seats == (YOU, "runner:delay=1", "runner:delay=2", "runner:delay=2", "stay")
    again = Menu(desk, menu.setup())
    assert again.setup().seats == menu.setup().seats
    assert [plain(name) for name in menu.setup().seats] == [YOU, "runner", "runner", "runner", "stay"]
    assert late("cook:delay=2", 1) == "cook:delay=2"


def test_the_menu_goes_to_a_game_that_is_ready_at_once_and_to_another_when_it_is(desk: Desk) -> None:
    menu = Menu(desk)
    menu.row = 0
    menu.handle(down(pygame.K_RIGHT))
    assert menu.choice == Visit("duel")
    desk.warm(GAME)
    desk.close()
    menu.handle(down(pygame.K_RIGHT))
    assert menu.rows()[0].value == "Duel"


def test_the_menu_of_a_game_offers_its_own_partners_and_ways(desk: Desk) -> None:
    menu, surface = Menu(desk, game="duel"), pygame.Surface(SIZE)
    assert [row.value for row in menu.rows()[2:7]] == [YOU, "runner", "runner", "runner", "stay"]
    for _ in range(len(menu.rows()) + 1):
        for key in (pygame.K_RIGHT, pygame.K_LEFT, pygame.K_DOWN):
            menu.handle(down(key))
        menu.paint(surface)
    assert menu.setup().series == Series(6, 0)
    menu.handle(down(pygame.K_F2))
    assert menu.choice == "learn"


def test_a_game_that_is_not_ready_is_prepared_before_its_menu(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[object] = []

    def show(surface: pygame.Surface, desk: Desk, screen: object) -> object:  # noqa: ARG001
        pages.append(screen.rows()[0].value if isinstance(screen, Menu) else screen)
        return Visit("duel") if len(pages) == 1 else "quit"

    monkeypatch.setattr(app, "show", show)
    monkeypatch.setattr(app, "prepare", lambda *_, menu: pages.append(menu))
    app._menu(pygame.display.get_surface(), desk, Menu(desk))  # noqa: SLF001
    assert pages == ["Kitchen", True, "Duel"]


def test_rows_do_not_overlap_and_stay_on_the_page(desk: Desk) -> None:
    menu = Menu(desk, Setup("duel", "meadow", (YOU, "runner", "runner", "runner", "stay")))
    areas = [menu._row_area(number) for number in range(len(menu.rows()))]  # noqa: SLF001
    assert all(area.collidelist(areas[number + 1 :]) < 0 for number, area in enumerate(areas))
    assert all(pygame.Rect(0, 0, 575, 690).contains(area) for area in areas)


def test_people_change_sides_and_partners_stay_on_theirs() -> None:
    names = (YOU, "chaser", "digger", "sleeper", "stay")
    assert swapped(SEATS, names, {0}) == ("chaser", "chaser", YOU, "sleeper", "stay")
    assert swapped(SEATS, (YOU, SECOND, "a", "b", "stay"), {0, 1}) == ("a", "b", YOU, SECOND, "stay")
    assert swapped(SEATS, ("a", "b", "c", "d", "stay"), set()) == ("c", "d", "a", "b", "stay")
    assert swapped(SEATS, ("a", YOU, "c", SECOND, "stay"), {1, 3}) == ("a", SECOND, "c", YOU, "stay")


def test_a_series_counts_for_the_side_and_not_for_the_part() -> None:
    series = Series(3, home_of(SEATS, {3})).after((2, 5)).after((9, 4)).after((1, 1))
    assert (series.home, series.points, series.won, series.is_over) == (1, ((5, 2), (9, 4), (1, 1)), (2, 0), True)
    assert series.again().now == series.now
