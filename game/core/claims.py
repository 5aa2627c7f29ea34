"""Claims: what a game says of itself beside its rules. Each check returns what is wrong in a few words, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.core.leaks import hides_something

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from game.core.contract import Game

MOST_MESSAGES = 7
LONGEST_TEXT = 24
"""Characters in a bubble."""
SENTENCES = 3


def messages_are_known(game: Game) -> str:
    """Every role says only what the game has; there are at most seven messages, and no letter is a digit."""
    known = [message.name for message in game.messages]
    if len(known) > MOST_MESSAGES or len(set(known)) < len(known):
        return f"there are {len(known)} messages; they must be at most {MOST_MESSAGES} of different names"
    if not all(message.text and len(message.text) <= LONGEST_TEXT for message in game.messages):
        return f"the text of a message has 1 to {LONGEST_TEXT} characters"
    if any(action.letter.isdigit() for action in game.actions):
        return "a digit is the letter of an action, but digits are messages"
    unknown = sorted({name for role in game.roles for name in role.messages} - set(known))
    return f"a role says {', '.join(unknown)}, which is no message" if unknown else ""


def declarations_are_known(game: Game) -> str:
    """Effects, metrics, margins, rarities and the tutorial speak of events, bots, actions and levels that there are."""
    done = {action.name for action in game.actions}
    names = set(game.events) | done | {message.name for message in game.messages} | set(game.metrics)
    counted = {name for metric in game.metrics.values() for name in (*metric.counts, *metric.per)}
    spoken = [
        ("an effect of", set(game.effects), set(game.events)),
        ("a metric of", counted, set(game.events)),
        ("a margin of", set(game.margins), set(game.bots)),
        ("a rarity of", set(game.rare), names | {f"{name} by {role.name}" for name in names for role in game.roles}),
    ]
    if game.tutorial is not None:
        ends = {lesson.until for lesson in game.tutorial.lessons}
        spoken.append(("a lesson of", ends, set(game.events) | done))
        spoken.append(("a tutorial with", {game.tutorial.partner}, set(game.bots)))
        spoken.append(("a tutorial on", {game.tutorial.level}, set(game.level_names())))
    wrong = [f"{what} {name!r}" for what, said, known in spoken for name in sorted(said - known)]
    return f"there is {', '.join(wrong)}, which is not in the game" if wrong else ""


def recap_tells_three_sentences(game: Game) -> str:
    """The recap, where there is one, has three sentences about any round, also one in which nothing happened."""
    level = game.load_level(game.level_names()[0])
    quiet = np.zeros((1, level.seats, len(game.events)), np.uint8)
    told = game.recap(level, quiet) if game.recap is not None else ("",) * SENTENCES
    good = len(told) == SENTENCES and (game.recap is None or all(told))
    return "" if good else f"the recap has {len(told)} sentences, or an empty one, and not {SENTENCES}"


def bots_see_what_seats_see(game: Game) -> str:
    """Bots of a game in which something is hidden observe what their seat sees and not the state."""
    all_seeing = [name for name, bot in game.bots.items() if bot().observes not in game.observations]
    if game.disguise is None or not all_seeing:
        return ""
    return f"the bots {', '.join(all_seeing)} observe the state, in which things are hidden"


def disguise_hides(game: Game) -> str:
    """A disguise changes the state at some moment of some round."""
    return "" if hides_something(game) else "the disguise changes nothing, so it proves nothing"


def margins_are_quoted(game: Game, folder: Path) -> str:
    """The rules for players, ``RULES.md`` in the game's folder, quote every margin."""
    rules = folder / "RULES.md"
    text = rules.read_text(encoding="utf-8") if rules.exists() else ""
    missing = [f"{margin:g} ({name})" for name, margin in game.margins.items() if f"{margin:g}" not in text]
    return f"RULES.md does not quote the margin {', '.join(missing)}" if missing else ""


CLAIMS: tuple[Callable[[Game], str], ...] = (
    messages_are_known,
    declarations_are_known,
    recap_tells_three_sentences,
    bots_see_what_seats_see,
    disguise_hides,
)
