"""The learner's arithmetic, against numbers by hand and against autograd."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from ai_partners.learn import networks
from ai_partners.learn.networks import Dense, Network, NetworkConfig
from ai_partners.learn.ppo import Flat, Learner, PPOConfig, Schedule, clipped, gae

ROW = np.ones((4, 1), np.float32)


@pytest.mark.parametrize(("done", "value"), [(0.0, 1.0), (0.3, 1.0), (0.45, 0.5), (0.6, 0.0), (1.0, 0.0)], ids=str)
def test_a_schedule_goes_straight_between_its_ends(done: float, value: float) -> None:
    assert Schedule(1.0, 0.0, 0.3, 0.6).at(done) == pytest.approx(value)


def test_advantages_are_the_sums_of_discounted_errors_up_to_the_end_of_a_round() -> None:
    config = PPOConfig(gamma=0.5, lam=0.5)
    ended = np.array([[0], [1], [0], [0]], np.uint8)
    values, after = 2 * ROW, np.array([[2], [0], [2], [2]], np.float32)
    advantages, returns = gae(ROW, values, after, ended, config)
    errors = [1 + 0.5 * 2 - 2, 1 - 2.0, 0.0, 0.0]
    assert advantages[:, 0].tolist() == pytest.approx([errors[0] + 0.25 * errors[1], errors[1], 0, 0])
    assert np.allclose(returns, advantages + values)


def test_a_round_that_was_cut_off_is_worth_what_its_last_state_is_worth() -> None:
    config = PPOConfig(gamma=1.0, lam=1.0)
    ended = np.array([[0], [1], [0], [1]], np.uint8)
    after = np.array([[0], [7], [0], [0]], np.float32)
    _, returns = gae(ROW, 0 * ROW, after, ended, config)
    assert returns[:, 0].tolist() == [9.0, 8.0, 2.0, 1.0]


def test_the_surrogate_is_clipped_where_it_would_gain_too_much() -> None:
    logs = torch.log(torch.tensor([[0.9, 0.1], [0.1, 0.9]]))
    flat = Flat(
        torch.zeros(2, 1), torch.tensor([0, 0]), torch.log(torch.tensor([0.5, 0.5])), torch.ones(2), torch.zeros(2)
    )
    loss, ratio = clipped(logs, flat, torch.arange(2), 0.2)
    assert ratio.tolist() == pytest.approx([1.8, 0.2])
    assert float(loss) == pytest.approx(-(1.2 + 0.2) / 2)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("kind", [torch.float64, torch.float32])
def test_gradients_by_hand_are_those_of_autograd(activation: str, kind: torch.dtype) -> None:
    torch.manual_seed(0)
    given = [torch.randn(64, 12, dtype=kind), torch.randn(8, 12, dtype=kind), torch.randn(8, dtype=kind)]
    mine, theirs = ([part.clone().requires_grad_() for part in given] for _ in range(2))
    bend = torch.relu if activation == "relu" else torch.tanh
    made: Any = Dense.apply(*mine, activation)
    wanted = bend(torch.nn.functional.linear(*theirs))
    torch.autograd.backward(made.pow(2).sum())
    torch.autograd.backward(wanted.pow(2).sum())
    assert torch.allclose(made, wanted, atol=1e-5)
    for one, other in zip(mine, theirs, strict=True):
        assert torch.allclose(one.grad, other.grad, rtol=1e-4, atol=1e-4)  # type: ignore[arg-type]


@pytest.mark.parametrize(("able", "found"), [("amx_bf16", torch.bfloat16), ("avx2", torch.float32)])
def test_products_are_taken_in_what_the_machine_multiplies_fast(
    able: str, found: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {able: True})
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    networks.products.cache_clear()
    assert networks.products("auto") == found
    networks.products.cache_clear()


def test_products_in_half_precision_stay_near_to_those_in_full() -> None:
    outputs = []
    for precision in ("float32", "bfloat16"):
        torch.manual_seed(0)
        network = Network((20,), 6, NetworkConfig(precision=precision), np.ones(20, np.float32))
        torch.manual_seed(1)
        outputs.append(network(torch.randn(50, 20))[1])
    assert (outputs[0] - outputs[1]).abs().max() < 0.1 * outputs[0].abs().max()


def test_the_statistics_of_returns_follow_what_is_seen() -> None:
    learner = Learner(Network((3,), 2, NetworkConfig(), np.ones(3, np.float32)), 0)
    assert learner.spread == (0.0, 1.0)
    for _ in range(3):
        learner.note_returns(np.array([[3.0, 5.0]]))
    assert learner.spread == pytest.approx((4.0, 1.0))
