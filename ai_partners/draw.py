"""Drawing choices from logits: one compiled pass over the rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from game.core.compile import Number, kernel


@kernel
def draw_rows(logits: Any, allowed: Any, epsilon: Any, dice: Any, choices: Any, chances: Any) -> None:  # noqa: PLR0913, PLR0917 - a column of every table
    """Draw a choice for each row from the softmax of its logits over what is allowed.

    ``logits`` [N, C] float32, ``allowed`` [N, C] uint8, ``epsilon`` [N] the share of uniform choices, ``dice`` [N, 2]
    uniform numbers; writes ``choices`` [N] int8 and ``chances`` [N], the logarithm of the softmax at the choice.
    """
    for row in range(len(logits)):
        best = np.float32(-np.inf)
        known = 0
        for choice in range(logits.shape[1]):
            if allowed[row, choice]:
                known += 1
                best = max(best, logits[row, choice])
        total = np.float32(0)
        for choice in range(logits.shape[1]):
            if allowed[row, choice]:
                total += np.exp(logits[row, choice] - best)
        chosen = pick(logits, allowed, epsilon, dice, row, best, total, known)
        choices[row] = chosen
        chances[row] = logits[row, chosen] - best - np.log(total)


@kernel
def pick(  # noqa: PLR0913, PLR0917 - a column of every table
    logits: Any, allowed: Any, epsilon: Any, dice: Any, row: Number, best: Number, total: Number, known: Number
) -> Number:
    """Return the choice at which the running sum of a row's weights passes its dice."""
    is_uniform = dice[row, 1] < epsilon[row]
    edge = dice[row, 0] * (np.float32(known) if is_uniform else total)
    running = np.float32(0)
    last = 0
    for choice in range(logits.shape[1]):
        if allowed[row, choice]:
            last = choice
            running += np.float32(1) if is_uniform else np.exp(logits[row, choice] - best)
            if running > edge:
                return last
    return last
