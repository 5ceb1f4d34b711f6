"""The shelf as rows of a list: what the strip of thumbnails shows of each style."""

from __future__ import annotations

import unicodedata
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
    is_favourite = Qt.ItemDataRole.UserRole + 4
    is_picture = Qt.ItemDataRole.UserRole + 5
    has_exclusion = Qt.ItemDataRole.UserRole + 6  # parts of its picture are left out
    is_swatches = Qt.ItemDataRole.UserRole + 7  # a generator's, of which one is painted with


class StripModel(QAbstractListModel):
    """Follows the shelf and the document; a style looks like the photograph in it, once that is painted.

    Rows come, go and move one by one: the current row, the place of the strip and a name that is being
    written all stay.
    """

    def __init__(
        self, shelf: StyleShelf, document: Document, glances: Glances, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf, self._document, self._glances = shelf, document, glances
        self._words, self._only_favourites = "", False
        self._styles: list[ShelfStyle] = shelf.styles
        shelf.changed.connect(self._on_shelf_changed)
        document.changed.connect(self._on_looks_changed)
        glances.changed.connect(self._on_looks_changed)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent and parent.isValid() else len(self._styles)

    def row_of(self, source: str) -> int:
        """-1 where it is not shown."""
        return next((row for row, style in enumerate(self._styles) if style.source == source), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        style = self._styles[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return style.name
            case Qt.ItemDataRole.DecorationRole:
                return self._glances.image_for(style.source) or style.image
            case Qt.ItemDataRole.ToolTipRole:
                return self._told(style)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(style)
            case StripRole.source:
                return style.source
            case StripRole.share:
                return self._share(style)
            case StripRole.is_own:
                return style.is_own
            case StripRole.is_favourite:
                return style.is_favourite
            case StripRole.is_picture:
                return style.kind == "picture"
            case StripRole.is_swatches:
                return style.kind == "swatches"
            case StripRole.has_exclusion:
                return self._document.project.exclusion_of(style.source) is not None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_own = index.isValid() and self._styles[index.row()].is_own
        return flags | Qt.ItemFlag.ItemIsEditable if is_own else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Another name for one of the artist's own."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self._styles[index.row()].is_own:
            return False
        self._shelf.rename(self._styles[index.row()].source, str(value))
        return True

    # -- what is looked for ---------------------------------------------------------------------------------

    def look_for(self, words: str) -> None:
        """Shows the styles whose name or origin has all these words."""
        self._words = " ".join(words.split())
        self._follow()

    def show_only_favourites(self, is_wanted: bool) -> None:
        self._only_favourites = is_wanted
        self._follow()

    @property
    def emptiness(self) -> str:
        """Why nothing is shown; nothing while the shelf itself is empty."""
        if self._styles or not self._shelf.styles:
            return ""
        if self._words and self._only_favourites:
            return self.tr("No favourite is called “{words}”.").format(words=self._words)
        if self._words:
            return self.tr("No style is called “{words}”.").format(words=self._words)
        return self.tr("No favourites yet. Click the star of a style, or press F on it.")

    def _is_shown(self, style: ShelfStyle) -> bool:
        if self._only_favourites and not style.is_favourite:
            return False
        if not self._words:
            return True
        names = f"{style.name} {self._shelf.english_name_of(style.source)}"
        text = _plain(f"{names} {style.origin} {self._shelf.translate(style.origin)}")
        return all(word in text for word in _plain(self._words).split())

    # -- words ----------------------------------------------------------------------------------------------

    def _share(self, style: ShelfStyle) -> float | None:
        project = self._document.project
        return project.share_of(style.source) if project.uses(style.source) else None

    def _told(self, style: ShelfStyle) -> str:
        """Escaped, because a name comes from a file and could be taken for markup."""
        from html import escape  # its list of entities takes 2 ms, which the first paint need not wait for

        translate = self._shelf.translate
        lines = [f"<b>{escape(style.name)}</b>"]
        if style.origin:
            lines.append(escape(translate(style.origin)))
        if self._document.project.exclusion_of(style.source):
            lines.append(escape(self.tr("Parts of its picture are left out.")))
        if style.is_own:
            lines.append(escape(style.source))
        if style.licence:
            licence = self.tr("Licence: {licence}").format(licence=translate(style.licence))
            lines.append(escape(licence))
        return "<br>".join(lines)

    def _spoken(self, style: ShelfStyle) -> str:
        share, text = self._share(style), style.name
        if style.is_favourite:
            text = self.tr("{name}, favourite").format(name=text)
        if share is None:
            return text
        text = self.tr("{name}, in use, {percent} %").format(name=text, percent=round(share * 100))
        if self._document.project.exclusion_of(style.source):
            text = self.tr("{name}, parts left out").format(name=text)
        return text

    # -- following ------------------------------------------------------------------------------------------

    @Slot()
    def _on_shelf_changed(self) -> None:
        self._follow()
        self._on_looks_changed()

    def _follow(self) -> None:
        wanted = [style for style in self._shelf.styles if self._is_shown(style)]
        sources = {style.source for style in wanted}
        for row in reversed(range(len(self._styles))):
            if self._styles[row].source not in sources:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._styles[row]
                self.endRemoveRows()
        for row, style in enumerate(wanted):
            self._bring(style, row)

    def _bring(self, style: ShelfStyle, row: int) -> None:
        """The rows before are as they shall be."""
        at = self.row_of(style.source)
        if at < 0:
            self.beginInsertRows(QModelIndex(), row, row)
            self._styles.insert(row, style)
            self.endInsertRows()
            return
        if at != row:
            self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), row)
            self._styles.insert(row, self._styles.pop(at))
            self.endMoveRows()
        self._styles[row] = style

    @Slot()
    def _on_looks_changed(self) -> None:
        if self._styles:
            self.dataChanged.emit(self.index(0), self.index(len(self._styles) - 1))


def _plain(text: str) -> str:
    """Without case and accents: “cézanne” is found by “Cezanne”."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
