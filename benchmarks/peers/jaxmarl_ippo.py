"""Independent PPO in JAX on JaxMARL's Overcooked, with the settings of JaxMARL's own IPPO for it (ippo_ff_overcooked).

``python jaxmarl_ippo.py SEED STEPS WANTED`` prints one JSON line: joint steps a CPU second, and the CPU seconds until
the last 50 rounds averaged WANTED points (null where they did not). Compiling is not counted.

JaxMARL ships that learner as a script and not in its package, so it is written anew here: 16 rounds at once, 128 ticks,
4 epochs of 4 minibatches, actor and critic of 64-64 tanh each on the 520 flat planes, learning rate 2.5e-4 falling over
5 million steps, shaped reward falling over 2.5 million.
"""

import json
import os
import sys
import time
from collections import deque
from typing import Any

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import jaxmarl
import optax
from jaxmarl.environments.overcooked import overcooked_layouts

ENVS, TICKS, EPOCHS, PARTS = 16, 128, 4, 4
RATE, TOTAL, SHAPED = 2.5e-4, 5_000_000, 2_500_000
GAMMA, LAM, CLIP, ENTROPY, VALUE, NORM = 0.99, 0.95, 0.2, 0.01, 0.5, 0.5

env = jaxmarl.make("overcooked", layout=overcooked_layouts["cramped_room"], max_steps=400)
step_all, reset_all = jax.vmap(env.step), jax.vmap(env.reset)


def layers(key: Any, last: int, gain: float) -> Any:
    """Return the weights of a 520-64-64-last network."""
    sizes, keys = (520, 64, 64, last), jax.random.split(key, 3)
    gains = (2**0.5, 2**0.5, gain)
    parts = zip(keys, gains, sizes[:-1], sizes[1:], strict=True)
    return [(jax.nn.initializers.orthogonal(g)(k, (a, b)), jnp.zeros(b)) for k, g, a, b in parts]


def run(network: Any, x: Any) -> Any:
    """Return the outputs of a network."""
    for weight, bias in network[:-1]:
        x = jnp.tanh(x @ weight + bias)
    return x @ network[-1][0] + network[-1][1]


def flat(seen: Any) -> Any:
    """Return both agents' planes [2 * ENVS, 520]."""
    return jnp.concatenate([seen[agent].reshape(ENVS, -1) for agent in env.agents]).astype(jnp.float32)


def tick(carry: Any, _: Any) -> Any:
    """Play a tick of all rounds."""
    params, state, seen, returns, key, shaping = carry
    key, one, two = jax.random.split(key, 3)
    logits, value = run(params["actor"], seen), run(params["critic"], seen)[:, 0]
    action = jax.random.categorical(one, logits)
    chance = jnp.take_along_axis(jax.nn.log_softmax(logits), action[:, None], 1)[:, 0]
    joint = {agent: action[number * ENVS : (number + 1) * ENVS] for number, agent in enumerate(env.agents)}
    after, state, reward, done, info = step_all(jax.random.split(two, ENVS), state, joint)
    earned = reward[env.agents[0]]
    shaped = jnp.concatenate([info["shaped_reward"][agent] for agent in env.agents])
    total = jnp.tile(earned, 2) + shaping * shaped
    over = done["__all__"]
    ended = (jnp.where(over, returns + earned, 0.0).sum(), over.sum())
    returns = jnp.where(over, 0.0, returns + earned)
    found = (seen, action, chance, value, total, jnp.tile(over, 2))
    return (params, state, flat(after), returns, key, shaping), (found, ended)


