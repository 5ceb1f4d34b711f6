"""Fake engines, each of which does one thing in its own way."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from models.news import News, OpenedStyle, Progress, UserError
from models.requests import Request, Stylize, WarmUp
from tests.fakes import FakeEngine, act, hold_the_gil


class MissingEngine(FakeEngine):
    """Lacks a library."""

    def __init__(self) -> None:
        raise ImportError("No module named 'torch'")


class LateEngine(FakeEngine):
    """Imports for long, and nothing can be heard from it meanwhile."""

    def answer(self, request: Request) -> Generator[News, None, Any]:
        if isinstance(request, WarmUp):
            hold_the_gil(2)
        return (yield from super().answer(request))


class StillbornEngine(FakeEngine):
    """Crashes whenever it warms up."""

    def answer(self, request: Request) -> Generator[News, None, Any]:
        if isinstance(request, WarmUp):
            act("segv")
        return (yield from super().answer(request))


class SlowEngine(FakeEngine):
    """Warms up for seconds, in one step, and can be heard meanwhile."""

    def answer(self, request: Request) -> Generator[News, None, Any]:
        if isinstance(request, WarmUp):
            time.sleep(3)
        return (yield from super().answer(request))


class PatientEngine(FakeEngine):
    """Takes two seconds, in small steps, for what can wait."""

    def _stylize(self, request: Stylize) -> Generator[News, None, Any]:
        for step in range(100 if request.can_wait else 0):
            time.sleep(0.02)
            yield Progress(step + 1, 100)
        return (yield from super()._stylize(request))


class PickyEngine(FakeEngine):
    """Refuses the style "style_0"."""

    def _stylize(self, request: Stylize) -> Generator[News, None, Any]:
        if Path(request.styles[0].source).stem == "style_0":
            raise UserError("This style is refused.")
        return (yield from super()._stylize(request))


class TrainedEngine(FakeEngine):
    """Finds a trained style beside the presets."""

    def _presets(self, thumbnail_px: int) -> tuple[OpenedStyle, ...]:
        thumbnail = np.full((thumbnail_px, thumbnail_px, 3), 90, np.uint8)
        mine = OpenedStyle("/styles/mine.safetensors", "mine", "style", thumbnail)
        return (*super()._presets(thumbnail_px), mine)


class SwatchesEngine(FakeEngine):
    """Finds a generator of swatches beside the presets."""

    def _presets(self, thumbnail_px: int) -> tuple[OpenedStyle, ...]:
        thumbnail = np.full((thumbnail_px, thumbnail_px, 3), 150, np.uint8)
        grain = OpenedStyle("/styles/grain.safetensors", "grain", "swatches", thumbnail)
        return (*super()._presets(thumbnail_px), grain)
