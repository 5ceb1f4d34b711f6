"""How a mask is seen over the picture: a clear colour, the thicker the whiter the mask."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage

# Seen on skies, skin, foliage and in both themes; no photograph is made of it.
COLOR = QColor(255, 0, 110)
THICKEST = 0.42


def _tones() -> NDArray[np.uint32]:
    """For each grey its colour, premultiplied, as Qt stores it."""
    alpha = np.rint(np.arange(256) * THICKEST)
    blue_to_alpha = [np.rint(alpha * part / 255) for part in (COLOR.blue(), COLOR.green(), COLOR.red(), 255)]
    packed: NDArray[np.uint32] = np.zeros(256, np.uint32)
    for place, channel in enumerate(blue_to_alpha):
        packed = packed | (channel.astype(np.uint32) << np.uint32(8 * place))
    return packed


TONES = _tones()


class Tint:
    """A picture in the format that is painted fastest, kept in step with a mask part by part."""

    def __init__(self, size: QSize, tone: int = 0) -> None:
        """Of a mask that is `tone` all over."""
        self.image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        self.image.fill(int(TONES[tone]))
        self._packed: NDArray[np.uint32] = np.ndarray(
            (size.height(), size.width()),
            np.uint32,
            self.image.bits(),
            strides=(self.image.bytesPerLine(), 4),
        )

    def follow(self, pixels: NDArray[np.uint8], changed: QRect) -> None:
        """`pixels` is the whole mask, of this size."""
        box = changed.intersected(self.image.rect())
        rows, columns = slice(box.top(), box.bottom() + 1), slice(box.left(), box.right() + 1)
        self._packed[rows, columns] = TONES[pixels[rows, columns]]
