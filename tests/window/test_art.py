"""Art as data: the files are sound, everything that a scene can name is drawn, and mistakes are told in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pygame
import pytest

from game import catalogue, load
from game.art.gallery import FILES, FOLDER, gallery, parse_gallery
from game.art.shapes import variants
from game.art.sounds import parse_sounds, recipes
from game.core.contract import CrossplayError, NotationError
from game.window import palette
from game.window.brush import Place
from game.window.effects import BURSTS
from game.window.pictures import BADGES, Look, badge, is_drawn, is_edge, paint_sprite, paint_tile

if TYPE_CHECKING:
    from collections.abc import Mapping

SIDES = ("north", "south", "east", "west")
TILES = {
    "kitchen": ("floor", "counter", "onions", "tomatoes", "dishes", "pot", "window"),
    "rescue": ("floor", "wall", "clinic", "door", "rubble", "heavy", "unknown"),
    "hideout": ("floor", "wall", "low", "door", "mark"),
    "crossing": ("grass", "road", "middle"),
}
SPRITES = {
    "kitchen": {"cook": SIDES, "onion": (), "tomato": (), "dish": (), "soup": (), "pot": ("cooking", "ready")},
    "rescue": {
        "robot": SIDES,
        "victim": ("light", "critical", "stable", "dead"),
        "ping": (),
        "call": (),
        "work": (),
        "cursor": (),
        "light": (),
        "critical": (),
        "stable": (),
    },
    "hideout": {"player": (*SIDES, "holds"), "box": ("free", "locked"), "ramp": (*SIDES, "locked")},
    "crossing": {"car": (*SIDES, "left", "right", "straight"), "crash": ()},
    "shared": {"ring": (), "eye": (), "arrow": SIDES, "badge": BADGES, "chip": (), "halo": (), "shadow": ()},
}
LOOKS = [
    Look(name, state=word if word not in SIDES else "", facing=word if word in SIDES else "", badge="disc")
    for sprites in SPRITES.values()
    for name, words in sprites.items()
    for word in (words or ("",))
]


def seen(picture: pygame.Surface) -> int:
    """Return how many points of a picture can be seen."""
    return int((pygame.surfarray.array_alpha(picture) > 32).sum())


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "/".join(filter(None, (look.name, look.state, look.facing))))
def test_every_sprite_is_drawn_and_can_be_seen_in_small_cells(look: Look) -> None:
    assert is_drawn(look.name) or look.name == "badge"
    assert seen(paint_sprite(look, 28)) > 28


@pytest.mark.parametrize(("game", "name"), [(game, name) for game, names in TILES.items() for name in names])
def test_every_tile_is_drawn_and_fills_its_cell(game: str, name: str) -> None:
    bare = paint_tile(Look("nothing by this name"), (), 28)
    picture = paint_tile(Look(name), (), 28)
    assert name in gallery().tiles, game
    assert seen(picture) == 28 * 28
    assert name == "counter" or pygame.image.tobytes(picture, "RGB") != pygame.image.tobytes(bare, "RGB")


def test_facings_and_states_look_different() -> None:
    pictures = [(look.name, pygame.image.tobytes(paint_sprite(look, 48), "RGBA")) for look in LOOKS]
    assert len(set(pictures)) == len(pictures)


def test_people_have_round_faces_and_partners_square_ones() -> None:
    for name in ("cook", "robot", "player"):
        person, partner = (paint_sprite(Look(name, "south", kind=kind), 64) for kind in ("person", "partner"))
        assert tuple(person.get_at((32, 32))[:3]) != tuple(partner.get_at((32, 32))[:3])


def test_an_unknown_sprite_is_a_plain_disc_and_an_unknown_tile_a_block() -> None:
    assert tuple(paint_sprite(Look("dragon", body=palette.PINK), 64).get_at((32, 32))[:3]) == palette.PINK
    assert tuple(paint_tile(Look("lava"), (), 64).get_at((32, 32))[:3]) == palette.TOP


def test_a_variant_is_looked_up_from_the_most_special_on() -> None:
    assert list(variants("cook", ("ready", "", "north"))) == ["cook/ready/north", "cook/ready", "cook/north", "cook"]


def test_there_is_an_edge_between_two_kinds_of_ground_but_none_towards_the_unknown() -> None:
    assert is_edge("road", "grass")
    assert not is_edge("road", "middle")
    assert not is_edge("wall", "unknown")


def test_sixteen_seats_differ_in_colour_or_badge() -> None:
    assert len({(palette.seat_colour(seat), badge(seat)) for seat in range(16)}) == 16


def test_a_place_can_be_scaled_turned_and_flipped() -> None:
    half = Place().within((0.5, 0.0, 0.5))
    assert half.point(0.0, 1.0) == pytest.approx((0.5, 0.5))
    assert Place().within((0, 0, 1), 1).point(0.5, 0.0) == pytest.approx((1.0, 0.5))
    assert Place().within((0, 0, 1), flip=True).point(0.0, 0.2) == pytest.approx((1.0, 0.2))
    assert half.within((0, 0, 1), 2).point(0.0, 0.0) == pytest.approx((1.0, 0.5))
    assert half.scale == pytest.approx(0.5)


def test_the_windows_colours_are_those_of_the_palette() -> None:
    names = {name: value for name, value in vars(palette).items() if isinstance(value, tuple) and name.isupper()}
    plain = {name.lower().replace("_", " "): value for name, value in names.items() if isinstance(value[0], int)}
    assert len(plain) > 10
    for name, colour in plain.items():
        assert gallery().colour(name, {}) == colour, name
    sets = {name: tuple(gallery().colour(each, {}) for each in paints) for name, paints in gallery().seats.items()}
    assert sets == palette.SETS
    assert tuple(gallery().colour(name, {}) for name in ("floor light", "floor dark")) == palette.FLOORS


def change(file: str, section: str, name: str, value: Any) -> Mapping[str, str]:
    """Return the files of the gallery with one entry changed."""
    texts = {each: (FOLDER / f"{each}.json").read_text(encoding="utf-8") for each in FILES}
    sections = json.loads(texts[file])
    sections.setdefault(section, {})[name] = value
    return texts | {file: json.dumps(sections)}


DISC = {"disc": [0.5, 0.5, 0.3], "fill": "ink"}
WRONG = [
    (
        "an unknown colour",
        "sprites",
        "onion",
        [DISC | {"fill": "yelow"}],
        "no colour .* 'yelow'.*did you mean 'yellow'",
    ),
    ("an unknown slot", "sprites", "onion", [DISC | {"fill": "$bodi"}], r"no slot .*'\$bodi'; did you mean '\$body'"),
    (
        "an unknown shape",
        "sprites",
        "onion",
        [{"disk": [0.5, 0.5, 0.3]}],
        r"no shape \(sprite 'onion', shape 1\) 'disk'",
    ),
    ("an unknown key", "sprites", "onion", [DISC | {"filll": "ink"}], "'filll'; did you mean 'fill'"),
    ("a number too few", "sprites", "onion", [DISC | {"disc": [0.5, 0.5]}], "where 3 numbers belong"),
    ("a word for a number", "sprites", "onion", [DISC | {"disc": [0.5, 0.5, "big"]}], "where 3 numbers belong"),
    ("no colour at all", "sprites", "onion", [{"disc": [0.5, 0.5, 0.3]}], "None is no colour"),
    ("a mix of one", "sprites", "onion", [DISC | {"fill": ["mix", "ink"]}], "is no colour; a good one"),
    ("a mix with an unknown", "palette", "mud", ["mix", "ink", "brown", 0.5], "no colour .*'brown'"),
    ("no list", "sprites", "onion", DISC, "a drawing is a list"),
    ("no object", "sprites", "onion", ["disc"], "'disc' is no shape"),
    ("an unknown drawing", "sprites", "hut", [{"draw": "roof"}], r"no drawing \(sprite 'hut'\) 'roof'"),
    ("an odd turn", "sprites", "hut", [{"draw": "onion", "turn": 45}], "a turn of 45 degrees; it is 0, 90, 180 or 270"),
    ("an unknown fact", "sprites", "hut", [{"draw": "onion", "by": ["mood"]}], "no fact .*'mood'"),
    ("a drawing of itself", "sprites", "hut", [{"draw": "hut"}], "'hut' contains itself"),
    ("a colour of itself", "palette", "mud", ["mix", "mud", "ink", 0.5], "no colour .*'mud'"),
    ("a name twice", "sprites", "robot", [DISC], "'robot' in 'sprites' once more"),
    ("an unknown section", "sprits", "onion", [DISC], "did you mean 'sprites'"),
    ("an unknown shadow", "poses", "cook", {"shadow": "shade"}, r"no drawing \(pose 'cook'\) 'shade'"),
    ("a word for a height", "poses", "cook", {"lift": "high"}, "where 3 numbers belong"),
    ("ground of an unknown tile", "joined", "sea", "water", "no tile .*'sea'"),
    ("an unknown pose", "poses", "cook", {"lifted": 1}, "'lifted'; did you mean 'lift'"),
]


@pytest.mark.parametrize(
    ("section", "name", "value", "sentence"), [row[1:] for row in WRONG], ids=[r[0] for r in WRONG]
)
def test_a_mistake_in_a_file_is_told_in_a_sentence(section: str, name: str, value: Any, sentence: str) -> None:
    with pytest.raises(CrossplayError, match=sentence):
        parse_gallery(change("kitchen", section, name, value))


def test_text_that_is_no_json_is_told_with_its_file() -> None:
    with pytest.raises(NotationError, match=r"kitchen\.json is no JSON"):
        parse_gallery({"kitchen": "{"})


def test_effects_of_all_games_name_bursts_and_sounds_that_there_are() -> None:
    effects = [(name, event, effect) for name in catalogue() for event, effect in load(name).effects.items()]
    assert effects
    for name, event, effect in effects:
        assert event in load(name).events
        assert effect.burst in {"", *BURSTS}, (name, event)
        assert effect.sound in {"", *recipes()}, (name, event)


@pytest.mark.parametrize(("tone", "word"), [({"wave": "sine"}, "a good one is"), ({"wave": "saw"}, "waves are sine")])
def test_a_wrong_sound_is_told(tone: dict[str, Any], word: str) -> None:
    usual = {"from": 1, "to": 2, "seconds": 1, "volume": 1} if tone["wave"] == "saw" else {}
    with pytest.raises(NotationError, match=word):
        parse_sounds(json.dumps({"moo": [tone | usual]}))


def test_every_file_of_the_gallery_is_used() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*FILES, "sounds"}
    assert np.isfinite([tone.seconds for recipe in recipes().values() for tone in recipe]).all()


def test_the_file_shown_in_the_docs_is_a_good_one() -> None:
    text = (Path(__file__).parents[2] / "docs" / "art.md").read_text(encoding="utf-8")
    shown = text.split("```json\n")[1].split("```")[0]
    files = {name: (FOLDER / f"{name}.json").read_text(encoding="utf-8") for name in FILES}
    assert {"frog", "frog/asleep"} <= set(parse_gallery(files | {"shown": shown}).sprites)
