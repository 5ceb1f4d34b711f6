"""A folder that a training needs, and what a look into it has shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons
from desktop_app.widgets.labels import PlaceLabel, explanation


class FolderBox(QWidget):
    """`name` is what its parts are called after; `more` stand beside the button that chooses."""

    choose_wanted = Signal()

    def __init__(self, name: str, icons: Icons, *more: QPushButton) -> None:
        super().__init__()
        self.setObjectName(f"{name}_box")
        self.folder = PlaceLabel()
        self.folder.setObjectName(f"{name}_folder")
        choose = QPushButton(self.tr("Choose Folder…"))
        choose.setObjectName(f"choose_{name}")
        icons.put(choose, "open", "text", 16)
        choose.clicked.connect(self.choose_wanted)
        self.said = explanation()
        self.said.setObjectName(f"{name}_said")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (choose, *more):
            row.addWidget(button)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.folder)
        self._column.addLayout(row)
        self._column.addWidget(self.said)

    def add(self, *parts: QWidget) -> None:
        for part in parts:
            self._column.addWidget(part)

    def show_folder(self, folder: Path | None) -> None:
        self.folder.setVisible(folder is not None)
        self.folder.setText(str(folder or ""))
        self.folder.setToolTip(self.folder.text())


class FileList(QPlainTextEdit):
    """A line for each file that there is something to say of; gone without any."""

    def __init__(self, name: str, title: str, height_px: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFixedHeight(height_px)

    def show_lines(self, lines: Sequence[str]) -> None:
        self.setVisible(bool(lines))
        self.setPlainText("\n".join(lines))
