"""Feathering: a Gaussian blur of a grey picture. Three boxes come within a few percent of the real one."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

BOXES = 3
FINE_PX = 2.0  # a blur this wide can be computed on a picture whose pixels are that much smaller

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


def feathered(pixels: Grey, sigma_px: float) -> Grey:
    """Beyond the edge the picture goes on as it ends. For megapixels this takes longer than a window may."""
    if sigma_px < 0.3:
        return pixels.copy()
    shrink = max(1, int(sigma_px / FINE_PX))
    height, width = pixels.shape
    small = _shrunk(pixels, shrink)
    for box in _boxes(sigma_px / shrink):
        for axis in (0, 1):
            small = _box(small, box, axis)
    if shrink > 1:
        small = _enlarged(_enlarged(small, height, shrink, 0), width, shrink, 1)
    blurred: Grey = np.rint(np.clip(small, 0, 255)).astype(np.uint8)
    return blurred


def _boxes(sigma: float) -> list[int]:
    """Odd widths whose variances add up to that of the Gaussian (Kovesi, Fast almost-Gaussian filters)."""
    ideal = math.sqrt(12 * sigma * sigma / BOXES + 1)
    lower = int(ideal) - (1 - int(ideal) % 2)
    count = (12 * sigma * sigma - BOXES * lower * lower - 4 * BOXES * lower - 3 * BOXES) / (-4 * lower - 4)
    return [lower if index < round(count) else lower + 2 for index in range(BOXES)]


def _box(pixels: Floats, width: int, axis: int) -> Floats:
    """The boxes are small by now, so that adding shifted pictures is quicker than running sums."""
    half, side = width // 2, pixels.shape[axis]
    padded = np.pad(pixels, [(half, half) if axis == index else (0, 0) for index in (0, 1)], "edge")
    total = np.zeros_like(pixels)
    for offset in range(width):
        part = slice(offset, offset + side)
        total += padded[part] if axis == 0 else padded[:, part]
    total *= np.float32(1 / width)
    return total


def _shrunk(pixels: Grey, by: int) -> Floats:
    """Means of squares; what is missing at the right and below is the edge again."""
    if by == 1:
        return pixels.astype(np.float32)
    height, width = pixels.shape
    whole = np.pad(pixels, ((0, -height % by), (0, -width % by)), "edge")
    squares = whole.reshape(whole.shape[0] // by, by, whole.shape[1] // by, by)
    means: Floats = squares.mean((1, 3), dtype=np.float32)
    return means


def _enlarged(pixels: Floats, side: int, by: int, axis: int) -> Floats:
    """Linear, with the middles of pixels where they were."""
    place = np.clip((np.arange(side, dtype=np.float32) + 0.5) / by - 0.5, 0, pixels.shape[axis] - 1)
    low = np.minimum(place.astype(np.intp), max(0, pixels.shape[axis] - 2))
    high = np.minimum(low + 1, pixels.shape[axis] - 1)
    share = (place - low).astype(np.float32)
    share = share[:, None] if axis == 0 else share[None, :]
    grown: Floats = pixels.take(low, axis) * (1 - share) + pixels.take(high, axis) * share
    return grown
