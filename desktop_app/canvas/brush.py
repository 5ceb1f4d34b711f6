"""The round brush of a mask: how strong it is at every point, and where its dabs fall. Numbers only."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SPACING = 0.1  # of the radius: closer dabs look no smoother
SMALL_PX = 16.0  # below that the place between two pixels can be seen
LEAST_RADIUS_PX = 0.5


@dataclass(frozen=True)
class Dab:
    """One touch of the brush, in pixels of the mask."""

    x: float
    y: float
    radius: float


def between(start: Dab, end: Dab) -> Iterator[Dab]:
    """The dabs after `start` as far as `end`, close enough to look like one stroke."""
    smaller = max(LEAST_RADIUS_PX, min(start.radius, end.radius))
    count = max(1, math.ceil(math.hypot(end.x - start.x, end.y - start.y) / max(0.5, smaller * SPACING)))
    for step in range(1, count + 1):
        share = step / count
        yield Dab(
            start.x + (end.x - start.x) * share,
            start.y + (end.y - start.y) * share,
            start.radius + (end.radius - start.radius) * share,
        )


def stencil(dab: Dab, hardness: float) -> tuple[int, int, NDArray[np.uint8]]:
    """Left, top and strength (0 to 255) of a dab. `hardness` is the part of the radius that is solid."""
    radius = _stepped(max(LEAST_RADIUS_PX, dab.radius))
    left, top = math.floor(dab.x), math.floor(dab.y)
    parts = 4 if radius < SMALL_PX else 1
    within = tuple((math.floor(part * parts) + 0.5) / parts for part in (dab.x - left, dab.y - top))
    strength = _disc(radius, round(min(max(hardness, 0.0), 1.0), 2), within[0], within[1])
    reach = strength.shape[0] // 2
    return left - reach, top - reach, strength


def _stepped(radius: float) -> float:
    """To 3 %, so that a pen whose pressure varies finds its stencils made."""
    step = 2.0 ** math.floor(math.log2(radius)) / 32
    return round(radius / step) * step


@lru_cache(maxsize=24)  # of at most a megabyte or two each
def _disc(radius: float, hardness: float, x: float, y: float) -> NDArray[np.uint8]:
    """A square of odd side round the pixel in which the dab's middle lies."""
    reach = math.ceil(radius + 1)
    places = np.arange(-reach, reach + 1, dtype=np.float32) + np.float32(0.5)
    distance = np.hypot(places[None, :] - np.float32(x), places[:, None] - np.float32(y))
    ramp = max(1.0, radius * (1 - hardness))  # at least a pixel, or the edge would have stairs
    strength = np.clip((np.float32(radius + 0.5) - distance) / np.float32(ramp), 0, 1)
    if ramp > 1:
        strength = strength * strength * (3 - 2 * strength)
    disc: NDArray[np.uint8] = np.rint(strength * 255).astype(np.uint8)
    return disc
