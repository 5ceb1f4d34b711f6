"""A picture as large as there is room for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget


class PictureBox(QWidget):
    """`place` is where it is painted. Without a picture there is `hint`."""

    def __init__(self, hint: str = "", *, is_centred: bool = False) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.hint, self._is_centred = hint, is_centred

    def show_image(self, image: QImage | None, hint: str = "") -> None:
        """Another `hint` takes the place of the one before."""
        if image is not self._image or hint:
            self._image, self.hint = image, hint or self.hint
            self.update()

    @property
    def place(self) -> QRectF:
        if self._image is None:
            return QRectF()
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - size.width()) / 2 if self._is_centred else 0
        top = (self.height() - size.height()) / 2 if self._is_centred else 0
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self.hint)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.place, self._image)
        self.paint_marks(painter)

    def paint_marks(self, painter: QPainter) -> None:
        """What a kind of it paints over the picture."""
