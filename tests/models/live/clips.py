"""Small clips and scripted sources for the tests of Live."""

from __future__ import annotations

import itertools
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from models.live.sound import RATE_HZ, Samples
from models.live.sources import Rgb8


def square_at(x: int, width: int = 64, height: int = 48, level: int = 60) -> Rgb8:
    """A grey frame with a light square."""
    frame = np.full((height, width, 3), level, np.uint8)
    frame[16:32, x : x + 12] = (230, 200, 40)
    return frame


def write_clip(path: Path, frames: int = 12, width: int = 64, height: int = 48, fps: float = 25.0) -> Path:
    """A square that moves to the right, losslessly enough to be told from its neighbours."""
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
    for index in range(frames):
        video.write(np.ascontiguousarray(square_at(2 + 3 * index, width, height)[..., ::-1]))
    video.release()
    return path


def tone(hertz: float, seconds: float = 0.5, loud: float = 0.5) -> Samples:
    times = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return (loud * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def write_sound(path: Path, samples: Samples) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


class Scripted:
    """A source whose every read is one step of a script: a frame, an error to raise, or "hang"."""

    name = "the test camera"
    offers_exposure = False
    remark, reads_whole = "", None

    def __init__(self, steps: Iterator[object], fps: float | None = 200.0) -> None:
        self._steps, self.fps = steps, fps
        self.is_closed = False
        self.exposures: list[float | None] = []
        self.let_go = threading.Event()

    def read(self) -> Rgb8:
        step = next(self._steps)
        if isinstance(step, Exception):
            raise step
        if isinstance(step, str):
            self.let_go.wait(20)
            return square_at(0)
        return step  # type: ignore[return-value]  # damaged frames are just what is tested

    def set_exposure(self, seconds: float | None) -> bool:
        self.exposures.append(seconds)
        return self.offers_exposure

    def close(self) -> None:
        self.is_closed = True


def opener(*scripts: list[object]) -> Callable[[], Scripted]:
    """Each opening plays the next script, then a quiet scene for ever."""
    waiting = iter(scripts)

    def open_next() -> Scripted:
        return Scripted(itertools.chain(next(waiting, []), itertools.repeat(square_at(20))))

    return open_next
