"""The snapshots that were kept: compare with one, go back to its settings, let it go."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons
from desktop_app.stylize.shelf import StyleShelf
from desktop_app.stylize.snapshots import KEPT, Snapshot, Snapshots
from desktop_app.widgets.labels import explanation

THUMBNAIL = QSize(40, 40)


class SnapshotPanel(QWidget):
    """A button that keeps what is seen, and a row for each that is kept."""

    keep_wanted = Signal()
    back_wanted = Signal(object)  # Snapshot

    def __init__(
        self, snapshots: Snapshots, shelf: StyleShelf, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("snapshot_panel")
        self._snapshots, self._shelf, self._icons = snapshots, shelf, icons
        self._rows: list[_Row] = []
        self.keep_button = QPushButton(self.tr("Keep a Snapshot"))
        self.keep_button.setObjectName("keep_snapshot")
        advice = self.tr("To compare with and to go back to. The last {count} stay until Impasto is closed.")
        self.keep_button.setToolTip(advice.format(count=KEPT))
        icons.put(self.keep_button, "snapshot")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.keep_button)
        self.keep_button.clicked.connect(self.keep_wanted)
        snapshots.changed.connect(self._on_changed)
        self._on_changed()

    def enable(self, *, has_picture: bool) -> None:
        self.keep_button.setEnabled(has_picture)

    @Slot()
    def _on_changed(self) -> None:
        seen = self._snapshots.seen
        if [row.snapshot for row in self._rows] != seen:
            self._rebuild(seen)
        for row in self._rows:
            row.show_state(is_other=row.snapshot is self._snapshots.other)

    def _rebuild(self, seen: list[Snapshot]) -> None:
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()  # at once: it goes when the events that wait are worked off
            row.deleteLater()
        self._rows = [_Row(snapshot, self._shelf, self._icons) for snapshot in seen]
        for row in self._rows:
            row.compare_button.clicked.connect(partial(self._on_compare_clicked, row))
            row.back_button.clicked.connect(partial(self.back_wanted.emit, row.snapshot))
            row.remove_button.clicked.connect(partial(self._snapshots.remove, row.snapshot))
            self._layout.addWidget(row)

    def _on_compare_clicked(self, row: _Row) -> None:
        self._snapshots.compare_with(row.snapshot if row.compare_button.isChecked() else None)


class _Row(QWidget):
    def __init__(self, snapshot: Snapshot, shelf: StyleShelf, icons: Icons) -> None:
        super().__init__()
        self.snapshot = snapshot
        self._image: QImage | None = None
        self.setObjectName(f"snapshot_{snapshot.number}")
        self._picture = QLabel()
        self._picture.setFixedSize(THUMBNAIL)
        self._picture.setScaledContents(True)
        name = self.tr("Snapshot {number}").format(number=snapshot.number)
        found = [shelf.find(style.source) for style in snapshot.project.styles]
        styles = ", ".join(style.name for style in found if style)
        self._name, self._styles = QLabel(name), explanation(styles)
        self._styles.setWordWrap(False)
        for label in (self._name, self._styles):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setToolTip(f"{name}\n{styles}")
        self.compare_button = _button(f"snapshot_compare_{snapshot.number}")
        self.compare_button.setCheckable(True)
        self.compare_button.setToolTip(self.tr("Compare with this one instead of the photograph"))
        self.compare_button.setAccessibleName(self.tr("Compare with {name}").format(name=name))
        self.back_button = _button(f"snapshot_back_{snapshot.number}")
        self.back_button.setToolTip(self.tr("Back to its settings"))
        self.back_button.setAccessibleName(self.tr("Back to the settings of {name}").format(name=name))
        self.remove_button = _button(f"snapshot_remove_{snapshot.number}")
        self.remove_button.setToolTip(self.tr("Let it go"))
        self.remove_button.setAccessibleName(self.tr("Let {name} go").format(name=name))
        icons.put(self.compare_button, "compare", "dim", 18)
        icons.put(self.back_button, "reset", "dim", 18)
        icons.put(self.remove_button, "close", "dim", 14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._styles)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._picture)
        layout.addSpacing(4)
        layout.addLayout(words, 1)
        for button in (self.compare_button, self.back_button, self.remove_button):
            layout.addWidget(button)

    def show_state(self, *, is_other: bool) -> None:
        self.compare_button.setChecked(is_other)
        if self._image is not self.snapshot.image:
            self._image = self.snapshot.image
            self._picture.setPixmap(_thumbnail(self._image))


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _thumbnail(image: QImage) -> QPixmap:
    """The middle of the picture; points first, for what is left out of a large one is not seen."""
    side = min(image.width(), image.height())
    middle = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    few = middle.scaled(THUMBNAIL * 4)
    return QPixmap.fromImage(few.scaled(THUMBNAIL * 2, mode=Qt.TransformationMode.SmoothTransformation))
