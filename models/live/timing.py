"""Where the time of the last frames went, and how many there were."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Mapping

KEPT = 120


class Timings:
    """Of one session; medians are over its last frames."""

    def __init__(self) -> None:
        self.frames = 0
        self._ended: deque[float] = deque(maxlen=KEPT)
        self._latencies: deque[float] = deque(maxlen=KEPT)
        self._stages: deque[Mapping[str, float]] = deque(maxlen=KEPT)

    def add(self, available_s: float, ended_s: float, stages_ms: Mapping[str, float]) -> None:
        """A frame that was available and handed over at these times."""
        self.frames += 1
        self._ended.append(ended_s)
        self._latencies.append((ended_s - available_s) * 1000)
        self._stages.append(stages_ms)

    def fps(self, now_s: float) -> float:
        """Over the last two seconds, so that a source that stopped is seen to have stopped."""
        recent = [ended for ended in self._ended if ended > now_s - 2]
        span = now_s - recent[0] if recent else 0.0
        return (len(recent) - 1) / span if len(recent) > 1 and span > 0 else 0.0

    def latency_ms(self) -> tuple[float, float]:
        """Median and 95th percentile."""
        if len(self._latencies) < 2:
            return (self._latencies[0],) * 2 if self._latencies else (0.0, 0.0)
        return statistics.median(self._latencies), statistics.quantiles(self._latencies, n=20)[18]

    def stages_ms(self) -> dict[str, float]:
        """Median of each stage, the costliest first."""
        names = {name for stages in self._stages for name in stages}
        medians = {name: statistics.median(s.get(name, 0.0) for s in self._stages) for name in names}
        return dict(sorted(medians.items(), key=lambda item: -item[1]))
