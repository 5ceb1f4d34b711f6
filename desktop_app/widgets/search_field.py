"""A field for words to look for, with what one expects of Esc, Enter and the arrow down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class SearchField(QLineEdit):
    """Esc clears it, and leaves it when it is empty; the arrow down leaves it for what was found.

    `sign` and `clear_action` want an icon.
    """

    left = Signal()

    def __init__(self, name: str, label: str, clear_label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setPlaceholderText(label)
        self.setAccessibleName(label)
        self.sign = QAction(label, self)
        self.sign.setEnabled(False)  # it shows what the field is for, and does nothing
        self.addAction(self.sign, QLineEdit.ActionPosition.LeadingPosition)
        self.clear_action = QAction(clear_label, self)
        self.clear_action.setObjectName(f"{name}_clear")
        self.addAction(self.clear_action, QLineEdit.ActionPosition.TrailingPosition)
        self.clear_action.setVisible(False)
        self.clear_action.triggered.connect(self.clear)
        self.textChanged.connect(self._on_text_changed)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.clear_action.setVisible(bool(text))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.text() and _is_escape(event):
            event.accept()  # otherwise Esc belongs to whatever the window stops with it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event) and self.text():
            self.clear()
        elif _is_escape(event) or event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
