"""The working size that holds the frame rate: a ladder of sizes, climbed slowly and left quickly."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass, field

RUNGS_PX = (128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 960, 1280, 1600, 1920)
GRID_PX = 8

DOWN_AT = 1.0  # of the time there is for a frame: a median above this leaves the rung ...
AIM = 0.85  # ... for one that should take at most this
UP_BELOW = 0.85  # the next rung is tried where it should take no more than this
DOWN_AFTER, UP_AFTER = 8, 45  # frames that a judgement needs
FORGIVE_FRAMES = 300  # a rung that proved too slow is left alone so long, and twice as long each further time
LONGEST_PATIENCE = 16


@dataclass
class Ladder:
    """Which long side to paint at. `took` is told of every frame; `rung_px` changes when it must."""

    floor_px: int
    ceiling_px: int
    budget_s: float  # what painting a frame may take
    rung_px: int = 0
    _times: deque[float] = field(default_factory=lambda: deque(maxlen=UP_AFTER))
    _frames: int = 0
    _patience: dict[int, int] = field(default_factory=dict)  # by rung: how often it was too slow
    _closed_until: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rung_px = self.rung_px or self.rungs[min(2, len(self.rungs) - 1)]

    @property
    def rungs(self) -> list[int]:
        """From floor to ceiling; where none lies between, the floor itself."""
        between = [px for px in RUNGS_PX if self.floor_px <= px <= max(self.floor_px, self.ceiling_px)]
        return between or [self.floor_px]

    def set(self, floor_px: int, ceiling_px: int, budget_s: float) -> None:
        """Other limits; what was measured is still true of the machine."""
        if (floor_px, ceiling_px, budget_s) == (self.floor_px, self.ceiling_px, self.budget_s):
            return  # something else was set: a rung that proved too slow still is
        self.floor_px, self.ceiling_px, self.budget_s = floor_px, ceiling_px, budget_s
        self._closed_until.clear()
        self.rung_px = min(self.rungs, key=lambda px: abs(px - self.rung_px))

    def took(self, seconds: float) -> int:
        """A frame at `rung_px` took so long; returns the rung that the next should have.

        The caller may take a while to get there: frames meanwhile are those of `rung_px` still.
        """
        self._frames += 1
        self._times.append(seconds)
        if len(self._times) < DOWN_AFTER:
            return self.rung_px
        recent = statistics.median(list(self._times)[-DOWN_AFTER:])
        if recent > DOWN_AT * self.budget_s:
            lower = [px for px in self.rungs if px < self.rung_px]
            fitting = [px for px in lower if self._expected(px, recent) <= AIM * self.budget_s]
            return (fitting or lower[:1] or [self.rung_px])[-1]
        above = [px for px in self.rungs if px > self.rung_px]
        if len(self._times) == UP_AFTER and above and self._frames >= self._closed_until.get(above[0], 0):
            usual = statistics.quantiles(self._times, n=10)[8]  # the slow ones of them
            if self._expected(above[0], usual) <= UP_BELOW * self.budget_s:
                return above[0]
        return self.rung_px

    def move(self, rung_px: int) -> None:
        """The change is made: from here on frames are of this rung."""
        if rung_px < self.rung_px:  # it was too slow here: not again soon
            times = min(self._patience.get(self.rung_px, 0) + 1, LONGEST_PATIENCE)
            self._patience[self.rung_px] = times
            self._closed_until[self.rung_px] = self._frames + FORGIVE_FRAMES * 2 ** (times - 1)
        self.rung_px = rung_px
        self._times.clear()

    def _expected(self, rung_px: int, seconds: float) -> float:
        """Painting takes as long as there are pixels."""
        return seconds * (rung_px / self.rung_px) ** 2


def working_size(rung_px: int, height: int, width: int) -> tuple[int, int]:
    """Height and width to paint a frame at: its shape with this long side, never enlarged, on a grid."""
    factor = min(1.0, rung_px / max(height, width))
    high, wide = (max(16, round(side * factor / GRID_PX) * GRID_PX) for side in (height, width))
    return high, wide
