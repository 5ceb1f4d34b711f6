"""A place on the table: a few pictures, or a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout

from desktop_app.icons import Icons
from desktop_app.widgets.labels import explanation, heading

NAMES_SEEN = 3


class Tray(QFrame):
    """What lies in it is told; how it comes there is asked of others."""

    pictures_wanted = Signal()
    folder_wanted = Signal()
    cleared = Signal()

    def __init__(self, name: str, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(f"tray_{name}")
        self._title, self._hint = heading(""), ""
        self._text = explanation()
        self._text.setObjectName(f"tray_{name}_text")
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pictures = QPushButton(self.tr("Pictures…"))
        self.pictures.setObjectName(f"tray_{name}_pictures")
        self.folder = QPushButton(self.tr("Folder…"))
        self.folder.setObjectName(f"tray_{name}_folder")
        self.clear = QToolButton()
        self.clear.setObjectName(f"tray_{name}_clear")
        self.clear.setToolTip(self.tr("Take all away"))
        self.clear.setAccessibleName(self.tr("Take all away"))
        icons.put(self.clear, "close", "dim", 14)
        self.pictures.clicked.connect(self.pictures_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.clear.clicked.connect(self.cleared)
        top, buttons = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.clear)
        buttons.setSpacing(8)
        buttons.addWidget(self.pictures)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._text)
        column.addLayout(buttons)

    def say(self, title: str, hint: str, *, takes_pictures: bool) -> None:
        """`hint` stands there while nothing else does."""
        self._title.setText(title)
        self._hint = hint
        self.pictures.setVisible(takes_pictures)
        for button, what in ((self.pictures, self.pictures.text()), (self.folder, self.folder.text())):
            button.setAccessibleName(f"{title}: {what}")

    def show_paths(self, paths: Sequence[Path]) -> None:
        names = [path.name for path in paths[:NAMES_SEEN]]
        more = len(paths) - NAMES_SEEN
        if more > 0:
            names.append(self.tr("and {count} more").format(count=more))
        self._text.setText("\n".join(names) or self._hint)
        self._text.setToolTip("\n".join(map(str, paths[:30])))
        self._text.setProperty("role", None if paths else "dim")
        self._text.style().unpolish(self._text)
        self._text.style().polish(self._text)
        self.clear.setVisible(bool(paths))
