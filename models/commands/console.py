"""What a person at a terminal sees: a bar with the time left, or plain lines where nobody watches.

Results go to standard output, one per line and nothing else, so that other programs can read them; everything
that is said meanwhile goes to standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import closing
from types import TracebackType
from typing import Protocol, Self, TextIO, TypeVar

from tqdm import tqdm

from models.news import Metrics, News, Notice, Progress, Saved

T = TypeVar("T")

PLAIN_EVERY_S = 5.0
PLAIN_STEP = 0.1


def put(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """A remark, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def time_left(seconds: float) -> str:
    """Seconds in the words a person uses: "40 s left", "3 min left", "2 h 05 min left"."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s left"
    minutes = round(seconds / 60)
    return f"{minutes} min left" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min left"


class Watch(Protocol):
    """Whoever is shown the news of one piece of work."""

    def show(self, news: News) -> None:
        """Shows one of the news."""


def follow(work: Generator[News, None, T], watch: Watch) -> T:
    """Steps `work` to its end and returns its result; however this ends, the generator is closed."""
    with closing(work):
        while True:
            try:
                news = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            watch.show(news)


class Display:
    """Shows the news of one piece of work called `name`, as fits `stream`."""

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        self._name = name
        self._stream = stream if stream is not None else sys.stderr
        self._bar = self._make_bar() if self._stream.isatty() else None
        self._begun = self._told = time.monotonic()
        self._told_share = 0.0
        self._estimate = TimeLeft()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, news: News) -> None:
        """Progress moves the bar; notices, measures and saves become lines; previews need a window."""
        if isinstance(news, Progress):
            self._progress(news)
        elif isinstance(news, Notice):
            self._line(f"{self._name}: {news.text}")
        elif isinstance(news, Saved):
            self._line(f"{self._name}: saved {news.path}")
        elif isinstance(news, Metrics):
            self._metrics(news)

    def _progress(self, news: Progress) -> None:
        share = min(1.0, max(0.0, news.done / news.total)) if news.total > 0 else 0.0
        left_s = self._estimate.of(share, news.seconds_left)
        left = time_left(left_s) if left_s is not None else ""
        if self._bar is not None:
            self._bar.set_description_str(f"{self._name}  {news.stage}".rstrip(), refresh=False)
            self._bar.set_postfix_str(left, refresh=False)
            self._bar.n = share
            self._bar.update(0)
        elif self._is_time_for_a_line(share):
            said = ", ".join(part for part in (f"{share:.0%}", news.stage, left) if part)
            self._line(f"{self._name}: {said}")
            self._told, self._told_share = time.monotonic(), share

    def _is_time_for_a_line(self, share: float) -> bool:
        waited_s = time.monotonic() - self._told
        return waited_s >= PLAIN_EVERY_S or (waited_s >= 1 and share >= self._told_share + PLAIN_STEP)

    def _metrics(self, news: Metrics) -> None:
        if self._bar is None and time.monotonic() - self._told < PLAIN_EVERY_S:
            return
        values = "  ".join(f"{name} {value:.4g}" for name, value in news.values.items())
        self._line(f"{self._name}: step {news.step}  {values}")
        self._told = time.monotonic()

    def _line(self, text: str) -> None:
        if self._bar is not None:
            self._bar.write(text, file=self._stream)
        else:
            self._stream.write(text + "\n")
            self._stream.flush()

    def _make_bar(self) -> tqdm[None]:
        return tqdm(
            total=1.0,
            file=self._stream,
            desc=self._name,
            leave=False,
            bar_format="{desc} {percentage:3.0f}% |{bar}| {postfix}",
            mininterval=0.1,
            miniters=0,
        )


class TimeLeft:
    """The engine's own estimate where it gives one, else the share of the work done against its time."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def of(self, share: float, told_s: float | None) -> float | None:
        """Seconds left, or None while it is too early to tell."""
        spent_s = time.monotonic() - self._begun
        if told_s is not None or share <= 0.02 or spent_s < 0.5:
            return told_s
        return spent_s * (1 - share) / share
