"""An engine whose live request never ends by itself, and whose export takes its time."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

from models.live_requests import ChangeLive, LiveFrame, StartLive, TakeSnapshot
from models.news import News, Progress
from models.requests import Request
from models.training_news import TrainingStatus
from models.training_requests import TrainStyle

FACTORY = "tests.models.live.live_engine:LiveEngine"

PATIENCE_S = {"full": 0.0, "balanced": 0.1, "idle": 1.2}  # shorter than the real ones, and in their order


class LiveEngine:
    def __init__(self) -> None:
        self._source, self._number = "", 0

    def answer(self, request: Request) -> Generator[News, None, Any]:
        match request:
            case StartLive():
                return self._live(request)
            case ChangeLive():
                return self._change(request)
            case TrainStyle():
                return self._train(request)
            case TakeSnapshot():
                return self._snapshot(self._number)
            case _:
                return self._slow()

    def _live(self, request: StartLive) -> Generator[News, None, None]:
        self._source, self._number = request.settings.source, 0
        while True:
            self._number += 1
            time.sleep(0.005)
            yield LiveFrame(self._number, None, len(self._source), 1, 0.0, 0.0)

    def _change(self, request: ChangeLive) -> Generator[News, None, None]:
        yield from ()
        self._source = request.settings.source

    def _train(self, request: TrainStyle) -> Generator[News, None, None]:
        for step in range(10_000):
            time.sleep(0.005)
            yield TrainingStatus(step, 10_000, step=step, patience_s=PATIENCE_S[request.name])

    def _slow(self) -> Generator[News, None, str]:
        for step in range(2):
            yield Progress(step, 2)
            time.sleep(0.15)
        return "done"

    def _snapshot(self, number: int) -> Generator[News, None, int]:
        yield Progress(0, 1)
        return number
