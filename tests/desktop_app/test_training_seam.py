"""A training across the seam: everything else is answered meanwhile, and it does what it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from desktop_app.gpu_worker import GpuWorker
from desktop_app.tickets import Ticket
from models.news import Cancelled, Done, Progress, Stylized
from models.requests import StyleChoice, Stylize
from models.training_news import Trained, TrainingStatus
from models.training_requests import CheckPhotos, SteerTraining, StylePicture, TrainStyle
from tests import fakes


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[GpuWorker]:
    worker = GpuWorker(fakes.FACTORY)
    worker.start()
    yield worker
    assert worker.close()
    worker.deleteLater()


def test_photos_are_painted_while_it_trains(qtbot: QtBot, worker: GpuWorker, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(photo)
    told: list[tuple[Ticket, object]] = []
    worker.reported.connect(lambda ticket, news: told.append((ticket, news)))

    def last_step() -> int:
        return max((news.step for _, news in told if isinstance(news, TrainingStatus)), default=0)

    def outcome(ticket: Ticket) -> object:
        found = [news for whose, news in told if whose is ticket and isinstance(news, Done)]
        return found[0].result if found else None

    run = tmp_path / "run"
    training = worker.submit(
        TrainStyle((StylePicture(photo),), tmp_path, run, tmp_path / "mine.safetensors", priority="full")
    )
    qtbot.waitUntil(lambda: last_step() >= 2, timeout=20_000)
    painting = worker.submit(Stylize(photo, (StyleChoice("preset:ink"),)))
    qtbot.waitUntil(lambda: outcome(painting) is not None, timeout=5_000)
    assert isinstance(outcome(painting), Stylized)
    assert outcome(training) is None
    before = last_step()
    qtbot.waitUntil(lambda: last_step() > before, timeout=5_000)
    worker.submit(SteerTraining(run, "stop"))
    qtbot.waitUntil(lambda: outcome(training) is not None, timeout=5_000)
    ended = outcome(training)
    assert isinstance(ended, Trained)
    assert (ended.run, ended.ending) == (run, "stopped")


def test_photos_are_painted_while_a_large_folder_is_looked_into(
    qtbot: QtBot, worker: GpuWorker, tmp_path: Path
) -> None:
    photo, folder = tmp_path / "photo.png", tmp_path / "endless"
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(photo)
    folder.mkdir()
    told: list[tuple[Ticket, object]] = []
    worker.reported.connect(lambda ticket, news: told.append((ticket, news)))
    checking = worker.submit(CheckPhotos(folder))
    qtbot.waitUntil(lambda: any(ticket is checking for ticket, _ in told), timeout=20_000)
    painting = worker.submit(Stylize(photo, (StyleChoice("preset:ink"),)))
    qtbot.waitUntil(lambda: (painting, Done) in [(t, type(n)) for t, n in told], timeout=5_000)
    assert all(isinstance(news, Progress) for ticket, news in told if ticket is checking), "it goes on"
    worker.cancel(checking)
    qtbot.waitUntil(lambda: (checking, Cancelled) in [(t, type(n)) for t, n in told], timeout=5_000)
