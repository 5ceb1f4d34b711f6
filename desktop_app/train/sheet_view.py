"""A sheet of small pictures over the draft: what the network will see, or a rehearsal to choose from."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app import words
from desktop_app.train.drafting import Drafting
from desktop_app.widgets.labels import explanation


class _Picture(QWidget):
    """Its tiles are chosen with the mouse, or with the arrows and Enter."""

    tile_chosen = Signal(int, int)

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.setObjectName("sheet_picture")
        self._drafting = drafting
        self._tile = (1, 1)
        self.setMouseTracking(True)

    @property
    def _place(self) -> QRectF:
        image = self._drafting.sheet_image
        size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio) if image else QSize()
        return QRectF((self.width() - size.width()) / 2, 0, size.width(), size.height())

    @property
    def _is_choosable(self) -> bool:
        return self._drafting.sheet is not None and self._drafting.sheet_kind == "rehearsal"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, image, place = QPainter(self), self._drafting.sheet_image, self._place
        if image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)
        sheet = self._drafting.sheet
        if self._is_choosable and sheet is not None:
            width, height = place.width() / len(sheet.columns), place.height() / len(sheet.rows)
            row, column = self._tile
            tile = QRectF(place.left() + column * width, place.top() + row * height, width, height)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3))
            painter.drawRect(tile.adjusted(2, 2, -2, -2))

    def _find(self, at: QPointF) -> None:
        sheet, place = self._drafting.sheet, self._place
        if sheet is not None and self._is_choosable and place.contains(at):
            row = int((at.y() - place.top()) / place.height() * len(sheet.rows))
            column = int((at.x() - place.left()) / place.width() * len(sheet.columns))
            self._go(min(row, len(sheet.rows) - 1), min(column, len(sheet.columns) - 1))

    def _go(self, row: int, column: int) -> None:
        sheet = self._drafting.sheet
        if sheet is not None:
            self._tile = (row % len(sheet.rows), column % len(sheet.columns))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._find(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._find(event.position())
        if self._is_choosable and self._place.contains(event.position()):
            self.tile_chosen.emit(*self._tile)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if self._is_choosable and step:
            self._go(self._tile[0] + step[0], self._tile[1] + step[1])
        elif self._is_choosable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.tile_chosen.emit(*self._tile)
        else:
            super().keyPressEvent(event)


class SheetView(QWidget):
    """Shown while the draft has a sheet."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.setObjectName("sheet_view")
        self._drafting = drafting
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.said = explanation()
        self.picture = _Picture(drafting)
        self.picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture.setAccessibleName(self.tr("Sheet of small pictures"))
        self.back = QPushButton(self.tr("Back"))
        self.back.setObjectName("sheet_back")
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.said)
        layout.addWidget(self.picture, 1)
        self.back.clicked.connect(drafting.close_sheet)
        self.picture.tile_chosen.connect(self._on_tile)
        drafting.sheet_changed.connect(self.show_sheet)

    @Slot()
    def show_sheet(self) -> None:
        drafting = self._drafting
        if drafting.sheet_kind == "rehearsal":
            self.title.setText(self.tr("Rehearsal"))
            said = self.tr(
                "Stronger from top to bottom, a larger brush from left to right. Choose the one you like:"
                " the training takes its strength and brush."
            )
        else:
            self.title.setText(self.tr("What the network will see"))
            said = self.tr("Each time other parts of the photographs, cut and turned by chance.")
        if drafting.sheet_progress is not None:
            said += "  " + words.progress_line(drafting.sheet_progress)
        self.said.setText(said)
        self.picture.update()

    @Slot(int, int)
    def _on_tile(self, row: int, column: int) -> None:
        self._drafting.take_tile(row, column)
        self._drafting.close_sheet()
