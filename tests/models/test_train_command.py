"""`impasto train`: what reaches the training, and what is refused before it."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.cli import main
from models.commands import train
from models.news import Metrics, News, Preview, Progress, Saved, UserError
from models.training.amend import amend
from models.training_news import SampleSaved


@dataclass(frozen=True)
class Schedule:
    steps: int = 100
    minutes: float | None = None
    rate: float = 1e-3


@dataclass(frozen=True)
class Recipe:
    batch: int = 4
    name: str = "plain"
    mirrored: bool = False
    schedule: Schedule = Schedule()


def test_a_recipe_takes_changes_at_every_depth() -> None:
    changed = amend(Recipe(), {"batch": 8, "schedule": {"minutes": 3, "rate": 1}})
    assert changed == Recipe(batch=8, schedule=Schedule(minutes=3, rate=1))


@pytest.mark.parametrize(
    "change",
    [
        {"bach": 8},
        {"batch": 8.5},
        {"batch": True},
        {"batch": "8"},
        {"batch": None},
        {"mirrored": 1},
        {"schedule": {"step": 1}},
        {"schedule": {"minutes": "long"}},
        {"name": 3},
    ],
)
def test_a_recipe_refuses_what_it_does_not_know(change: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        amend(Recipe(), change)


class Training:
    """Stands for the training of a network; keeps what it was asked for."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.overrides: list[dict[str, Any]] = []

    def start(self, arguments: object, overrides: dict[str, Any]) -> Generator[News, None, Path]:
        self.overrides.append(overrides)
        yield Metrics(20, {"loss": np.float32(0.5)})  # type: ignore[dict-item]  # as a careless task may give it
        yield Progress(1, 2, "step 20", 60.0)
        yield Preview(np.zeros((4, 4, 3), np.uint8), 20)
        yield SampleSaved(self.run / "samples" / "0000020.jpg", 20)
        yield Saved(self.run / "checkpoint.pt")
        return self.run / "universal.safetensors"


@pytest.fixture
def training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Training:
    training = Training(tmp_path / "run")
    monkeypatch.setattr(train, "start_training", training.start)
    monkeypatch.chdir(tmp_path)
    return training


COMMAND = "train universal --photos . --styles . --teacher ."


def test_a_run_prints_its_file_and_says_where_samples_are(
    training: Training, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(f"{COMMAND} --run {training.run} --minutes 5".split()) == 0
    said = capsys.readouterr()
    assert said.out.split() == [str(training.run / "universal.safetensors")]
    assert f"sample: {training.run / 'samples' / '0000020.jpg'}" in said.err
    assert training.overrides == [{"schedule": {"minutes": 5.0}}]


def test_json_lines_are_one_object_for_each_news(
    training: Training, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(f"{COMMAND} --run {training.run} --jsonl".split()) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["news"] for line in lines] == ["metrics", "progress", "samplesaved", "saved", "done"]
    assert lines[0] == {"news": "metrics", "step": 20, "values": {"loss": 0.5}}


def test_a_resumed_run_keeps_its_recipe_and_takes_changes(training: Training, tmp_path: Path) -> None:
    training.run.mkdir()
    kept = {"batch": 8, "schedule": {"steps": 10, "minutes": 1}}
    (training.run / "config.json").write_text(json.dumps({"recipe": kept}))
    (tmp_path / "more.json").write_text('{"schedule": {"steps": 20}}')
    assert main(f"{COMMAND} --resume {training.run} --config more.json --minutes 9".split()) == 0
    assert training.overrides == [{"batch": 8, "schedule": {"steps": 20, "minutes": 9.0}}]


def test_without_a_name_a_run_lies_here_under_its_networks(
    training: Training, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND.split(), "--minutes", "1"]) == 0
    (tmp_path / "universal.run").mkdir()
    (tmp_path / "universal.run" / "config.json").write_text("{}")
    assert main([*COMMAND.split(), "--minutes", "1"]) == 2
    assert "--resume universal.run" in capsys.readouterr().err


def test_a_new_run_never_starts_in_the_folder_of_another(
    training: Training, capsys: pytest.CaptureFixture[str]
) -> None:
    training.run.mkdir()
    (training.run / "config.json").write_text("{}")
    assert main(f"{COMMAND} --run {training.run}".split()) == 2
    assert "--resume" in capsys.readouterr().err
    assert training.overrides == []
