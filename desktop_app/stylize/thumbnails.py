"""What the project looked like at each step of its history, as small pictures in memory."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from desktop_app.document.state import Project

SIDE_PX = 96
MOST_MB = 16.0


class Thumbnails(QObject):
    """Known where it was seen: equal projects look alike. Of too many the oldest go; the steps stay."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, most_mb: float = MOST_MB) -> None:
        super().__init__(parent)
        self._most_bytes = round(most_mb * 1e6)
        self._images: OrderedDict[Project, QImage] = OrderedDict()
        self._bytes = 0
        self._source = (Project(), 0)

    @property
    def size_mb(self) -> float:
        return self._bytes / 1e6

    def find(self, project: Project) -> QImage | None:
        return self._images.get(project)

    def learn(self, project: Project, image: QImage) -> None:
        """The same picture again costs nothing; a better one of the same project takes its place."""
        source = (project, image.cacheKey())
        if source == self._source:
            return
        self._source = source
        self._forget(project)
        thumbnail = small(image)
        self._images[project] = thumbnail
        self._bytes += thumbnail.sizeInBytes()
        while self._bytes > self._most_bytes:
            self._forget(next(iter(self._images)))
        self.changed.emit()

    def _forget(self, project: Project) -> None:
        image = self._images.pop(project, None)
        if image is not None:
            self._bytes -= image.sizeInBytes()


def small(image: QImage) -> QImage:
    """Points first, for what is left out of a large picture is not seen."""
    side = QSize(SIDE_PX, SIDE_PX)
    few = image.scaled(side * 3, Qt.AspectRatioMode.KeepAspectRatio)
    made = few.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return made.convertToFormat(QImage.Format.Format_RGB888)


def middle_of(image: QImage, side: QSize) -> QImage:
    """The middle of a picture, as square as the place it is shown in."""
    length = min(image.width(), image.height())
    square = image.copy((image.width() - length) // 2, (image.height() - length) // 2, length, length)
    few = square.scaled(side * 4) if length > 4 * side.width() else square
    return few.scaled(side, mode=Qt.TransformationMode.SmoothTransformation)
