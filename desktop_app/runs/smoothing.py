"""Fewer points that look the same, and curves without their noise. Numbers alone."""

from __future__ import annotations

import numpy as np

from desktop_app.runs.record import Numbers


def smoothed(values: Numbers, width: int) -> Numbers:
    """The mean of so many rows, up to each; gaps are left out of it and stay gaps."""
    if width <= 1 or not len(values):
        return values
    is_there = np.isfinite(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(is_there, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(is_there)])
    ends = np.arange(1, len(values) + 1)
    begins = np.maximum(ends - width, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Numbers = (sums[ends] - sums[begins]) / (counts[ends] - counts[begins])
    return np.where(is_there, means, np.nan)


def thinned(steps: Numbers, values: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """At most `most` points, with the lowest and the highest of each part, so that no peak is lost."""
    is_there = np.isfinite(values)
    if not is_there.all():  # copies of long curves take time
        steps, values = steps[is_there], values[is_there]
    if len(values) <= most:
        return steps, values
    size = -(-len(values) // (most // 2))
    whole = len(values) // size * size
    parts = values[:whole].reshape(-1, size)
    places = np.arange(len(parts)) * size
    picked = np.sort(np.stack([places + parts.argmin(1), places + parts.argmax(1)], 1), 1).ravel()
    picked = np.unique(np.append(picked, len(values) - 1))
    return steps[picked], values[picked]


def seen(steps: Numbers, values: Numbers, begin: float, end: float) -> tuple[Numbers, Numbers]:
    """What lies between two steps, and one point more on each side."""
    first = max(0, int(np.searchsorted(steps, begin)) - 1)
    last = int(np.searchsorted(steps, end, side="right")) + 1
    return steps[first:last], values[first:last]
