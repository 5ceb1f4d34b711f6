"""Whose turn it is in the engine: patient work never takes a step that somebody waits for. No clock."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from models.collection_requests import CheckCollection, CheckPairs
from models.news import Cancelled, Done, News, Outcome, Progress
from models.requests import OpenPicture, RenderCrop, Request, StyleChoice, Stylize
from models.serve import Desk, Job, next_job
from models.training_news import TrainingStatus
from models.training_requests import CheckPhotos, ShowCrops, SteerTraining, TrainStyle
from models.wire import disturbs, rank

PHOTO = Path("photo.png")
PREVIEW = Stylize(PHOTO, (StyleChoice("preset:ink"),))
PATIENT_PREVIEW = Stylize(PHOTO, (StyleChoice("preset:ink"),), can_wait=True)
TRAINING = TrainStyle((), PHOTO, Path("run"), Path("style.safetensors"))


class Recorder:
    """An engine that writes down whose step it takes; `during` is asked for in the middle of a training."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.told: list[tuple[int, News | Outcome]] = []
        self.desk = Desk(lambda: self, lambda number, news: self.told.append((number, news)))
        self.during: dict[int, list[Request]] = {}

    def answer(self, request: Request) -> Generator[News, None, Any]:
        if isinstance(request, TrainStyle):
            return self._train()
        return self._work(type(request).__name__)

    def _train(self) -> Generator[News, None, str]:
        try:
            for step in range(1, 7):
                self.taken.append(f"training {step}")
                for number, request in enumerate(self.during.get(step, [])):
                    self.desk.add(Job(100 * step + number, request))
                yield TrainingStatus(step, 6, step=step)
        finally:
            self.taken.append("training closed")
        self.desk.close()
        return "trained"

    def _work(self, name: str) -> Generator[News, None, str]:
        for step in range(1, 4):
            self.taken.append(f"{name} {step}")
            yield Progress(step, 3)
        return name


def test_training_is_stepped_only_while_nothing_else_waits() -> None:
    engine = Recorder()
    engine.during = {2: [PREVIEW], 4: [PATIENT_PREVIEW, RenderCrop(PREVIEW, 0, 0, 8, 8)]}
    engine.desk.add(Job(1, TRAINING))
    engine.desk.work()
    assert engine.taken == [
        *("training 1", "training 2"),
        *("Stylize 1", "Stylize 2", "Stylize 3"),
        *("training 3", "training 4"),
        *("RenderCrop 1", "RenderCrop 2", "RenderCrop 3"),
        *("Stylize 1", "Stylize 2", "Stylize 3"),
        *("training 5", "training 6", "training closed"),
    ]
    outcomes = [(number, news) for number, news in engine.told if isinstance(news, Done)]
    assert [number for number, _ in outcomes] == [200, 401, 400, 1]


def test_a_second_training_waits_for_the_first() -> None:
    engine = Recorder()
    engine.during = {1: [TRAINING]}
    engine.desk.add(Job(1, TRAINING))
    engine.desk.work()
    assert engine.taken[:6] == [f"training {step}" for step in range(1, 7)]


def test_a_training_that_is_not_wanted_any_more_is_closed() -> None:
    engine = Recorder()
    engine.desk.add(Job(1, TRAINING))
    engine.desk.stop(1)
    tell = engine.desk.tell

    def tell_and_close(number: int, news: News | Outcome) -> None:
        tell(number, news)
        engine.desk.close()

    engine.desk.tell = tell_and_close
    engine.desk.work()
    assert engine.told == [(1, Cancelled())]


def training_job(patience_s: float) -> Job:
    return Job(1, TRAINING, patience_s=patience_s)


@pytest.mark.parametrize(
    ("quiet_s", "wait_s"), [(0.0, 5.0), (4.0, 1.0), (5.0, None), (1e9, None)], ids=lambda value: str(value)
)
def test_idle_work_waits_until_nobody_has_asked_for_anything(quiet_s: float, wait_s: float | None) -> None:
    job = training_job(5.0)
    assert next_job([job], (), quiet_s) == ((job, None) if wait_s is None else (None, wait_s))


def test_what_somebody_waits_for_never_waits_itself() -> None:
    urgent = Job(2, PREVIEW)
    assert next_job([training_job(5.0), urgent], (), 0.0) == (urgent, None)
    assert next_job([], (), 0.0) == (None, None)


def test_full_speed_takes_every_free_step() -> None:
    job = training_job(0.0)
    assert next_job([job], (), 0.0) == (job, None)


def test_closing_does_not_wait_for_quiet() -> None:
    job = training_job(5.0)
    assert next_job([job], {1}, 0.0)[0] is job


def test_looking_at_a_training_does_not_slow_it() -> None:
    assert rank(TRAINING) > rank(PATIENT_PREVIEW) > rank(PREVIEW)
    assert rank(SteerTraining(Path("run"), "pause")) == 0, "answered beside everything else"
    looks = CheckPhotos(PHOTO), ShowCrops(PHOTO), CheckCollection(PHOTO), CheckPairs(PHOTO)
    for look in looks:  # the keeper sends what is more urgent than all that runs
        assert rank(TRAINING) > rank(look) > rank(PREVIEW), "a large folder holds up nobody's picture"
    assert not disturbs(SteerTraining(Path("run"), "snapshot"))
    assert not disturbs(TRAINING)
    assert disturbs(PREVIEW)
    assert disturbs(OpenPicture(PHOTO))
