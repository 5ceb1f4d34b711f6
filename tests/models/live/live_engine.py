"""An engine whose live request never ends by itself, and whose export takes its time."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

from models.live_requests import ChangeLive, LiveFrame, StartLive, TakeSnapshot
from models.news import News, Progress
from models.requests import Export, Request, Stylize
from models.training_news import TrainingStatus
from models.training_requests import TrainStyle

FACTORY = "tests.models.live.live_engine:LiveEngine"

EXPORTING_PX = 7  # the height of frames while an export is at work
LATER_FRAMES = 5
PATIENCE_S = {"full": 0.0, "balanced": 0.1, "idle": 1.2}  # shorter than the real ones, and in their order


class LiveEngine:
    def __init__(self) -> None:
        self._source, self._number, self._still = "", 0, 0
        self._exports = False

    def answer(self, request: Request) -> Generator[News, None, Any]:
        match request:
            case StartLive():
                return self._live(request)
            case ChangeLive():
                return self._change(request)
            case TrainStyle():
                return self._train(request)
            case TakeSnapshot():
                self._still = self._number
                return self._snapshot(self._number)
            case Stylize(export=Export()):
                return self._export()
            case _:
                return self._slow()

    def _live(self, request: StartLive) -> Generator[News, None, None]:
        self._source, self._number = request.settings.source, 0
        while True:
            self._number += 1
            time.sleep(0.005)
            yield LiveFrame(self._number, None, len(self._source), EXPORTING_PX * self._exports, 0.0, 0.0)

    def _change(self, request: ChangeLive) -> Generator[News, None, None]:
        yield from ()
        self._source = request.settings.source

    def _train(self, request: TrainStyle) -> Generator[News, None, None]:
        for step in range(10_000):
            time.sleep(0.005)
            yield TrainingStatus(step, 10_000, step=step, patience_s=PATIENCE_S[request.name])

    def _export(self) -> Generator[News, None, None]:
        """Its first step takes until a still was asked for, and some frames longer."""
        self._exports, end_s = True, time.monotonic() + 20
        while (not self._still or self._number < self._still + LATER_FRAMES) and time.monotonic() < end_s:
            time.sleep(0.001)
        yield Progress(1, 2)

    def _snapshot(self, asked: int) -> Generator[News, None, tuple[int, int]]:
        """The frames at which it was asked for and painted."""
        yield from ()
        return asked, self._number

    def _slow(self) -> Generator[News, None, str]:
        yield Progress(0, 1)
        time.sleep(0.3)
        return "done"
