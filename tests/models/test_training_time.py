"""How long a training takes on this machine: measured with its own steps, or not said at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import torch

from models.cli import main
from models.collection_requests import TASKS, CollectionTask, TimeTraining
from models.data.pictures import picture_files
from models.engine import Engine
from models.news import News, Progress, UserError
from models.training import pace
from models.training.collection import RECIPES
from models.training.stepper import Stepper
from models.training_news import TrainingTime
from tests.models.small_collections import SMALL, picture
from tests.stepping import heard


@pytest.fixture
def works(tmp_path: Path) -> Path:
    for index in range(6):
        picture(tmp_path / "works" / ("ink" if index % 2 else "comic") / f"{index}.png", index)
    return tmp_path / "works"


def asked(task: CollectionTask, works: Path, count: int = 40, **recipe: Any) -> TimeTraining:
    files = tuple(picture_files(works))
    return TimeTraining(task, works, files, count, json.dumps(recipe) if recipe else "")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[TimeTraining]:
    """Each step takes 1.6 seconds, whatever it is of; those that are measured are noted."""
    noted: list[TimeTraining] = []

    def step(_engine: object, request: TimeTraining, _recipe: object) -> Generator[News, None, float | None]:
        noted.append(request)
        yield Progress(1, 1, "timing the first steps")
        return None if request.task == "paired" else 1.6

    monkeypatch.setattr(pace, "measured_step", step)
    return noted


@pytest.mark.parametrize("task", TASKS)
def test_steps_of_every_task_are_measured_and_leave_chance_as_it_was(
    weights: Path, works: Path, task: CollectionTask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "ENOUGH_S", 1e-6)
    small: dict[str, Any] = {} if task in ("few-shot", "conditional") else dict(SMALL)
    chance = torch.get_rng_state()
    time, news = heard(Engine("cpu").answer(asked(task, works, **(small or {"size_px": 32}))))
    assert isinstance(time, TrainingTime)
    assert time.seconds > 0
    assert "on this processor" in time.words
    assert len(news) > pace.FEWEST_TIMED, "each step can be cancelled"
    assert torch.equal(torch.get_rng_state(), chance), "a training that runs meets no other chance"


def test_the_time_is_that_of_all_steps_and_measured_once(works: Path, measured: list[TimeTraining]) -> None:
    engine = Engine("cpu")
    for count, words in ((40, "about 40 minutes on this processor: 1,500 steps"), (20, "about 20 minutes")):
        time, _ = heard(engine.answer(asked("few-shot", works, count)))
        assert words in time.words
    assert len(measured) == 1, "a step takes as long whatever the folder"
    time, _ = heard(engine.answer(asked("unpaired", works, 100, method="fastcut")))
    assert (time.steps, time.words.partition(" on this")[0]) == (
        10_000,
        "To learn this well takes about 4 hours",
    )
    heard(engine.answer(asked("unpaired", works, method="fastcut", size_px=128)))
    assert len(measured) == 3, "another recipe has other steps"


def test_a_gpu_is_called_one_and_days_are_days(works: Path) -> None:
    time = pace.training_time(RECIPES["imagine"], asked("imagine", works), 12.0, "cuda")
    assert time.words.startswith("To learn this well takes about 3 days on this GPU: 25,000 steps")


def test_what_does_not_fit_into_memory_has_no_time(
    weights: Path, works: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(Stepper, "learn", full)
    time, _ = heard(Engine("cpu").answer(asked("imagine", works, **dict[str, Any](SMALL))))
    assert time is None


def test_a_recipe_that_cannot_be_is_refused_before_anything_is_measured(
    works: Path, measured: list[TimeTraining]
) -> None:
    with pytest.raises(UserError, match="size_px is 77"):
        heard(Engine("cpu").answer(asked("imagine", works, size_px=77)))
    assert not measured


def test_the_command_says_the_time_of_the_task_and_nothing_where_there_is_none(
    works: Path, measured: list[TimeTraining], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "gan", str(works), "--check"]) == 0
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert first.startswith("6 works: a fine-tuned style")
    assert second.startswith("--task few-shot: To learn this well takes about 20 minutes on this processor")
    photos = works.parent / "photos"
    photos.mkdir()
    for file in sorted(works.rglob("*.png"))[:2]:
        shutil.copy(file, photos)
    (photos / "bad.png").write_text("no picture")
    assert main(["train", "gan", str(works), "--check", "--photos", str(photos)]) == 0
    told = capsys.readouterr().out
    assert "photos: 2 photographs, 1 left out." in told
    assert "bad.png" in told
    assert main(["train", "gan", str(works), "--check", "--task", "paired"]) == 0
    assert "To learn" not in capsys.readouterr().out


def test_cut_takes_twice_the_passes_of_fastcut(works: Path, measured: list[TimeTraining]) -> None:
    engine = Engine("cpu")
    fast, cut, cycle = (
        heard(engine.answer(asked("unpaired", works, 40, method=method)))[0].steps
        for method in ("fastcut", "cut", "cycle")
    )
    assert fast == cycle == cut / 2
