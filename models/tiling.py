"""Cutting pictures into windows, and statistics that are exact over all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Number = TypeVar("Number", bound=np.generic)


class Span(NamedTuple):
    """One side of a window: computed over [start, stop), valid over [core_start, core_stop)."""

    start: int
    stop: int
    core_start: int
    core_stop: int

    def scaled(self, divisor: int) -> Span:
        """The same span on a grid that is `divisor` times coarser."""
        return Span(*(-(-value // divisor) for value in self))


class Window(NamedTuple):
    """A rectangle of a picture with the halo it needs."""

    rows: Span
    columns: Span

    def scaled(self, divisor: int) -> Window:
        return Window(self.rows.scaled(divisor), self.columns.scaled(divisor))

    def cut(self, array: NDArray[Number]) -> NDArray[Number]:
        """The window with its halo out of an array …×h×w (a view)."""
        return array[..., self.rows.start : self.rows.stop, self.columns.start : self.columns.stop]

    def core(self, array: NDArray[Number]) -> NDArray[Number]:
        """What is valid of an array that was computed on this window (a view)."""
        rows = slice(self.rows.core_start - self.rows.start, self.rows.core_stop - self.rows.start)
        columns = slice(
            self.columns.core_start - self.columns.start, self.columns.core_stop - self.columns.start
        )
        return array[..., rows, columns]

    def put(self, target: NDArray[Number], values: NDArray[Number]) -> None:
        """Writes the valid part of `values`, computed on this window, into the whole."""
        rows, columns = self.rows, self.columns
        target[..., rows.core_start : rows.core_stop, columns.core_start : columns.core_stop] = self.core(
            values
        )


def spans(length: int, core: int, halo: int, grid: int) -> list[Span]:
    """Spans that cover `length` once with their cores; all of one size, so that one compiled network serves
    all.

    `core`, `halo` and every start are multiples of `grid`, and so must `length` be.
    """
    if length % grid or core % grid or halo % grid:
        raise ValueError(f"{length}, {core} and {halo} must be multiples of {grid}")
    size = core + 2 * halo
    if length <= size:
        return [Span(0, length, 0, length)]
    count = -(-(length - 2 * halo) // core)
    found, done = [], 0
    for index in range(count):
        start = min(index * core, length - size)
        stop = start + size
        core_stop = length if index == count - 1 else stop - halo
        found.append(Span(start, stop, done, core_stop))
        done = core_stop
    return found


def windows(height: int, width: int, core: int, halo: int, grid: int) -> Iterator[Window]:
    """All windows of a picture, row by row."""
    columns = spans(width, core, halo, grid)
    for rows in spans(height, core, halo, grid):
        for span in columns:
            yield Window(rows, span)


@dataclass
class Moments:
    """Mean and variance per channel, gathered part by part in float64 (Chan et al. 1979)."""

    count: int = 0
    mean: NDArray[np.float64] | None = None
    squares: NDArray[np.float64] | None = None

    def add(self, part: FloatArray) -> None:
        """`part` is 1×c×h×w."""
        flat = part[0].reshape(part.shape[1], -1)
        count = flat.shape[1]
        mean = flat.mean(1, dtype=np.float64)
        centred = flat - mean[:, None].astype(np.float32)
        squares = np.einsum("ij,ij->i", centred, centred, dtype=np.float64)
        if self.mean is None or self.squares is None:
            self.count, self.mean, self.squares = count, mean, squares
            return
        total = self.count + count
        delta = mean - self.mean
        self.mean = self.mean + delta * count / total
        self.squares = self.squares + squares + delta**2 * self.count * count / total
        self.count = total

    def statistics(self, epsilon: float = 1e-5) -> FloatArray:
        """Mean and deviation as 1×2×c×1×1, as the network's own `statistics` gives them."""
        if self.mean is None or self.squares is None:
            raise ValueError("no part was added")
        deviation = np.sqrt(self.squares / self.count + epsilon)
        return np.stack([self.mean, deviation]).astype(np.float32)[None, :, :, None, None]
