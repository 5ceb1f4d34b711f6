"""The versions of the photograph's settings: work on one, compare with another, rename, remove."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.document.versions import Version
from desktop_app.icons import Icons
from desktop_app.stylize.controller import StylizeController

if TYPE_CHECKING:
    from desktop_app.stylize.version_row import VersionRow


class VersionPanel(QWidget):
    """A button that makes another version, and a row for each as soon as there are two."""

    def __init__(self, controller: StylizeController, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("version_panel")
        self._controller, self._versioning, self._icons = controller, controller.versioning, icons
        self._rows: list[VersionRow] = []
        self.add_button = QPushButton(self.tr("New Version"))
        self.add_button.setObjectName("new_version")
        self.add_button.setToolTip(self.tr("A copy of this one to go on with; this one stays as it is."))
        icons.put(self.add_button, "snapshot")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.add_button)
        self._layout.addSpacing(4)
        self.add_button.clicked.connect(controller.add_version)
        self._versioning.changed.connect(self._on_changed)
        controller.thumbnails.changed.connect(self._show_pictures)
        controller.photo_changed.connect(self._show_pictures)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        versions, other = self._versioning.versions, self._versioning.other
        self.add_button.setEnabled(versions.project.is_paintable)
        shown = versions.each if len(versions.each) > 1 else ()
        if [row.version.number for row in self._rows] != [version.number for version in shown]:
            self._rebuild(shown)
        for row, version in zip(self._rows, shown, strict=True):
            row.version = version
            row.show_name(self._versioning.name_of(version))
            row.show_state(is_chosen=version is versions.chosen, is_other=version is other)
        self._show_pictures()

    @Slot()
    def _show_pictures(self) -> None:
        """Until a version was seen it looks like the photograph."""
        photo = self._controller.photo_image
        for row in self._rows:
            row.show_picture(self._controller.thumbnails.find(row.version.project) or photo)

    def _rebuild(self, versions: tuple[Version, ...]) -> None:
        focused = next((row.version.number for row in self._rows if row.choose_button.hasFocus()), None)
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()  # at once: it goes when the events that wait are worked off
            row.deleteLater()
        from desktop_app.stylize.version_row import VersionRow  # later: the first paint does not wait for it

        self._rows = [VersionRow(version, self._icons) for version in versions]
        for row in self._rows:
            number = row.version.number
            row.choose_button.clicked.connect(partial(self._controller.choose_version, number))
            row.choose_button.removal_wanted.connect(partial(self._controller.remove_version, number))
            row.remove_button.clicked.connect(partial(self._controller.remove_version, number))
            row.compare_button.clicked.connect(partial(self._on_compare_clicked, row))
            row.renamed.connect(partial(self._versioning.rename, number))
            self._layout.addWidget(row)
            if number == focused:
                row.choose_button.setFocus()

    def _on_compare_clicked(self, row: VersionRow) -> None:
        self._versioning.compare_with(row.version.number if row.compare_button.isChecked() else None)
