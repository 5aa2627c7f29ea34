"""Partners that decide together: as they would alone, however many play, and one that fails fails alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ai_partners
from game import Round, load
from study.live.minds import Question, Thinkers, begin, decide_together, network_of

if TYPE_CHECKING:
    from ai_partners.partner import Partner

GAME = load("kitchen")
LEVEL = GAME.load_level("cramped_room")


def seated(name: str, rounds: list[Round], seat: int = 1) -> list[Partner]:
    """Return a partner in a seat of each round."""
    partners = [ai_partners.load(name, GAME) for _ in rounds]
    for partner, round_ in zip(partners, rounds, strict=True):
        begin(GAME, LEVEL, seat, partner, round_.seed)
    return partners


def asked(rounds: list[Round], partners: list[Partner]) -> list[Question]:
    """Return what the partners are asked now."""
    return [
        Question({1: (partner, round_.observe(partner.observes, 1))})
        for round_, partner in zip(rounds, partners, strict=True)
    ]


def answers(questions: list[Question]) -> list[int]:
    """Return what they decided."""
    found = [question.answer for question in questions]
    return [answer[1] for answer in found if answer is not None]


@pytest.mark.parametrize("name", ["ours", "clone", "ours:delay=2", "ours:temperature=0"])
def test_many_decide_in_one_pass_what_each_decides_alone(name: str) -> None:
    rounds = [Round(GAME, LEVEL, seed) for seed in range(12)]
    alone, together = seated(name, rounds), seated(name, rounds)
    assert all(network_of(partner) for partner in alone)
    for _ in range(40):
        single, batch = asked(rounds, alone), asked(rounds, together)
        for question in single:
            question.decide()
        decide_together(batch)
        assert len(answers(batch)) == len(rounds)
        assert answers(batch) == answers(single)
        for round_, action in zip(rounds, answers(single), strict=True):
            round_.step((2, action))


def test_policies_of_several_kinds_are_told_apart() -> None:
    rounds = [Round(GAME, LEVEL, seed) for seed in range(4)]
    names = ["ours", "clone", "ours", "self-play"]
    alone = [seated(name, [round_])[0] for name, round_ in zip(names, rounds, strict=True)]
    together = [seated(name, [round_])[0] for name, round_ in zip(names, rounds, strict=True)]
    single, batch = asked(rounds, alone), asked(rounds, together)
    for question in single:
        question.decide()
    decide_together(batch)
    assert answers(batch) == answers(single)


def test_one_that_cannot_decide_fails_alone() -> None:
    rounds = [Round(GAME, LEVEL, seed) for seed in range(3)]
    partners = [*seated("ours", rounds[:2]), *seated("clone", rounds[2:])]
    questions = asked(rounds, partners)
    partner, view = questions[2].seen[1]
    questions[2].seen[1] = partner, view[:5]
    decide_together(questions)
    assert questions[2].error is not None
    assert all(question.answer is not None for question in questions[:2])


def test_threads_end_when_they_are_told_and_answer_what_waits() -> None:
    thinkers = Thinkers(1)
    rounds = [Round(GAME, LEVEL, seed) for seed in range(20)]
    questions = asked(rounds, seated("ours", rounds))
    for question in questions:
        thinkers.queue_for([question.seen[1][0]]).put(question)
    thinkers.close()
    for thread in thinkers.threads:
        thread.join(10)
        assert not thread.is_alive()
    assert len(answers(questions)) == len(rounds)
    assert sum(thinkers.batches) == len(rounds)
