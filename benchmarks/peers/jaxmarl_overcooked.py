"""JaxMARL's Overcooked on the CPU as a peer: step, planes and auto-reset under vmap, scan and jit.

``python jaxmarl_overcooked.py BATCH``
"""

import os
import sys
from collections.abc import Callable
from typing import Any

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"


def build(batch: int, ticks: int = 128) -> Callable[[], int]:
    """Return a function that plays ``batch * ticks`` joint steps.

    Every tick's observations are written out: they are carried from tick to tick.
    """
    import jax
    import jaxmarl
    from jaxmarl.environments.overcooked import overcooked_layouts

    env = jaxmarl.make("overcooked", layout=overcooked_layouts["cramped_room"], max_steps=400)
    keys = jax.random.split(jax.random.PRNGKey(0), batch)
    seen, state = jax.vmap(env.reset)(keys)
    actions = jax.random.randint(jax.random.PRNGKey(1), (ticks, 2, batch), 0, 6)

    def tick(carry: Any, joint: Any) -> Any:
        state, _, key = carry
        key, own = jax.random.split(key)
        joint = {agent: joint[number] for number, agent in enumerate(env.agents)}
        seen, state, reward, _, _ = jax.vmap(env.step)(jax.random.split(own, batch), state, joint)
        return (state, seen, key), reward[env.agents[0]].sum()

    @jax.jit
    def many(*carry: Any) -> Any:
        return jax.lax.scan(tick, carry, actions)

    here = [state, seen, jax.random.PRNGKey(2)]

    def run() -> int:
        here[:], rewards = many(*here)
        jax.block_until_ready((here, rewards))
        return batch * ticks

    return run


if __name__ == "__main__":
    from worker import serve

    serve(build(int(sys.argv[1])))
