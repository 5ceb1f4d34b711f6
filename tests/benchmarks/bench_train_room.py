"""What the Train room costs, and what a training costs whoever paints meanwhile. Not a test: it prints.

    python tests/benchmarks/bench_train_room.py draw            share of a core that the dashboard takes
    python tests/benchmarks/bench_train_room.py paint PHOTOS    latency of a preview, and beside a training

Goals: less than 3 % of the training's time; previews beside a training within 1.5 times of those without.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SAMPLES = ROOT / "resources" / "samples"
ROWS = 100_000
DRAWN_S = 20.0
TOLD_S = 0.1  # a step each so often, which is faster than any on a processor
PAIRS = 20
PAUSE_S = 1.0, 2.5  # between two looks: longer than a balanced training waits for, at any moment of its step
LIMIT_S = 300.0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def bench_draw(home: Path) -> None:
    """Processor time of the whole window while steps are told, with the dashboard seen and with it hidden."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    from desktop_app.app import Studio
    from desktop_app.runs.record import Record
    from desktop_app.settings import SettingsStore
    from desktop_app.train.page import TrainPage
    from models.news import Metrics
    from models.training_news import TrainingStatus

    def spend(seconds: float, each: Callable[[], None]) -> float:
        """Processor seconds per second."""
        begun, spent = time.monotonic(), time.process_time()
        due = begun
        while (now := time.monotonic()) < begun + seconds:
            if now >= due:
                each()
                due += TOLD_S
            application.processEvents()
            time.sleep(0.005)
        return (time.process_time() - spent) / seconds

    studio = Studio(SettingsStore(home / "settings.json"), engine="tests.fakes:FakeEngine")
    studio.open([])
    studio.window.resize(1280, 820)
    studio.window.rooms.enter("train")
    while not isinstance(studio.window.rooms.page, TrainPage):
        application.processEvents()
    training, work = studio.training, studio.training.work
    record = Record(home / "run", "long")
    for step in range(0, 20 * ROWS, 20):
        record.curves.append({"step": step, "seconds": step / 2, "loss": 5.0, "style": 0.05, "content": 0.2})
    work.record, training.shown = record, record
    work.runs = lambda run: run == record.run  # type: ignore[method-assign] # nothing is asked of an engine
    page = studio.window.rooms.page
    assert isinstance(page, TrainPage)
    spend(3, lambda: None)
    training.shown_changed.emit()
    step = 20 * ROWS

    def tell() -> None:
        nonlocal step
        step += 1
        status = TrainingStatus(0.5, 1.0, f"step {step}", 60.0, step, 2 * step, step / 2, 4.0, 1e-3, 900.0)
        work._on_news(record, status)
        if step % 20 == 0:
            work._on_news(record, Metrics(step, {"loss": 5.0, "style": 0.05, "content": 0.2}))

    spend(2, tell)
    seen = spend(DRAWN_S, tell)
    studio.window.rooms.enter("stylize")
    spend(2, tell)
    hidden = spend(DRAWN_S, tell)
    say(f"{ROWS} rows: seen {100 * seen:.2f} % of a core, hidden {100 * hidden:.2f} %")
    say(f"drawing: {100 * (seen - hidden):.2f} %")
    studio.close()


def bench_paint(home: Path, photos: Path) -> None:
    """Previews of other styles, one beside the training and one while it is held, in turns."""
    from PySide6.QtCore import QCoreApplication

    application = QCoreApplication(sys.argv[:1])
    from desktop_app.gpu_worker import GpuWorker
    from desktop_app.tickets import Ticket
    from models.news import Done, Failed, Outcome
    from models.requests import Request, StyleChoice, Stylize
    from models.training_news import TrainingStatus
    from models.training_requests import SteerTraining, StylePicture, TrainStyle

    worker = GpuWorker()
    answered: dict[Ticket, Outcome] = {}
    steps: list[TrainingStatus] = []
    end = time.monotonic() + LIMIT_S

    def hear(ticket: Ticket, news: object) -> None:
        if isinstance(news, TrainingStatus):
            steps.append(news)
        elif isinstance(news, Done | Failed):
            answered[ticket] = news

    def wait(until: Callable[[], object], seconds: float = 120.0) -> None:
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            application.processEvents()
            time.sleep(0.002)

    def ask(request: Request) -> float:
        ticket, begun = worker.submit(request), time.monotonic()
        wait(lambda: ticket in answered)
        if not isinstance(answered.get(ticket), Done):
            sys.exit(f"no preview: {answered.get(ticket)}")
        return time.monotonic() - begun

    worker.reported.connect(hear)
    worker.start()
    photo = sorted(SAMPLES.glob("photo_*.jpg"))[0]
    looks = [
        Stylize(photo, (StyleChoice(str(SAMPLES / f"style_{name}.jpg")),), long_side_px=640)
        for name in ("glass", "swirls")
    ]
    for look in looks:
        ask(look)
    run = home / "run"
    pictures = (StylePicture(SAMPLES / "style_mosaic.jpg"),)
    training = worker.submit(TrainStyle(pictures, photos, run, home / "mine.safetensors"))
    wait(lambda: len(steps) > 4 or training in answered)
    if len(steps) <= 4:
        sys.exit(f"it does not train: {answered.get(training)}")
    alone: list[float] = []
    beside: list[float] = []
    chance = random.Random(1)
    for number in range(PAIRS):
        for is_held, took in ((False, beside), (True, alone)):
            worker.hold(training, is_held)
            until = time.monotonic() + chance.uniform(*PAUSE_S)
            wait(lambda until=until: time.monotonic() > until)  # type: ignore[misc]
            took.append(ask(looks[number % 2]))
        if time.monotonic() > end:
            break
    worker.hold(training, False)
    for name, took in (("alone", alone), ("beside a training", beside)):
        say(f"{name}: median {statistics.median(took):.3f} s, longest {max(took):.3f} s")
    ratio = statistics.median(beside) / statistics.median(alone)
    paired = statistics.median(a / b for a, b in zip(beside, alone, strict=True))
    say(f"{ratio:.2f} times by medians, {paired:.2f} by pairs; {len(alone)} pairs, {len(steps)} steps taken")
    say(f"a step works {steps[-1].elapsed_s / steps[-1].step:.2f} s; load {os.getloadavg()[0]:.1f}")
    worker.submit(SteerTraining(run, "stop"))
    wait(lambda: training in answered, 60)
    worker.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="impasto-bench-") as place:
        if sys.argv[1:2] == ["draw"]:
            bench_draw(Path(place))
        elif sys.argv[1:2] == ["paint"] and len(sys.argv) == 3:
            bench_paint(Path(place), Path(sys.argv[2]))
        else:
            say(__doc__ or "")