def loss(params: Any, part: Any) -> Any:
    """Return the clipped loss of a minibatch."""
    seen, action, chance, value, gain, target = part
    logs = jax.nn.log_softmax(run(params["actor"], seen))
    now = run(params["critic"], seen)[:, 0]
    ratio = jnp.exp(jnp.take_along_axis(logs, action[:, None], 1)[:, 0] - chance)
    gain = (gain - gain.mean()) / (gain.std() + 1e-8)
    policy = -jnp.minimum(ratio * gain, jnp.clip(ratio, 1 - CLIP, 1 + CLIP) * gain).mean()
    near = value + jnp.clip(now - value, -CLIP, CLIP)
    error = 0.5 * jnp.maximum((now - target) ** 2, (near - target) ** 2).mean()
    return policy + VALUE * error + ENTROPY * (jnp.exp(logs) * logs).sum(1).mean()


def rate(count: Any) -> Any:
    """Return the learning rate after a number of the optimiser's steps."""
    return RATE * (1 - (count // (EPOCHS * PARTS)) / (TOTAL / (ENVS * TICKS)))


optimiser = optax.chain(optax.clip_by_global_norm(NORM), optax.adam(rate, eps=1e-5))


@jax.jit
def update(params: Any, moments: Any, state: Any, seen: Any, returns: Any, key: Any, steps: Any) -> Any:  # noqa: PLR0913, PLR0917 - what a scan carries
    """Play a rollout and learn from it."""
    key, own = jax.random.split(key)
    shaping = jnp.maximum(0.0, 1 - steps / SHAPED)
    carry, (found, ended) = jax.lax.scan(tick, (params, state, seen, returns, own, shaping), None, TICKS)
    _, state, seen, returns, _, _ = carry
    all_seen, action, chance, value, reward, over = found
    last = run(params["critic"], seen)[:, 0]

    def back(carry: Any, row: Any) -> Any:
        gain, after = carry
        value, reward, over = row
        gain = reward + GAMMA * after * (1 - over) - value + GAMMA * LAM * (1 - over) * gain
        return (gain, value), gain

    _, gains = jax.lax.scan(back, (jnp.zeros_like(last), last), (value, reward, over), reverse=True)
    samples = (all_seen, action, chance, value, gains, gains + value)
    samples = jax.tree.map(lambda a: a.reshape(-1, *a.shape[2:]), samples)

    def epoch(carry: Any, key: Any) -> Any:
        order = jax.random.permutation(key, 2 * ENVS * TICKS)
        parts = jax.tree.map(lambda a: a[order].reshape(PARTS, -1, *a.shape[1:]), samples)

        def improve(carry: Any, part: Any) -> Any:
            params, moments = carry
            change, moments = optimiser.update(jax.grad(loss)(params, part), moments, params)
            return (optax.apply_updates(params, change), moments), None

        return jax.lax.scan(improve, carry, parts)[0], None

    (params, moments), _ = jax.lax.scan(epoch, (params, moments), jax.random.split(key, EPOCHS))
    return params, moments, state, seen, returns, jax.tree.map(jnp.sum, ended)


def main(seed: int, steps: int, wanted: float) -> None:
    """Train, and print what it took."""
    key = jax.random.PRNGKey(seed)
    one, two, three, key = jax.random.split(key, 4)
    params = {"actor": layers(one, 6, 0.01), "critic": layers(two, 1, 1.0)}
    moments = optimiser.init(params)
    seen, state = reset_all(jax.random.split(three, ENVS))
    here = (params, moments, state, flat(seen), jnp.zeros(ENVS))
    jax.block_until_ready(update(*here, key, 0.0))
    began, done, reached = time.process_time(), 0, None
    lately: deque[float] = deque(maxlen=50)
    while done < steps and reached is None:
        key, own = jax.random.split(key)
        *here, (points, count) = update(*here, own, float(done))
        done += ENVS * TICKS
        if int(count):
            lately.extend([float(points) / int(count)] * int(count))
        if len(lately) == lately.maxlen and sum(lately) / len(lately) >= wanted:
            reached = time.process_time() - began
    spent = time.process_time() - began
    print(json.dumps({"rate": done / spent, "reach": reached, "steps": done}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
