"""The pictures that a style is learnt from: dropped, chosen, taken away."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.widgets.labels import explanation

SIDE_PX = 84
MOST_SEEN = 4
MORE_PX = 60


class PictureTray(QWidget):
    """A tile for each, and one to add another."""

    add_wanted = Signal()
    removed = Signal(object)  # Path

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture_tray")
        self._icons = icons
        self._tiles: list[QWidget] = []
        self.add = QToolButton()
        self.add.setObjectName("add_train_picture")
        self.add.setProperty("role", "tile")
        self.add.setText(self.tr("Choose…"))
        self.add.setAccessibleName(self.tr("Choose pictures to learn the style from"))
        self.add.setToolTip(self.tr("Pictures to learn the style from; or drop them here"))
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.setFixedSize(SIDE_PX, SIDE_PX)
        icons.put(self.add, "style_drop", "dim", 30)
        self.add.clicked.connect(self.add_wanted)
        self.more = explanation()
        self.more.setMinimumWidth(MORE_PX)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.add)
        self._row.addWidget(self.more, 1)

    def show_pictures(self, paths: list[Path], images: dict[Path, QImage]) -> None:
        for tile in self._tiles:
            tile.deleteLater()
        self._tiles = [self._tile(path, images.get(path)) for path in paths[:MOST_SEEN]]
        for place, tile in enumerate(self._tiles):
            self._row.insertWidget(place, tile)
        hidden = len(paths) - MOST_SEEN
        if hidden > 0:
            self.more.setText(self.tr("and {count} more").format(count=hidden))
        elif not paths:
            self.more.setText(self.tr("A painting, or several in the same manner. Drop them anywhere here."))
        else:
            self.more.clear()

    def _tile(self, path: Path, image: QImage | None) -> QWidget:
        tile = QWidget()
        picture = QLabel()
        picture.setFixedSize(SIDE_PX, SIDE_PX)
        picture.setToolTip(path.name)
        picture.setAccessibleName(path.name)
        if image is not None:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap.fromImage(_square(image, round(SIDE_PX * ratio)))
            pixmap.setDevicePixelRatio(ratio)
            picture.setPixmap(pixmap)
        remove = QToolButton(picture)
        remove.setObjectName("remove_train_picture")
        remove.setProperty("role", "corner")
        remove.setToolTip(self.tr("Leave “{name}” out").format(name=path.name))
        remove.setAccessibleName(remove.toolTip())
        remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        remove.setFixedSize(20, 20)
        remove.move(SIDE_PX - 22, 2)
        self._icons.put(remove, "close", "text", 10)
        remove.clicked.connect(partial(self.removed.emit, path))
        column = QVBoxLayout(tile)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(picture)
        tile.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return tile


def _square(image: QImage, side_px: int) -> QImage:
    """The middle of a picture."""
    length = min(image.width(), image.height())
    left, top = (image.width() - length) // 2, (image.height() - length) // 2
    middle = image.copy(left, top, length, length)
    return middle.scaled(QSize(side_px, side_px), mode=Qt.TransformationMode.SmoothTransformation)
