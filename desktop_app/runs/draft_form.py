"""The frame of a form that begins a run: two columns that scroll, and a foot that says what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.widgets.labels import explanation
from desktop_app.widgets.scroll import scrolling

WIDEST_PX = 980
GAP_PX = 8  # above a heading


class DraftForm(QWidget):
    """`name` is what its parts are called after; `shares` are those of the columns of the width."""

    def __init__(self, name: str, title: str, intro: str, shares: tuple[int, int] = (1, 1)) -> None:
        super().__init__()
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        columns = QHBoxLayout()
        columns.setSpacing(36)
        for column, share in zip((self.left, self.right), shares, strict=True):
            column.setSpacing(10)
            column.addStretch(1)
            columns.addLayout(column, share)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        form = QWidget()
        form.setObjectName(f"{name}_form")
        form.setMaximumWidth(WIDEST_PX)
        inner = QVBoxLayout(form)
        inner.setContentsMargins(24, 18, 24, 18)
        inner.setSpacing(8)
        inner.addWidget(heading)
        inner.addWidget(explanation(intro))
        inner.addSpacing(10)
        inner.addLayout(columns, 1)
        scroll = scrolling(f"{name}_scroll", form)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._make_foot(name))

    def _make_foot(self, name: str) -> QFrame:
        self.missing = QLabel()
        self.missing.setObjectName(f"{name}_missing")
        self.missing.setProperty("role", "dim")
        self.missing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.start = QPushButton()
        self.start.setObjectName(f"start_{name}")
        self.start.setProperty("role", "primary")
        self.start.setEnabled(False)
        foot = QFrame()
        foot.setObjectName("setup_foot")
        self._foot = QHBoxLayout(foot)
        self._foot.setContentsMargins(24, 10, 24, 10)
        self._foot.setSpacing(10)
        self._foot.addWidget(self.missing, 1)
        self._foot.addWidget(self.start)
        return foot

    def put_beside_start(self, button: QPushButton) -> None:
        self._foot.insertWidget(self._foot.count() - 1, button)

    @staticmethod
    def put(column: QVBoxLayout, *parts: QWidget) -> None:
        """A heading and what belongs to it, below what is there and above the stretch at the end."""
        if column.count() > 1:
            column.insertSpacing(column.count() - 1, GAP_PX)
        for part in parts:
            column.insertWidget(column.count() - 1, part)

    def show_start(self, *, is_complete: bool, is_busy: bool, missing: str) -> None:
        """Where something trains already, this one takes its turn after it."""
        self.start.setText(self.tr("Train After the Others") if is_busy else self.tr("Start Training"))
        self.start.setEnabled(is_complete)
        self.missing.setText(missing)
