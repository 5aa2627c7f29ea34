"""What several viewers of one team see together."""

from __future__ import annotations

import pytest

from game.core.scene import Happening, Scene, Sprite, Tile, merged

BARE = Scene(2, 1, (Tile("unknown", 0, 0), Tile("unknown", 1, 0)), (), (), 3, 100, 0, fog=("00",))
LEFT = BARE._replace(tiles=(Tile("door", 0, 0), Tile("unknown", 1, 0)), fog=("20",))
RIGHT = BARE._replace(tiles=(Tile("rubble", 0, 0), Tile("floor", 1, 0)), fog=("12",))
BOX = Sprite("box", "box-1", 0, 0)


def seen(scene: Scene, *sprites: Sprite) -> Scene:
    """Return a scene with some sprites."""
    return scene._replace(sprites=sprites)


def test_one_viewer_sees_what_it_sees() -> None:
    assert merged([LEFT]) is LEFT


def test_each_cell_is_as_bright_as_for_who_sees_it_best_and_as_that_viewer_knows_it() -> None:
    both = merged([LEFT, RIGHT])
    assert both.fog == ("22",)
    assert {(tile.x, tile.name) for tile in both.tiles} == {(0, "door"), (1, "floor")}


def test_a_viewer_without_fog_lifts_it_for_the_team() -> None:
    clear = RIGHT._replace(fog=())
    assert merged([LEFT, clear]).fog == ()
    assert {tile.name for tile in merged([LEFT, clear]).tiles} == {"rubble", "floor"}


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        pytest.param((), (BOX,), (BOX,), id="what only one sees is there"),
        pytest.param(
            (BOX._replace(age=4),), (BOX._replace(x=1),), (BOX._replace(x=1),), id="the freshest sight counts"
        ),
        pytest.param((BOX,), (BOX._replace(x=1, age=2),), (BOX,), id="whoever has it"),
        pytest.param((BOX,), (BOX._replace(bubble="here!"),), (BOX._replace(bubble="here!"),), id="words are kept"),
    ],
)
def test_of_a_thing_known_to_several_one_sight_is_shown(
    first: tuple[Sprite, ...], second: tuple[Sprite, ...], shown: tuple[Sprite, ...]
) -> None:
    assert merged([seen(LEFT, *first), seen(RIGHT, *second)]).sprites == shown


def test_what_happens_is_told_once_and_the_team_is_blind_only_when_all_are() -> None:
    bang = Happening("bang", 0, 1, 0)
    one = LEFT._replace(happenings=(bang,), board=(("count", "box", "2"),), is_blind=True, is_seen=True)
    other = RIGHT._replace(happenings=(bang,), board=(("count", "box", "2"), ("word", "go")))
    both = merged([one, other])
    assert (both.happenings, both.board) == ((bang,), (("count", "box", "2"), ("word", "go")))
    assert (both.is_blind, both.is_seen) == (False, True)
    assert merged([one, one]).is_blind
