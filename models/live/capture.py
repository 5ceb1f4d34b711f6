"""Reads a source on a thread of its own and keeps only the newest frame: nobody waits for what it does.

A source that raises or ends is opened again after a while. One that hangs cannot be ended: its thread is left
alone, what it may still deliver is not taken, and another one opens the source anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from models.live.remarks import Good
from models.live.sources import ReadWhole, Rgb8, Source, SourceLostError, held
from models.live_requests import Framing
from models.news import UserError

SMALLEST_PX, LONGEST_PX = 16, 8192
CORRUPT_LIMIT = 30  # damaged frames in a row, after which the source counts as lost
ENDING_S = 0.3
OPENING_S = 8.0  # how long opening may take: cameras need seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Shot:
    """A frame as it came, and when (`time.monotonic`)."""

    rgb_hwc: Rgb8
    number: int
    available_s: float
    read_whole: ReadWhole | None = None  # the same at its full size, where it came smaller


@dataclass(frozen=True)
class Patience:
    """How long to wait: for a frame before the source counts as hung, and before it is opened again."""

    stall_s: float = 1.5  # more than OpenCV itself waits for a camera
    retry_s: float = 0.5
    longest_retry_s: float = 5.0


class Capture:
    """The newest frame of a source, and what there is to say about it."""

    def __init__(
        self, open_source: Callable[[], Source], framing: Framing = Framing(), patience: Patience = Patience()
    ) -> None:
        self.framing = framing
        self.exposure_s: float | None = None
        self.dropped = self.corrupt = 0
        self._open, self._patience = open_source, patience
        self._changed = threading.Condition()
        self._shot: Shot | None = None
        self._remarks: deque[str] = deque(maxlen=20)
        self._number = 0
        self._arrivals: deque[float] = deque(maxlen=60)
        self._is_lost = False
        self._last_words = self._told = ""
        self._size: tuple[int, ...] | None = None
        self._hung: list[_Reader] = []  # and may still hold the source
        self._reader = self._start_reader()

    def take(self, timeout_s: float) -> Shot | None:
        """The newest frame that was not taken yet; None if there is none in time."""
        self._replace_if_hung()
        with self._changed:
            self._changed.wait_for(lambda: self._shot is not None, timeout_s)
            shot, self._shot = self._shot, None
            return shot

    def remarks(self) -> list[str]:
        """What happened to the source since this was asked last, in words."""
        with self._changed:
            said = list(self._remarks)
            self._remarks.clear()
            return said

    @property
    def trouble(self) -> str:
        """Why the source gives nothing, in words, as long as it does not."""
        with self._changed:
            return self._last_words

    @property
    def fps(self) -> float:
        """Frames a second that the source delivers."""
        with self._changed:
            arrivals = list(self._arrivals)
        span = arrivals[-1] - arrivals[0] if len(arrivals) > 1 else 0.0
        return (len(arrivals) - 1) / span if span > 0 else 0.0

    def close(self) -> None:
        """Asks the reading thread to end, and does not wait long for it: it may hang."""
        self._reader.leave.set()
        self._reader.join(ENDING_S)

    # --- on the reading thread

    def note_size(self, reader: _Reader, shape: tuple[int, ...]) -> None:
        """Of a frame as the source gives it: what is turned or cut off here is no news."""
        with self._changed:
            if reader is self._reader:
                if self._size is not None and shape != self._size:
                    self._remarks.append(f"{reader.source_name} now gives {shape[1]}×{shape[0]} pixels.")
                self._size = shape

    def deliver(
        self, reader: _Reader, frame: Rgb8, available_s: float, read_whole: ReadWhole | None = None
    ) -> None:
        with self._changed:
            if reader is not self._reader:
                return  # it hung, and another one has taken its place
            if self._is_lost:
                self._is_lost, self._last_words = False, ""
                self._remarks.append(Good(f"{reader.source_name} is back."))
            self._number += 1
            self.dropped += self._shot is not None
            self._shot = Shot(frame, self._number, available_s, read_whole)
            self._arrivals.append(available_s)
            self._changed.notify_all()

    def lose(self, reader: _Reader, words: str) -> None:
        """The source is gone for now: said once, however often it is tried.

        As long as a reader that hung has it open, it is no wonder that it does not open again.
        """
        with self._changed:
            self._hung = [other for other in self._hung if other.is_alive()]
            if reader is self._reader and not self._hung:
                self._say_lost(words)

    def say(self, words: str) -> None:
        with self._changed:
            self._remarks.append(words)

    def tell(self, remark: str) -> None:
        """Of a source that was opened: the same is not said at each opening."""
        with self._changed:
            if remark and remark != self._told:
                self._remarks.append(remark)
            self._told = remark

    def count_corrupt(self, name: str) -> None:
        with self._changed:
            self.corrupt += 1
            if self.corrupt == 1:
                self._remarks.append(f"{name} delivers damaged frames. They are left out.")

    def _say_lost(self, words: str) -> None:
        if words != self._last_words:
            self._remarks.append(words)
        self._is_lost, self._last_words = True, words
        self._arrivals.clear()

    def _start_reader(self) -> _Reader:
        reader = _Reader(self, self._open, self._patience)
        self._reader = reader  # before it delivers
        reader.start()
        return reader

    def _replace_if_hung(self) -> None:
        reader = self._reader
        if not reader.is_hung():
            return
        reader.leave.set()
        with self._changed:
            self._hung.append(reader)
            self._say_lost(f"{reader.source_name} stopped answering. Trying again until it does.")
        # Each thread that hangs stays: they must not become many. And what was only slow, a large picture on
        # a slow disk, would never get further than this: so the patience that it took is kept.
        p = self._patience
        self._patience = replace(p, stall_s=min(2 * p.stall_s, 30.0))
        self._start_reader()


class _Reader(threading.Thread):
    def __init__(self, capture: Capture, open_source: Callable[[], Source], patience: Patience) -> None:
        super().__init__(name="capture", daemon=True)
        self.leave = threading.Event()
        self.source_name = "The source"
        self._capture, self._open, self._patience = capture, open_source, patience
        self._allowed_until_s = time.monotonic() + OPENING_S

    def is_hung(self) -> bool:
        """Whether it has been in one call of the source for longer than that may take."""
        return time.monotonic() > self._allowed_until_s and not self.leave.is_set()

    def run(self) -> None:
        wait_s = self._patience.retry_s
        while not self.leave.is_set():
            begun = time.monotonic()
            self._allow(OPENING_S)
            try:
                source = self._open()
                self.source_name = source.name
                self._capture.tell(source.remark)
                try:
                    self._read_all(source)
                finally:
                    source.close()
            except UserError as error:
                self._capture.lose(self, str(error))
            except Exception as error:
                logger.exception("the source failed")
                self._capture.lose(self, f"{self.source_name} failed ({error}). Trying again until it works.")
            lasted = time.monotonic() - begun > self._patience.longest_retry_s
            wait_s = self._patience.retry_s if lasted else min(2 * wait_s, self._patience.longest_retry_s)
            self._allow(wait_s + OPENING_S)
            self.leave.wait(wait_s)

    def _allow(self, seconds: float) -> None:
        self._allowed_until_s = time.monotonic() + seconds

    def _read_all(self, source: Source) -> None:
        period_s = 1 / source.fps if source.fps else 0.0
        due_s = time.monotonic()
        corrupt = 0
        exposure_s: float | None = None  # as every camera begins
        while not self.leave.is_set():
            self._allow(period_s + self._patience.stall_s)
            if self._capture.exposure_s != exposure_s:
                exposure_s = self._capture.exposure_s
                if not source.set_exposure(exposure_s) and exposure_s is not None:
                    self._capture.say(f"The exposure of {self.source_name} cannot be set from here.")
            frame = source.read()
            if not is_usable(frame):
                corrupt += 1
                self._capture.count_corrupt(self.source_name)
                if corrupt >= CORRUPT_LIMIT:
                    raise SourceLostError(f"{self.source_name} delivers only damaged frames. Trying again.")
                continue
            corrupt = 0
            self._capture.note_size(self, frame.shape)
            framing = self._capture.framing
            frame = held(frame, framing)
            whole = source.reads_whole
            if self.leave.wait(max(0.0, due_s - time.monotonic())):
                return
            now_s = time.monotonic()
            read_whole = None if whole is None else partial(_held_whole, whole, framing)
            self._capture.deliver(self, frame, now_s, read_whole)
            due_s = max(due_s + period_s, now_s - period_s)  # what was too slow is not made up for


def _held_whole(read: ReadWhole, framing: Framing) -> Rgb8:
    return held(read(), framing)


def is_usable(frame: object) -> bool:
    """Whether this is a picture: drivers and damaged files deliver empty, flat and odd arrays too."""
    return (
        isinstance(frame, np.ndarray)
        and frame.dtype == np.uint8
        and frame.ndim == 3
        and frame.shape[2] == 3
        and min(frame.shape[:2]) >= SMALLEST_PX
        and max(frame.shape[:2]) <= LONGEST_PX
    )
