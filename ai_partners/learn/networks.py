"""The networks that learn: an actor and a critic over features or planes, with a memory where it is asked for."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

import msgspec
import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

NATIVE = ("avx512_bf16", "amx_bf16", "bf16")
"""What torch calls a processor's instructions that multiply numbers of 16 bits with the exponents of 32."""
torch.set_num_threads(1)  # two threads of one process wait for each other; processes share the cores instead


class NetworkConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of a network."""

    hidden: tuple[int, ...] = (64, 64)
    activation: str = "relu"
    """``"relu"`` or ``"tanh"``."""
    memory: int = 0
    """Size of a GRU after the layers; 0: none."""
    convolutions: tuple[int, ...] = ()
    """Filters of 3x3 convolutions before the layers, for observations with planes."""
    critic: str = "own"
    """``"own"``: the critic has layers of its own; ``"shared"``: it reads the actor's."""
    precision: str = "auto"
    """Of the layers' products: ``"bfloat16"``, ``"float32"``, or ``"auto"``, the first where the machine multiplies it
    as it is (elsewhere it takes ten times as long) and else the second. Weights and sums are float32 either way."""


def device() -> torch.device:
    """Return where networks learn: on a GPU where torch sees one, else on the processor.

    ``CUDA_VISIBLE_DEVICES=`` (nothing) hides all GPUs, a number all others.
    """
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@functools.cache
def products(precision: str) -> torch.dtype:
    """Return the type in which layers multiply, by the setting of that name."""
    if precision == "auto":
        able = torch.cpu.get_capabilities()
        is_native = torch.cuda.is_available() or any(able.get(name) for name in NATIVE)
        return torch.bfloat16 if is_native else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32


class Layers(nn.Module):
    """Fully connected layers with an activation after each."""

    def __init__(self, inputs: int, config: NetworkConfig) -> None:
        super().__init__()
        sizes = (inputs, *config.hidden)
        self.items = nn.ModuleList(_linear(a, b, 2**0.5) for a, b in itertools.pairwise(sizes))
        self.activation = config.activation
        self.dtype = products(config.precision)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the last layer's activations [N, H], float32, of inputs [N, I]."""
        x = x.to(self.dtype)
        for layer in self.items:
            x = Dense.apply(x, layer.weight, layer.bias, self.activation)  # type: ignore[no-untyped-call]
        return x.float()


