"""What a piece of work took, in time and memory: the next estimate is made of it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Generator
from types import TracebackType
from typing import Self, TypeVar

import psutil

from models.news import News

EVERY_S = 0.05

Result = TypeVar("Result")


class Effort:
    """Counts while it is open. Time stands still between two steps, where others work or somebody paused.

    Memory is the most that this whole process held, looked at twenty times a second.
    """

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._is_over = threading.Event()
        self._watch = threading.Thread(target=self._look, name="effort", daemon=True)
        self._most_bytes = 0
        self._begun, self._rested_s = time.perf_counter(), 0.0

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._watch.join()

    @property
    def seconds(self) -> float:
        """So far."""
        return time.perf_counter() - self._begun - self._rested_s

    @property
    def megabytes(self) -> float:
        """So far."""
        return max(self._most_bytes, self._held_bytes()) / 1e6

    def of(self, steps: Generator[News, None, Result]) -> Generator[News, None, Result]:
        """The same steps and result."""
        with contextlib.closing(steps):
            while True:
                try:
                    news = next(steps)
                except StopIteration as end:
                    result: Result = end.value
                    return result
                begun = time.perf_counter()
                yield news
                self._rested_s += time.perf_counter() - begun

    def _look(self) -> None:
        while not self._is_over.wait(EVERY_S):
            self._most_bytes = max(self._most_bytes, self._held_bytes())

    def _held_bytes(self) -> int:
        return int(self._process.memory_info().rss)
