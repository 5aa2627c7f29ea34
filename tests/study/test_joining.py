"""The window as a client of a server: the same match by the same protocol."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pygame
import pytest

from game.window.app import furnish, window
from game.window.guest import Guest
from study.joining import JoinError, join
from study.live.plan import Plan
from study.live.rooms import Room
from tests.study.serving import TERMS, Served, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from study.joining import Connection


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("joining") / "store.db") as found:
        yield found


def link(served: Served, game: str, level: str, *seats: str) -> str:
    """Open a room and return its link."""
    rooms = served.server.service.rooms  # type: ignore[union-attr]
    code = "".join(random.choices("ABCDEFGH", k=5))  # noqa: S311 - a test's dice
    rooms._rooms[code] = Room(code, Plan(game, level, ("person", *seats), 1, 20.0, 0, TERMS), time.monotonic())  # noqa: SLF001 - a room whose owner has left
    return f"{served.base}/m/{code}"


def until(guest: Guest, connection: Connection, stage: str) -> None:
    """Let a window go on until a stage is reached."""
    for _ in range(300):
        guest.update(time.monotonic())
        if stage in {guest.stage, "over" if guest.told else ""}:
            return
        time.sleep(0.02)
    pytest.fail(f"never came to {stage}, last {guest.stage}, {connection.state}")


@pytest.mark.parametrize(
    ("game", "level", "seats"), [("kitchen", "cramped_room", ("cook",)), ("hideout", "corner_room", ("patrol",) * 3)]
)
def test_the_window_plays_a_match_of_a_server(served: Served, game: str, level: str, seats: tuple[str, ...]) -> None:
    connection = join(link(served, game, level, *seats), lambda _: None)
    with window() as surface:
        desk = furnish({}, None)
        guest = Guest(desk, connection)
        guest.paint(surface)
        until(guest, connection, "playing")
        match = next(each for each in served.hub.matches.values() if not each.is_over)
        west = next(number for number, action in enumerate(match.round.game.actions) if action.name == "west")
        guest.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a))
        for _ in range(150):
            time.sleep(0.02)
            guest.update(time.monotonic())
            if west in [joint[0] for joint in match.round.episode().joint_actions]:
                break
        else:
            pytest.fail("the key had no effect")
        guest.handle(pygame.event.Event(pygame.KEYUP, key=pygame.K_a))
        guest.paint(surface)
        assert len({surface.get_at((x, 360))[:3] for x in range(0, 1120, 8)}) > 2
        guest.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE))
        assert guest.choice == "quit"
        guest.close()
        desk.close()
    for _ in range(100):
        if match.is_over:
            break
        time.sleep(0.02)
    assert match.why == "left"


def test_a_window_whose_connection_is_cut_comes_back_by_itself(served: Served) -> None:
    connection = join(link(served, "kitchen", "cramped_room", "cook"), lambda _: None)
    with window() as surface:
        desk = furnish({}, None)
        guest = Guest(desk, connection)
        until(guest, connection, "playing")
        connection._socket.close()  # type: ignore[union-attr]  # noqa: SLF001 - as a network does
        until(guest, connection, "countdown")
        until(guest, connection, "playing")
        served.hub.call(lambda: [each.end("closed") for each in served.hub.matches.values()])
        until(guest, connection, "over")
        guest.paint(surface)
        assert "closed by the experimenter" in guest.told
        guest.close()
        desk.close()
    connection.close()


LINKS = {
    "another site's page": ("http://127.0.0.1:1/nope", "is no link to a match"),
    "no address": ("ABCDE", "is no link to a match"),
    "a file": ("file:///m/ABCDE", "is no link to a match"),
    "a server that is not there": ("http://127.0.0.1:1/m/ABCDE", "does not answer"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_leads_nowhere_is_told_in_a_sentence(name: str) -> None:
    address, words = LINKS[name]
    with pytest.raises(JoinError, match=words):
        join(address, lambda _: None)


def test_a_code_that_nobody_has_is_told_in_the_servers_sentence(served: Served) -> None:
    with pytest.raises(JoinError, match="there is no match with the code"):
        join(f"{served.base}/m/QQQQQ", lambda _: None)
