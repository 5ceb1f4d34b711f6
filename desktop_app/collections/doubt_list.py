"""What to look at before training: small pictures with the reason, and each of them large."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QIcon, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QWidget,
)

from desktop_app.collections.drafting import Drafting
from desktop_app.collections.picture_box import PictureBox
from desktop_app.dialogs import Dialog, close_button
from desktop_app.widgets.labels import breakable, explanation
from models.training_news import Doubt

PICTURE_PX, GAP_PX, ROWS = 64, 6, 3.6  # so many rows are seen: that there are more is seen, too
LARGE_PX = 420


class DoubtList(QListWidget):
    """A row for each, gone without any; a click or Enter opens it."""

    opened = Signal(object)  # Doubt

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("coach_doubts")
        self.setAccessibleName(self.tr("Works to look at first"))
        self.setToolTip(self.tr("A click or Enter shows it large"))
        self.setWordWrap(True)
        self.setSpacing(2)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._doubts: Sequence[Doubt] = ()
        self.itemClicked.connect(self._on_clicked)

    def show_doubts(
        self, doubts: Sequence[Doubt], images: Mapping[Path, QImage], in_words: Callable[[str], str]
    ) -> None:
        self.setVisible(bool(doubts))
        texts = [breakable(in_words(doubt.words)) for doubt in doubts]
        if doubts == self._doubts and texts == [self.item(row).text() for row in range(self.count())]:
            return
        self._doubts = doubts
        self.clear()
        places = 2 if any(doubt.like for doubt in doubts) else 1
        self.setIconSize(QSize(places * (PICTURE_PX + GAP_PX) - GAP_PX, PICTURE_PX))
        for doubt, text in zip(doubts, texts, strict=True):
            shown = [images.get(path) for path in (doubt.path, doubt.like) if path]
            item = QListWidgetItem(self._icon([image for image in shown if image]), text)
            item.setToolTip(str(doubt.path))
            self.addItem(item)
        height = round(min(len(doubts), ROWS) * (PICTURE_PX + 2 * GAP_PX)) + GAP_PX
        self.setFixedHeight(height)

    def _icon(self, images: list[QImage]) -> QIcon:
        """Side by side, none of them cut."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.iconSize() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        for place, image in enumerate(images):
            side = round(PICTURE_PX * ratio)
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            small = image.scaled(QSize(side, side), keep, smooth)
            small.setDevicePixelRatio(ratio)
            size = small.deviceIndependentSize()
            left = place * (PICTURE_PX + GAP_PX) + (PICTURE_PX - size.width()) / 2
            painter.drawImage(QPointF(left, (PICTURE_PX - size.height()) / 2), small)
        painter.end()
        icon = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # which would be tinted
        return icon

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.opened.emit(self._doubts[self.row(item)])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentRow() >= 0:
            self.opened.emit(self._doubts[self.currentRow()])
        else:
            super().keyPressEvent(event)


class DoubtView(Dialog):
    """One of them large, beside the work that it looks like. The engine reads them."""

    def __init__(self, drafting: Drafting, doubt: Doubt, parent: QWidget) -> None:
        super().__init__("doubt_view", parent)
        self.setWindowTitle(doubt.path.name)
        self._folder = doubt.path.parent
        self._boxes: dict[Path, PictureBox] = {}
        said = explanation(breakable(drafting.in_the_windows_words(doubt.words)))
        said.setObjectName("doubt_words")
        grid = QGridLayout()
        grid.setSpacing(8)
        drafting.opened.connect(self._on_opened)
        for column, path in enumerate(path for path in (doubt.path, doubt.like) if path):
            box = PictureBox(self.tr("It is being read…"), is_centred=True)
            box.setMinimumSize(LARGE_PX // 2, LARGE_PX // 2)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            box.setAccessibleName(path.name)
            name = QLabel(path.name)
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            name.setToolTip(str(path))
            grid.addWidget(box, 0, column)
            grid.addWidget(name, 1, column)
            grid.setColumnStretch(column, 1)
            self._boxes[path] = box
            drafting.open(path)
        grid.setRowStretch(0, 1)
        buttons = close_button(self)
        show = buttons.addButton(self.tr("Show in Folder"), QDialogButtonBox.ButtonRole.ActionRole)
        show.setObjectName("doubt_folder")
        show.clicked.connect(self._show_folder)
        self.column.addWidget(said)
        self.column.addLayout(grid, 1)
        self.column.addWidget(buttons)
        self.resize(LARGE_PX * len(self._boxes) + 60, LARGE_PX + 140)

    @Slot(object, object, str)
    def _on_opened(self, path: Path, image: QImage | None, words: str) -> None:
        if path in self._boxes:
            self._boxes[path].show_image(image, words)

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
