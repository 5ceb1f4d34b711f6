"""TensorBoard itself reads the event files of a run."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from models.stepping import finish
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.tensorboard import EventFile
from tests.models.test_training import SCHEDULE, Line, after, rows


def curve(folder: Path, name: str) -> list[tuple[int, float]]:
    accumulator = EventAccumulator(str(folder))
    accumulator.Reload()
    return [(event.step, event.value) for event in accumulator.Scalars(name)]


def test_a_resumed_run_is_one_curve(tmp_path: Path) -> None:
    after(train(Line(), SCHEDULE, RunFolder(tmp_path), {}), 8)
    finish(train(Line(), SCHEDULE, RunFolder(tmp_path), {}, resume=True))
    for name in ("loss", "rate"):
        expected: list[Any] = [(row["step"], pytest.approx(row[name])) for row in rows(tmp_path)]
        assert curve(tmp_path, name) == expected
    assert len(list(tmp_path.glob("events.out.tfevents.*"))) == 2


def test_what_was_forgotten_is_drawn_once(tmp_path: Path) -> None:
    """As after a kill: the rows since the last checkpoint are written again."""
    board = EventFile(tmp_path)
    for step in range(1, 6):
        board.append({"step": step, "loss": float(step)})
    again = EventFile(tmp_path)
    again.forget_after(3)
    for step in (4, 5, 300, 70_000):
        again.append({"step": step, "loss": -step / 2})
    steps = [(1, 1.0), (2, 2.0), (3, 3.0), (4, -2.0), (5, -2.5), (300, -150.0), (70_000, -35_000.0)]
    assert curve(tmp_path, "loss") == steps
    assert all(a < b for (a, _), (b, _) in itertools.pairwise(curve(tmp_path, "loss")))
