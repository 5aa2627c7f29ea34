"""A run: one training in a folder of its own, with its reports, its checkpoint and, at the end, its policy file."""

from __future__ import annotations

import dataclasses
import json
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from ai_partners import weights
from ai_partners.learn import checkpoint
from ai_partners.learn.ppo import TrainingError
from ai_partners.learn.training import Training
from game.core.files import UnwritableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ai_partners.learn.ppo import Report
    from ai_partners.learn.training import Task
    from ai_partners.weights import WeightsCard

CHECKPOINT, REPORTS = "checkpoint.safetensors", "reports.jsonl"
EACH = 20
"""Updates between two checkpoints."""
LATELY = 100
"""Finished rounds over which a score is averaged."""


class Progress(NamedTuple):
    """Where a run stands."""

    report: Report
    scores: dict[str, float]
    """Mean points of the learner's team over its latest rounds, by who sat beside it."""
    events: dict[str, float]
    """How often each event happened in its latest rounds with itself alone, for all seats together."""
    left: float
    """Seconds that are left, by the pace so far."""


def run(task: Task, folder: Path) -> Iterator[Progress]:
    """Train in a folder, going on where an earlier run of the same training stopped; yield progress after each update.

    Raises `TrainingError` where the folder holds other training, or where training cannot go on: the last checkpoint
    before that stays; and `WeightsError` for a network that no policy file would hold. A run that is broken off loses
    at most `EACH` updates.
    """
    training, wanted = Training(task), wish(task)
    weights.check_size(training.export()[0])
    path = folder / CHECKPOINT
    if path.exists():
        checkpoint.load(path, training, wanted)
    _make(folder)
    _cut(folder / REPORTS, training.learner.steps)
    with (folder / REPORTS).open("a", encoding="utf-8") as log:
        for number, progress in enumerate(_progress(training), 1):
            print(json.dumps(_row(progress)), file=log, flush=True)
            if number % EACH == 0:
                checkpoint.save(path, training, wanted)
            yield progress
    checkpoint.save(path, training, wanted)
    finish(training, folder)


def finish(training: Training, folder: Path, scores: dict[str, float] | None = None) -> WeightsCard:
    """Write the policy file of what has been learned into a folder, and those of its pools beside it; return its card.

    Pools are numbered in the order in which their members came.
    """
    for word, pool in training.pools.items():
        for number, one in enumerate(sorted(pool.kept, key=lambda kept: kept.done), 1):
            weights.save(folder / word, one.tensors, dataclasses.replace(one.card, name=f"{word}-{number:02}"))
    card, tensors = training.export(scores)
    return weights.save(folder, tensors, card)


def wish(task: Task) -> dict[str, Any]:
    """Return what a training is: everything that its result depends on, as plain data."""
    recipe = json.loads(msgspec.json.encode(task.recipe))
    known = {word: [card.hash for card, _ in pool] for word, pool in task.known.items()}
    place = {"game": task.game.name, "version": task.game.version, "level": task.level.text}
    return {"recipe": recipe, "seed": task.seed, "known": known, **place}


def _progress(training: Training) -> Iterator[Progress]:
    """Yield progress after each update."""
    recent: dict[str, list[float]] = {}
    alone = training.alone
    events: deque[tuple[int, ...]] = deque(maxlen=LATELY)
    first = training.learner.steps
    total = training.task.recipe.ppo.steps
    began = training.learner.seconds
    for report in training.reports():
        events.extend(one.events for one in report.finished if one.party in alone)
        for finished in report.finished:
            for name, points in training.points(finished):
                recent.setdefault(name, []).append(points)
        means = {name: float(np.mean(points[-LATELY:])) for name, points in recent.items()}
        pace = (report.seconds - began) / max(report.steps - first, 1)
        often = dict(zip(training.task.game.events, np.mean(events, axis=0).tolist(), strict=True)) if events else {}
        yield Progress(report, means, often, pace * max(total - report.steps, 0))


def _row(progress: Progress) -> dict[str, Any]:
    """Return a line of the reports."""
    report = progress.report
    row: dict[str, Any] = {"steps": report.steps, "samples": report.samples, "seconds": round(report.seconds, 3)}
    row |= {"cpu_seconds": round(report.cpu_seconds, 3)}
    row |= {"scores": {name: round(score, 3) for name, score in progress.scores.items()}}
    row |= {"events": {name: round(number, 3) for name, number in progress.events.items() if number}}
    return row | {name: round(number, 6) for name, number in report.numbers.items()}


def _make(folder: Path) -> None:
    """Make a folder; raises `UnwritableFileError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{str(folder)!r} cannot be made ({error.strerror}); name a folder that can be written"
        raise UnwritableFileError(message) from None


def _cut(path: Path, steps: int) -> None:
    """Drop the reports of updates that came after the checkpoint: they will be made again."""
    if not path.exists():
        return
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if _is_before(line, steps)]
    draft = path.with_suffix(".draft")
    draft.write_text("".join(kept), encoding="utf-8")
    draft.replace(path)


def _is_before(line: str, steps: int) -> bool:
    """Tell whether a line is a whole report of an update up to a number of joint steps."""
    try:
        return bool(json.loads(line)["steps"] <= steps)
    except (ValueError, KeyError, TypeError):
        return False


def rename(card: WeightsCard, name: str) -> WeightsCard:
    """Return a card under another name."""
    if not name.replace("-", "").replace("_", "").isalnum():
        message = f"{name!r} is no name of a partner; use letters, digits, '-' and '_'"
        raise TrainingError(message)
    return dataclasses.replace(card, name=name)
