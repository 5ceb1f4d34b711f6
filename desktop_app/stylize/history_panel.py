"""The steps of the history, the newest last: what was done, and how it looked. A click goes there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QPalette, QPixmap, QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.thumbnails import middle_of

THUMBNAIL = QSize(36, 36)
ROW_PX = 44

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """As many rows as there are steps; each is asked for only when it is seen."""

    def __init__(self, controller: StylizeController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._thumbnails = controller.document, controller.thumbnails
        self._count = len(self._document.steps)
        self._empty = QPixmap(THUMBNAIL)
        self._empty.fill(Qt.GlobalColor.transparent)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._document.steps):
            return None
        step = self._document.steps[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return step.label or self.tr("Beginning")
            case Qt.ItemDataRole.DecorationRole:
                image = self._thumbnails.find(step.state.versions.project)
                return QIcon(
                    self._empty if image is None else QPixmap.fromImage(middle_of(image, THUMBNAIL * 2))
                )
            case Qt.ItemDataRole.ForegroundRole if index.row() > self._document.position:
                return QPalette().brush(QPalette.ColorRole.PlaceholderText)  # undone
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, ROW_PX)
        return None

    def follow(self) -> None:
        """Rows come and go at the end; what the others show may be another."""
        wanted = len(self._document.steps)
        if wanted > self._count:
            self.beginInsertRows(QModelIndex(), self._count, wanted - 1)
            self._count = wanted
            self.endInsertRows()
        elif wanted < self._count:
            self.beginRemoveRows(QModelIndex(), wanted, self._count - 1)
            self._count = wanted
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0), self.index(self._count - 1))


class HistoryPanel(QListView):
    """Follows the document while it is seen."""

    def __init__(self, controller: StylizeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAccessibleName(self.tr("History"))
        self._controller = controller
        self._model = HistoryModel(controller, self)
        self.setModel(self._model)
        self.setIconSize(THUMBNAIL)
        self.setUniformItemSizes(True)  # days of steps are laid out at once
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(180)
        controller.document.changed.connect(self._follow)
        controller.thumbnails.changed.connect(self._on_thumbnails)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        if not self.isVisible():
            return
        self._model.follow()
        present = self._model.index(self._controller.document.position)
        self.setCurrentIndex(present)
        self.scrollTo(present)

    @Slot()
    def _on_thumbnails(self) -> None:
        if self.isVisible():
            self.viewport().update()

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self._controller.go_to_step(index.row())