class Dense(torch.autograd.Function):
    """activation(x W' + b) in the precision of x, its gradients summed in float32.

    One node of the graph where autograd has four: nothing but the activations is kept, and the gradient of the first
    layer's inputs is not computed. Equal to autograd's gradients in float32 (tested).
    """

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, activation: str) -> torch.Tensor:
        """Return the activations [N, H] of x [N, I]."""
        cast = weight.to(x.dtype)
        y = torch.addmm(bias.to(x.dtype), x, cast.t())
        y = torch.relu_(y) if activation == "relu" else torch.tanh_(y)
        ctx.save_for_backward(x, cast, y)
        ctx.is_relu = activation == "relu"
        return y

    @staticmethod
    def backward(ctx: Any, *upstream: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Return the gradients of x (where it is needed), weight and bias."""
        x, cast, y = ctx.saved_tensors
        grad = torch.ops.aten.threshold_backward(upstream[0], y, 0) if ctx.is_relu else upstream[0] * (1 - y * y)
        back = grad @ cast if ctx.needs_input_grad[0] else None
        ones = grad.new_ones((1, len(grad)))
        return back, (grad.t() @ x).float(), (ones @ grad)[0].float(), None


class Network(nn.Module):
    """Rates the choices of a seat and foretells its return.

    ``scale`` [entries, or channels] brings what it sees near to the range from -1 to 1; it is folded into the
    first layer when the network is exported. Planes are read as [N, W, H, C] and folded to channels first.
    """

    scale: torch.Tensor

    def __init__(
        self, inputs: tuple[int, ...], choices: int, config: NetworkConfig, scale: np.ndarray[Any, Any]
    ) -> None:
        super().__init__()
        self.config, self.choices, self.inputs = config, choices, inputs
        self.register_buffer("scale", torch.as_tensor(scale, dtype=torch.float32))
        self.convolutions = nn.ModuleList(_convolutions(inputs, config))
        flat = _flat(inputs, config)
        self.layers = Layers(flat, config)
        self.critic_layers = Layers(flat, config) if config.critic == "own" else None
        last = config.memory or config.hidden[-1]
        self.memory = nn.GRUCell(config.hidden[-1], config.memory) if config.memory else None
        self.policy = _linear(last, choices, 0.01)
        self.value = _linear(_value_inputs(config), 1, 1.0)

    @property
    def device(self) -> torch.device:
        """Where it computes; what it returns lies there."""
        return self.scale.device

    def forward(self, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return logits [N, choices], values [N] and the actor's last activations [N, H], for one without memory."""
        x = self.look(seen)
        h = self.layers(x)
        return self.policy(h), self._value(h, x), h

    def unroll(
        self, seen: torch.Tensor, memory: torch.Tensor, ended: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return logits [T, L, C], values [T, L] and memories [T, L, M] of a network with memory.

        ``seen`` [T, L, ...]; ``memory`` [L, M] before the first tick; ``ended`` [T, L] is 1 where a round ended with
        that tick, after which the memory is empty.
        """
        ticks, cells = ended.shape
        x = self.look(seen.flatten(0, 1))
        inputs = self.layers(x).reshape(ticks, cells, -1)
        kept, going, memories = memory, 1 - ended.to(self.device).float(), []
        for tick in range(ticks):
            kept = self.memory(inputs[tick], kept)  # type: ignore[misc]
            memories.append(kept)
            kept = kept * going[tick, :, None]
        hidden = torch.stack(memories)
        h = hidden.flatten(0, 1)
        values = self._value(h, x).reshape(ticks, cells)
        return self.policy(h).reshape(ticks, cells, -1), values, hidden

    def judge(self, seen: torch.Tensor, memory: torch.Tensor | None) -> torch.Tensor:
        """Return the values [N] of what was seen [N, ...], with the memory before it [N, M]."""
        x = self.look(seen)
        if self.critic_layers is not None and self.memory is None:
            return self._value(x, x)
        h = self.layers(x)
        return self._value(h if self.memory is None else self.memory(h, memory), x)

    def _value(self, h: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """Return values [N] from the actor's last activations, or from the critic's own layers over the inputs."""
        if self.critic_layers is None:
            shared: torch.Tensor = self.value(h)
            return shared[:, 0]
        v = self.critic_layers(x)
        value: torch.Tensor = self.value(torch.cat([v, h], dim=1) if self.memory is not None else v)
        return value[:, 0]

    def act(self, seen: torch.Tensor, memory: torch.Tensor | None) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return logits [N, choices] and the memory [N, M] after a tick, without the critic."""
        h = self.layers(self.look(seen))
        if self.memory is not None:
            memory = h = self.memory(h, memory)
        return self.policy(h), memory

    def look(self, seen: torch.Tensor) -> torch.Tensor:
        """Return the scaled inputs of the layers [N, I], where the network computes."""
        x = seen.to(self.device).float() * self.scale
        if not self.config.convolutions:
            return x
        x = x.permute(0, 3, 1, 2)
        for convolution in self.convolutions:
            x = torch.relu(convolution(x)) if self.config.activation == "relu" else torch.tanh(convolution(x))
        return x.flatten(1)

    def rest(self, rows: int) -> torch.Tensor | None:
        """Return the memory of rows whose round begins, or None where there is none."""
        return torch.zeros(rows, self.config.memory, device=self.device) if self.config.memory else None


def tensors(network: Network) -> dict[str, np.ndarray[Any, Any]]:
    """Return the actor's tensors by their names in a policy file, the scale folded into the first product."""
    kept: dict[str, torch.Tensor] = network.state_dict()
    actor = ("convolutions.", "layers.", "memory.", "policy.")
    found = {name.replace("layers.items.", "layers."): kept[name] for name in kept if name.startswith(actor)}
    if network.config.convolutions:
        found["convolutions.0.weight"] = found["convolutions.0.weight"] * kept["scale"][None, :, None, None]
    else:
        found["layers.0.weight"] = found["layers.0.weight"] * kept["scale"]
    return {name: value.detach().cpu().float().contiguous().numpy().copy() for name, value in found.items()}


def _value_inputs(config: NetworkConfig) -> int:
    """Return how many inputs the value has: a critic of its own reads the actor's memory too, where there is one."""
    if config.critic == "shared":
        return config.memory or config.hidden[-1]
    return config.hidden[-1] + config.memory


def _linear(inputs: int, outputs: int, gain: float) -> nn.Linear:
    """Return a layer with orthogonal weights and no bias at first."""
    layer = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(layer.weight, gain)
    nn.init.zeros_(layer.bias)
    return layer


def _convolutions(inputs: tuple[int, ...], config: NetworkConfig) -> Iterator[nn.Conv2d]:
    """Yield the convolutions over planes [W, H, C]."""
    channels = inputs[-1]
    for filters in config.convolutions:
        yield nn.Conv2d(channels, filters, 3, padding=1)
        channels = filters


def _flat(inputs: tuple[int, ...], config: NetworkConfig) -> int:
    """Return how many inputs the first layer has."""
    if not config.convolutions:
        return inputs[0]
    return inputs[0] * inputs[1] * config.convolutions[-1]
