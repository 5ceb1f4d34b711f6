"""The frame round a picture that a network paints, and windows cut out of both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.arrays import planes
from models.image import RgbArray
from models.networks.universal import STRIDE
from models.tiling import FloatArray, Span, Window

MARGIN_PX = 16  # mirrored round the picture: the network's own zero padding stays outside


Part = tuple[int, int, int, int]  # of a picture: first and last row, first and last column, ends excluded


class Frame(NamedTuple):
    """A picture mirrored by `MARGIN_PX` on all sides, and on the right and below to multiples of the stride.

    The convolutions pad with zeros, which would show as a thin frame round the picture. Rows and columns are
    indices into the picture, so that a large one is never copied as a whole.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    @classmethod
    def around(cls, height: int, width: int) -> Frame:
        """The frame of a picture of this size."""
        indices = []
        for side in (height, width):
            whole = -(-(side + 2 * MARGIN_PX) // STRIDE) * STRIDE
            indices.append(np.pad(np.arange(side), (MARGIN_PX, whole - side - MARGIN_PX), "symmetric"))
        return cls(*indices)

    def cut(self, image: FloatArray, tile: Window) -> FloatArray:
        """A window of the framed picture, with its halo."""
        rows, columns = self.rows[slice(*tile.rows[:2])], self.columns[slice(*tile.columns[:2])]
        return take(image, rows, columns)

    def cut_rgb(self, rgb_hwc: RgbArray, tile: Window) -> FloatArray:
        """The same of a picture as it comes, as float planes."""
        rows, columns = self.rows[slice(*tile.rows[:2])], self.columns[slice(*tile.columns[:2])]
        return take_rgb(rgb_hwc, rows, columns)

    def cut_masks(self, masks: FloatArray | None, tile: Window) -> list[FloatArray]:
        """The same of masks, as further inputs of a piece: none where there are no masks."""
        return [] if masks is None else [self.cut(masks, tile)]

    @staticmethod
    def put(out: FloatArray, tile: Window, values: FloatArray) -> None:
        """Writes what a window has of the picture itself into `out`, which has no frame."""
        to, take = [], []
        for span, side in zip(tile, out.shape[2:], strict=True):
            start, stop = max(0, span.core_start - MARGIN_PX), min(side, span.core_stop - MARGIN_PX)
            to.append(slice(start, max(start, stop)))
            take.append(slice(start + MARGIN_PX - span.start, max(start, stop) + MARGIN_PX - span.start))
        out[..., to[0], to[1]] = values[..., take[0], take[1]]


def part_window(part: Part, height: int, width: int, halo: int) -> Window:
    """The window of a frame of this size whose core is a part of the picture.

    Parts of one size have windows of one size wherever they lie, so that one compiled network serves all.
    """
    return Window(_span(*part[:2], height, halo), _span(*part[2:], width, halo))


def _span(start: int, stop: int, length: int, halo: int) -> Span:
    core_start, core_stop = start + MARGIN_PX, stop + MARGIN_PX
    size = min(length, (-(-(stop - start) // STRIDE) + 1) * STRIDE + 2 * halo)
    first = min(max(0, (core_start - halo) // STRIDE * STRIDE), length - size)
    return Span(first, first + size, core_start, core_stop)


def take(image: FloatArray, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> FloatArray:
    return np.ascontiguousarray(image[:, :, rows[:, None], columns])


def take_rgb(rgb_hwc: RgbArray, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> FloatArray:
    return planes(rgb_hwc[rows[:, None], columns])


def reduce_masks(masks: FloatArray, divisor: int) -> FloatArray:
    _, k, h, w = masks.shape
    reduced: FloatArray = masks.reshape(1, k, h // divisor, divisor, w // divisor, divisor).mean((3, 5))
    return reduced
