"""How long it takes from the source having a frame to its being seen."""

from __future__ import annotations

import statistics
import time
from collections import deque

from models.live_requests import LiveFrame

KEPT = 120  # frames
LATELY_S = 2.0  # without a painted frame for longer, as in a window that is small, they tell nothing of now


class Delays:
    """Of the frames that were painted lately, each once; in ms, None where there is none."""

    def __init__(self) -> None:
        self._painted, self._painted_s = 0, 0.0
        self._each_ms: deque[float] = deque(maxlen=KEPT)

    def note(self, frame: LiveFrame) -> None:
        """It is on the screen."""
        if frame.number != self._painted:
            self._forget_what_is_old()
            self._painted, self._painted_s = frame.number, time.monotonic()
            self._each_ms.append((self._painted_s - frame.available_s) * 1000)

    def _forget_what_is_old(self) -> None:
        if time.monotonic() - self._painted_s > LATELY_S:
            self._each_ms.clear()

    @property
    def median_ms(self) -> float | None:
        """The sound has to wait for so long."""
        self._forget_what_is_old()
        return statistics.median(self._each_ms) if self._each_ms else None

    @property
    def p95_ms(self) -> float | None:
        """What 95 of 100 frames take at most."""
        self._forget_what_is_old()
        if len(self._each_ms) < 2:
            return self.median_ms
        return statistics.quantiles(self._each_ms, n=20)[18]
