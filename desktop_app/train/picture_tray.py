"""The pictures that a style is learnt from: dropped, chosen, taken away."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from desktop_app.icons import Icons
from desktop_app.widgets.labels import explanation

SIDE_PX = 84
COLUMNS = 4
MOST_SEEN = 24
MORE_PX = 60


class PictureTray(QWidget):
    """A tile for each, one of them chosen, and one to add another."""

    add_wanted = Signal()
    removed = Signal(object)  # Path
    chosen = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture_tray")
        self._icons = icons
        self._tiles: dict[Path, QToolButton] = {}
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
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(COLUMNS, 1)
        self._lay_out()

    def show_pictures(self, paths: list[Path], images: dict[Path, QImage]) -> None:
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self._tiles = {path: self._tile(path, images.get(path)) for path in paths[:MOST_SEEN]}
        hidden = len(paths) - MOST_SEEN
        if hidden > 0:
            self.more.setText(self.tr("and {count} more").format(count=hidden))
        elif not paths:
            self.more.setText(self.tr("A painting, or several in the same manner. Drop them anywhere here."))
        else:
            self.more.clear()
        self._lay_out()

    def _lay_out(self) -> None:
        for place, tile in enumerate([*self._tiles.values(), self.add]):
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        row, column = divmod(len(self._tiles) + 1, COLUMNS)
        if self._tiles:
            self._grid.addWidget(self.more, row + 1, 0, 1, COLUMNS + 1)
        else:
            self._grid.addWidget(self.more, row, column, 1, COLUMNS + 1 - column)
        self.more.setVisible(bool(self.more.text()))

    def choose(self, path: Path | None) -> None:
        """Frames this one's tile."""
        for known, tile in self._tiles.items():
            tile.setChecked(known == path)

    def _tile(self, path: Path, image: QImage | None) -> QToolButton:
        tile = QToolButton()
        tile.setObjectName("train_picture")
        tile.setProperty("role", "thumbnail")
        tile.setCheckable(True)
        tile.setFixedSize(SIDE_PX, SIDE_PX)
        tile.setIconSize(QSize(SIDE_PX - 4, SIDE_PX - 4))
        tile.setToolTip(path.name)
        tile.setAccessibleName(path.name)
        tile.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tile.clicked.connect(partial(self._on_chosen, path))
        if image is not None:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap.fromImage(_square(image, round((SIDE_PX - 4) * ratio)))
            pixmap.setDevicePixelRatio(ratio)
            tile.setIcon(QIcon(pixmap))
        remove = QToolButton(tile)
        remove.setObjectName("remove_train_picture")
        remove.setProperty("role", "corner")
        remove.setToolTip(self.tr("Leave “{name}” out").format(name=path.name))
        remove.setAccessibleName(remove.toolTip())
        remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        remove.setFixedSize(20, 20)
        remove.move(SIDE_PX - 22, 2)
        self._icons.put(remove, "close", "text", 10)
        remove.clicked.connect(partial(self.removed.emit, path))
        return tile

    def _on_chosen(self, path: Path) -> None:
        self.choose(path)
        self.chosen.emit(path)


def _square(image: QImage, side_px: int) -> QImage:
    """The middle of a picture."""
    length = min(image.width(), image.height())
    left, top = (image.width() - length) // 2, (image.height() - length) // 2
    middle = image.copy(left, top, length, length)
    return middle.scaled(QSize(side_px, side_px), mode=Qt.TransformationMode.SmoothTransformation)
