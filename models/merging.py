"""A coarse painting and the fine texture under it become one picture."""

from __future__ import annotations

import cv2

from models.runtime import FloatArray

SHARPENINGS = 3  # of what `merge` enlarges


def merge(coarse: FloatArray, fine: FloatArray) -> FloatArray:
    """Replaces the coarse part of `fine` (1×3×h×w), in place, by `coarse` (1×3×H×W, smaller).

    The result, averaged to the size of `coarse`, is `coarse` again: what was seen small is what is there.
    """
    height, width = fine.shape[2:]
    for channel in range(3):
        small = cv2.resize(fine[0, channel], coarse.shape[:1:-1], interpolation=cv2.INTER_AREA)
        change = _sharpened(coarse[0, channel] - small, height, width)
        fine[0, channel] += cv2.resize(change, (width, height), interpolation=cv2.INTER_LINEAR)
    return fine


def _sharpened(change: FloatArray, height: int, width: int) -> FloatArray:
    """What gives `change`, nearly, when it is enlarged and averaged again, which softens; side by side."""
    rows, columns = change.shape
    for size in ((columns, height), (width, rows)):
        wanted = change
        for _ in range(SHARPENINGS):
            there = cv2.resize(change, size, interpolation=cv2.INTER_LINEAR)
            change = change + wanted - cv2.resize(there, (columns, rows), interpolation=cv2.INTER_AREA)
    return change
