"""The training loop on a task that takes no time: resumed equals uninterrupted, closed loses nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.news import FileError, News
from models.stepping import finish
from models.training.ema import Ema
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule, learning_rate, progress_of
from models.training_news import TrainingStatus

# Rows of several steps, so that what is summed between them must be kept too.
SCHEDULE = Schedule(steps=12, report_every=3, save_every_s=0.0, sample_every_s=1e9, warmup_steps=3)


class Line:
    """Fits a line to noisy points; what is drawn depends on the generator alone."""

    def __init__(self) -> None:
        torch.manual_seed(1)
        self.network: nn.Module = nn.Linear(2, 1)

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        points = torch.randn(8, 2, generator=rng)
        error = (self.network(points)[:, 0] - points.sum(1) * (2 + progress)).pow(2).mean()
        return {"loss": error, "error": error}

    def sample(self, network: nn.Module) -> Tensor:
        return torch.zeros(1, 3, 4, 4)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        path = run.path / "line.json"
        path.write_text(json.dumps([value.tolist() for value in network.state_dict().values()]))
        return path


def rows(folder: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [{k: v for k, v in row.items() if k != "seconds"} for row in found]


def after(steps: Generator[News, None, Path], count: int) -> list[News]:
    """The news until so many steps are done; then the training is closed, as by a window."""
    seen: list[News] = []
    for news in steps:
        seen.append(news)
        if isinstance(news, TrainingStatus) and news.step >= count:
            break
    steps.close()
    return seen


@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
@pytest.mark.parametrize("stop_after", [1, 4, 5, 11])
def test_a_resumed_run_equals_an_uninterrupted_one(tmp_path: Path, stop_after: int, optimizer: str) -> None:
    schedule = replace(SCHEDULE, optimizer=optimizer)
    whole = finish(train(Line(), schedule, RunFolder(tmp_path / "whole"), {}))
    after(train(Line(), schedule, RunFolder(tmp_path / "parts"), {}), stop_after)
    parts = finish(train(Line(), schedule, RunFolder(tmp_path / "parts"), {}, resume=True))
    assert len(rows(tmp_path / "whole")) == 4
    assert rows(tmp_path / "parts") == rows(tmp_path / "whole")
    assert parts.read_text() == whole.read_text()


def test_what_a_sitting_changes_is_what_the_next_goes_on_with(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    after(train(Line(), SCHEDULE, run, {"recipe": {"calm": 100}, "parent": "kept"}), 4)
    longer = replace(SCHEDULE, steps=SCHEDULE.steps + 4)
    after(train(Line(), longer, run, {"recipe": {"calm": 220}}, resume=True), 6)
    config = run.read_config()
    assert config["recipe"] == {"calm": 220}
    assert config["schedule"]["steps"] == longer.steps
    assert config["parent"] == "kept"


def test_the_loss_falls(tmp_path: Path) -> None:
    finish(train(Line(), Schedule(steps=300, report_every=10, learning_rate=0.05), RunFolder(tmp_path), {}))
    losses = [row["loss"] for row in rows(tmp_path)]
    assert losses[-1] < losses[0] / 4


def test_a_damaged_checkpoint_gives_way_to_the_one_before(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    run.save({"step": 1})
    run.save({"step": 2})
    assert run.load()["step"] == 2
    run.checkpoint.write_bytes(run.checkpoint.read_bytes()[:-40])
    assert run.load()["step"] == 1


def test_resuming_nothing_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no readable checkpoint"):
        RunFolder(tmp_path).load()


def test_average_after_a_thousand_steps_has_the_published_value() -> None:
    network = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(network.weight)
    ema = Ema(network, 0.999)
    nn.init.ones_(network.weight)
    for _ in range(1000):
        ema.update(network, 10**9)
    assert float(ema.shadow["weight"]) == pytest.approx(0.632305, abs=1e-4)


def test_the_rate_warms_up_and_falls() -> None:
    schedule = Schedule(learning_rate=1.0, final_rate=0.1, warmup_steps=10)
    assert learning_rate(schedule, 0, 0.0) == pytest.approx(0.1)
    assert learning_rate(schedule, 10, 0.0) == pytest.approx(1.0)
    assert learning_rate(schedule, 10**6, 1.0) == pytest.approx(0.1)


def test_a_training_ends_by_whatever_comes_first() -> None:
    assert progress_of(Schedule(steps=10), 5, 1e9, 0) == 0.5
    assert progress_of(Schedule(steps=10, minutes=1), 1, 45, 0) == 0.75
    assert progress_of(Schedule(steps=10, until=100), 1, 30, 90) == 0.75, "30 of 40 seconds of work"
    assert progress_of(Schedule(steps=10, until=100), 1, 30, 100) == 1
    assert progress_of(Schedule(steps=10, until=100), 1, 0, 50) == 0.1


def test_half_a_row_that_a_kill_left_costs_no_other(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    run.append_event(1, "begun", "x" * 10_000)
    with (tmp_path / "events.jsonl").open("ab") as file:
        file.write(b'{"step": 2, "kind": "rem')
    RunFolder(tmp_path).append_event(3, "resumed", "Going on at step 3.")
    assert [event["step"] for event in run.events()] == [1, 3]


def test_rows_are_on_the_disk_before_the_checkpoint_that_counts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, flushed, flush = RunFolder(tmp_path), list[int](), os.fsync

    def noting(handle: int) -> None:
        flushed.append(os.fstat(handle).st_ino)
        flush(handle)

    run.append_metrics({"step": 1, "loss": 0.5})
    run.append_event(1, "begun", "Begun.")
    monkeypatch.setattr(os, "fsync", noting)
    run.save({"step": 1})
    rows_first = {path.stat().st_ino for path in tmp_path.iterdir() if path != run.checkpoint}
    assert set(flushed[:3]) == rows_first
    assert run.checkpoint.stat().st_ino in flushed[3:]
