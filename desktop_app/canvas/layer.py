"""A picture ready to be painted at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PNG_QUALITY = 88  # Qt's number for level 1 of zlib: somebody waits


def image_of(rgb_hwc: NDArray[np.uint8]) -> QImage:
    """A picture of its own memory, in the format that is painted fastest; `rgb_hwc` as in models."""
    if (
        rgb_hwc.ndim != 3
        or rgb_hwc.shape[2] != 3
        or rgb_hwc.dtype != "uint8"
        or not rgb_hwc.flags.c_contiguous
    ):
        raise ValueError(f"not a contiguous rgb_hwc of uint8: {rgb_hwc.shape} {rgb_hwc.dtype}")
    height, width = rgb_hwc.shape[:2]
    wrapped = QImage(rgb_hwc.data, width, height, rgb_hwc.strides[0], QImage.Format.Format_RGB888)
    return wrapped.convertToFormat(QImage.Format.Format_RGB32)


def png_of(image: QImage) -> bytes:
    """Equal images give equal bytes."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(PNG_QUALITY)
    if not writer.write(image):
        raise ValueError(f"this image cannot be written as PNG: {writer.errorString()}")
    return bytes(buffer.data().data())


class Layer:
    """An image and its halvings, made when first needed, so that shrinking is smooth and quick."""

    def __init__(self, image: QImage) -> None:
        self._levels = [image]

    @property
    def image(self) -> QImage:
        return self._levels[0]

    @property
    def size(self) -> QSize:
        return self._levels[0].size()

    def paint(self, painter: QPainter, target: QRectF, ratio: float) -> None:
        """Fills `target`; `ratio` is device pixels per pixel of the painter."""
        level = self._level_for(target.width() * ratio)
        is_smooth = target.width() * ratio < self.size.width() * 4  # far in, pixels shall be seen as they are
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(target, level)

    def _level_for(self, width_px: float) -> QImage:
        """The smallest halving that is still at least as wide."""
        index = 0
        while self._levels[index].width() >= 2 * width_px and min(self._half(index)) >= 1:
            if index + 1 == len(self._levels):
                self._levels.append(
                    self._levels[index].scaled(
                        *self._half(index),
                        Qt.AspectRatioMode.IgnoreAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
            index += 1
        return self._levels[index]

    def _half(self, index: int) -> tuple[int, int]:
        return (self._levels[index].width() + 1) // 2, (self._levels[index].height() + 1) // 2
