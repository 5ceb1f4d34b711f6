"""A row of the panel of versions."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from desktop_app.document.versions import Version
from desktop_app.icons import Icons
from desktop_app.stylize.thumbnails import middle_of

THUMBNAIL = QSize(40, 40)
AIR = QSize(6, 0)  # between it and the name


class _ChooseButton(QToolButton):
    """A double click or F2 renames, Del removes, as on the strip of styles."""

    renaming_wanted = Signal()
    removal_wanted = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.renaming_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.renaming_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)


class _NameField(QLineEdit):
    """Esc gives up, anything else that ends it keeps what was written."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class VersionRow(QWidget):
    """One version: to work on it, to rename, to compare with, to remove it."""

    renamed = Signal(str)

    def __init__(self, version: Version, icons: Icons) -> None:
        super().__init__()
        self.version = version
        number = version.number
        self._shown = 0
        self.setObjectName(f"version_{number}")
        self.choose_button = _ChooseButton()
        self.choose_button.setObjectName(f"version_choose_{number}")
        self.choose_button.setProperty("role", "row")
        self.choose_button.setCheckable(True)
        self.choose_button.setIconSize(THUMBNAIL + AIR)
        self.choose_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.choose_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.choose_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.name_field = _NameField()
        self.name_field.setObjectName(f"version_name_{number}")
        self.name_field.setMaxLength(200)
        self.name_field.hide()
        self.compare_button = _button(f"version_compare_{number}")
        self.compare_button.setCheckable(True)
        self.compare_button.setToolTip(self.tr("Compare with this one instead of the photograph"))
        self.remove_button = _button(f"version_remove_{number}")
        self.remove_button.setToolTip(self.tr("Remove this version; undo brings it back"))
        icons.put(self.compare_button, "compare", "dim", 18)
        icons.put(self.remove_button, "close", "dim", 14)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.choose_button, 1)
        layout.addWidget(self.name_field, 1)
        layout.addWidget(self.compare_button)
        layout.addWidget(self.remove_button)
        self.choose_button.renaming_wanted.connect(self._begin_renaming)
        self.name_field.given_up.connect(self._end_renaming)
        self.name_field.editingFinished.connect(self._on_named)

    def show_name(self, name: str) -> None:
        self.choose_button.setText(name)
        self.choose_button.setToolTip(self.tr("{name}\nDouble click, or F2, renames it").format(name=name))
        self.choose_button.setAccessibleName(self.tr("Work on {name}").format(name=name))
        self.name_field.setAccessibleName(self.tr("Name of {name}").format(name=name))
        self.compare_button.setAccessibleName(self.tr("Compare with {name}").format(name=name))
        self.remove_button.setAccessibleName(self.tr("Remove {name}").format(name=name))

    def show_state(self, *, is_chosen: bool, is_other: bool) -> None:
        self.choose_button.setChecked(is_chosen)
        self.compare_button.setChecked(is_other)
        self.compare_button.setEnabled(not is_chosen)

    def show_picture(self, image: QImage | None) -> None:
        key = image.cacheKey() if image is not None else 0
        if key != self._shown:
            self._shown = key
            pixmap = QPixmap((THUMBNAIL + AIR) * 2)
            pixmap.fill(Qt.GlobalColor.transparent)
            if image is not None:
                painter = QPainter(pixmap)
                painter.drawImage(0, 0, middle_of(image, THUMBNAIL * 2))
                painter.end()
            self.choose_button.setIcon(QIcon(pixmap))

    @Slot()
    def _begin_renaming(self) -> None:
        self.name_field.setText(self.choose_button.text())
        self.choose_button.hide()
        self.name_field.show()
        self.name_field.selectAll()
        self.name_field.setFocus()

    @Slot()
    def _end_renaming(self) -> None:
        self.name_field.blockSignals(True)  # hidden, it loses the focus and would be finished once more
        self.name_field.hide()
        self.name_field.blockSignals(False)
        self.choose_button.show()
        self.choose_button.setFocus()

    @Slot()
    def _on_named(self) -> None:
        name = self.name_field.text()
        self._end_renaming()
        self.renamed.emit(name)


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
