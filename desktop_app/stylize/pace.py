"""How large a draft may be so that it still follows the hand. Pure numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field

QUICK_S = 0.3  # a picture that takes no longer needs no draft
DRAFT_S = 0.2  # a draft that takes longer feels like waiting
WORTH_IT = 0.6  # a draft that costs nearly as much as the picture itself only delays it
FIRST_GUESS_S_PER_MP = 0.8
REMEMBERED = 8
SMALLEST_PX = 288
STEP_PX = 32
LARGEST_PX = 2048


@dataclass
class Pace:
    """Learns from every picture what it costs: so much in any case, and so much more for each megapixel."""

    _seen: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def learn(self, seconds: float, width_px: int, height_px: int) -> None:
        self._seen.append((width_px * height_px / 1e6, seconds))

    def expected_s(self, megapixels: float) -> float:
        base, rate = self._line()
        return base + rate * megapixels

    def at_best_s(self, megapixels: float) -> float:
        """At the best rate that was seen. The first picture has waited for the networks and tells nothing."""
        rates = [seconds / size for size, seconds in self._seen if size > 0]
        return megapixels * (min(rates) if len(rates) > 1 else FIRST_GUESS_S_PER_MP)

    def draft_px(self, wanted_px: int, aspect: float) -> int:
        """The long side of a quick draft, or `wanted_px` where a draft would not be quicker.

        `aspect` is the short side by the long one.
        """
        whole = self.expected_s(wanted_px**2 * aspect / 1e6)
        if whole <= QUICK_S:
            return wanted_px
        base, rate = self._line()
        megapixels = max(DRAFT_S - base, 0.0) / max(rate, 1e-6)
        side = int((megapixels * 1e6 / max(aspect, 0.01)) ** 0.5) // STEP_PX * STEP_PX
        side = max(side, SMALLEST_PX)
        draft = self.expected_s(side**2 * aspect / 1e6)
        return side if side < wanted_px and draft <= WORTH_IT * whole else wanted_px

    def _line(self) -> tuple[float, float]:
        return fitted(self._seen) if self._seen else (0.0, FIRST_GUESS_S_PER_MP)


def fitted(seen: Collection[tuple[float, float]]) -> tuple[float, float]:
    """Base and rate of a line through (size, cost) by least squares, neither below zero."""
    mean_size = sum(size for size, _ in seen) / len(seen)
    mean_cost = sum(cost for _, cost in seen) / len(seen)
    spread = sum((size - mean_size) ** 2 for size, _ in seen)
    if spread < 1e-4 or mean_size == 0:
        return 0.0, mean_cost / max(mean_size, 1e-3)
    slope = sum((size - mean_size) * (cost - mean_cost) for size, cost in seen) / spread
    rate = min(max(slope, 0.0), mean_cost / mean_size)
    return mean_cost - rate * mean_size, rate


def preview_px(shown_px: float, photo_px: int) -> int:
    """The long side worth painting for a picture shown `shown_px` device pixels long; few distinct sizes."""
    rounded = -(-int(shown_px) // 128) * 128
    return min(max(rounded, 256), LARGEST_PX, photo_px)
