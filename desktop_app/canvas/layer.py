"""A picture ready to be painted at any size, turned or not."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QTransform

from desktop_app.canvas.viewport import Viewport

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PNG_QUALITY = 88  # Qt's number for level 1 of zlib: somebody waits
TILE_PX = 256
LEAST_KEPT = 64  # tiles: 16 MB
SQUARES_FROM = 4  # screen pixels for one of the picture: from here on pixels shall be seen as they are


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


class Pyramid:
    """An image and its halvings, made when first needed, so that shrinking is smooth and quick."""

    def __init__(self, image: QImage) -> None:
        self._levels = [image]

    @property
    def image(self) -> QImage:
        return self._levels[0]

    def level_for(self, width_px: int) -> QImage:
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


class Layer:
    """A picture as it is looked at. Tiles of it are kept as they are seen, so that panning only copies them.

    Smooth scaling of all that is seen would take 14 ms for each frame, and 41 ms where it is turned; copying
    takes one.
    """

    def __init__(self, pyramid: Pyramid) -> None:
        self.pyramid = pyramid
        self._seen_as: tuple[int, int, int] = (0, 0, 0)  # width and height on the screen, quarter turns
        self._tiles: OrderedDict[tuple[int, int], QImage] = OrderedDict()

    @property
    def image(self) -> QImage:
        return self.pyramid.image

    def paint(self, painter: QPainter, viewport: Viewport, part: QRectF) -> None:
        """What falls into `part` of the view."""
        pixel = viewport.pixel
        width, height = (max(1, round(side / pixel)) for side in viewport.size)
        if self._seen_as != (width, height, viewport.turns):
            self._seen_as = (width, height, viewport.turns)
            self._tiles.clear()
        left, top = (round(place / pixel) for place in viewport.origin)
        wanted = QRectF(part.topLeft() / pixel, part.size() / pixel).toAlignedRect().translated(-left, -top)
        wanted &= QRect(0, 0, width, height)
        if wanted.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        rows = range(wanted.top() // TILE_PX, wanted.bottom() // TILE_PX + 1)
        columns = range(wanted.left() // TILE_PX, wanted.right() // TILE_PX + 1)
        for row in rows:
            for column in columns:
                tile = self._tile(column, row)
                place = QPointF(left + column * TILE_PX, top + row * TILE_PX) * pixel
                painter.drawImage(QRectF(place, QSizeF(tile.size()) * pixel), tile)
        while len(self._tiles) > max(LEAST_KEPT, 2 * len(rows) * len(columns)):
            self._tiles.popitem(last=False)

    def _tile(self, column: int, row: int) -> QImage:
        if (column, row) not in self._tiles:
            width, height, turns = self._seen_as
            place = QRect(column * TILE_PX, row * TILE_PX, TILE_PX, TILE_PX) & QRect(0, 0, width, height)
            tile = self._cut(_unturned(place, width, height, turns))
            self._tiles[column, row] = tile.transformed(QTransform().rotate(90 * turns)) if turns else tile
        self._tiles.move_to_end((column, row))
        return self._tiles[column, row]

    def _cut(self, place: QRect) -> QImage:
        """A part of the picture at the size in which it is seen, before it is turned."""
        width, height, turns = self._seen_as
        if turns % 2:
            width, height = height, width
        level = self.pyramid.level_for(width)
        across, down = level.width() / width, level.height() / height
        source = QRectF(place.x() * across, place.y() * down, place.width() * across, place.height() * down)
        # A little more than is seen: what is scaled smoothly looks beyond the edge of the tile.
        box = source.toAlignedRect().adjusted(-2, -2, 2, 2) & level.rect()
        target = QRectF(box.x() / across, box.y() / down, box.width() / across, box.height() / down)
        tile = QImage(place.size(), QImage.Format.Format_RGB32)
        painter = QPainter(tile)
        is_smooth = width < self.image.width() * SQUARES_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(target.translated(QPointF(-place.topLeft())), level, QRectF(box))
        painter.end()
        return tile


def _unturned(place: QRect, width: int, height: int, turns: int) -> QRect:
    """Where a place of a picture that is seen turned, and then has this size, lies in the picture."""
    x, y, w, h = place.x(), place.y(), place.width(), place.height()
    match turns:
        case 1:
            return QRect(y, width - x - w, h, w)
        case 2:
            return QRect(width - x - w, height - y - h, w, h)
        case 3:
            return QRect(height - y - h, x, h, w)
    return place
