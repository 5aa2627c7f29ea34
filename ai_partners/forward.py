"""The forward pass of a policy file in numpy: products, activations, a memory and the heads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ai_partners.weights import WeightsCard

Array = np.ndarray[Any, Any]

LEAST = np.float32(-1e9)
"""Preference of what is as good as impossible."""


class Member:
    """One network of an ensemble: products, activations and heads."""

    def __init__(self, card: WeightsCard, tensors: dict[str, Array]) -> None:
        self._is_relu, self._two = card.activation == "relu", card.heads != "choices"
        self._layers = [_pair(tensors, f"layers.{number}") for number in range(len(card.hidden))]
        self._convolutions = [_pair(tensors, f"convolutions.{n}", flat=True) for n in range(len(card.convolutions))]
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        self._gru = [tensors[f"memory.{name}"] for name in names] if card.memory else None
        self._after = [_pair(tensors, f"after.{number}") for number in range(len(card.after))]
        self._policy = _pair(tensors, "policy")
        self._act = _pair(tensors, "act") if self._two else None

    def logs(self, inputs: Array, memory: Array, wait: int) -> Array:
        """Return log-probabilities [B, C]; ``memory`` [B, M] is written in place."""
        x = inputs
        for weight, bias in self._convolutions:
            x = self._bend(_patches(x) @ weight + bias)
        if self._convolutions:
            x = x.transpose(0, 3, 1, 2).reshape(len(x), -1)
        for weight, bias in self._layers:
            x = self._bend(x @ weight + bias)
        if self._gru is not None:
            memory[:] = found = gru(x, memory, *self._gru)
            x = np.concatenate([found, x], axis=1) if self._after else found
        for weight, bias in self._after:
            x = self._bend(x @ weight + bias)
        logits = x @ self._policy[0] + self._policy[1]
        return log_softmax(logits) if self._act is None else two_heads(logits, x @ self._act[0] + self._act[1], wait)

    def _bend(self, x: Array) -> Array:
        """Return the activations, in place."""
        return np.maximum(x, 0, out=x) if self._is_relu else np.tanh(x, out=x)


def log_softmax(logits: Array) -> Array:
    """Return logits [B, C] less the logarithm of the sum of their exponentials."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    found: Array = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return found


def two_heads(logits: Array, act: Array, wait: int) -> Array:
    """Return log-probabilities [B, C] of waiting by ``act`` [B, 1], and of all else by logits [B, C]."""
    others = logits.copy()
    others[:, wait] = LEAST
    found = log_softmax(others) - np.logaddexp(0, -act)
    found[:, wait] = -np.logaddexp(0, act)[:, 0]
    return found


def gru(x: Array, h: Array, weight_ih: Array, weight_hh: Array, bias_ih: Array, bias_hh: Array) -> Array:  # noqa: PLR0913, PLR0917 - a cell's tensors
    """Return the next memory [B, M] of a gated recurrent unit (arXiv 1406.1078, torch's gate order r, z, n)."""
    a, b = x @ weight_ih.T + bias_ih, h @ weight_hh.T + bias_hh
    size = h.shape[1]
    r = 1 / (1 + np.exp(-(a[:, :size] + b[:, :size])))
    z = 1 / (1 + np.exp(-(a[:, size : 2 * size] + b[:, size : 2 * size])))
    n = np.tanh(a[:, 2 * size :] + r * b[:, 2 * size :])
    found: Array = (1 - z) * n + z * h
    return found


def _pair(tensors: dict[str, Array], name: str, *, flat: bool = False) -> tuple[Array, Array]:
    """Return weight, ready to be multiplied from the right, and bias of a layer."""
    weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
    if flat:
        weight = weight.transpose(0, 2, 3, 1).reshape(len(weight), -1)
    return np.ascontiguousarray(weight.T), bias


def _patches(planes: Array) -> Array:
    """Return the 3x3 surroundings [B, W, H, 9 * C] of every cell of planes [B, W, H, C]."""
    wide = np.pad(planes, ((0, 0), (1, 1), (1, 1), (0, 0)))
    width, height = planes.shape[1:3]
    parts = [wide[:, dx : dx + width, dy : dy + height] for dx in range(3) for dy in range(3)]
    return np.concatenate(parts, axis=3)
