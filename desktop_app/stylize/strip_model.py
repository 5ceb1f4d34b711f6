"""The shelf as rows of a list: what the strip of thumbnails shows of each style."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from desktop_app.document.document import Document
from desktop_app.stylize.glances import Glances
from desktop_app.stylize.shelf import ShelfStyle, StyleShelf

Index = QModelIndex | QPersistentModelIndex


class StripRole(IntEnum):
    """What can be asked of a row beyond what Qt asks."""

    source = Qt.ItemDataRole.UserRole + 1
    share = Qt.ItemDataRole.UserRole + 2  # None: not used; else its part of the mix
    is_own = Qt.ItemDataRole.UserRole + 3


class StripModel(QAbstractListModel):
    """Follows the shelf and the document; a style looks like the photograph in it, once that is painted."""

    def __init__(
        self, shelf: StyleShelf, document: Document, glances: Glances, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf, self._document, self._glances = shelf, document, glances
        self._styles: list[ShelfStyle] = shelf.styles
        shelf.changed.connect(self._on_shelf_changed)
        document.changed.connect(self._on_looks_changed)
        glances.changed.connect(self._on_looks_changed)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent and parent.isValid() else len(self._styles)

    def row_of(self, source: str) -> int:
        """-1 where it is not on the shelf."""
        return next((row for row, style in enumerate(self._styles) if style.source == source), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        style = self._styles[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return style.name
            case Qt.ItemDataRole.DecorationRole:
                return self._glances.image_for(style.source) or style.image
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(part for part in (style.name, style.origin, style.licence) if part)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(style)
            case StripRole.source:
                return style.source
            case StripRole.share:
                return self._share(style)
            case StripRole.is_own:
                return style.is_own
        return None

    def _share(self, style: ShelfStyle) -> float | None:
        project = self._document.project
        return project.share_of(style.source) if project.uses(style.source) else None

    def _spoken(self, style: ShelfStyle) -> str:
        share = self._share(style)
        if share is None:
            return style.name
        return self.tr("{name}, in use, {percent} %").format(name=style.name, percent=round(share * 100))

    @Slot()
    def _on_shelf_changed(self) -> None:
        self.beginResetModel()
        self._styles = self._shelf.styles
        self.endResetModel()

    @Slot()
    def _on_looks_changed(self) -> None:
        if self._styles:
            self.dataChanged.emit(self.index(0), self.index(len(self._styles) - 1))
