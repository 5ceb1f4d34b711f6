"""How long it takes from the source having a frame to its being seen."""

from __future__ import annotations

import statistics
import time
from collections import deque

from models.live_requests import LiveFrame

KEPT = 120  # frames


class Delays:
    """Of the last frames that were painted, each once; in ms, None where there is none yet."""

    def __init__(self) -> None:
        self._painted = 0
        self._each_ms: deque[float] = deque(maxlen=KEPT)

    def note(self, frame: LiveFrame) -> None:
        """It is on the screen."""
        if frame.number != self._painted:
            self._painted = frame.number
            self._each_ms.append((time.monotonic() - frame.available_s) * 1000)

    @property
    def median_ms(self) -> float | None:
        """The sound has to wait for so long."""
        return statistics.median(self._each_ms) if self._each_ms else None

    @property
    def p95_ms(self) -> float | None:
        """What 95 of 100 frames take at most."""
        if len(self._each_ms) < 2:
            return self.median_ms
        return statistics.quantiles(self._each_ms, n=20)[18]
